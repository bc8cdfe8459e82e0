"""One box over all that the person may read: what is at the desk, and beside it the library.

The two stand apart, because they are ordered apart: the library by how well a record fits, the desk
by days alone, without a number of results.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.search import asking as library
from cairn.search.guarded.asking import Asked, Found, ask
from cairn.web.components import Link
from cairn.web.desk.filing.doors import tried
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.desk.looking.lines import KINDS, line_of
from cairn.web.library import found as shown
from cairn.web.navigation import url_of
from cairn.web.say import current, say

OF_LIBRARY = 5  # results of the library beside those of the desk


@require_safe
@needs(Permission.DESK_READ)
def search(request: HttpRequest) -> HttpResponse:
    """What is asked stands in the address: words, one kind, and where the page begins."""
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = _number(request.GET.get("before", ""))
    asked = Asked(text, current(), kind, before)
    found, wrong = tried(ask, asked=asked, viewer=viewer_of(request))
    found = found or Found()
    pairs = [("q", text), *([("kind", kind)] if kind else [])]
    context = {
        "text": text,
        "kind": kind,
        "kinds": _kinds(request, text, kind),
        "wrong": wrong.others,
        "told": found.told,
        "notes": [shown.told(one.text, one.values) for one in found.notes],
        "lines": [line_of(one) for one in found.entries],
        "first": f"?{urlencode(pairs)}" if before is not None else "",
        "next": f"?{urlencode([*pairs, ('before', str(found.next))])}" if found.next else "",
        "library": _library(text) if text and not kind and before is None else None,
    }
    return render(request, "desk/looking/search.html", context)


def _number(written: str) -> int | None:
    fits = written.isascii() and written.isdigit() and len(written) < 20
    return min(int(written), 2**63 - 1) if fits else None


def _kinds(request: HttpRequest, text: str, chosen: str) -> list[Link]:
    """Links that narrow to one kind: those that the viewer can meet."""
    viewer = viewer_of(request)
    offered = [one for one in KINDS if one != "draft" or viewer.library]
    page = reverse("desk:search")
    return [
        Link(say(KINDS[one]), f"{page}?{urlencode({'q': text, 'kind': one})}", one == chosen)
        for one in offered
    ]


def _library(text: str) -> dict[str, object]:
    """The best of the library for the same words."""
    question = library.Question(text, current(), limit=OF_LIBRARY)
    answer, wrong = tried(library.ask, question=question, facets=False)
    page = url_of("library:search")
    return {
        "wrong": wrong.others,
        "count": shown.result_count(answer) if answer and answer.total else "",
        "lines": shown.lines(answer) if answer else [],
        "all": f"{page}?{urlencode({'q': text})}" if page else "",
    }
