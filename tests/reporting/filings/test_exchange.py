"""What a State reads of another, and what opens it.

ex01  who contributes a section and months reads them
ex02  markings narrower than GREEN stay at home
ex03  nothing is open to a State that takes no part
ex04  CLEAR is for everybody at the desk
ex05  leaving closes both ways at once
ex06  an amendment that narrows takes the old version along
ex07  a longer period needs all of its months
"""

from datetime import date, timedelta

import pytest

from cairn.reporting.filings.actions import (
    clear_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.contributing import recompute
from cairn.reporting.filings.drafting import begin_version, save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import NotYourState, join, leave
from cairn.sharing.models import Entitlement
from cairn.sharing.participation import readers
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.reporting.filings.doing import world
from tests.reporting.filings.exchange import TODAY, filed, taking_part

pytestmark = pytest.mark.django_db


def seen_by(user, today=TODAY):
    return set(Filing.objects.visible_to(viewer_of(user, today)).values_list("ref", flat=True))


def others_of(people, *, theirs, today=TODAY):
    return {one.ref for one in theirs} & seen_by(people.officer, today)


def test_ex01_a_state_reads_the_months_of_a_section_that_it_contributed_itself():
    niger, mali = taking_part("NER"), taking_part("MLI")
    theirs = [
        filed(niger, "2024-Q1"),
        filed(niger, "2024-Q2"),
        filed(niger, "2024-Q1", section="smugglers", counts={"suspected": 4}),
    ]
    assert others_of(mali, theirs=theirs) == set()
    filed(mali, "2024-Q1")
    assert others_of(mali, theirs=theirs) == {theirs[0].ref}
    assert theirs[0].ref in seen_by(mali.contact)
    filed(mali, "2024-Q2")
    assert others_of(mali, theirs=theirs) == {theirs[0].ref, theirs[1].ref}


def test_ex01_what_is_not_validated_opens_nothing_and_is_read_by_no_other_state():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1")
    theirs = filed(niger, "2024-Q1")
    for status, audience in (
        ("draft", "organisation"),
        ("submitted", "state"),
        ("cleared", "cleared"),
    ):
        Filing.objects.filter(pk=theirs.pk).update(
            status=status, audience_class=audience, validated_at=None, validated_by=None
        )
        recompute(["NER"], today=TODAY)
        assert theirs.ref not in seen_by(mali.officer)
        assert not Entitlement.objects.filter(state="NER", why="contributed").exists()


@pytest.mark.parametrize("marking", ["red", "amber_strict", "amber"])
def test_ex02_what_is_marked_narrower_is_read_by_no_other_state_and_opens_nothing(marking):
    niger, mali = taking_part("NER"), taking_part("MLI")
    green, narrow = filed(niger, "2024-Q1"), filed(mali, "2024-Q1", marking=marking)
    assert green.ref not in seen_by(mali.officer)
    assert narrow.ref not in seen_by(niger.officer)
    assert narrow.ref in seen_by(mali.officer) & seen_by(mali.secretary)


def test_ex03_a_state_that_takes_no_part_shares_nothing_and_reads_nothing():
    niger, mali = taking_part("NER"), world("MLI")
    theirs, mine = filed(niger, "2024-Q1"), filed(mali, "2024-Q1")
    assert theirs.ref not in seen_by(mali.officer)
    assert mine.ref not in seen_by(niger.officer)
    join(state="MLI", by=mali.contact, today=TODAY)  # what was validated before is opened too
    assert theirs.ref in seen_by(mali.officer)
    assert mine.ref in seen_by(niger.officer)


def test_ex03_only_a_contact_point_of_the_state_joins_or_leaves():
    niger, mali = taking_part("NER"), taking_part("MLI")
    for by in (niger.officer, mali.contact, niger.secretary):
        with pytest.raises(NotYourState):
            leave(state="NER", by=by)
    assert filed(niger).audience_class == "shared_quarter"


def test_ex04_clear_is_read_by_everybody_at_the_desk_and_by_nobody_outside():
    niger, outsider = taking_part("NER"), UserFactory()
    MembershipFactory(user=outsider, organisation=OrganisationFactory(kind="university"))
    told = filed(niger, marking="clear")
    assert told.ref in seen_by(outsider)
    assert told.ref not in seen_by(UserFactory())  # no place at the desk
    assert not Filing.objects.visible_to(viewer_of(None, TODAY)).exists()


def test_ex05_leaving_closes_both_ways_and_joining_again_opens_both():
    niger, mali = taking_part("NER"), taking_part("MLI")
    theirs, mine = filed(niger), filed(mali)
    assert theirs.ref in seen_by(mali.officer)
    leave(state="MLI", by=mali.contact, today=TODAY)
    assert theirs.ref not in seen_by(mali.officer)
    assert mine.ref not in seen_by(niger.officer)
    assert mine.ref in seen_by(mali.officer)
    leave(state="MLI", by=mali.contact, today=TODAY)  # twice is once
    join(state="MLI", by=mali.contact, today=TODAY)
    assert theirs.ref in seen_by(mali.officer)
    assert mine.ref in seen_by(niger.officer)


def test_ex06_an_amendment_that_narrows_takes_the_old_version_along():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali)
    old = filed(niger)
    new = begin_version(filing=old, by=niger.officer)
    new = save_details(filing=new, values={"marking": "amber"}, by=niger.officer)
    new = submit_filing(filing=new, by=niger.officer)
    new = clear_filing(filing=new, by=niger.contact, zeros_are_true=True)
    assert old.ref in seen_by(mali.officer)  # the old one stands until then
    validate_filing(filing=new, by=niger.secretary)
    assert old.ref not in seen_by(mali.officer)
    assert seen_by(niger.officer) >= {old.ref}


def test_ex07_a_year_is_read_by_whoever_contributed_all_its_months():
    niger, mali = taking_part("NER"), taking_part("MLI")
    year = filed(niger, "2024")
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        filed(mali, quarter)
    assert year.ref not in seen_by(mali.officer)
    last = filed(mali, "2024-Q4")
    assert year.ref in seen_by(mali.officer)
    withdraw_filing(filing=last, reason="Counted twice.", by=mali.contact)
    assert year.ref not in seen_by(mali.officer)


def test_a_month_in_grace_is_read_until_its_last_day():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2026-06")
    theirs = filed(niger, "2026-08")
    recompute(today=TODAY)
    last = date(2026, 8, 31) + timedelta(days=120)
    assert theirs.ref in seen_by(mali.officer, last)
    assert theirs.ref not in seen_by(mali.officer, last + timedelta(days=1))


@pytest.mark.parametrize("marking", ["green", "clear"])
def test_an_embargo_of_the_owner_holds_for_other_states_and_not_for_its_own(marking):
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali)
    theirs = filed(niger, marking=marking)
    Filing.objects.filter(pk=theirs.pk).update(embargo_until=TODAY + timedelta(days=1))
    assert theirs.ref not in seen_by(mali.officer)
    assert theirs.ref in seen_by(mali.officer, TODAY + timedelta(days=1))
    assert theirs.ref in seen_by(niger.officer)


def test_who_will_read_is_exactly_who_can():
    niger, mali, chad = taking_part("NER"), taking_part("MLI"), taking_part("TCD")
    filed(mali, "2024-Q1")
    filed(chad, "2024-01")
    theirs = filed(niger, "2024-Q1")
    foretold = {one.state for one in readers(theirs.section, theirs.whole, TODAY, besides="NER")}
    able = {
        state
        for state, people in (("MLI", mali), ("TCD", chad))
        if theirs.ref in seen_by(people.officer)
    }
    assert foretold == able == {"MLI"}


def test_counting_again_changes_nothing():
    niger = taking_part("NER")
    filed(niger)
    recompute(today=TODAY)
    assert recompute(today=TODAY) == 0
