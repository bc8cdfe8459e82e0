"""What a source says of single events: the list of its accounts, and one with all its versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.reporting.models import FIGURES, Account
from cairn.reporting.precedence import RULE, SINCE, Telling, gives_the_figure
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.importing.datasets import find_dataset
from cairn.web.desk.importing.doors import by_key, needs, viewer_of
from cairn.web.desk.importing.versions import versions_of
from cairn.web.desk.importing.words import field_words, filled, value_words
from cairn.web.say import say

LISTED = ("dead", "missing", "total", "survivors")
SHOWN = (
    *("dead", "missing", "total", "survivors", "females", "males", "children"),
    *("origin", "origin_region", "country", "region", "route", "cause", "event_kind", "quality"),
)


@require_safe
@needs(Permission.DESK_READ)
def index(request: HttpRequest, key: str) -> HttpResponse:
    """The current accounts of a source, in the order of its own identifiers."""
    dataset = find_dataset(request, key)
    rows = Account.objects.current().visible_to(viewer_of(request)).filter(dataset=dataset)
    page = by_key(rows, request, ["key", "occurrence"])
    context = {
        "dataset": dataset,
        "headings": [field_words(name) for name in (*LISTED, "country", "route")],
        "lines": [_line(account) for account in page.rows],
        "page_of": page,
    }
    return render(request, "desk/imports/accounts.html", context)


def _line(account: Account) -> dict[str, Any]:
    return {
        "account": account,
        "when": _when(account),
        "figures": [_cell(getattr(account, name)) for name in LISTED],
        "words": [value_words(name, getattr(account, name)) for name in ("country", "route")],
    }


def _cell(value: int | None) -> int | Cell:
    return Cell.NOT_RECORDED if value is None else value


def _when(account: Account) -> Any:
    if account.when:
        return account.when
    return str(account.year) if account.year else Cell.NOT_RECORDED


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One account: its figures, its versions, and what other sources say of the event."""
    viewer = viewer_of(request)
    current = Account.objects.current().visible_to(viewer).select_related("dataset", "batch")
    account = current.filter(ref=ref).first()
    if account is None:
        raise NotFound()
    told = list(current.filter(incident=account.incident_id).order_by("pk")[:200])
    decided = gives_the_figure([_telling(one) for one in told])
    context = {
        "account": account,
        "when": _when(account),
        "facts": [
            Fact(field_words(name), value_words(name, getattr(account, name))) for name in SHOWN
        ],
        "place": account.latitude is not None,
        "others": _others(told) if len(told) > 1 else None,
        "gives": decided.ref == account.ref,
        "giver": next(one for one in told if one.ref == decided.ref),
        "because": filled(decided.because, decided.values),
        "rule": say(RULE),
        "rule_since": SINCE,
        "versions": versions_of(account.ref, request, SHOWN),
    }
    return render(request, "desk/imports/account.html", context)


def _telling(account: Account) -> Telling:
    figures = {name: getattr(account, name) for name in FIGURES}
    source = account.dataset
    return Telling(account.ref, source.key, source.title, account.number, figures)


def _others(told: list[Account]) -> Table:
    return Table(
        caption=_("What each source says of this event"),
        columns=[
            Column(_("Source")),
            Column(pgettext("of a source", "Account")),
            *(Column(field_words(name), "number") for name in LISTED),
        ],
        rows=[
            (one.dataset.title, one.ref, *(_cell(getattr(one, name)) for name in LISTED))
            for one in told
        ],
    )
