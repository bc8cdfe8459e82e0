"""A person's own links to identity providers; linking wants Cairn's second factor, just now.
So does taking a link away, of whoever came through one."""

from urllib.parse import urlsplit

from allauth.account.views import password_set
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import User
from cairn.accounts.policies import has_second_factor
from cairn.accounts.providers.actions import served, unlink
from cairn.accounts.providers.queries import of_person
from cairn.accounts.providers.session import came_through
from cairn.accounts.providers.ways import LINK
from cairn.kernel.errors import NotFound
from cairn.web.desk.filing.doors import NOTHING_WRONG, tried
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.once import once
from cairn.web.desk.people.proving import prove, prove_first, proved
from cairn.web.desk.people.through import go


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest) -> HttpResponse:
    """The providers that could sign one in, and those that do."""
    person, wrong = person_of(request), NOTHING_WRONG
    if request.method == "POST":
        key = request.POST.get("provider", "")
        if request.POST.get("act") == "link":
            return _begin(request, person, key)
        if first := prove_first(request, person, reverse("desk:providers")):
            return first
        through = came_through(request, person)
        _done, wrong = tried(unlink, user=person, key=key, by=person)
        if not wrong:
            return _unlinked(request, through)
    lines = [
        {
            "provider": provider,
            "link": link,
            "host": urlsplit(provider.issuer).hostname,
            "serves": bool(served(person, provider)),
        }
        for provider, link in of_person(person)
    ]
    context = {"lines": lines, "wrong": wrong}
    status = 400 if wrong else 200
    return render(request, "desk/people/providers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest) -> HttpResponseBase:
    """The first password of an account that came through a provider: whoever can pass for somebody
    there must not be able to give the account a key of its own."""
    person = request.user
    if isinstance(person, User) and has_second_factor(person) and not proved(request, person):
        return prove(request, person, reverse("account_set_password"))
    answer: HttpResponseBase = password_set(request)
    return answer


def _begin(request: HttpRequest, person: User, key: str) -> HttpResponse:
    there = {one.key: one for one, _link in of_person(person) if served(person, one)}
    if key not in there:
        raise NotFound()
    if not proved(request, person):
        messages.info(request, _("Give your second factor first; then press the button once more."))
        return prove(request, person, reverse("desk:providers"))
    return go(request, there[key], LINK, user=person.ref)


def _unlinked(request: HttpRequest, through: str) -> HttpResponse:
    """Whoever came through it is signed out with it."""
    said = _("The link was taken away.")
    left = {provider.ref for provider, link in of_person(person_of(request)) if link}
    if through and through not in left:
        logout(request)
        messages.success(request, said)
        return redirect("account_login")
    messages.success(request, said)
    return redirect("desk:providers")
