"""Whatever leaves the desk bears the narrowest of what is in it; every door is known by name.

le01  every door by which something leaves is listed here  le03  nothing RED leaves by any door
le02  marking, uses and export stand in name and content   le04  no use in common: no file, and why
le05  uses that ended leave for nobody beyond the State
le06  every door by which records leave counts them; above the bound it leads to a second person
le07  asked for its head alone a door gives, counts, enters and uses up nothing

Promise 2 of the design.
"""

import csv
import inspect
import io
import json
import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone

from cairn.accounts import rates
from cairn.accounts.models import Usage
from cairn.accounts.rates import Bound
from cairn.audit.models import Event
from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.sharing_with import UsesEndTooSoon, limit_uses
from tests.factories import MembershipFactory
from tests.factories_of_people import AgreementFactory
from tests.reporting.filings.exchange import filed
from tests.web.desk.filing.conftest import (  # noqa: F401
    mali,
    niger,
    page_of,
    says_purpose,
    text_of,
)

pytestmark = pytest.mark.django_db

RULE = {"filing_export", "filing_return", "filing_trend", "explore_file"}  # records of filings
OTHERS = {  # name of the address → why the rule has nothing to say there
    "filing_receipt": "a proof for whoever submitted it, with the totals of the own filing",
    "filing_file_down": "one's own draft, to be written on without a line and brought back",
    "workbook_down": "one's own draft as a form, to be filled and brought back",
    "calendar_file": "days and names of sections; no record",
    "checkpoint_file": "signed digests; no record",
    "reads_file": "which organisation read what of ours, and when; nothing of its content",
    "held_file": "what is held about oneself as a user; no record",
    "import_annotated": "one's own upload of open data, with its problems marked",
    "explore_points": "events of open series; no filing",
    "explore_hexagons": "events of open series; no filing",
    "invitation_paper": "a code for one person; no record",
    "recovery_paper": "a code for one person; no record",
}
MARKS = ("Content-Disposition", "FileResponse", "content_disposition_header", "packed(")
FILE = re.compile(r"\.(<|[a-z]{2,7}$)")


def addresses(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns)
        else:
            yield one.name, str(one.pattern), inspect.unwrap(one.callback)


def is_door(route, view):
    said = inspect.getsource(view)
    on_paper = re.search(r"\w+/(return|receipt|paper)\.html", said) or "paper" in view.__name__
    return bool(FILE.search(route) or on_paper or any(mark in said for mark in MARKS))


def test_le01_every_door_by_which_something_leaves_is_known():
    listed = list(addresses(get_resolver("cairn.web.desk.urls").url_patterns))
    assert len(listed) > 50
    found = {name for name, route, view in listed if is_door(route, view)}
    assert found | {"explore_points", "explore_hexagons"} == RULE | set(OTHERS)


@pytest.fixture
def office(niger, settings, tmp_path):  # noqa: F811
    """Two quarters of one agency under different markings and uses, in the figures."""
    settings.CAIRN_DATA = tmp_path
    join(state="NER", by=niger.people.contact, today=date(2024, 1, 1))
    both = ["operational_lead", "strategic_analysis"]
    filed(niger.people, "2024-Q1", marking="green", uses=both)
    filed(niger.people, "2024-Q2", marking="amber", uses=["strategic_analysis"])
    desk_snapshot()
    return niger


def newest():
    return Filing.objects.get(period="2024-04-01")


def explore(people, block, kind):
    address = reverse("desk:explore_file", args=["smuggled_migrants", block, kind])
    return f"{address}?source={source_key(people.agency)}"


def doors(people):
    """The address of each door of the rule, with each kind of file that it makes."""
    filing = newest()
    yield from (page_of("filing_export", filing, kind) for kind in ("csv", "xlsx"))
    yield page_of("filing_return", filing)
    yield from (page_of("filing_trend", filing, kind) for kind in ("csv", "svg", "png"))
    for kind in ("csv", "json", "parquet", "svg", "png"):
        yield explore(people, "trend", kind)
    yield from (explore(people, "made", kind) for kind in ("txt", "bib", "json"))


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


def test_le02_marking_and_export_stand_in_every_name_and_the_log_knows_the_export(office):
    for address in doors(office.people):
        answer = office.officer.get(address)
        assert answer.status_code == 200, address
        name, content = answer.get("Content-Disposition", ""), body(answer)
        log = Event.objects.filter(kind__in=EXPORTED).order_by("-pk")[0].values["export"]
        on_disk = log.translate(str.maketrans("*~$=", "xxxx"))
        if "/return/" in address:
            line = re.sub("[\u2066-\u2069]", "", text_of(answer))
            said = f"TLP:AMBER · Strategic analysis · for Niger · {newest().ref} v1 · {log}"
            assert said in line
            continue
        assert "TLP-AMBER" in name, address
        assert on_disk in unquote(name), address
        if name.rstrip('"').endswith((".csv", ".json", ".svg", ".txt", ".parquet")):
            assert log.encode() in content, address
            assert b"strategic_analysis" in content, address


EXPORTED = ("reporting.filing.exported", "reporting.filings.exported")


def test_le02_each_line_has_its_own_marking_and_that_of_the_whole_file(office):
    for address in (
        page_of("filing_trend", newest(), "csv"),
        explore(office.people, "trend", "csv"),
    ):
        text = body(office.officer.get(address)).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {row["file_marking"] for row in rows} == {"TLP:AMBER"}
        assert {row["file_permitted_uses"] for row in rows} == {"strategic_analysis"}
        assert {row["file_for_readers_of"] for row in rows} == {"NER"}
        assert len({row["export"] for row in rows}) == 1
    text = body(office.officer.get(page_of("filing_trend", newest(), "csv"))).decode("utf-8-sig")
    assert {row["marking"] for row in csv.DictReader(io.StringIO(text))} == {
        *("TLP:GREEN", "TLP:AMBER")
    }
    told = json.loads(body(office.officer.get(explore(office.people, "made", "json"))))
    assert (told["file_marking"], told["file_permitted_uses"]) == (
        "TLP:AMBER",
        ["strategic_analysis"],
    )


def test_le03_nothing_red_leaves_by_any_door(office):
    Filing.objects.filter(pk=newest().pk).update(marking="red")
    before = Event.objects.filter(kind__in=EXPORTED).count()
    for address in doors(office.people):
        answer = office.officer.get(address)
        if "/return/" in address:  # read on the screen, and hidden on paper
            assert 'class="flow paper whole-return no-print"' in text_of(answer)
            assert "leaves on no paper" in text_of(answer)
        else:
            assert answer.status_code in (403, 404), address
    assert Event.objects.filter(kind__in=EXPORTED).count() == before
    assert 'class="flow no-print"' in text_of(office.officer.get(page_of("filing", newest())))


def test_le04_without_a_use_in_common_there_is_no_file_and_the_sentence_names_what_to_leave_out(
    office,
):
    Filing.objects.filter(pk=newest().pk).update(uses=["publication_permitted"])
    other = Filing.objects.get(period="2024-01-01")
    before = Event.objects.filter(kind__in=EXPORTED).count()
    for address in (
        page_of("filing_trend", newest(), "csv"),
        page_of("filing_trend", newest(), "png"),
        explore(office.people, "trend", "csv"),
        explore(office.people, "made", "txt"),
    ):
        answer = office.officer.get(address)
        assert answer.status_code == 403, address
        said = text_of(answer)
        assert "No use is permitted for all of these together" in said
        assert newest().ref in said or other.ref in said
    assert Event.objects.filter(kind__in=EXPORTED).count() == before
    page = reverse("desk:explore_measure", args=["smuggled_migrants"])
    assert office.officer.get(page).status_code == 200  # it is shown, and goes nowhere
    assert office.officer.get(page_of("filing_export", newest(), "csv")).status_code == 200


def test_le05_when_uses_have_ended_no_file_is_made_for_anybody_beyond_the_state(
    office,
    mali,  # noqa: F811
):
    join(state="MLI", by=mali.people.contact, today=date(2024, 1, 1))
    filed(mali.people, "2024-Q1")
    theirs = Filing.objects.get(period="2024-01-01", state="NER")
    address = page_of("filing_export", theirs, "csv")
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(UsesEndTooSoon):
        limit_uses(filing=theirs, last_day=yesterday, by=office.people.contact)
    limit_uses(filing=theirs, last_day=timezone.localdate(), by=office.people.contact)
    text = body(says_purpose(mali.officer).get(address)).decode("utf-8-sig")
    (until,) = {row["uses_until"] for row in csv.DictReader(io.StringIO(text))}
    assert until == timezone.localdate().isoformat()
    Filing.objects.filter(pk=theirs.pk).update(uses_until=yesterday)
    refused = mali.officer.get(address)
    assert refused.status_code == 403
    assert "ended on" in text_of(refused)
    assert office.officer.get(address).status_code == 200
    assert mali.officer.get(page_of("filing", theirs)).status_code == 200


def test_le06_every_door_counts_the_records_and_leads_to_a_second_person(office, monkeypatch):
    """With both quarters in one file a bound of one record in a file stops it; a single one, or a
    text about how a figure was made, it does not."""
    second = rates.rules()[0].second
    free = Bound(1_000, 1_000)
    small = rates.Rates(9, date(2026, 1, 1), free, free, free, in_file=1, second=second)
    monkeypatch.setattr(rates, "rules", lambda: [small])
    held = {"filing_export": 1, "filing_return": 1, "filing_trend": 2, "explore_file": 2}
    found, counted = set(), 0
    for address in doors(office.people):
        place = resolve(address.partition("?")[0])
        found.add(place.url_name)
        answer = office.officer.get(address)
        n = (
            0
            if "/made." in address or address.split("?")[0].endswith("json")
            else (held[place.url_name])
        )
        assert answer.status_code == (403 if n > 1 else 200), address
        if n > 1:
            assert "Records in this file: more than 1" in text_of(answer)
            way = re.search(r'href="([^"]+/bounds/ask/[^"]+)"', answer.content.decode())
            page = office.officer.get(way[1].replace("&amp;", "&"))
            assert "2 filings, Jan" in text_of(page), address
        counted += n if n == 1 else 0
    assert found == RULE
    assert Usage.objects.get(kind="taken").n == counted == 3


def test_le07_the_head_alone_takes_nothing_along_and_uses_no_agreement_up(office, monkeypatch):
    second = rates.rules()[0].second
    free, none = Bound(1_000, 1_000), Bound(1, 1)
    small = rates.Rates(9, date(2026, 1, 1), free, none, none, in_file=1, second=second)
    monkeypatch.setattr(rates, "rules", lambda: [small])
    people, addresses = office.people, list(doors(office.people))
    agency = people.officer.memberships.get().organisation
    colleague = MembershipFactory(organisation=agency, role="officer", since=date(2026, 1, 1)).user
    Usage.objects.create(user=people.officer, kind="exported", day=timezone.localdate(), n=1)
    made = AgreementFactory(
        user=people.officer,
        organisation=agency,
        kind="exported",
        n=1,
        left=1,
        second=colleague,
        words="Agreed.",
        closed_as="agreed",
        closed_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    before = Event.objects.count()
    assert {office.officer.head(address).status_code for address in addresses} == {405}
    assert Event.objects.count() == before
    assert [(one.kind, one.n) for one in Usage.objects.all()] == [("exported", 1)]
    made.refresh_from_db()
    assert made.state == "agreed"
    assert office.officer.get(addresses[0]).status_code == 200
    made.refresh_from_db()
    assert made.state == "used"


def test_a_last_day_is_set_and_taken_away_on_the_page(office):
    page = page_of("filing_sharing", newest())
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert office.contact.send(page, act="uses", last_day="soon").status_code == 400
    wrong = office.contact.send(page, act="uses", last_day="2020-01-01")
    assert (wrong.status_code, "lies before today" in text_of(wrong)) == (400, True)
    office.contact.send(page, act="uses", last_day=tomorrow.isoformat())
    assert newest().uses_until == tomorrow
    office.contact.send(page, act="uses", last_day="")
    assert newest().uses_until is None


@pytest.mark.parametrize("uses", [["protection_only"], ["operational_lead"]])
def test_what_is_not_for_statistics_stays_out_of_figures_and_says_so(office, uses):
    Filing.objects.filter(pk=newest().pk).update(uses=uses)
    desk_snapshot()
    text = body(office.officer.get(explore(office.people, "trend", "csv"))).decode("utf-8-sig")
    assert {row["quarter"] for row in csv.DictReader(io.StringIO(text))} == {"2024-Q1"}
    said = text_of(office.officer.get(page_of("filing", newest())))
    assert "its numbers stay out of Explore" in said
    one = Filing.objects.get(period="2024-01-01")
    assert "stay out of Explore" not in text_of(office.officer.get(page_of("filing", one)))
