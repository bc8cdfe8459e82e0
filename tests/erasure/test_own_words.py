"""Erasing reaches nothing by which Cairn works, and tells nobody where else words stood.

ow01  words of the program, keys and references are refused, and parts of them
ow02  names of persons are not, however short
ow03  keys and demonstration are no files that words are looked for in
ow04  what stands in others' rows moves neither snapshots nor the numbers that are told
"""

from datetime import date

import pytest

from cairn.erasure import actions
from cairn.erasure.actions import WordsOfTheProgram
from cairn.erasure.carrying import carry_out
from cairn.erasure.folders import _loose
from cairn.erasure.own_words import is_own
from cairn.observatory.actions import desk_snapshot, newest_record, snapshots_root
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.participating import join
from tests.erasure.doing import named, reported
from tests.factories import OrganisationFactory, UserFactory
from tests.reporting.filings.doing import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        *("contributor", "CONTRIBUTOR", "contrib", "_auth_user_id", "audience_class", "withdrawn"),
        *("filings-lake-police", "lake-police", "amina.d", "fil-8A2KX0QW1B-7", "smuggled_migrants"),
    ],
)
def test_ow01_words_by_which_cairn_works_are_refused(words):
    OrganisationFactory(key="lake-police")
    UserFactory(username="amina.d")
    assert is_own(words)


@pytest.mark.parametrize(
    "words", ["Ali", "Kemi Okafor", "Li", "Mali Ouédraogo", "张伟", "B0123456"]
)
def test_ow02_names_and_numbers_of_persons_are_not(words):
    assert not is_own(words)


def test_ow01_the_report_says_so_and_stores_nothing():
    people = world()
    filing = named(people)
    rows = [(filing, ("coverage_note",))]
    with pytest.raises(WordsOfTheProgram):
        actions.report_words(
            target=filing.ref, owner=filing.owner, rows=rows, words="officer", by=people.officer
        )


def test_ow03_keys_are_not_looked_into(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path
    for name in ("secret-key", "checkpoint-key", "metrics-key.pub", "left-over.txt"):
        (tmp_path / name).write_text("x")
    for name in ("demonstration", "run"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "accounts.json").write_text("x")
    found = sorted(path.relative_to(tmp_path).as_posix() for path in _loose())
    assert found == ["left-over.txt", "run/accounts.json"]


def test_ow04_what_others_filed_moves_no_snapshot_and_no_number(settings, tmp_path):
    """Twice the same erasure: once another State has filed the same words, once it has not."""
    settings.CAIRN_DATA = tmp_path
    told = []
    for number, state in enumerate(("NER", "MLI", "TCD")):
        people = world(state)
        join(state=state, by=people.contact, today=date(2024, 1, 1))
        filing = named(people, "Quillfeather Zo")
        if number == 0:
            continue  # the other State, whose words stand in the snapshot with all others
        desk_snapshot()
        before = newest_record().snapshot
        Filing.objects.filter(pk=filing.pk).update(coverage_note="We met Nkemi Quo.")
        if number == 2:  # … and now these words, too
            FilingCount.objects.filter(filing__state="NER").update(place="Camp Nkemi Quo")
            desk_snapshot()
            before = newest_record().snapshot
        made = reported(Filing.objects.get(pk=filing.pk), people.officer, "Nkemi Quo")
        actions.confirm(erasure=made, by=people.contact)
        made = carry_out(made.ref)
        told.append(made.found)
        assert newest_record().snapshot == before
        assert (snapshots_root() / before).exists()
    assert told[0] == told[1]
