"""One spreadsheet as it is understood: the sheet itself, what is asked beside it, and its totals.

Every form says which state of the sheet it was made for, so that two windows do not work against
each other.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.accounts.permissions import Permission
from cairn.formats.grids import column_position
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message
from cairn.reporting.reading.crosstabs.questions import LEAVE_OUT
from cairn.reporting.sheets import correcting, settling
from cairn.reporting.sheets.answering import WRITTEN, WRITTEN_BESIDE, answer_sheet
from cairn.reporting.sheets.arriving import memory_of
from cairn.reporting.sheets.errors import (
    HeadedAsNames,
    NoSuchCell,
    NotAnswered,
    NothingAnswered,
)
from cairn.reporting.sheets.holding import note_missing
from cairn.reporting.sheets.meeting import TAKE
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.opening import Opened, opened
from cairn.reporting.sheets.recalled import take_back
from cairn.reporting.sheets.taking_over import take_over
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once
from cairn.web.desk.sheets import became
from cairn.web.desk.sheets.answers import asked_at, questions
from cairn.web.desk.sheets.before import before
from cairn.web.desk.sheets.doors import filing_url, find_sheet, what_became
from cairn.web.desk.sheets.grid import grid
from cairn.web.desk.sheets.reporting_on import ask_section
from cairn.web.desk.sheets.showing import shown
from cairn.web.desk.sheets.tallying import tally_words
from cairn.web.desk.sheets.words import SCOPES
from cairn.web.given import whole_number
from cairn.web.say import say

LONGEST_CELL = 7
View = tuple[int, int, int]  # sheet, first row, first column


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILING_WRITE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The sheet; a form of it does one thing with it. Once it was taken over, what it became."""
    if taken := what_became(request, ref=ref):
        return became.page(request, taken)
    file = find_sheet(request, ref)
    if not file.section:
        return ask_section(request, file)
    if request.method != "POST":
        return _show(request, file)
    try:
        return _act(request, file)
    except CairnError as problem:
        return _show(request, find_sheet(request, ref), problem=problem)


def _act(request: HttpRequest, file: SheetFile) -> HttpResponse:
    given: dict[str, str] = request.POST.dict()  # type: ignore[assignment]
    by: dict[str, Any] = {
        "by": person_of(request),
        "revision": whole_number(given.get("revision", ""), -1),
    }
    act, _sign, which = given.get("act", "").partition(":")
    match act:
        case "answer" | "aside":
            if act == "aside":
                given[f"q-{which}"] = LEAVE_OUT
            file = _settled(file, given, by)
            by["revision"] = file.revision
            file, wrong = answer_sheet(file=file, given=_answers(given), **by)
            if wrong:
                return _show(request, find_sheet(request, file.ref), wrong=wrong)
            if not any(text.strip() for text in _named(given, "q-").values()):
                open_now = {one.key: NotAnswered() for one in opened(file).questions}
                return _show(request, file, wrong=open_now, unanswered=NothingAnswered())
        case "correct":
            row, column = place_said(given.get("at", ""))
            file = correcting.correct_sheet(
                file=file,
                sheet=given.get("sheet", ""),
                row=row,
                column=column,
                scope=given.get("scope", ""),
                what=given.get("what", ""),
                text=given.get("text", "").strip()[:200],
                **by,
            )
        case "place" | "places" | "surely":
            of_all = act == "places" or which == "all"
            places = range(len(file.names)) if of_all else [_number(which)]
            sure = act == "surely"
            try:
                file = settling.say_places(file=file, places=places, looked_twice=sure, **by)
            except HeadedAsNames as look:
                return _show(request, file, second=(look, "all" if of_all else which))
        case "out" | "outs":
            every = range(len(file.names))
            file = settling.take_out(
                file=file, places=every if act == "outs" else [_number(which)], **by
            )
        case "settle" | "all" | "drop_others":
            if act == "drop_others":
                given[f"f-{which}"] = TAKE
            file = _settled(file, given, by, everything=which if act == "all" else "")
            by["revision"] = file.revision
            file, wrong = answer_sheet(file=file, given=_chosen(file, given), **by)
            if wrong:
                return _show(request, find_sheet(request, file.ref), wrong=wrong)
        case "without":
            settling.without_breakdown(file=file, dimension=which, **by)
        case "back":
            take_back(file=file, **by)
        case "afresh":
            settling.read_afresh(file=file, **by)
        case "unlearn":
            return _unlearn(request, file, by)
        case "drop":
            settling.drop_sheet(file=file, by=by["by"])
            messages.success(request, _("The spreadsheet was given up. Nothing of it is left."))
            return redirect("desk:sheets")
        case "take":
            return _take(request, file, by)
    return redirect(_address(request, file) + _place(file, act))


def _settled(
    file: SheetFile, given: Mapping[str, str], by: dict[str, Any], *, everything: str = ""
) -> SheetFile:
    """Keep what was said below the questions. Both parts are one form, so that neither button
    loses what was said in the other."""
    return settling.settle_sheet(
        file=file,
        reasons=_named(given, "r-"),
        choices=_named(given, "c-"),
        filings=_named(given, "f-"),
        everything=everything,
        leave_out=bool(given.get("leave_out")),
        mistaken=_named(given, "m-"),
        **by,
    )


def _chosen(file: SheetFile, given: Mapping[str, str]) -> dict[str, str]:
    """Answers that the person chose. What stands chosen on the page before anybody chose, such as a
    zero that is proposed, is confirmed with the button of the questions alone."""
    stood = {one.asked.key: (one.likely, one.text) for one in questions(opened(file), "", {}, {})}
    return {
        key: text
        for key, text in _answers(given).items()
        if text.strip() and text not in stood.get(key, ())
    }


def _place(file: SheetFile, act: str) -> str:
    """Where on the page the person was: what was said there may be open no more, so the part that
    holds it stands in for it."""
    now = opened(file)
    there = {
        **dict.fromkeys(("answer", "aside"), "#asks" if now.questions else "#open"),
        "correct": "#sheet",
        **dict.fromkeys(
            ("place", "places", "surely", "out", "outs"), "#names" if now.names else "#open"
        ),
        "without": "#totals",
        **dict.fromkeys(("settle", "all", "drop_others"), "#totals" if now.open else "#take"),
    }
    return there.get(act, "")


def _named(given: Mapping[str, str], sign: str) -> dict[str, str]:
    """The fields whose names begin with this sign, without it."""
    return {key.removeprefix(sign): text for key, text in given.items() if key.startswith(sign)}


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    """Answers, each with what is written beside it: which period or country a heading is."""
    written = _named(given, "t-")
    return {
        key: f"{text}{WRITTEN}{words.strip()}"
        if text in WRITTEN_BESIDE and (words := written.get(key, "")).strip()
        else text
        for key, text in _named(given, "q-").items()
    }


def _number(text: str) -> int:
    return whole_number(text, -1)


def _unlearn(request: HttpRequest, file: SheetFile, by: dict[str, Any]) -> HttpResponse:
    now = opened(file)
    if memory := memory_of(file.organisation, file.section, now.sheets):
        settling.unlearn(memory=memory, by=by["by"])
    settling.read_afresh(file=file, **by)
    messages.success(request, _("What was learned about such sheets is forgotten."))
    return redirect(_address(request, file))


def _take(request: HttpRequest, file: SheetFile, by: dict[str, Any]) -> HttpResponse:
    keep = {_number(one) for one in request.POST.getlist("note")}
    taken = take_over(file=file, keep=keep, **by)
    words = [
        Message("%(n)s cell was taken over.", "%(n)s cells were taken over.", taken.cells),
        Message(
            "Beside them stands %(n)s total or sum.",
            "Beside them stand %(n)s totals and sums.",
            taken.beside,
        ),
    ]
    said = " ".join(say(one) for one in words if one.n or one is words[0])
    messages.success(request, said)
    messages.info(request, tally_words(taken.tally))
    if taken.kept:
        stayed = ngettext(
            "%(n)s other number of the filings was kept.",
            "%(n)s other numbers of the filings were kept.",
            taken.kept,
        )
        messages.info(request, stayed % {"n": taken.kept})
    if taken.removed:
        gone = ngettext(
            "%(n)s number that the draft had and the sheet has not was taken out; the history of "
            "the filing keeps it.",
            "%(n)s numbers that the draft had and the sheet has not were taken out; the history of "
            "the filing keeps them.",
            taken.removed,
        )
        messages.info(request, gone % {"n": taken.removed})
    if len(taken.filings) == 1:
        return redirect(filing_url(taken.filings[0]))
    return redirect("desk:sheet", ref=file.ref)


def place_said(text: str) -> tuple[int | None, int | None]:
    """ "C7", "7" for a row, "C" for a column: row from 1, column from 0."""
    text = text.strip().upper()
    letters = "".join(c for c in text if "A" <= c <= "Z")
    digits = text[len(letters) :]
    if not text or len(text) > LONGEST_CELL + 3 or digits and not digits.isdecimal():
        raise NoSuchCell(value=text[:20])
    row = int(digits) if digits else None
    return row, column_position(letters) if letters else None


def view_of(request: HttpRequest) -> View:
    """Which part of the workbook the address asks for."""
    sheet, first, left = (_number(request.GET.get(name, "")) for name in ("sheet", "from", "col"))
    return max(0, sheet), max(1, first), max(1, left)


def _address(request: HttpRequest, file: SheetFile) -> str:
    """The same part of the sheet again."""
    view = {"sheet": request.POST.get("view", "")} | request.GET.dict()
    view = {name: view[name] for name in ("sheet", "from", "col", "at") if view.get(name)}
    query = "&".join(f"{name}={value}" for name, value in view.items() if value.isalnum())
    return f"{reverse('desk:sheet', kwargs={'ref': file.ref})}{'?' if query else ''}{query}"


def _show(request: HttpRequest, file: SheetFile, **more: Any) -> HttpResponse:
    now: Opened = opened(file)
    idle = now.targets and not now.taking and not now.open
    note_missing(file=file, missing={"idle": 1} if idle else now.open)
    number, first, left = view_of(request)
    number = min(number, len(now.sheets) - 1)
    beside = shown(
        now,
        more.get("wrong", {}),
        request.POST,
        request.GET.get("change", ""),
        _number(request.GET.get("totals", "")),
    )
    earlier = before(request, file)
    let_go = set(file.before.get("left", ()))
    shown_grid = grid(now, number, first=first, left=left, asks=asked_at(beside["questions"]))
    at = request.POST.get("at") or request.GET.get("at", "")
    context = {
        **beside,
        "before": earlier,
        "totals": [
            (one, one.reason, "" if one.reason else earlier.reason(one.key))
            if earlier
            else (one, one.reason, "")
            for one in now.totals
        ],
        "left_then": bool(now.left) and let_go.issuperset(one.key for one in now.left),
        "grid": shown_grid,
        "at": at,
        "at_problem": shown_grid.is_problem(at),
        "scopes": [(key, say(words)) for key, words in SCOPES.items()],
        "problem": more.get("problem"),
        "unanswered": more.get("unanswered"),
        "second": more.get("second"),
    }
    wrong = any(more.get(name) for name in ("problem", "wrong", "second"))
    return render(request, "desk/sheets/sheet.html", context, status=400 if wrong else 200)
