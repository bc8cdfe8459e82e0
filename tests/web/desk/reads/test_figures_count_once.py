"""A figure that is taken once is read once, however often the filing behind it was amended."""

import pytest
from django.urls import reverse

from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, begin_version, save_counts
from cairn.sharing.reads.models import Door, Read
from tests.web.desk.filing.conftest import says_purpose

pytestmark = pytest.mark.django_db


def amended(people, filing):
    again = begin_version(filing=filing, by=people.officer)
    row = again.counts.get(key="smuggled_detected|")
    change = Change(CountInput("smuggled_detected", value=row.value + 1), Was(row.value))
    save_counts(filing=again, changes=[change], by=people.officer)
    again = submit_filing(filing=again, by=people.officer)
    again = clear_filing(filing=again, by=people.contact, zeros_are_true=True)
    return validate_filing(filing=again, by=people.secretary)


@pytest.mark.parametrize("versions", [1, 2, 3])
def test_one_file_of_an_amended_filing_is_one_read_of_the_version_that_it_shows(shared, versions):
    filing = shared.theirs
    for _again in range(versions - 1):
        filing = amended(shared.niger.people, filing)
    desk_snapshot()
    says_purpose(shared.mali.officer)
    query = {"source": source_key(shared.niger.people.agency), "level": "quarter"}
    address = reverse("desk:explore_file", args=["smuggled_migrants", "trend", "csv"])
    for times in (1, 2):
        answer = shared.mali.officer.get(address, query)
        assert answer.status_code == 200
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        read = Read.objects.get(door=Door.FIGURE_FILE)
        assert (read.record, read.number, read.times) == (filing.ref, versions, times)


def test_a_picture_of_a_page_is_read_with_it_and_is_no_file(shared):
    desk_snapshot()
    says_purpose(shared.mali.officer)
    query = {"source": source_key(shared.niger.people.agency), "level": "quarter"}
    picture = reverse("desk:explore_file", args=["smuggled_migrants", "trend", "svg"])
    for _again in range(2):  # alone: entered, for nothing is read unseen
        assert shared.mali.officer.get(picture, query | {"bare": "light"}).status_code == 200
        read = Read.objects.get()
        assert (read.door, read.times) == (Door.FIGURE, 1)
    page = reverse("desk:explore_measure", args=["smuggled_migrants"])
    assert shared.mali.officer.get(page, query).status_code == 200
    assert shared.mali.officer.get(picture, query | {"bare": "light"}).status_code == 200
    read = Read.objects.get()
    assert (read.door, read.times) == (Door.FIGURE, 2)
    assert shared.mali.officer.get(picture, query).status_code == 200  # taken along
    assert Read.objects.get(door=Door.FIGURE_FILE).times == 1
