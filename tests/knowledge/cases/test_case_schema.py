"""What a case may say and what it may not.

Promise 1 of the design.
"""

import copy

import pytest

from cairn.knowledge.cases.face import face
from cairn.knowledge.cases.naming import final_status, standing
from cairn.knowledge.cases.people import MigrantIsNoOffender, NothingOfIt, TwiceInIt
from cairn.knowledge.cases.schema import FindingIsMissing, TagIsNoFinding
from cairn.knowledge.cases.words import WORDS, Status, Verdict
from cairn.knowledge.describing import words_of
from cairn.knowledge.kinds import kind_of
from cairn.reference.vocabularies import vocabulary
from tests.knowledge.cases.cases import made, shipped, tern


def wrong(body: dict) -> type:
    record, problems = kind_of("case").read(body)
    assert record is None
    return type(problems[0].error)


def changed(**values) -> dict:
    return {"state": "ITA"} | values


def test_nobody_is_recorded_as_an_offender_for_having_entered():
    body = tern()
    body["charges"][60]["offence"] = "irregular_entry_own_account"
    assert wrong(body) is MigrantIsNoOffender


def test_smuggled_people_have_no_place_for_a_charge_or_a_name():
    body = changed(migrants=[{"number": 1, "charges": []}])
    record, problems = kind_of("case").read(body)
    assert record is None
    assert "charges" in problems[0].place


def test_a_tag_of_a_source_is_never_a_finding():
    shown = {"element": "benefit", "by": "source", "finding": "found"}
    assert wrong(changed(elements=[shown])) is TagIsNoFinding
    assert wrong(changed(elements=[{"element": "benefit", "by": "court"}])) is FindingIsMissing


def test_what_a_charge_speaks_of_is_in_the_record():
    charge = {"id": "1", "person": "Nobody"}
    assert wrong(changed(charges=[charge])) is NothingOfIt
    people = [{"label": "A"}, {"label": "A"}]
    assert wrong(changed(people=people)) is TwiceInIt


@pytest.mark.parametrize(
    "sentence",
    [
        {"term": "life", "months": 12},
        {"term": "fixed"},
        {"term": "fixed", "months": -1},
        {"term": "fixed", "months": 6, "suspended_months": 7},
        {"fine": {"amount": 5, "currency": "XYZ"}},
    ],
)
def test_a_sentence_that_cannot_be_is_refused(sentence):
    body = tern()
    body["charges"][0]["outcomes"] = [
        {"proceeding": "1", "verdict": "guilty", "sentence": sentence}
    ]
    assert kind_of("case").read(body)[0] is None


def test_the_invented_case_has_17_defendants_63_charges_and_one_that_was_reversed():
    record = made(tern())
    assert (len(record.people), len(record.charges), record.invented) == (17, 63, True)
    stands = [standing(one) for one in record.charges]
    assert stands.count(Status.REVERSED) == 1
    assert stands.count(Status.NOT_KNOWN) == 3
    seventh = [one for one in record.charges if one.person == "Accused 7"]
    assert [standing(one) for one in seventh].count(Status.CONVICTED) == 2
    ends = [final_status(record, one) for one in record.people]
    assert (ends.count(Status.CONVICTED), ends.count(Status.ACQUITTED)) == (14, 1)
    assert any("smuggled_migrant" in one.capacities for one in record.people)


def test_no_finding_is_claimed_for_a_real_case():
    real = shipped("cases.jsonl")
    assert len(real) == 55
    for one in real:
        assert not one["record"].get("invented")
        assert {of["by"] for of in one["record"].get("elements", [])} <= {"summary"}
        assert "people" not in one["record"]


def test_benefit_is_an_element_and_no_offence():
    for one in shipped("cases.jsonl"):
        assert not any("benefit" in of["text"] for of in one["record"].get("offences", []))
    tags = {(one.field, one.key) for one in face(made(tern())).tags}
    assert ("element", "benefit:inferred") in tags
    assert ("element", "benefit:without_payment") in tags


def test_a_benefit_that_was_paid_in_sight_is_not_without_payment():
    body = copy.deepcopy(tern())
    body["elements"] = [one for one in body["elements"] if one.get("payment") != "indirect"]
    assert "benefit:without_payment" not in {one.key for one in face(made(body)).tags}


def test_every_word_of_a_case_is_said_and_verdicts_are_of_the_vocabulary_or_ours():
    lists = {key for key, _ in WORDS}
    outcomes = vocabulary("case_outcomes").terms
    for one in lists - {Verdict}:
        assert all(words_of(key) for key in one)
    assert all(words_of(one) or one.value in outcomes for one in Verdict)
