"""The page "Same event?": two accounts side by side, why they are alike, and what a person says.

The machine's score and reasons stand apart from the judgement. Shows only pairs of which the viewer
may see both accounts.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission, may
from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.link_queries import Sides, sources_of_events, with_accounts
from cairn.reporting.link_states import JOINED, LinkStatus
from cairn.reporting.linking import (
    accept_link,
    ask_for_links,
    reject_link,
    search_of,
    undo_link,
)
from cairn.reporting.matching import CERTAIN, PRECISION, RECALL
from cairn.reporting.models import Account, LinkProposal
from cairn.web.components import Column, Fact, Link, Table
from cairn.web.desk.importing.doors import Page, by_key, needs
from cairn.web.desk.importing.who import people
from cairn.web.desk.importing.words import field_words, filled, value_words
from cairn.web.desk.once import kept, once
from cairn.web.say import say

SHOWN = 10
TABS = {
    LinkStatus.PROPOSED: noop("To decide"),
    LinkStatus.AUTOMATIC: noop("Joined without asking"),
    LinkStatus.ACCEPTED: noop("Joined by a person"),
    LinkStatus.REJECTED: noop("Different events"),
    LinkStatus.UNDONE: noop("Taken back"),
}
COMPARED = ("total", "dead", "missing", "survivors", "country", "route", "cause", "origin")
FEATURE_WORDS = {"place": noop("Position"), "day": noop("Date")}  # the others are fields
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"  # a position stays in its order in an Arabic line


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair as the page draws it."""

    link: LinkProposal
    first: Account
    second: Account
    table: Table
    reasons: list[Fact]
    by: str
    joined: bool
    decided: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def links(request: HttpRequest) -> HttpResponse:
    """One page of pairs in one state; a form of it decides one pair, or has pairs looked for."""
    if request.method == "POST":
        return _act(request)
    chosen = request.GET.get("show", LinkStatus.PROPOSED)
    if chosen not in LinkStatus.values:
        raise NotFound()
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = LinkProposal.objects.visible_to(viewer).filter(status=chosen)
    page: Page = by_key(rows, request, ["-score", "pk"], size=SHOWN)
    sides = with_accounts(page.rows, viewer)
    deciders = {side.link.decided_by or "" for side in sides}
    names = people(deciders, viewer, about=[side.link.ref for side in sides])
    again = kept(request)
    context = {
        "pairs": [_shown(side, names) for side in sides],
        "page_of": page,
        "chosen": chosen,
        "tabs": [
            Link(say(words), f"?show={status.value}", status == chosen)
            for status, words in TABS.items()
        ],
        "may_decide": may(request.user, Permission.IMPORT_WRITE),
        "search": search_of(request.user),
        "enough": len(sources_of_events(viewer)) > 1,
        "certain": CERTAIN,
        "precision": PRECISION,
        "recall": RECALL,
        "kept_link": again.get("link", "") if again else "",
        "kept_reason": again.get("reason", "") if again else "",
    }
    return render(request, "desk/links.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "find":
        ask_for_links(by=request.user)
        messages.info(request, _("All sources are being compared; the pairs found appear here."))
        return redirect(request.get_full_path())
    seen = LinkProposal.objects.visible_to(request.viewer)  # type: ignore[attr-defined]
    link = seen.filter(ref=request.POST.get("link", "")).first()
    if link is None:
        raise NotFound()
    match act:
        case "same":
            accept_link(link=link, by=request.user)
            said = _("Both accounts now speak of one event.")
        case "different":
            reject_link(link=link, by=request.user)
            said = _("The accounts speak of different events; the pair is not proposed again.")
        case "undo":
            undo_link(link=link, reason=request.POST.get("reason", ""), by=request.user)
            said = _("The decision was taken back; the pair waits under “Taken back”.")
        case _:
            raise NotFound()
    messages.success(request, said)
    return redirect(request.get_full_path())


def _shown(sides: Sides, names: Any) -> Shown:
    link = sides.link
    return Shown(
        link,
        sides.first,
        sides.second,
        _table(sides),
        [_reason(told) for told in link.because],
        names[link.decided_by] if link.decided_by else "",
        link.status in JOINED,
        link.status not in (LinkStatus.PROPOSED, LinkStatus.UNDONE),
    )


def _table(sides: Sides) -> Table:
    both = (sides.first, sides.second)
    return Table(
        caption=_("What each of the two says"),
        columns=[Column(""), *(Column(account.dataset.title) for account in both)],
        rows=[
            (field_words("when"), *(account.when or Cell.NOT_RECORDED for account in both)),
            (_("Position"), *(_position(account) for account in both)),
            *(
                (field_words(name), *(value_words(name, getattr(one, name)) for one in both))
                for name in COMPARED
            ),
        ],
    )


def _position(account: Account) -> str | Cell:
    if account.latitude is None or account.longitude is None:
        return Cell.NOT_RECORDED
    return f"{LEFT_TO_RIGHT}{account.latitude:.3f}, {account.longitude:.3f}{POP}"


def _reason(told: dict[str, Any]) -> Fact:
    """One finding of the machine, and which way it points."""
    match told["score"]:
        case 1:
            points = _("speaks for it")
        case 0.5 if not told["values"]:
            points = _("says nothing")
        case 0:
            points = _("speaks against it")
        case _:
            points = _("speaks for it in part")
    name = FEATURE_WORDS.get(told["feature"])
    label = say(name) if name else field_words(told["feature"])
    return Fact(label, filled(told["because"], told["values"]), f"({points})")
