"""The way through an identity provider, as pages: going there, coming back, and what went wrong.

A way begins with a form of ours and never with an address, so that no foreign page can begin one.
The form is answered with a page that leads on, and not with a redirection: the policy of our pages
lets forms be sent to this site alone, and what a provider does with one cannot be known.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from cairn.accounts.adapter import ClosedDoor
from cairn.accounts.invitations import InvitationOver
from cairn.accounts.invitations import find as find_invitation
from cairn.accounts.models import Provider, User
from cairn.accounts.providers.actions import accept_through, link, person_for
from cairn.accounts.providers.problems import (
    PROBLEMS,
    BegunElsewhere,
    BrokenOff,
    LinkedToAnother,
    NoLongerAllowed,
    ProviderProblem,
)
from cairn.accounts.providers.queries import for_organisation, found, signing_in
from cairn.accounts.providers.session import (
    WAYS,
    keep_left,
    note_provider,
    note_recovering,
)
from cairn.accounts.providers.ways import (
    INVITATION,
    LINK,
    RECOVERY,
    SIGN_IN,
    Vouched,
    Way,
    begin,
    ended,
    taken,
)
from cairn.accounts.recovery import find as find_recovery
from cairn.accounts.second_step import GIVEN
from cairn.kernel.errors import CairnError, NotFound
from cairn.web.say import say

PROBLEM = "problem_through"  # in the session: what went wrong last


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Signing in through one provider; also for those that are on no list of ours."""
    provider = found(key)
    if request.user.is_authenticated:
        return redirect("desk:home")
    if request.method != "POST":
        onward = _onward(request.GET.get("next", ""))
        return render(request, "desk/people/through.html", {"provider": provider, "onward": onward})
    if code := request.POST.get("code", ""):
        return _with_invitation(request, provider, code)
    if code := request.POST.get("recovery", ""):
        return _with_recovery(request, provider, code)
    return go(request, provider, SIGN_IN, next=_onward(request.POST.get("next", "")))


def go(request: HttpRequest, provider: Provider, purpose: str, **more: str) -> HttpResponse:
    """The page that leads on to the provider."""
    more["language"] = request.LANGUAGE_CODE[:2]
    ways = request.session.get(WAYS, {})
    try:
        request.session[WAYS], address = begin(
            ways, provider, purpose, _back(request, provider.key), **more
        )
    except ProviderProblem as problem:
        return _told(request, problem, purpose)
    context = {"provider": provider, "address": address}
    return render(request, "desk/people/through_going.html", context)


@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Where a provider sends people back to; it has no language, so that it can be agreed upon."""
    try:
        left, way = taken(request.session.get(WAYS, {}), key, request.GET.dict())
    except ProviderProblem as problem:
        return _told(request, problem, SIGN_IN)
    keep_left(request, left)
    with override(way.language):
        try:
            return _arrived(request, key, way)
        except ProviderProblem as problem:
            return _told(request, problem, way.purpose)


def _arrived(request: HttpRequest, key: str, way: Way) -> HttpResponse:
    provider = _open(key)
    vouched = ended(provider, way, request.GET.dict(), _back(request, key))
    if way.purpose == LINK:
        return _link(request, provider, way, vouched)
    if way.purpose == INVITATION:
        return _accept(request, provider, way, vouched)
    if way.purpose == RECOVERY:
        return _recover(request, provider, way, vouched)
    person = person_for(provider=provider, subject=vouched.subject)
    return _enter(request, provider, person, way, vouched)


@require_safe
def problem(request: HttpRequest) -> HttpResponse:
    """What went wrong on the last way of this browser, and where to begin again."""
    held: dict[str, Any] = request.session.get(PROBLEM, {})
    kind = PROBLEMS.get(held.get("kind", ""))
    if kind is None:
        return redirect("account_login")
    context = {"sentence": say(kind(**held["values"])), "purpose": held["purpose"]}
    status = 200 if kind is BrokenOff else 400  # to break off is nobody's mistake
    return render(request, "desk/people/through_problem.html", context, status=status)


def _with_invitation(request: HttpRequest, provider: Provider, code: str) -> HttpResponse:
    """Taking an invitation up through a provider of the organisation that invites."""
    try:
        invitation = find_invitation(code)
    except (NotFound, InvitationOver):
        return redirect("invitation_code", code=code.replace("/", "-"))
    if provider not in for_organisation(invitation.organisation):
        raise NotFound()
    return go(request, provider, INVITATION, code=get_adapter().encrypt(code))


def _accept(request: HttpRequest, provider: Provider, way: Way, vouched: Vouched) -> HttpResponse:
    code = get_adapter().decrypt(way.code)
    try:
        person = accept_through(code=code, provider=provider, subject=vouched.subject)
    except (NotFound, InvitationOver):
        return redirect("invitation_code", code=code)
    return _enter(request, provider, person, way, vouched)


def _with_recovery(request: HttpRequest, provider: Provider, code: str) -> HttpResponse:
    """In place of the password of an account that has none, before a new factor is set up."""
    try:
        recovery = find_recovery(code)
    except NotFound:
        return redirect("recovery_code", code=code.replace("/", "-"))
    if recovery.user.has_usable_password() or provider not in signing_in(recovery.user):
        raise NotFound()
    return go(request, provider, RECOVERY, code=get_adapter().encrypt(code))


def _recover(request: HttpRequest, provider: Provider, way: Way, vouched: Vouched) -> HttpResponse:
    """Back to the link; nobody is signed in."""
    code = get_adapter().decrypt(way.code)
    try:
        recovery = find_recovery(code)
    except NotFound:
        return redirect("recovery_code", code=code)
    if person_for(provider=provider, subject=vouched.subject).pk != recovery.user_id:
        raise LinkedToAnother(name=provider.name)
    note_recovering(request, recovery.ref, time.time())
    return redirect("recovery_code", code=code)


def _link(request: HttpRequest, provider: Provider, way: Way, vouched: Vouched) -> HttpResponse:
    """Only for the person who began it, who is signed in still."""
    person = request.user
    if not isinstance(person, User) or person.ref != way.user:
        raise BegunElsewhere()
    link(user=person, provider=provider, subject=vouched.subject, by=person)
    said = _("Linked. From now on you can sign in with %(name)s.") % {"name": provider.name}
    messages.success(request, said)
    return redirect("desk:providers")


def _enter(
    request: HttpRequest, provider: Provider, person: User, way: Way, vouched: Vouched
) -> HttpResponse:
    """Sign in; the second step follows unless the provider's word counts for it."""
    if request.user.is_authenticated:
        raise BegunElsewhere()
    note_provider(request, person, provider.ref)
    state = {GIVEN: True} if vouched.second else {}
    login = Login(user=person, redirect_url=way.next or None, state=state)
    answer: HttpResponse = perform_login(request, login)
    return answer


def _open(key: str) -> Provider:
    try:
        return found(key)
    except NotFound as absent:
        held = Provider.objects.filter(key=key).first()
        raise NoLongerAllowed(name=held.name if held else key) from absent


def _told(request: HttpRequest, problem: CairnError, purpose: str) -> HttpResponse:
    request.session[PROBLEM] = {
        "kind": type(problem).__name__,
        "values": problem.values,
        "purpose": purpose,
    }
    return redirect("through_problem")


def _back(request: HttpRequest, key: str) -> str:
    """The address that was agreed upon with the provider."""
    return request.build_absolute_uri(reverse("through_back", args=[key]))


def _onward(address: str) -> str:
    return address if ClosedDoor().is_safe_url(address) else ""
