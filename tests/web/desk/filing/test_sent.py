"""What became of what an officer submitted, on the first page of her desk.

st01 where nothing was submitted, she reads what will stand there; a contact point who files nothing
     is told nothing of it
st02 at each step: its status, what comes next, and by whom
st03 what came back stands above with its reason, and not once more below
st04 a validated filing is on its way into the figures, and then in them, with the way to Explore
st05 of what Explore makes no figure, or what it may not count, that is said
st06 a recalled filing is not shown as if it were shared still
st07 a handful, the last that moved first; an amendment that is only begun hides nothing
st06 … and stays in sight, however much was validated since, until a new version is said
st08 the newest version on its way stands first, however much else moved on the same day
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.observatory.actions import desk_snapshot
from cairn.reporting.filings.actions import (
    clear_filing,
    return_filing,
    submit_filing,
    validate_filing,
)
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")
HEADING = "What became of what you submitted"


def section_of(desk) -> str:
    """The part of the first page that tells of it."""
    return text_of(desk.get(HOME)).partition(f'id="sent">{HEADING}')[2].partition("</section>")[0]


def told(desk) -> list[str]:
    return [one.told for one in desk.get(HOME).context["sent"]]


def test_st01_an_empty_list_teaches(niger):
    drafted(niger.people)
    assert "Nothing was submitted yet. What you submit stands here" in section_of(niger.officer)
    for other in (niger.contact, niger.secretary):
        assert HEADING not in text_of(other.get(HOME))


def test_st02_each_step_says_what_comes_next(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    text = section_of(niger.officer)
    assert "the contact point of your State clears it or returns it" in text
    assert "Submitted" in text
    assert f'href="{page_of("filing", filing)}"' in text
    clear_filing(filing=filing, by=niger.people.contact)
    text = section_of(niger.officer)
    assert "the secretariat looks at its form and validates it" in text
    assert "Cleared" in text


def test_st03_what_came_back_stands_above_with_its_reason(niger):
    filing = submit_filing(filing=drafted(niger.people), by=niger.people.officer)
    return_filing(filing=filing, reason="March is missing.", by=niger.people.contact)
    text = text_of(niger.officer.get(HOME))
    above, _, below = text.partition(HEADING)
    assert "Returned with this reason: <bdi>March is missing.</bdi>" in above
    assert page_of("filing_write", filing) in above
    assert "March is missing." not in below
    assert "All of it came back and waits for you above." in below


def test_st04_a_validated_one_is_on_its_way_and_then_in_the_figures(niger):
    desk_snapshot()
    validated(niger.people)
    assert told(niger.officer) == [
        "On its way into the figures, which are made anew within a minute."
    ]
    assert "See it in Explore" not in section_of(niger.officer)
    desk_snapshot()
    assert told(niger.officer) == ["In the figures."]
    page = reverse("desk:explore_measure", args=["smuggled_migrants"])
    [line] = niger.officer.get(HOME).context["sent"]
    assert line.step_url.startswith(f"{page}?source=")
    assert "12" in text_of(niger.officer.get(line.step_url))


def test_st05_what_is_not_counted_says_so(niger):
    filing = validated(niger.people)
    desk_snapshot()
    Filing.objects.filter(pk=filing.pk).update(conduct="mixed")
    assert told(niger.officer)[0].startswith("Not counted in Explore")
    Filing.objects.filter(pk=filing.pk).update(section="fees")
    filing.counts.all().delete()
    assert told(niger.officer)[0].startswith("Explore makes no figure of what it says")


def test_st06_a_recalled_one_is_not_shown_as_shared(niger):
    validated(niger.people, "2023-Q4")
    filing = validated(niger.people)
    moment = timezone.now()
    Filing.objects.filter(pk=filing.pk).update(recalled_at=moment, recalled_by="somebody")
    own = text_of(niger.officer.get(page_of("filing", filing)))
    assert "It was recalled: today your State and the secretariat alone read it." in own
    [text] = [part for part in section_of(niger.officer).split("<li>") if filing.ref in part]
    assert "Recalled" in text
    assert "Validated" not in text
    assert "Nobody outside your State and the secretariat reads it any more." in text
    assert "Recalled" in text_of(niger.officer.get(reverse("desk:filings")))


def test_st06_a_recalled_one_stays_in_sight(niger):
    first = validated(niger.people, "2022-Q4")
    moment = timezone.now()
    Filing.objects.filter(pk=first.pk).update(recalled_at=moment, recalled_by="somebody")
    for n in (1, 2, 3, 4, 5, 6):
        validated(niger.people, f"2024-0{n}")
    lines = niger.officer.get(HOME).context["sent"]
    assert [line.filing.ref for line in lines].count(first.ref) == 1


def test_st07_a_handful_the_last_first_and_a_begun_amendment_hides_nothing(niger):
    periods = [f"{year}-Q{n}" for year in (2023, 2024) for n in (1, 2, 3, 4)]
    done = [validated(niger.people, one) for one in periods]
    waits = submit_filing(filing=drafted(niger.people, "2025-Q1"), by=niger.people.officer)
    begin_version(filing=done[-1], by=niger.people.officer)
    lines = niger.officer.get(HOME).context["sent"]
    assert [line.filing.ref for line in lines] == [
        waits.ref,
        *(one.ref for one in reversed(done[-4:])),
    ]
    assert lines[1].filing.status == FilingStatus.VALIDATED


def test_st07_a_replaced_version_is_not_told_beside_its_successor(niger):
    before = validated(niger.people)
    new = begin_version(filing=before, by=niger.people.officer)
    new = submit_filing(filing=new, by=niger.people.officer)
    [line] = niger.officer.get(HOME).context["sent"]
    assert (line.filing.number, line.status) == (2, "Submitted")
    new = clear_filing(filing=new, by=niger.people.contact)
    validate_filing(filing=new, by=niger.people.secretary)
    [line] = niger.officer.get(HOME).context["sent"]
    assert (line.filing.number, line.status) == (2, "Validated")


def test_st08_a_new_version_on_its_way_stands_before_later_periods_of_the_same_day(niger):
    first = validated(niger.people, "2023-Q4")
    for n in (1, 2, 3, 4):
        validated(niger.people, f"2024-Q{n}")
    validated(niger.people, "2025-Q1")
    new = begin_version(filing=first, by=niger.people.officer)
    new = submit_filing(filing=new, by=niger.people.officer)
    line = niger.officer.get(HOME).context["sent"][0]
    assert (line.filing.ref, line.filing.number, line.status) == (first.ref, 2, "Submitted")
    clear_filing(filing=new, by=niger.people.contact)
    line = niger.officer.get(HOME).context["sent"][0]
    assert (line.filing.ref, line.filing.number, line.status) == (first.ref, 2, "Cleared")
