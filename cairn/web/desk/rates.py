"""Which pages of the desk count as opening a record, and which as taking a file away.

Whatever has a reference in its address is a record, and whatever ends like a file is one, unless it
is named here: a page that is new counts until somebody decides otherwise. Counted before anything
is looked up, so that a refusal says nothing of what is there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cairn.accounts.rates import Kind, count
from cairn.kernel.errors import Refused
from cairn.web.desk.middleware import DESK
from cairn.web.errors import answer

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
            count(user=request.user, kind=kind, today=timezone.localdate())  # type: ignore[arg-type]
        except Refused as problem:
            return answer(request, problem)
        return None


def kind_of(request: HttpRequest, given: Mapping[str, Any]) -> Kind | None:
    """What this request counts as; None where it counts as nothing."""
    match = request.resolver_match
    if match is None or request.method == "OPTIONS" or not DESK.match(request.path_info):
        return None
    if match.url_name in NO_RECORDS or not request.user.is_authenticated:
        return None
    last = match.route.rstrip("/").rsplit("/", 1)[-1]
    if "." in last:
        return None if given.get("kind") in PICTURES else Kind.EXPORTED
    return Kind.OPENED if given else None
