"""Whoever reads what another State filed says for what, once.

pu01  the question stands before each way out of a record of others, and leads back to it
pu02  own records, those of the own State and the secretariat's work are never asked about
pu03  a purpose that is missing or on no list is asked for again, and nothing was read
pu04  what may not be seen is not asked about: absent is absent
pu05  it can be changed, and leads nowhere but to the desk
"""

from urllib.parse import quote

import pytest
from django.urls import reverse

from cairn.reporting.filings.models import Filing
from cairn.sharing.reads.models import Copy, Read
from tests.factories import FilingFactory
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import page_of, says_purpose, text_of

pytestmark = pytest.mark.django_db
PURPOSE = reverse("desk:purpose")


def doors(filing):
    return [
        page_of("filing", filing),
        page_of("filing_version", filing, 1),
        page_of("filing_return", filing),
        page_of("filing_export", filing, "csv"),
        page_of("filing_export", filing, "xlsx"),
    ]


def test_pu01_each_way_out_asks_first_and_leads_back(shared):
    for address in doors(shared.theirs):
        answer = shared.mali.officer.get(address)
        assert answer.url == f"{PURPOSE}?next={quote(address, safe='')}", address
    assert not Read.objects.exists()
    assert not Copy.objects.exists()
    address = page_of("filing", shared.theirs)
    fields = shared.mali.officer.fields(f"{PURPOSE}?next={quote(address)}")
    answer = shared.mali.officer.post(PURPOSE, fields | {"purpose": "statistics", "next": address})
    assert answer.url == address
    assert shared.mali.officer.get(address).status_code == 200
    for other in doors(shared.theirs)[1:]:  # asked once
        assert shared.mali.officer.get(other).status_code == 200
    doors_used = Read.objects.order_by("door").values_list("door", "times", "purpose")
    assert list(doors_used) == [
        ("file", 2, "statistics"),
        ("page", 2, "statistics"),
        ("paper", 1, "statistics"),
    ]
    assert {one.reader for one in Read.objects.all()} == {shared.mali.people.agency}


def test_pu02_the_own_state_and_the_secretariat_are_not_asked(shared):
    address = page_of("filing", shared.theirs)
    for desk in (shared.niger.officer, shared.niger.contact, shared.niger.secretary):
        assert desk.get(address).status_code == 200
    assert dict(Read.objects.values_list("purpose", "times")) == {"own_state": 1, "secretariat": 1}
    assert shared.mali.officer.get(page_of("filing", shared.own)).status_code == 200
    assert not Read.objects.filter(record=shared.own.ref).exists()  # its own organisation


@pytest.mark.parametrize("purpose", ["", "own_state", "curiosity", "LEAD"])
def test_pu03_a_purpose_that_is_none_is_asked_for_again(shared, purpose):
    answer = shared.mali.officer.send(PURPOSE, purpose=purpose, next="/en/desk/filings/")
    assert answer.status_code == 400
    assert "Choose for what you read it" in text_of(answer)
    assert 'name="next" value="/en/desk/filings/"' in text_of(answer)
    assert shared.mali.officer.get(page_of("filing", shared.theirs)).status_code == 302


def test_pu03_a_program_is_told_what_is_missing(shared):
    answer = shared.mali.officer.get(
        page_of("filing", shared.theirs), headers={"accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["code"] == "purpose_missing"
    assert not Read.objects.exists()


def test_pu04_what_may_not_be_seen_is_not_asked_about(shared):
    hidden = drafted(shared.niger.people, "2025-Q1")
    absent = FilingFactory.build()
    Filing.objects.filter(pk=shared.own.pk).update(audience_class="organisation")
    for filing in (hidden, absent):
        for address in doors(filing):
            assert shared.mali.officer.get(address).status_code == 404
    for name in ("filing_receipt", "filing_differences"):  # not for another State at all
        assert shared.mali.officer.get(page_of(name, shared.theirs)).status_code == 404
    assert not Read.objects.exists()


def test_pu05_it_is_shown_and_can_be_changed(shared):
    address = page_of("filing", shared.theirs)
    Filing.objects.filter(pk=shared.theirs.pk).update(uses=["statistics_only", "protection_only"])
    desk = says_purpose(shared.mali.officer)
    assert "You read this for: Statistics." in text_of(desk.get(address))
    says_purpose(desk, "protection")
    assert "You read this for: Protection and assistance." in text_of(desk.get(address))
    assert set(Read.objects.values_list("purpose", flat=True)) == {"statistics", "protection"}
    assert "You read this for" not in text_of(desk.get(page_of("filing", shared.own)))


@pytest.mark.parametrize(
    "address",
    ["", "https://example.org/desk/", "//example.org/desk/", "/en/account/logout/", "javascript:1"],
)
def test_pu05_it_leads_to_the_desk_and_nowhere_else(shared, address):
    answer = shared.mali.officer.send(PURPOSE, purpose="statistics", next=address)
    assert answer.url == reverse("desk:home")
