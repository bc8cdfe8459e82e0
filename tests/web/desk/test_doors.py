"""The permission matrix at the doors: what each person gets of each filing, by each way out.

The table is written by hand from docs/sharing.md and docs/access-log.md. What is not open is as
absent everywhere (404, and its number stands nowhere); what is TLP:RED leaves in no file (403). The
cells below the doors, in thousands: tests/sharing/test_matrix.py.
"""

import sys
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cairn.accounts.actions import set_code_generator
from cairn.observatory.actions import desk_snapshot
from cairn.observatory.filing_rows import source_key
from cairn.reporting.filings.actions import clear_filing, recall_filing, submit_filing
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.sharing_with import share_filing
from tests.factories import OrganisationFactory, StateBodyFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.doing import World, drafted, world
from tests.reporting.filings.exchange import filed
from tests.reporting.findings.test_findings import WRITTEN, shared
from tests.web.desk.conftest import SECRET, Desk
from tests.web.desk.filing.conftest import says_purpose, text_of
from tests.web.desk.hidden import with_roles

pytestmark = pytest.mark.django_db
DOORS = {
    "P": ("filing",),
    "R": ("filing_return",),
    "T": ("filing_receipt",),
    "C": ("filing_export", "csv"),
    "X": ("filing_export", "xlsx"),
}
# L a list · P the record · R the return to print · T the receipt · C CSV · X XLSX · F a figure of
# Explore · E its file · A the list of who has read it (where others did)
OWNER, INSIDE, OUTSIDE, NOTHING = "LPRTCXFEA", "LPRTCXFE", "LPRCXFE", ""
RED = "LPRT"  # and it is for no statistics, so that the figures of the others can leave
BEFORE = "LPRCX"  # a draft, which has no receipt and is counted in no figure
ON_ITS_WAY = "LPRTCX"
EVERYBODY = (
    *("officer", "contact", "police", "secretary", "mali", "chad", "chad_too"),
    *("university", "reviewer", "stranger"),
)
HOME = {"officer": INSIDE, "contact": INSIDE, "police": INSIDE}  # receipts are for the State alone
READ = {"officer": OWNER, "contact": OWNER, "police": INSIDE}  # … and others have read it
TABLE: dict[str, dict[str, str]] = {
    "draft": {"officer": BEFORE},
    "submitted": dict.fromkeys(HOME, ON_ITS_WAY),
    "cleared": dict.fromkeys(HOME, ON_ITS_WAY) | {"secretary": BEFORE},
    "green": READ | {"secretary": OUTSIDE, "mali": OUTSIDE},
    "green of other months": HOME | {"secretary": OUTSIDE},
    "amber": HOME | {"secretary": OUTSIDE},
    "amber for Chad": READ | dict.fromkeys(("secretary", "chad", "chad_too"), OUTSIDE),
    "strict for Chad": {
        **{"officer": OWNER, "contact": OWNER},
        **{"secretary": OUTSIDE, "chad": OUTSIDE},
    },
    "recalled": HOME | {"secretary": OUTSIDE},
    "red": {"officer": RED, "contact": RED, "secretary": "LPR"},
}
AT_EVERY_DOOR = ("draft", "green", "amber for Chad", "red")  # the others at record and CSV


@dataclass
class Exchange:
    niger: World
    filings: dict[str, Filing]
    desks: dict[str, Desk]
    finding: Any


def number_of(name: str) -> int:
    """What stands in a filing and in no other."""
    return 7_101 + 10 * list(TABLE).index(name)


def says(answer: Any, name: str) -> bool:
    """Whether the number of the filing stands in what was answered."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        return True  # a workbook: that it came is enough
    text = content.decode("utf-8-sig")
    return str(number_of(name)) in text or f"{number_of(name):,}" in text


@pytest.fixture
def exchange(db, settings, tmp_path) -> Exchange:
    settings.CAIRN_DATA = tmp_path
    niger, mali = world("NER"), world("MLI")
    for one in (niger, mali):
        join(state=one.agency.state, by=one.contact, today=date(2024, 1, 1))
    for period in ("2024-Q1", "2024-Q3"):
        filed(mali, period)
    bodies = {
        "police": (StateBodyFactory(state="NER"), ("analyst", "administrator")),
        "mali": (StateBodyFactory(state="MLI"), ("officer", "contact_point")),
        "chad": (StateBodyFactory(state="TCD"), ("officer", "contact_point")),
        "chad_too": (StateBodyFactory(state="TCD"), ("officer",)),
        "university": (OrganisationFactory(kind="university"), ("contributor", "administrator")),
        "reviewer": (OrganisationFactory(kind="independent"), ("rights_reviewer",)),
        "stranger": (OrganisationFactory(kind="project"), ("steward", "publisher")),
    }
    people = {name: with_roles(*one) for name, one in bodies.items()}
    people |= {"officer": niger.officer, "contact": niger.contact, "secretary": niger.secretary}
    for user in people.values():
        set_code_generator(user=user, secret=SECRET, by=None)
    group = SharingGroupFactory(owner=niger.agency)
    GroupMemberFactory(group=group, organisation=bodies["chad"][0])

    def whole(name: str, period: str, marking: str, **more: Any) -> Filing:
        counts = {"smuggled_detected": number_of(name)}
        return filed(niger, period, marking=marking, counts=counts, **more)

    def shared_with_chad(filing: Filing) -> Filing:
        return share_filing(filing=filing, group=group.ref, by=niger.contact)

    filings = {
        "green": whole("green", "2024-Q1", "green"),
        "green of other months": whole("green of other months", "2023-Q3", "green"),
        "amber": whole("amber", "2023-Q1", "amber"),
        "amber for Chad": shared_with_chad(whole("amber for Chad", "2023-Q2", "amber")),
        "strict for Chad": shared_with_chad(whole("strict for Chad", "2022-Q1", "amber_strict")),
        "red": whole("red", "2022-Q2", "red", uses=["operational_lead"]),
        "recalled": whole("recalled", "2024-Q3", "green"),
        "draft": drafted(niger, "2024-Q2", number_of("draft")),
    }
    recall_filing(filing=filings["recalled"], reason="A column was read twice.", by=niger.contact)
    for name, period in (("submitted", "2022-Q3"), ("cleared", "2022-Q4")):
        made = save_details(
            filing=drafted(niger, period, number_of(name)),
            values={"marking": "amber"},
            by=niger.officer,
        )
        filings[name] = submit_filing(filing=made, by=niger.officer)
    filings["cleared"] = clear_filing(filing=filings["cleared"], by=niger.contact)
    finding = shared(bodies["university"][0], people["university"], marking="green")
    desk_snapshot()
    return Exchange(
        niger, filings, {name: Desk().enter(user) for name, user in people.items()}, finding
    )


def lists(desk: Desk) -> str:
    return "".join(text_of(desk.get(reverse("desk:filings") + q)) for q in ("", "?whose=others"))


def test_each_person_gets_through_each_door_what_is_written(exchange):
    """Hidden is 404 and says nothing; what opens holds the number."""
    filings, source = exchange.filings, source_key(exchange.niger.agency)
    assert set(filings) == set(TABLE)
    green = reverse("desk:filing", args=[filings["green"].ref])
    first = exchange.desks["mali"].get(green)  # for what she reads it is asked before
    assert (first.status_code, "purpose" in first["Location"]) == (302, True)
    cells, wrong = 0, []

    def cell(name: str, who: str, letter: str, opened: bool, told: object = "") -> None:
        nonlocal cells
        cells += 1
        if opened != (letter in TABLE[name].get(who, NOTHING)):
            wrong.append((name, who, letter, "opens" if opened else "is shut", told))

    for who in EVERYBODY:
        desk = exchange.desks[who]
        if who not in ("officer", "contact", "police", "secretary"):
            says_purpose(desk)
        listed = lists(desk)
        query = {"source": source, "level": "quarter"}
        measure = desk.get(reverse("desk:explore_measure", args=["smuggled_migrants"]), query)
        file = reverse("desk:explore_file", args=["smuggled_migrants", "trend", "csv"])
        trend = desk.get(file, query)
        trend = b"".join(trend) if trend.streaming else trend.content
        for name, filing in filings.items():
            cell(name, who, "L", filing.ref in listed.replace("%3D", "=").replace("%24", "$"))
            cell(name, who, "F", says(measure, name))
            cell(name, who, "E", str(number_of(name)).encode() in trend)
            for letter in DOORS if name in AT_EVERY_DOOR else "PC":
                view, *more = DOORS[letter]
                answer = desk.get(reverse(f"desk:{view}", args=[filing.ref, *more]))
                status = answer.status_code
                cell(name, who, letter, status == 200, status)
                if status == 200:
                    assert says(answer, name), (name, who, letter)
                else:
                    seen = bool(TABLE[name].get(who))
                    refused = seen and name == "red" and letter in "CX"
                    assert status == (403 if refused else 404), (name, who, letter)
                    assert not says(answer, name)
    for who in EVERYBODY:
        answer = exchange.desks[who].get(reverse("desk:reads"))
        for name, filing in filings.items():
            cell(name, who, "A", filing.ref in text_of(answer).replace("&#x3D;", "="))
    assert not wrong, (len(wrong), wrong[:20])
    sys.stdout.write(f"\ndoors: {cells} cells of {len(EVERYBODY)} people\n")
    assert cells > 500


FINDING = {"university": True, "secretary": True, "mali": True}  # of the quarter that Mali gave


def test_a_green_finding_is_read_by_who_contributed_its_months(exchange):
    address = reverse("desk:finding", args=[exchange.finding.ref])
    for who in EVERYBODY:
        answer = says_purpose(exchange.desks[who]).get(address)
        wanted = FINDING.get(who, False) or who in NIGER_CONTRIBUTED
        assert answer.status_code == (200 if wanted else 404), who
        assert (WRITTEN["title"] in text_of(answer)) is wanted
        listed = text_of(exchange.desks[who].get(reverse("desk:findings")))
        assert (WRITTEN["title"] in listed) is wanted, who


NIGER_CONTRIBUTED = ("officer", "contact", "police")  # its green filing of the same quarter
