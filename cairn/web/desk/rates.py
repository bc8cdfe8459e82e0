"""Which pages of the desk count as opening a record, and which as taking a file away.

Whatever has a reference in its address is a record, and whatever ends like a file is one, unless it
is named here: a page that is new counts until somebody decides otherwise. Counted before anything
is looked up, so that a refusal says nothing of what is there. How many records a file holds is
known only when it is made: of those that the person may see, and of no others (`check_leaves`).

Beyond a bound, what a second person agreed to is used (`cairn.access.second`); where there is
nothing of it, the refusal leads to where she is asked.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from cairn.access import second
from cairn.accounts.rates import Kind, Reached, count, rule_on
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.middleware import DESK
from cairn.web.errors import answer

LANGUAGE = re.compile(r"\A/[a-z]{2}(?=/)")
BODILESS = {"OPTIONS", "HEAD"}  # answered without content; doors of files refuse both
PICTURES = {"svg", "png"}  # charts and maps of a page; their numbers stand in the page
NO_RECORDS = frozenset(
    {
        # work on one's own, which is stopped by nothing but what one may write
        *("filing_write", "filing_about", "filing_check", "filing_file", "filing_measure"),
        *("filing_paste", "record_new", "record_change", "record_map", "record_remove"),
        *("sheet", "sheet_uploads", "sheet_arrived", "workbook", "workbook_uploads"),
        *(
            "workbook_back",
            "merging",
            "merge_progress",
            "merge_summary",
            "import",
            "import_columns",
            "import_progress",
        ),
        *("import_problems", "upload"),
        # the library, which is made to be read by anyone
        *("library_entry", "library_versions", "library_write", "library_new", "library_file"),
        "library_proposal",
        "finding_write",
        "reads_notice",  # to acknowledge that something was recalled must always be possible
        # reports of abuse, of which not even a number is kept beside a person
        *("rights_review", "rights_report"),
        # people, papers and the machinery
        *(
            "person",
            "invite",
            "role_request",
            "emergency",
            "second_request",
            "invitation_paper",
            "invitation_act",
            "recovery_paper",
        ),
        *("sign_ins", "checkpoint_file", "calendar_file"),
        # measures and data sets, whose numbers are sums or were published by others
        *("explore_measure", "explore_points", "explore_hexagons", "data_set", "accounts", "cells"),
    }
)


class RatesMiddleware:
    """Counts what a signed-in person opens and takes; stands behind the door of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, given: Mapping[str, Any]
    ) -> HttpResponse | None:
        kind = kind_of(request, given)
        if kind is None:
            return None
        try:
            count(user=person_of(request), kind=kind, today=timezone.localdate())
        except Reached as reached:
            agreed = second.use(user=person_of(request), kind=kind)
            if agreed is None:
                reached.ask = asking(kind)
                return answer(request, reached)
            agreed_of(request).append(agreed)
        return None


def kind_of(request: HttpRequest, given: Mapping[str, Any]) -> Kind | None:
    """What this request counts as; None where it counts as nothing."""
    match = request.resolver_match
    if match is None or request.method in BODILESS or not DESK.match(request.path_info):
        return None
    if match.url_name in NO_RECORDS or not request.user.is_authenticated:
        return None
    last = match.route.rstrip("/").rsplit("/", 1)[-1]
    if "." in last:
        return None if given.get("kind") in PICTURES else Kind.EXPORTED
    return Kind.OPENED if given else None


def check_leaves(request: HttpRequest, records: Collection[tuple[str, int]]) -> None:
    """Count the records (reference and version) of a file that leaves now; raise a sentence where
    they are more than one person takes by herself, and nobody has agreed to this file."""
    person, held = person_of(request), set(records)
    try:
        count(user=person, kind=Kind.TAKEN, today=timezone.localdate(), n=len(held))
    except Reached as reached:
        address = address_of(request)
        agreed = second.use(user=person, kind=Kind.TAKEN, address=address, records=held)
        if agreed is None:
            reached.ask = asking(Kind.TAKEN, address)
            raise
        agreed_of(request).append(agreed)


def agreed_of(request: HttpRequest) -> list[str]:
    """References of what a second person agreed to, under which this request is answered."""
    if not hasattr(request, "agreed"):
        request.agreed = []  # type: ignore[attr-defined]
    found: list[str] = request.agreed  # type: ignore[attr-defined]
    return found


def has_left(request: HttpRequest, export: str) -> None:
    """Beside what was agreed to stands what left under it, as the log knows it."""
    if export and (refs := agreed_of(request)):
        second.left_as(refs=refs, export=export)


def address_of(request: HttpRequest) -> str:
    """The address of a file without the language, its filters in one order."""
    path = LANGUAGE.sub("", request.path_info)
    pairs = sorted((key, value) for key, values in request.GET.lists() for value in values)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def asking(kind: Kind, address: str = "") -> str:
    """Where a second person is asked for it; "" where the rule knows none."""
    if rule_on(timezone.localdate()).second is None:
        return ""
    given = {"kind": kind.value} | ({"of": address} if address else {})
    return f"{reverse('desk:second_ask')}?{urlencode(given)}"
