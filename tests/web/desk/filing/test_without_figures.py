"""Of what Explore makes no figure: said with the reason and the way to the filings that say it.

wf01 beside the own trend; a section of descriptions promises no trend in Explore
wf02 in Explore, to whose State filed it, of the organisation whose filings are shown; to no other
wf03 numbers with a unit of their own say so: refusals of entry are no detections
"""

import pytest
from django.urls import reverse

from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db
REASON = "Explore makes figures of these numbers of people and of detections, and of no others: "


def led_to(section: str, words: str) -> str:
    return f'<a href="{reverse("desk:filings")}?section={section}">{words}</a>'


def with_injured(niger, period: str) -> Filing:
    filing = drafted(niger.people, period)
    change = Change(CountInput("injured", value=4))
    save_counts(filing=filing, changes=[change], by=niger.people.officer)
    return filing


def test_wf01_the_own_trend_names_the_numbers_that_explore_does_not_have(niger):
    validated(niger.people, "2024-Q1")
    plain = drafted(niger.people, "2024-Q2")
    page = text_of(niger.officer.get(page_of("filing", plain)))
    assert REASON not in page
    filing = with_injured(niger, "2024-Q3")
    page = text_of(niger.officer.get(page_of("filing", filing)))
    assert f"{REASON}Irregular entries detected; Smuggled migrants detected; Deaths;" in page
    assert led_to("smuggled_migrants", "Smuggled migrants: Injured") in page


def test_wf01_a_section_of_descriptions_promises_no_trend(niger):
    for period in ("2024-Q1", "2024-Q2"):
        drafted(niger.people, period).counts.all().delete()
    Filing.objects.update(section="fees")
    page = text_of(niger.officer.get(page_of("filing", Filing.objects.last())))
    assert REASON in page
    assert led_to("fees", "Fees") in page
    assert "Trend and map follow in Explore" not in page


def test_wf02_explore_says_what_the_organisation_files_besides(niger, mali):
    validated(niger.people, "2024-Q1")
    other = validated(niger.people, "2024-Q2")
    other.counts.all().delete()
    Filing.objects.filter(pk=other.pk).update(section="fees")
    desk_snapshot()
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    query = {"source": source_key(niger.people.agency)}
    page = text_of(niger.officer.get(address, query))
    missing = page.partition("What is missing")[2].partition("</ul>")[0]
    assert REASON in page
    assert "Fees" not in missing
    assert led_to("fees", "Fees") in page
    for other in (mali.officer, niger.secretary):
        assert REASON not in text_of(other.get(address, query))


def test_wf03_refusals_of_entry_are_not_called_detections(niger):
    filing = drafted(niger.people)
    filing.counts.update(measure="entry_refused")
    Filing.objects.update(section="irregular_migration", count_basis="detections")
    own = "Refusals of entry: refusals"
    for name in ("filing", "filing_return"):
        [unit] = [one for one in niger.officer.get(page_of(name, filing)).context["facts"]
                  if one.label == "Unit"]  # fmt: skip
        assert unit.value == own
    about = niger.officer.get(page_of("filing_about", filing))
    assert own in text_of(about)
    assert "count_basis" not in about.context["form"].fields
    change = Change(CountInput("irregular_entries", value=4))
    save_counts(filing=filing, changes=[change], by=niger.people.officer)
    about = niger.officer.get(page_of("filing_about", filing))
    assert own in text_of(about)
    assert "count_basis" in about.context["form"].fields
