"""Nothing that identifies a person is stored, whichever way it comes in."""

import pytest

from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.reporting.filings.actions import comment, return_filing, submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts, save_details
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.texts import NotClean, say_not_a_person
from tests.factories import StateBodyFactory
from tests.reporting.filings.doing import drafted, world

pytestmark = pytest.mark.django_db
NUMBER = "passport no. X1234567"


def stored_anywhere(text):
    versions = Version.objects.filter(body__contains=text).exists()
    return versions or any(text in str(one.values) for one in Event.objects.all())


@pytest.mark.parametrize(
    "values",
    [
        {"coverage_note": f"Found with {NUMBER}."},
        {"narrative": f"He carried {NUMBER}."},
        {"definitions": {"dead": f"See {NUMBER}."}},
        {"answers": {"unusual|dead|3": f"One of them had {NUMBER}."}},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_number_of_a_document_is_refused_in_every_text_of_a_filing(values):
    people = world()
    filing = drafted(people)
    with pytest.raises(NotClean) as refused:
        save_details(filing=filing, values=values, by=people.officer)
    (problem,) = refused.value.problems
    assert problem.field.startswith(next(iter(values)))
    assert "X1234567" not in str(refused.value)
    assert all("X1234567" not in text for text in refused.value.masked.values())
    filing.refresh_from_db()
    assert not filing.narrative
    assert not stored_anywhere("X1234567")


def test_reasons_and_comments_are_screened_too():
    people = world()
    filing = submit_filing(filing=drafted(people), by=people.officer)
    with pytest.raises(NotClean):
        return_filing(filing=filing, reason=f"Who is {NUMBER}?", by=people.contact)
    with pytest.raises(NotClean):
        comment(filing=filing, field="", text=NUMBER, by=people.officer, organisation=people.agency)
    assert not stored_anywhere("X1234567")


def test_a_place_that_looks_like_a_name_is_asked_once_and_only_its_digest_is_kept():
    people = world()
    filing = drafted(people)
    post = Change(CountInput("smuggled_detected", 3, dims={"place": "Amadou Diallo"}))
    with pytest.raises(NotClean) as refused:
        save_counts(filing=filing, changes=[post], by=people.officer)
    assert [one.asks for one in refused.value.problems] == [True]
    say_not_a_person(organisation=people.agency, words="Amadou Diallo", by=people.officer)
    assert save_counts(filing=filing, changes=[post], by=people.officer).changed == 1
    (kept,) = NotAPerson.objects.all()
    assert "amadou" not in kept.digest
    other = StateBodyFactory()
    say = {"organisation": other, "words": "Amadou Diallo"}
    with pytest.raises(Exception, match="role"):
        say_not_a_person(by=people.officer, **say)
