"""A workbook has arrived: it is read, screened and understood, and the file itself is forgotten.

In this order: the name of the file before any of its bytes are asked for; then, in the isolated
reader, its cells; then the screening of each text, also of headings and names of sheets; and only
what passed is stored. Properties of the document are looked at so that the person can be told of
them, and are kept nowhere. A refused file leaves a keyed digest of its content and codes.
"""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.files.models import READ, Upload
from cairn.formats.properties import people_in
from cairn.kernel.crash import passing
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError
from cairn.reporting import uploads
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.offline import HIDDEN as OFFLINE
from cairn.reporting.filings.offline import NotOurWorkbook
from cairn.reporting.filings.offline_reading import head_of
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.filings.texts import cleared_by
from cairn.reporting.reading.crosstabs.captioned import in_time
from cairn.reporting.reading.crosstabs.hidden import unmarked
from cairn.reporting.reading.crosstabs.labels import period_axis
from cairn.reporting.reading.crosstabs.layout import Axis, Layout, with_constant
from cairn.reporting.reading.crosstabs.proposing import Proposal, propose_all
from cairn.reporting.reading.crosstabs.questions import Answers, Kind
from cairn.reporting.reading.crosstabs.remembering import adapt, fits
from cairn.reporting.reading.crosstabs.sheets import Sheet, read_sheets
from cairn.reporting.screening.findings import Where
from cairn.reporting.screening.screen import screen
from cairn.reporting.sheets.errors import (
    ListOfPersons,
    NameOfFile,
    NoTable,
    NotASpreadsheet,
    OnlyPersons,
    OurOwnWorkbook,
    SeveralSections,
    WhichSection,
)
from cairn.reporting.sheets.holding import held_by, kept
from cairn.reporting.sheets.keeping import as_bytes, packed, unpacked
from cairn.reporting.sheets.meaning import own_spellings
from cairn.reporting.sheets.models import RefusedSheet, SheetFile, SheetMemory, SheetTaken
from cairn.reporting.sheets.naming import named, one_column_alone, reading_words
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.recalled import entries
from cairn.reporting.sheets.screening import Screened, screened

KEPT = timedelta(days=7)
LEADS_ON = timedelta(days=31)  # for so long the address of a sheet leads to what it became
KNOWN = timedelta(days=366)  # for so long the same workbook, sent again, is known
SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}

OTHERS = (  # files that are no spreadsheets, whatever stands in them
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".ppt", ".pptx", ".odp", ".htm", ".html"),
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg"),
    *(".zip", ".rar", ".7z", ".msg", ".eml", ".mdb", ".accdb", ".json", ".xml", ".exe"),
)


def check_type(name: str) -> None:
    """Refuse what is no spreadsheet by its name, before anything is asked about it or sent."""
    if Path(name).suffix.lower() in OTHERS:
        raise NotASpreadsheet()


def check_name(name: str, organisation: Organisation) -> None:
    """Refuse a file whose name may identify a person, before any of it is sent."""
    stem = Path(name).stem
    if screen(stem, where=Where.FILE_NAME, not_persons=cleared_by(organisation)):
        raise NameOfFile()


def _check_section(key: str) -> None:
    if key:  # else it is found by the words of the sheet
        find_section(key)


def announce(
    *, name: str, size: int, mark: str, plan: Mapping[str, Any], organisation: Organisation, by: Any
) -> Upload:
    """Make a place for a workbook of this organisation."""
    check_type(name)
    check_may_file(by, organisation)
    _check_section(plan["section"])
    check_name(name, organisation)
    return uploads.announce(name=name, size=size, mark=mark, plan=dict(plan), by=by, purpose=READ)


def take_whole(
    *, name: str, size: int, parts: Iterable[bytes], plan: Mapping[str, Any],
    organisation: Organisation, by: Any,
) -> Upload:  # fmt: skip
    """A workbook that came in one piece, as a plain form sends it."""
    check_type(name)
    check_may_file(by, organisation)
    _check_section(plan["section"])
    check_name(name, organisation)
    return uploads.take_to_read(name=name, size=size, parts=parts, plan=dict(plan), by=by)


def stage_sheet(*, upload: Upload, language: str | None = None, by: Any) -> SheetFile:
    """Read and screen what has arrived; the same upload is read once. Its file is gone after."""
    organisation = Organisation.objects.get(ref=upload.plan["organisation"])
    check_may_file(by, organisation)
    if earlier := SheetFile.objects.filter(came_from=upload.ref, owner=by).first():
        return earlier
    if not upload.whole:
        raise uploads.NotYetWhole()
    path = uploads.path_of(upload)
    try:
        file = _read(path, upload, organisation, language, by)
    except CairnError as refusal:
        _refuse(path, organisation, refusal, by)
        uploads.drop(upload=upload, by=by)
        raise
    try:
        with transaction.atomic():
            file.save()
            log.record("reporting.sheet.read", target=file, by=by, section=file.section)
    except IntegrityError:
        return SheetFile.objects.get(came_from=upload.ref)
    passing("sheet.staged")
    uploads.drop(upload=upload, by=by)
    return file


def _read(
    path: Path, upload: Upload, organisation: Organisation, language: str | None, by: Any
) -> SheetFile:
    check_name(upload.name, organisation)
    period = upload.plan.get("period", "")
    with tempfile.TemporaryDirectory(prefix="cairn-sheet-") as folder:
        suffix = Path(upload.name).suffix.lower()
        named = Path(folder) / f"table{suffix if suffix in SUFFIXES else ''}"
        shutil.copyfile(path, named)
        sheets = read_sheets(named)
        _check_is_not_ours(sheets)
        removed = Counter(kind for kind, _ in people_in(named))
    section = upload.plan["section"] or _section_or_none(sheets)
    words = reading_words(find_section(section)) if section else ({}, {})
    found, layout, proposals, memory = _clean(
        sheets, organisation, section, words, language, upload.name
    )
    if period:
        layout = _with_period(layout, proposals, Period.parse(period))
    answers = _carried(memory, found.sheets, layout, organisation.state or "")
    proposed = as_stored(found.sheets, proposals)
    if memory:
        proposed["aside"] = entries(layout, answers)
    now = timezone.now()
    digest = content_of(sheets, organisation)
    file = SheetFile(
        owner=by,
        organisation=organisation,
        section=section,
        period=period,
        name=upload.name,
        cells=packed(found.sheets),
        layout=layout.as_json(),
        proposed=proposed,
        answers=answers.as_json(),
        names=[one.as_json() for one in found.names],
        refused=[[one.sheet, one.row, one.column, one.kind.value] for one in found.taken],
        removed=dict(removed),
        known_since=memory.learned_at if memory else None,
        digest=digest,
        before=_said_before(organisation, section, digest),
        came_from=upload.ref,
        begun_at=now,
        touched_at=now,
    )
    if memory:  # what holds from earlier files, to be named as such
        file.proposed["known"] = {one.asked.key: one.said for one in opened(file).answered}
    return file


def _section_or_none(sheets: Sequence[Sheet]) -> str:
    """Nothing where the person has to say it: meanwhile what passed the screening waits, and not
    the file."""
    try:
        return section_of(sheets)
    except (WhichSection, NoTable):  # whether there is a table is said once it is screened
        return ""


def content_of(sheets: Sequence[Sheet], organisation: Organisation) -> str:
    """By what the same workbook is known again, in this organisation only."""
    digest = hashlib.sha256(as_bytes(sheets)).hexdigest()
    return _keyed("cairn.sheet", organisation, digest)


def taken_before(organisation: Organisation, digest: str) -> SheetTaken | None:
    """The last time that this organisation took over a workbook of this content."""
    same = SheetTaken.objects.filter(organisation=organisation, digest=digest)
    return same.order_by("-at", "-pk").first() if digest else None


def _said_before(organisation: Organisation, section: str, digest: str) -> dict[str, Any]:
    earlier = taken_before(organisation, digest)
    return earlier.answers if earlier and earlier.section == section else {}


def _keyed(salt: str, organisation: Organisation, digest: str) -> str:
    return salted_hmac(f"{salt}.{organisation.ref}", digest, algorithm="sha256").hexdigest()


def section_of(sheets: Sequence[Sheet]) -> str:
    """The section whose numbers the headings and titles name; `WhichSection` where none does."""
    layout, found = named(sheets, timezone.localdate())
    if not any(held.blocks for held in layout.sheets):
        raise NoTable()
    counted = sum(found.values(), Counter())
    likely = [key for key, _ in counted.most_common() if key in sections()]
    if len(likely) > 1 and counted[likely[0]] == counted[likely[1]]:
        raise SeveralSections()
    if not likely or one_column_alone(layout):
        raise WhichSection()
    return likely[0]


@transaction.atomic
def say_section(
    *, file: SheetFile, section: str, language: str | None = None, by: Any
) -> SheetFile:
    """The person says on what a sheet reports that waits for it; then it is understood."""
    words = reading_words(find_section(section))
    held = held_by(file, by, None)
    if held.section:
        return held
    found, layout, proposals, memory = _clean(
        unpacked(bytes(held.cells)), held.organisation, section, words, language, held.name
    )
    if held.period:
        layout = _with_period(layout, proposals, Period.parse(held.period))
    answers = _carried(memory, found.sheets, layout, held.organisation.state or "")
    held.section, held.cells, held.layout = section, packed(found.sheets), layout.as_json()
    held.proposed, held.answers = as_stored(found.sheets, proposals), answers.as_json()
    if memory:
        held.proposed["aside"] = entries(layout, answers)
    held.names = [one.as_json() for one in found.names]
    held.refused += [[one.sheet, one.row, one.column, one.kind.value] for one in found.taken]
    held.known_since = memory.learned_at if memory else None
    held.before = _said_before(held.organisation, section, held.digest)
    if memory:
        held.proposed["known"] = {one.asked.key: one.said for one in opened(held).answered}
    held.save()
    return kept(held)


def _clean(
    sheets: Sequence[Sheet],
    organisation: Organisation,
    section: str,
    words: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]],
    language: str | None,
    called: str,
) -> tuple[Screened, Layout, Sequence[Proposal], SheetMemory | None]:
    """Screened and understood; what is proposed never saw what was taken out."""
    today = timezone.localdate()
    how: dict[str, Any] = {"today": today, "language": language, "called": called}
    how["words"], how["others"] = words
    layout, proposals = propose_all(sheets, **how)
    found = screened(sheets, layout, not_persons=cleared_by(organisation))
    if found.is_list_of_persons:
        raise ListOfPersons(rows=found.rows)
    if found.taken:
        layout, proposals = propose_all(found.sheets, **how)
    if not any(held.blocks for held in layout.sheets):
        raise OnlyPersons() if found.taken else NoTable()
    memory = memory_of(organisation, section, found.sheets)
    if memory:
        held = Layout.from_json(memory.layout)
        layout = Layout(tuple(adapt(held, sheet, **how) for sheet in found.sheets))
    return found, layout, proposals, memory


def memory_of(
    organisation: Organisation, section: str, sheets: Sequence[Sheet]
) -> SheetMemory | None:
    """What this organisation taught about workbooks of this structure; the newest that fits."""
    held = SheetMemory.objects.filter(
        organisation=organisation, section=section, forgotten_at__isnull=True
    )
    for memory in held.order_by("-learned_at"):
        layout = Layout.from_json(memory.layout)
        if any(fits(layout, sheet) for sheet in sheets):
            return memory
    return None


def _carried(
    memory: SheetMemory | None, sheets: Sequence[Sheet], layout: Layout, own: str
) -> Answers:
    """Answers that hold for spellings, words, and what is hidden where the same is written."""
    ours = own_spellings(layout, own)
    if memory is None:
        return Answers(ours)
    held = Answers.from_json(memory.answers)
    hidden = unmarked(held.hidden, sheets, layout)
    countries = {**ours, **held.countries}
    return Answers(countries, held.words, hidden, held.decimal, dates=held.dates)


def _with_period(layout: Layout, proposals: Sequence[Proposal], period: Period) -> Layout:
    """What the person said when she sent the file, where the sheet itself does not say."""
    for proposal in proposals:
        for question in proposal.questions:
            if question.kind is not Kind.PERIOD:
                continue
            held = layout.sheet(question.sheet)
            for number, block in enumerate(held.blocks if held else ()):
                if question.row is None or question.row <= block.area.top:
                    value = str(period.first.year) if question.axis == "year" else str(period)
                    axis = Axis.YEAR if question.axis == "year" else period_axis(value)
                    axis, value, cell = in_time(block, axis, value)
                    layout = with_constant(layout, question.sheet, number, axis, value, cell)
                    break
    return layout


def as_stored(sheets: Sequence[Sheet], proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Remarks by sheet, and the questions, as they can be stored."""
    body = {
        "remarks": {
            sheet.name: [
                [one.row, one.column, round(one.score, 2), one.because, dict(one.values)]
                for one in proposal.remarks
            ]
            for sheet, proposal in zip(sheets, proposals, strict=True)
        },
        "questions": [asdict(one) for proposal in proposals for one in proposal.questions],
    }
    stored: dict[str, Any] = json.loads(json.dumps(body, default=str))
    return stored


def _check_is_not_ours(sheets: Sequence[Sheet]) -> None:
    """A workbook that was downloaded from a filing goes back there."""
    hidden = next((one for one in sheets if one.name == OFFLINE and one.hidden), None)
    if hidden is None:
        return
    try:
        head = head_of([cells[0] for cells in hidden.rows])
    except NotOurWorkbook:
        return
    raise OurOwnWorkbook(ref=head.ref)


def _refuse(path: Path, organisation: Organisation, refusal: CairnError, by: Any) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    keyed = _keyed("cairn.refused_sheet", organisation, digest.hexdigest())
    with transaction.atomic():
        RefusedSheet.objects.create(
            organisation=organisation,
            digest=keyed,
            codes=[refusal.code],
            by=by.username,
            at=timezone.now(),
        )
        log.record("reporting.sheet.refused", target=organisation, by=by, code=refusal.code)


def expire_sheets(held: Collection[str] = (), *, before: datetime | None = None) -> int:
    """Forget sheets that nobody has gone on with since `before` (a week ago), and after a year
    where the others went; return how many of the first there were. `held`: references of sheets and
    organisations of which nothing is forgotten."""
    SheetTaken.objects.filter(at__lt=timezone.now() - KNOWN).delete()
    old = SheetFile.objects.filter(touched_at__lt=before or timezone.now() - KEPT)
    gone, _ = old.exclude(organisation__ref__in=held).exclude(ref__in=held).delete()
    return gone
