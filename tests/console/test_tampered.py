"""Two hundred random changes behind the program's back: each is found or said not to be covered.

ta01  in every table, in stored files, snapshots and the ledger: found by the question that is
      written here, or written here as not covered, and nothing else
ta02  a change after which the whole log was sealed and signed anew: found by who holds a checkpoint
ta03  docs/verify.md shows the same table

Rows are changed through another connection and stay changed until it was looked. The changes are
the same on every run; CAIRN_EXAMPLES makes five times as many as it says.
"""

import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from cairn.audit.models import Checkpoint, Event, Seal
from cairn.audit.seal import START, canonical, commitment, link
from tests.console.tampering import files, fill, of_a_file, of_a_table, wrong
from tests.repository.test_house_rules import our_models

pytestmark = pytest.mark.django_db(transaction=True)  # another connection makes the changes
EXAMPLES = 5 * int(os.environ.get("CAIRN_EXAMPLES", "40"))
LOG, FILINGS = "events and their seals", "filings that a State stands behind"
ERASURES, ROW = "erasures and their ledger", "the row itself"
OF_A_RECORD = {"begun_at", "begun_by", "touched_at", "revision"}
# Table, or kind of file → the question that finds a change, and what of it no question reaches.
COVERED: dict[str, tuple[str, set[str]]] = {
    "audit_event": (LOG, set()),
    "audit_seal": (LOG, set()),
    "audit_checkpoint": ("checkpoints", {"at", ROW}),
    "history_version": ("histories", {"model", "schema", "by", "at", "reason"}),
    "filings_filing": (
        FILINGS,
        {
            *OF_A_RECORD,
            *("zeros_attested", "repeats", "repetition_attested", "audience_since"),
            *("merged_from", "merged_into", "submitted_at", "submitted_by", "decided_at"),
            *("decided_by", "validated_at", "validated_by", "reason", "invented", "once"),
            *("embargo_until", "first_classification"),
        },
    ),
    "filings_filingcount": (FILINGS, {"source_cell", "when_written"}),
    "observations_methodobservation": (FILINGS, OF_A_RECORD),
    "observations_routeobservation": (FILINGS, OF_A_RECORD),
    "observations_leg": (FILINGS, set()),
    "observations_incidentreport": (FILINGS, OF_A_RECORD),
    "observations_incidentpersons": (FILINGS, set()),
    "files_storedfile": (
        "stored files",
        {"size", "media_type", "stored_at", "erased_under", ROW},
    ),
    "erasure_erasure": (
        ERASURES,
        {
            *("owner", "hint", "places", "asked_at", "asked_by", "decided_at", "decided_by"),
            *("scope", "done_at", "found", "begun"),
        },
    ),
    "a stored file": ("stored files", set()),
    "a file of a snapshot": ("snapshots", set()),
    "the ledger of erasures": (ERASURES, set()),
}

# A leg that gets another free number stands where it stood: what the record says is the order.
SAYS_THE_SAME = {("observations_leg", "number")}


@pytest.fixture
def kept(settings, tmp_path) -> Path:
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    return fill(tmp_path)


def table_of_docs() -> str:
    lines = ["| Table, or kind of file | Found by the question | Not found |", "|---|---|---|"]
    for what, (question, less) in COVERED.items():
        lines.append(f"| {what} | {question} | {', '.join(sorted(less)) or 'nothing'} |")
    return "\n".join([*lines, "| every other table | none | everything |"])


def test_ta01_each_change_is_found_or_written_down_as_not_covered(kept, tmp_path):
    assert wrong(kept) == []
    chance, tried = random.Random(f"tampering {EXAMPLES}"), Counter()
    models, unlike = our_models(), []
    known = [one for one in models if one._meta.db_table in COVERED]
    on_disk = files(tmp_path)

    def judge(what: str, part: str, found: list[str]) -> None:
        if (what, part) in SAYS_THE_SAME and not found:
            return
        question, less = COVERED.get(what, ("", {part}))
        tried["found" if found else "not covered"] += 1
        if (question in found) != (part not in less) or bool(found) != (part not in less):
            unlike.append((what, part, found))

    elsewhere = connection.copy()
    try:
        while tried.total() < EXAMPLES:
            if not chance.randrange(5):
                path, what = chance.choice(on_disk)
                made = of_a_file(path, what, chance)
            else:
                made = of_a_table(chance.choice((*models, *known, *known)), chance, elsewhere)
            if made is None:
                continue
            try:
                made.do()
            except DatabaseError:  # the database itself refuses it
                tried["refused"] += 1
                continue
            judge(made.what, made.part, wrong(kept))
            made.undo()
    finally:
        elsewhere.close()
    sys.stdout.write(f"\ntampering: {dict(tried)}\n")
    assert not unlike, sorted(unlike)
    assert tried["found"] > EXAMPLES // 4
    assert wrong(kept) == []


def test_ta02_a_log_that_was_sealed_and_signed_anew_is_found_by_who_holds_a_checkpoint(kept):
    event = Event.objects.filter(kind="reporting.filing.cleared")[0]
    Event.objects.filter(pk=event.pk).update(by="somebody else")
    Checkpoint.objects.all().delete()
    chain = START
    for seal in Seal.objects.order_by("number"):
        if seal.event == event.pk:
            seal.commitment = commitment(seal.salt, canonical(Event.objects.get(pk=event.pk)))
        seal.chain = chain = link(chain, seal.commitment)
        seal.save()
    assert LOG not in wrong()  # nothing is wrong with the log that stands there now
    assert "checkpoints that were handed over" in wrong(kept)


def test_ta03_the_document_shows_what_is_found():
    text = (Path(__file__).resolve().parents[2] / "docs" / "verify.md").read_text("utf-8")
    assert table_of_docs() in text, table_of_docs()
