"""What an owner sees of those who read what is theirs, and what nobody else does.

lo01  organisation, day, purpose and number, on the page of the filing and in the list; no person
lo02  only who oversees the owner sees it: her organisation's officer, her State's contact point
lo03  filters stand in the address; the list is read by key; the file holds what is chosen
lo04  receipts of what was taken along are the reader's; what is closed says only that
lo05  figures made of others' filings are reads of them; open data and own filings are not
lo06  to a third State the worlds with and without a read are the same

Promise 2 of the design.
"""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import recall_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.recalling import acknowledge, told_of
from cairn.sharing.reads.models import Copy, Read
from cairn.sharing.viewer import viewer_of
from tests.factories import StateBodyFactory
from tests.factories_of_sharing import ReadFactory
from tests.reporting.filings.exchange import filed
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import office, page_of, says_purpose, text_of
from tests.web.desk.participation.test_pages import together

pytestmark = pytest.mark.django_db
READS, FILE, TAKEN, TOLD = (
    reverse(f"desk:{name}") for name in ("reads", "reads_file", "reads_taken", "reads_told")
)


def lines(answer):
    return [(one.reader, one.purpose, one.read.times) for one in answer.context["lines"]]


def test_lo01_the_owner_sees_organisation_purpose_and_number_and_no_person(shared):
    record = page_of("filing", shared.theirs)
    reader = shared.mali.people
    Filing.objects.filter(pk=shared.theirs.pk).update(uses=["operational_lead"])
    for _time in range(2):
        says_purpose(shared.mali.officer, "lead").get(record)
    for desk in (shared.niger.officer, shared.niger.contact):
        page = text_of(desk.get(record))
        assert reader.agency.name in page
        assert "Operational lead" in page
        assert lines(desk.get(READS)) == [(reader.agency.name, "Operational lead", 2)]
        for address in (record, READS):
            text = text_of(desk.get(address))
            assert reader.officer.display_name not in text
            assert reader.officer.username not in text
    office_reads = shared.niger.officer.get(READS, {"whose": "office"})
    assert [one[1] for one in lines(office_reads)] == ["Work of its own State"]


def test_lo02_who_oversees_nothing_is_told_so_and_sees_nothing_of_it(shared):
    record = page_of("filing", shared.theirs)
    says_purpose(shared.mali.officer).get(record)
    analyst = Desk().enter(person("reader", "analyst", shared.niger.people.agency))
    for desk in (analyst, shared.niger.secretary):
        assert desk.get(READS).status_code == desk.get(FILE).status_code == 403
        assert desk.get(TOLD).status_code == 403
        page = text_of(desk.get(record))
        assert "Read by others" not in page
        assert shared.mali.people.agency.name not in page
    assert "Read by others" not in text_of(shared.mali.officer.get(record))
    assert lines(shared.mali.officer.get(READS)) == []


def test_lo02_an_officer_sees_her_organisation_the_contact_point_every_body_of_the_state(shared):
    sister = StateBodyFactory(state="NER")
    ReadFactory(owner=sister, state="NER", record="fil-9")
    assert lines(shared.niger.officer.get(READS)) == []
    assert len(lines(shared.niger.contact.get(READS))) == 1


def test_lo03_filters_choose_and_the_file_holds_what_is_chosen(shared):
    owner, mali = shared.niger.people.agency, shared.mali.people.agency
    chad = StateBodyFactory(state="TCD")
    for reader, purpose, day in (
        (mali, "statistics", date(2025, 5, 1)),
        (mali, "lead", date(2026, 5, 1)),
        (chad, "lead", date(2026, 6, 1)),
    ):
        ReadFactory(
            owner=owner,
            state="NER",
            reader=reader,
            purpose=purpose,
            day=day,
            record=shared.theirs.ref,
            times=3,
        )
    for asked, n in (
        ({}, 3),
        ({"organisation": mali.ref}, 2),
        ({"purpose": "lead"}, 2),
        ({"year": "2026"}, 2),
        ({"organisation": mali.ref, "year": "2026"}, 1),
        ({"record": shared.theirs.ref}, 3),
        ({"record": "fil-none"}, 0),
        ({"purpose": "own_state"}, 0),
        ({"organisation": "org-none"}, 0),
        ({"year": "x"}, 0),
    ):
        assert len(lines(shared.niger.officer.get(READS, asked))) == n, asked
        answer = shared.niger.officer.get(FILE, asked)
        rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
        assert len(list(rows)) == n, asked
    answer = shared.niger.officer.get(FILE, {"organisation": chad.ref})
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (row["day"], row["organisation"], row["organisation_state"]) == (
        *("2026-06-01", chad.name),
        "TCD",
    )
    assert (row["purpose"], row["record"], row["times"]) == ("lead", shared.theirs.ref, "3")
    assert (row["section"], row["period"]) == ("smuggled_migrants", "2024-Q1")


def test_lo03_the_list_goes_on_by_key_and_asks_as_often_whatever_its_length(
    shared, django_assert_max_num_queries
):
    today = timezone.localdate()
    for n in range(120):
        ReadFactory(
            owner=shared.niger.people.agency,
            reader=shared.mali.people.agency,
            state="NER",
            record=shared.theirs.ref,
            number=n + 1,
            day=today - timedelta(days=n // 7),
        )
    seen, address = [], READS
    while address:
        with django_assert_max_num_queries(25):
            answer = shared.niger.officer.get(address)
        seen += [one.read.number for one in answer.context["lines"]]
        following = answer.context["page_of"].next
        address = READS + following if following else ""
    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_lo04_receipts_are_the_readers_and_say_how_the_copy_stands(shared):
    assert "Nothing was taken along yet" in text_of(shared.mali.officer.get(TAKEN))
    export = page_of("filing_export", shared.theirs, "csv")
    content = says_purpose(shared.mali.officer).get(export).getvalue().decode()
    copy = Copy.objects.get()
    assert copy.export in content  # the number in the file is the number of the receipt
    page = text_of(shared.mali.officer.get(TAKEN))
    assert copy.export in page
    assert "as it was taken" in page
    for desk in (shared.mali.contact, shared.niger.officer, shared.niger.contact):
        assert copy.export not in text_of(desk.get(TAKEN))
    recall_filing(filing=shared.theirs, reason="Wrong posts.", by=shared.niger.people.contact)
    page = text_of(shared.mali.officer.get(TAKEN))
    assert "not open to you any more" in page
    assert "Wrong posts." not in page
    assert page_of("filing", shared.theirs) not in page


def test_lo04_what_the_own_organisation_takes_along_needs_no_receipt(shared):
    assert shared.niger.officer.get(page_of("filing_export", shared.theirs, "csv")).getvalue()
    assert not Copy.objects.exists()
    assert not Read.objects.exists()


def test_lo05_a_figure_of_another_states_filings_is_a_read_of_them(shared):
    desk_snapshot()
    source = source_key(shared.niger.people.agency)
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    answer = shared.mali.officer.get(address, {"source": source})
    assert answer.status_code == 200
    read = Read.objects.get()
    assert (read.record, read.number, read.door) == (shared.theirs.ref, 1, "figure")
    assert (read.reader, read.purpose) == (shared.mali.people.agency, "not_asked")  # nobody said
    shared.niger.officer.get(address, {"source": source})
    assert Read.objects.count() == 1  # her own


def test_lo06_a_third_state_cannot_tell_whether_anybody_read_or_acknowledged(shared):
    chad = office("TCD")
    together(chad)
    filed(chad.people, "2024-Q1")
    record = page_of("filing", shared.theirs)
    says_purpose(chad.officer).get(record)
    recall_filing(filing=shared.theirs, reason="Wrong posts.", by=shared.niger.people.contact)
    (mine,) = [one.ref for one in told_of(shared.theirs)]
    addresses = [
        *(reverse("desk:home"), reverse("desk:filings"), READS, FILE, TAKEN, TOLD, record),
        *(reverse("desk:participation"), reverse("desk:reads_notice", args=[mine])),
    ]
    before = [world(chad.officer.get(one)) for one in addresses]
    mali = shared.mali.people
    ReadFactory(
        owner=shared.niger.people.agency,
        state="NER",
        record=shared.theirs.ref,
        reader=mali.agency,
        day=timezone.localdate(),
    )
    again = filed(shared.niger.people, "2024-Q2")
    ReadFactory(owner=again.owner, state="NER", record=again.ref, reader=mali.agency)
    recall_filing(filing=again, reason="Wrong.", by=shared.niger.people.contact)
    (theirs,) = told_of(again)
    assert [world(chad.officer.get(one)) for one in addresses] == before
    absent = reverse("desk:reads_notice", args=["ntc-0000000000-0"])
    other = reverse("desk:reads_notice", args=[theirs.ref])
    assert world(chad.officer.get(other)) == world(chad.officer.get(absent))
    acknowledge(
        ref=theirs.ref, viewer=viewer_of(mali.officer, timezone.localdate()), by=mali.officer
    )
    assert [world(chad.officer.get(one)) for one in addresses] == before
    assert world(chad.officer.get(other)) == world(chad.officer.get(absent))


def world(answer) -> tuple[int, str]:
    """An answer without what is random in every one."""
    text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", text)
    text = re.sub(r"csrf[^>]*>", "", text)
    return answer.status_code, re.sub(r"ntc-[^\"'/<]+", "ntc", text)


def test_lo05_the_page_of_a_record_sums_its_reads_once_for_both_tables(shared):
    """Outside and inside its State; more than are listed cost as many queries."""
    beside = StateBodyFactory(state="NER", name="A body beside")
    page, counted = page_of("filing", shared.theirs), []
    for n in (0, 1, 2):
        if n:
            for times, reader in ((3, shared.mali.people.agency), (4, beside)):
                ReadFactory(
                    owner=shared.niger.people.agency,
                    reader=reader,
                    state="NER",
                    record=shared.theirs.ref,
                    number=n,
                    times=times,
                )
        with CaptureQueriesContext(connection) as seen:
            answer = shared.niger.officer.get(page)
        counted.append(sum("SUM(" in one["sql"] and "reads_read" in one["sql"] for one in seen))
    assert counted == [1, 1, 1]
    read_by, read_inside = (answer.context[name] for name in ("read_by", "read_inside"))
    assert [row[-1] for row in read_by.rows] == [6]
    assert [row[-1] for row in read_inside.rows] == [8]
    assert read_inside.rows[0][0] == "A body beside"
