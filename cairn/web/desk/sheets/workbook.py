"""A filing as a workbook: downloaded in the person's language, filled without a line, returned.

The returned file lies where uploads arrive until it was taken in, and goes then, or at once where
something in it cannot be read or may not be stored.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.files.models import READ, Upload
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES, direction
from cairn.reference.countries import Kind, countries, name_of
from cairn.reference.dimensions import dimensions
from cairn.reference.folding import fold
from cairn.reference.vocabularies import vocabulary
from cairn.reporting import uploads
from cairn.reporting.filings.counts import NO_ONE_COUNTRY, problems_of
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS, section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.offline import Returned
from cairn.reporting.filings.offline_reading import open_workbook, read_head, read_workbook
from cairn.reporting.filings.offline_writing import write_workbook
from cairn.reporting.filings.returning import changed_by, check_is_of, compare, take_back
from cairn.reporting.filings.texts import NotClean, check_clean
from cairn.reporting.screening.findings import Where
from cairn.web import numbers
from cairn.web.desk.filing.doors import find_own
from cairn.web.desk.importing.doors import find_upload, needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.desk.sheets.doors import filing_url
from cairn.web.desk.sheets.words import input_words, problem_words, value_words, was_words
from cairn.web.desk.uploading import (
    PART,
    Announcement,
    Given,
    after,
    announced,
    takes_file,
    waiting_for,
)
from cairn.web.explore.labels import side_by_side
from cairn.web.say import current, say

NAME = "workbook.xlsx"  # its own name is of no use, and may say anything
MOST = 20  # uploads that are looked through
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(Permission.FILING_WRITE)
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The filing as it stands, one row for each number."""
    filing = find_own(request, ref)
    counts = [input_of(row) for row in filing.counts.order_by("key")]
    language = current()
    held = section(filing.section)
    body = write_workbook(
        held,
        counts,
        ref=filing.ref,
        number=filing.number,
        revision=filing.revision,
        title=f"{say(held.title)} · {numbers.period(filing.whole, language)}",
        language=language,
        words=say,
        name_of=value_words,
        values_of=_values,
        right_to_left=direction(language) == "rtl",
    )
    response = HttpResponse(body, content_type=XLSX)
    name = f"{filing.section}-{filing.whole}-{filing.ref}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _values(dimension: str) -> list[str]:
    """The names of a dimension's values, in the order in which they are offered."""
    return [name for name, _ in _names(dimension)]


def _names(dimension: str) -> list[tuple[str, str]]:
    if dimension in COUNTRIES:
        codes = [code for code, one in countries().items() if one.kind != Kind.SPECIAL]
        named = sorted(((name_of(code, current()), code) for code in codes), key=_folded)
        special = [(value_words(dimension, code), code) for code in NO_ONE_COUNTRY]
        return [*special, *named] if dimension == "origin" else named
    if known := DIMENSIONS[dimension]:
        keys = [one.key for one in vocabulary(known).terms.values() if not one.deprecated]
    else:
        keys = list(dimensions()[dimension].values)
    return [(value_words(dimension, key), key) for key in keys]


def _folded(pair: tuple[str, str]) -> str:
    return fold(pair[0])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@takes_file
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Download it, or send it back; one of which a part has arrived goes on where it was cut."""
    filing = find_own(request, ref)
    problem: CairnError | None = None
    if request.method == "POST":
        file: UploadedFile | None = request.FILES.get("file")  # type: ignore[assignment]
        if file is not None and file.size:
            upload = uploads.take_to_read(
                name=NAME,
                size=file.size,
                parts=file.chunks(PART),
                plan=_plan(filing),
                by=person_of(request),
            )
            return redirect(after(upload))
        problem = uploads.EmptyFile()
    return _render(request, filing, problem=problem)


def _plan(filing: Filing) -> dict[str, str]:
    return {"filing": filing.ref, "organisation": filing.owner_id, "section": filing.section}


@require_POST
@needs(Permission.FILING_WRITE)
def announce(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that the workbook of this filing will be sent, in slices."""
    filing = find_own(request, ref)
    person = person_of(request)

    def take(given: Given) -> Upload:
        return uploads.announce(
            **given | {"name": NAME}, plan=_plan(filing), by=person, purpose=READ
        )

    return announced(Announcement(request.POST), take)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def back(request: HttpRequest, ref: str, upload: str) -> HttpResponse:
    """What the returned workbook changes; both numbers where the filing moved on meanwhile."""
    filing = find_own(request, ref)
    sent = find_upload(request, ref=upload, purpose=READ)
    try:
        returned = read_back(filing, sent)
    except CairnError as problem:
        uploads.drop(upload=sent, by=person_of(request))
        return _render(request, filing, problem=problem)
    if returned.problems:
        uploads.drop(upload=sent, by=person_of(request))
        return _render(request, filing, returned=returned)
    if request.method == "POST":
        given: dict[str, str] = request.POST.dict()  # type: ignore[assignment]
        choices = {key[2:]: text for key, text in given.items() if key.startswith("c-")}
        try:
            saved = take_back(
                filing=filing,
                returned=returned,
                choices=choices,
                by=person_of(request),
            )
        except CairnError as problem:
            return _render(request, filing, problem=problem, returned=returned)
        uploads.drop(upload=sent, by=person_of(request))
        messages.success(
            request,
            translation.ngettext(
                "%(n)s number of the workbook was taken in.",
                "%(n)s numbers of the workbook were taken in.",
                saved.changed,
            )
            % {"n": saved.changed},
        )
        return redirect(filing_url(filing))
    return _render(request, filing, returned=returned)


def read_back(filing: Filing, sent: Upload) -> Returned:
    """Read in the language in which it was downloaded; nothing that may not be stored passes."""
    sheets = open_workbook(_path(sent))
    head = read_head(sheets)
    check_is_of(filing, head)
    held = section(filing.section)
    language = head.language if head.language in LANGUAGES else current()
    with translation.override(language):
        returned = read_workbook(sheets, held, head=head, words=say, keys_of=_keys)
    places = {
        f"{one.source_cell}|{one.dims['place']}": one.dims["place"]
        for one in (*returned.inputs, *returned.emptied)
        if one.dims.get("place")
    }
    check_clean(places, organisation=filing.owner, where=Where.CELL)
    return returned


def _keys(dimension: str) -> Mapping[str, str]:
    return dict(_names(dimension))


def _path(sent: Upload) -> Path:
    if not sent.whole:
        raise uploads.NotYetWhole()
    return uploads.path_of(sent)


def _render(
    request: HttpRequest,
    filing: Filing,
    *,
    problem: CairnError | None = None,
    returned: Returned | None = None,
) -> HttpResponse:
    held = section(filing.section)
    context: dict[str, Any] = {
        "filing": filing,
        "section": say(held.title),
        "period": Period(filing.first, filing.period_last),
        "url": filing_url(filing),
        "problem": problem,
        "rows": _rows(problem),
        "problems": [],
        "megabytes": uploads.limit() // uploads.MB,
    }
    if returned is None:
        sent = waiting_for(request, READ)[:MOST]
        mine = [one for one in sent if one.plan.get("filing") == filing.ref]
        context["waiting"] = [(one, after(one)) for one in mine]
    if returned is not None:
        context |= _compared(request, filing, returned)
    wrong = bool(problem or context["problems"])
    return render(request, "desk/sheets/workbook.html", context, status=400 if wrong else 200)


def _rows(problem: CairnError | None) -> list[str]:
    """Where in the workbook something may identify a person: its row, never the words."""
    if not isinstance(problem, NotClean):
        return []
    return sorted({one.field.partition("|")[0] for one in problem.problems}, key=len)


def _compared(request: HttpRequest, filing: Filing, returned: Returned) -> dict[str, Any]:
    held = section(filing.section)
    wrong = [problem_words(one.error) for one in returned.problems]
    wrong += [
        problem_words(one)
        for one in problems_of(held, returned.inputs, first=filing.first, last=filing.period_last)
    ]
    if wrong:
        return {"problems": wrong}
    found = compare(filing, returned)
    return {
        "returned": True,
        "changes": len(found.changes),
        "changed": _changed(request, filing, returned) if found.meetings else "",
        "meetings": [
            (f"c-{one.input.key}", input_words(held, one.input), was_words(one.mine),
             was_words(one.theirs), one.input.source_cell)
            for one in found.meetings
        ],
        "gone": [
            (f"c-{one.input.key}", input_words(held, one.input), was_words(one.stands))
            for one in found.gone
        ],
        "nothing": not (found.changes or found.meetings or found.gone),
    }  # fmt: skip


def _changed(request: HttpRequest, filing: Filing, returned: Returned) -> str:
    """That numbers were changed meanwhile, and by whom: by herself too."""
    who = changed_by(filing, returned.head)
    if who == [person_of(request).username]:
        return _("You changed these numbers yourself after the workbook was downloaded.")
    named = people(who, viewer_of(request), about=[filing.ref])
    if not named or not who:
        return _("These numbers were changed after the workbook was downloaded.")
    words = _("These numbers were changed after the workbook was downloaded, by: %(people)s.")
    return words % {"people": side_by_side(dict.fromkeys(named[one] for one in who))}
