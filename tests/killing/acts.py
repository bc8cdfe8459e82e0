"""What is killed: each thing that Cairn acknowledges, with what must be there before and after."""

import io
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from cairn.audit.models import Event
from cairn.console import verifying
from cairn.files.models import StoredFile
from cairn.files.store import is_whole, put
from cairn.reporting import staging
from cairn.reporting.filings.combining import apply_merge, begin_merge, decide_all
from cairn.reporting.filings.merging import Decision
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.proposing import propose
from cairn.reporting.models import Account
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.arriving import stage_sheet, take_whole
from cairn.reporting.sheets.models import SheetFile
from cairn.reporting.sheets.taking_over import take_over
from tests.factories import MembershipFactory, StateBodyFactory, UserFactory
from tests.killing.harness import Act
from tests.killing.keeping import (
    back_up,
    backed_up,
    checkpoint,
    checkpoints,
    confirmed,
    counted_anew,
    erase,
    erased,
    key,
    logged,
    make_key,
    no_checkpoint,
    no_key,
    place_for_backup,
    seal,
    sealed,
    snapshot,
    snapshots,
)
from tests.killing.moves import (
    VALIDATED,
    clear,
    correct,
    moving,
    newest,
    people_of,
    recall,
    save,
    shared,
    standing,
    state,
    submit,
    validate,
    withdraw,
)
from tests.reporting.doing import write_csv
from tests.reporting.filings.doing import World, drafted, world
from tests.reporting.sheets.books import ministry

# --- merging ------------------------------------------------------------------------------------


def two_submitted() -> list[str]:
    people = world(state())
    agency, other = StateBodyFactory(state=people.agency.state), UserFactory()
    MembershipFactory(user=other, organisation=agency, role="officer")
    rival = World(agency, other, people.contact, people.secretary)
    made = [drafted(people, value=40), drafted(rival, value=25)]
    for filing in made:
        submit(filing.ref)
    return [*(one.ref for one in made), people.contact.username]


def merge(given: list[str]) -> None:
    *refs, contact = given
    filings = list(Filing.objects.filter(ref__in=refs))
    by = type(people_of(filings[0]).contact).objects.get(username=contact)
    owner = by.memberships.get().organisation
    begin_merge(filings=filings, owner=owner, by=by, once="-".join(refs)[:40])


def merging(given: list[str]) -> list[Any]:
    sources = Filing.objects.filter(ref__in=given[:-1]).order_by("pk")
    into = {one.merged_into for one in sources}
    made = Filing.objects.filter(once="-".join(given[:-1])[:40])
    return [len(into), bool(into - {"", None}), made.count()]


def decided() -> list[str]:
    given = two_submitted()
    merge(given)
    made = Filing.objects.get(once="-".join(given[:-1])[:40])
    propose(made)
    by = made.owner.memberships.get().user
    decide_all(filing=made, decision=Decision.LARGER, by=by)
    return [made.ref]


def write_merge(given: list[str]) -> None:
    made = newest(given[0])
    apply_merge(filing=made, by=made.owner.memberships.get().user)


# --- files and spreadsheets ---------------------------------------------------------------------


def csv(shift: int) -> Path:
    rows = [
        {"ID": f"e{i}", "Date": f"2024-{i % 12 + 1:02d}-11", "Country": "Italy", "Dead": i + shift}
        for i in range(30 + 5 * bool(shift))
    ]
    return write_csv(Path(settings.CAIRN_DATA).parent / f"rows-{shift}.csv", rows)


def import_rows(source: str, shift: int = 7) -> None:
    staging.FIRST = 12  # rows in a chunk, so that a small file has several
    call_command(
        "import", "incidents", str(csv(shift)), source=source, json=True, stdout=io.StringIO()
    )


def imported_before() -> str:
    source = f"source-{secrets.token_hex(4)}"
    import_rows(source, 0)
    return source


def current(source: str) -> list[Any]:
    """What counts of the source, and whether anything is left that belongs to nothing."""
    rows = Account.objects.current().filter(dataset__key=source).order_by("key")
    return [
        rows.count(),
        sum(rows.values_list("dead", flat=True)),
        list(rows.values_list("number", flat=True))[:3],
    ]


def sheet() -> str:
    people = world(state())
    path = ministry(Path(settings.CAIRN_DATA).parent / "T1-2024.xlsx")
    plan = {"organisation": people.agency.ref, "section": "smuggled_migrants"}
    upload = take_whole(
        name=path.name, size=path.stat().st_size, parts=[path.read_bytes()], plan=plan,
        organisation=people.agency, by=people.officer,
    )  # fmt: skip
    file = stage_sheet(upload=upload, language="fr", by=people.officer)
    words = {"word|ras": "zero", "word|": "not_recorded", "word|-": "not_recorded"}
    answer_sheet(file=file, given=words, by=people.officer)
    return file.ref


def take(ref: str) -> None:
    file = SheetFile.objects.get(ref=ref)
    take_over(file=file, by=file.owner)


def taken(ref: str) -> list[Any]:
    file = SheetFile.objects.filter(ref=ref).first()
    logged = Event.objects.filter(kind="reporting.sheet.taken_over", target=ref)
    filings = Filing.objects.filter(ref__in=[r for one in logged for r in one.values["filings"]])
    numbers = sum(one.counts.count() for one in filings)
    drafts = Filing.objects.filter(owner=file.organisation).count() if file else filings.count()
    return [bool(file), drafts, numbers, logged.count()]


def content() -> str:
    return secrets.token_hex(200)


def store(text: str) -> None:
    put([text.encode()])


def stored(text: str) -> list[Any]:
    import hashlib

    held = StoredFile.objects.filter(sha256=hashlib.sha256(text.encode()).hexdigest())
    return [is_whole(one) for one in held]


def proved() -> list[str]:
    """What `cairn verify` finds wrong."""
    return [f"{found.question}: {found.wrong}" for found in verifying.examine() if found.wrong]


def warm() -> None:
    """Everything that is read or reckoned once in a process, so that no fork does it again. What
    starts threads is only loaded."""
    import duckdb  # noqa: F401
    import ibis
    import pandas  # noqa: F401  # pyarrow looks for it with each list that it is given
    import pyarrow.parquet  # noqa: F401

    from cairn.figures import writer  # noqa: F401

    rows = ibis.table({"n": "int64"}, name="rows")
    ibis.to_sql(rows.aggregate(n=rows.n.sum()), dialect="duckdb")
    for act in ACTS[:COLD]:
        target = act.begin()
        act.do(target)
        act.look(target)
    list(proved())


COLD = -3  # the last ones are not done in the process that is forked
ACTS = (
    moving("saving a form", save, ()),
    moving("submitting", submit, ()),
    moving("clearing", clear, ("submit",)),
    moving("validating", validate, ("submit", "clear")),
    moving("correcting", correct, VALIDATED),
    moving("validating a correction", validate, (*VALIDATED, "correct", "submit", "clear")),
    moving("withdrawing", withdraw, VALIDATED),
    Act("recalling", shared, recall, standing),
    Act("merging", two_submitted, merge, merging),
    Act("writing a merge", decided, write_merge, lambda given: standing(given[0])),
    Act("importing a correction", imported_before, import_rows, current),
    Act("taking over a spreadsheet", sheet, take, taken),
    Act("storing a file", content, store, stored),
    Act("sealing", logged, seal, sealed),
    Act("making a checkpoint", no_checkpoint, checkpoint, checkpoints),
    Act("making a key", no_key, make_key, key),
    Act("making a snapshot", counted_anew, snapshot, snapshots, most=2),
    Act("erasing words", confirmed, erase, erased),
    Act("writing a backup", place_for_backup, back_up, backed_up),  # in a thread of its own
)
