"""The public pages beside Explore and the data sets: home, about, glossary, choice of language."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.languages import LANGUAGES
from cairn.published.queries import latest_differences
from cairn.web.components import Fact
from cairn.web.context import reviewed
from cairn.web.explore.doors import Door
from cairn.web.explore.labels import semicolon
from cairn.web.explore.page import chooser
from cairn.web.explore.views import answer_publicly
from cairn.web.glossary import glossary as read_glossary
from cairn.web.public.data_sets import listed
from cairn.web.public.sentences import sentences
from cairn.web.public.withdrawn import told
from cairn.web.say import current, say

A_DAY = 24 * 3600


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send someone who named no language to the one that the browser asks for."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The first page: three true sentences, the data sets, what changed."""
    return answer_publicly(request, _home)


def _home(request: HttpRequest, door: Door) -> HttpResponse:
    if door.snapshot is None:
        return render(request, "public/home.html", {"empty": True, "withdrawn": told()})
    values = {
        "sentences": sentences(door),
        "measures": chooser(door, None),
        "explore": door.index,
        "sets": listed(door.snapshot),
        "changes": latest_differences(),
        "withdrawn": told(),
        "semicolon": semicolon(),
    }
    return render(request, "public/home.html", values)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Cairn is, what it promises, and which translations a person has read."""
    state = {True: _("reviewed by a person"), False: _("not reviewed by a person")}
    translations = [
        Fact(name, state[reviewed(code)]) for code, name in LANGUAGES.items() if code != "en"
    ]
    return render(request, "public/about.html", {"translations": translations})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field and ours, in the language of the reader and in the other five."""
    words = read_glossary()
    groups = [
        (group.key, say(group.title), [entry.presented(current()) for entry in words.of(group)])
        for group in words.groups
    ]
    return render(request, "public/glossary.html", {"groups": groups})
