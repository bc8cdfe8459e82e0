"""What Explore says of a contributor is the same whether or not it filed what one may not see."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cairn.observatory.actions import desk_snapshot, newest_snapshot
from cairn.observatory.filing_rows import PREFIX, source_key
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from cairn.sharing.reads.models import Read
from cairn.sharing.viewer import viewer_of, visible
from cairn.web.desk.sources_seen import as_seen
from tests.reporting.filings.exchange import TODAY, filed
from tests.web.desk.filing.conftest import mali, niger, office, page_of, says_purpose  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(niger, mali, settings, tmp_path):  # noqa: F811
    settings.CAIRN_DATA = tmp_path
    for one in (niger, mali):
        join(state=one.people.agency.state, by=one.people.contact, today=date(2024, 1, 1))
    filed(mali.people, "2024-Q1")
    filed(niger.people, "2024-Q1")
    return niger, mali


def seen_by(user):
    viewer = viewer_of(user, TODAY)
    return as_seen(newest_snapshot(), viewer, visible(viewer), ()).manifest


def test_hidden_filings_move_no_coverage_gap_table_or_note(both):
    niger, mali = both  # noqa: F811
    desk_snapshot()
    before, page = seen_by(mali.people.officer), explored(mali)
    for period in ("2022-Q1", "2023-Q2"):
        filed(niger.people, period, marking="amber")
    desk_snapshot()
    after = seen_by(mali.people.officer)
    assert (after.sources, after.contents) == (before.sources, before.contents)
    assert explored(mali) == page
    own = {one.key: one for one in seen_by(niger.people.officer).sources}
    key = source_key(niger.people.agency)
    assert own[key].coverage_from == date(2022, 1, 1)  # its own State sees all of it


def explored(office):
    address = reverse("desk:explore_measure", args=["smuggled_migrants"])
    text = says_purpose(office.officer).get(address).content.decode()
    text = re.sub(r'(csrf[^"]{0,20}" (?:content|value)=")[^"]+', r"\1", text)
    return re.sub(r"[0-9a-f]{32}|snapshot [0-9a-f]{12}|-[0-9a-f]{8},|\d\d:\d\d(:\d\d)?", "", text)


def test_a_contributor_of_whom_one_sees_nothing_is_not_there(both):
    niger, mali = both  # noqa: F811
    outside = office("TCD")  # takes part in nothing
    desk_snapshot()
    of_all = {source_key(one.people.agency) for one in (niger, mali)}
    for who, expected in ((mali.people.officer, of_all), (outside.people.officer, set())):
        keys = {one.key for one in seen_by(who).sources if one.key.startswith(PREFIX)}
        assert keys == expected


def test_the_records_of_another_states_filing_are_asked_and_entered_like_its_page(both):
    niger, mali = both  # noqa: F811
    theirs = niger.people.agency
    filing = Filing.objects.get(owner=theirs)
    # a section that has records, for everybody at the desk
    Filing.objects.filter(pk=filing.pk).update(section="routes", audience_class="desk")
    address = page_of("records", filing)
    answer = mali.officer.get(address)
    assert answer.status_code == 302
    assert "purpose" in answer.url
    assert says_purpose(mali.officer).get(address).status_code == 200
    assert Read.objects.filter(owner=theirs, record=filing.ref).count() == 1
