"""What pages say of which version: of one that was recalled, and of one that is to replace another.

vp01 a recalled filing has one state, and what is said beside its buttons and of its readers fits it
vp02 versions are compared, where nothing else is asked, with the version before
vp03 whoever decides on a new version reads what it replaces, with the way to all that differs
vp04 who reads it, and who has read it, is said of a version where there are several
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.reporting.filings.actions import clear_filing, submit_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, begin_version, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.sharing_with import limit_uses
from tests.reporting.filings.doing import validated
from tests.web.desk.filing.conftest import page_of, text_of

pytestmark = pytest.mark.django_db


def amended(niger, before: Filing) -> Filing:
    """Version 2, which says 2,534 where version 1 says 1,234; it is submitted."""
    new = begin_version(filing=before, by=niger.people.officer)
    change = Change(CountInput("smuggled_detected", 2_534), Was(1_234))
    save_counts(filing=new, changes=[change], by=niger.people.officer)
    return submit_filing(filing=new, by=niger.people.officer)


def test_vp01_a_recalled_filing_has_one_state_and_no_readers_elsewhere(niger):
    filing = validated(niger.people)
    Filing.objects.update(recalled_at=timezone.now(), recalled_by="somebody", marking="green")
    page = text_of(niger.officer.get(page_of("filing", filing)))
    head = page.partition('class="filing-head"')[2].partition("</div>")[0]
    assert head.count("Recalled") == 1
    assert "Validated" not in head
    assert "This one stays recalled" in page
    assert "This one stands until" not in page
    sharing = text_of(niger.contact.get(page_of("filing_sharing", filing)))
    assert "Nobody else reads it" in sharing
    assert "begin a new version; it may be shared once it is validated" in sharing
    assert "Who will be able to read it" not in sharing
    assert "Once it is validated, as things stand today" not in sharing
    Filing.objects.update(recalled_at=None, recalled_by=None)
    assert "Who will be able to read it" in text_of(
        niger.contact.get(page_of("filing_sharing", filing))
    )


def test_vp02_a_new_version_is_compared_with_the_one_before(niger):
    first = validated(niger.people, value=1_234)
    new = amended(niger, first)
    clear_filing(filing=new, by=niger.people.contact)
    later = timezone.localdate() + timedelta(days=30)
    limit_uses(filing=first, last_day=later, by=niger.people.contact)  # kept after version 2
    answer = niger.contact.get(page_of("filing_differences", new))
    assert (answer.context["old"].number, answer.context["new"].number) == (1, 2)
    assert "2,534" in text_of(answer)


def test_vp03_whoever_decides_reads_what_the_new_version_replaces(niger):
    first = validated(niger.people, value=1_234)
    new = amended(niger, first)
    told = (
        "If it is validated it replaces version 1: Smuggled migrants detected, which is 1,234 "
        "there, is 2,534 here."
    )
    led = f'<a href="{page_of("filing_differences", new)}">See what differs</a>'
    page = page_of("filing", new)
    assert f"{told} {led}" in text_of(niger.contact.get(page))
    assert told not in text_of(niger.officer.get(page)), "she decides nothing"
    clear_filing(filing=new, by=niger.people.contact)
    assert f"{told} {led}" in text_of(niger.secretary.get(page))
    assert told not in text_of(niger.contact.get(page))


def test_vp04_readers_are_said_of_a_version(niger):
    filing = validated(niger.people)
    validated(niger.people, "2023-Q4")
    niger.secretary.get(page_of("filing", filing))
    new = begin_version(filing=filing, by=niger.people.officer)
    page = niger.officer.get(page_of("filing", new))
    assert "Today only your organisation reads version 2, which is this one." in text_of(page)
    new = submit_filing(filing=new, by=niger.people.officer)
    page = niger.contact.get(page_of("filing", new))
    table = page.context["read_by"]
    at = [one.label for one in table.columns].index("Last version read")
    assert [line[at] for line in table.rows] == [1]
