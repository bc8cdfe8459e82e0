"""For what somebody reads is held against what the owner permits.

us01  whoever reads for more is told before anything is shown; then the page is readable and says so
us02  without a use in common no file and no paper leaves, nothing is entered, and it is said why
us03  with a part in common the file is made, and says in each line and on each page what is lacking
us04  changing the purpose opens the file; another purpose is told anew; a new version too
us05  the page between shows no content, leads to the desk alone; hidden and absent are one answer
us06  the own State, the secretariat and permitted purposes are led past it
us07  findings: what was told in interviews is for no lead, whatever its contributor ticked
"""

import csv
import io

import pytest
from django.urls import reverse

from cairn.kernel.refs import new_ref
from cairn.reporting.filings.models import Filing
from cairn.sharing.reads.models import Copy, Read
from cairn.web.desk.once import new_token
from tests.factories import OrganisationFactory
from tests.reporting.findings.test_findings import WRITTEN
from tests.reporting.findings.test_findings import shared as finding_of
from tests.web.desk.filing.conftest import form_of, page_of, says_purpose, text_of
from tests.web.desk.findings.test_pages import enters
from tests.web.desk.findings.test_pages import page as page_of_finding

pytestmark = pytest.mark.django_db
BETWEEN = "What it may be used for"
NOTE = "All posts."  # a word of the content


def permits(shared, *uses) -> None:
    Filing.objects.filter(ref=shared.theirs.ref).update(uses=list(uses))


def goes_on(desk, address):
    """She is led to the page between, and goes on by its button."""
    led = desk.get(address)
    assert led.status_code == 302, led.status_code
    page = desk.get(led.url)
    assert BETWEEN in text_of(page)
    assert NOTE not in text_of(page)
    fields = form_of(desk, led.url)
    answer = desk.post(led.url.partition("?")[0], fields)
    assert answer.url == address
    return desk.get(address)


def files(shared):
    return [page_of("filing_export", shared.theirs, kind) for kind in ("csv", "xlsx")]


def test_us01_it_is_said_before_anything_is_shown_and_on_the_page(shared):
    permits(shared, "statistics_only")
    desk, address = says_purpose(shared.mali.officer, "lead"), page_of("filing", shared.theirs)
    led = desk.get(address)
    assert led.url.startswith(reverse("desk:reads_uses", args=[shared.theirs.ref]))
    text = text_of(desk.get(led.url))
    assert "You read this for: Operational lead." in text
    assert "Its owner permits: Statistics only." in text
    assert not Read.objects.exists()
    text = text_of(goes_on(desk, address))
    assert NOTE in text
    assert "Its owner permits: Statistics only." in text
    assert page_of("filing_export", shared.theirs, "csv") not in text
    assert desk.get(address).status_code == 200  # told once
    assert dict(Read.objects.values_list("purpose", "times")) == {"lead": 2}  # its owner sees that


def test_us02_without_a_use_in_common_nothing_leaves(shared):
    permits(shared, "statistics_only")
    desk = says_purpose(shared.mali.officer, "evidence")
    for address in (*files(shared), page_of("filing_return", shared.theirs)):
        refused = desk.get(address)
        assert refused.status_code == 403
        assert "Its owner permits: Statistics only." in text_of(refused)
        assert NOTE not in text_of(refused)
    assert not Read.objects.exists()
    assert not Copy.objects.exists()
    permits(shared)  # none is stated: none may be assumed
    assert "because no use is stated" in text_of(desk.get(files(shared)[0]))
    permits(shared, "protection_only", "evidence_permitted")  # the first takes the second away
    assert "Its owner permits: Protection only." in text_of(desk.get(files(shared)[0]))
    permits(shared)
    says_purpose(desk)
    assert desk.get(files(shared)[0]).status_code == 200


def test_us03_a_part_in_common_is_said_in_the_file(shared):
    permits(shared, "statistics_only")
    desk = says_purpose(shared.mali.officer, "analysis")
    text = goes_on(desk, files(shared)[0]).getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    told = {(row["taken_for"], row["taken_for_permitted"]) for row in lines}
    assert told == {("analysis", "partly")}
    printed = text_of(desk.get(page_of("filing_return", shared.theirs)))
    assert "taken for Strategic analysis, which is permitted in part only" in printed
    permits(shared, "strategic_analysis")
    text = desk.get(files(shared)[0]).getvalue().decode("utf-8-sig")
    assert {row["taken_for_permitted"] for row in csv.DictReader(io.StringIO(text))} == {"yes"}
    own = shared.niger.officer.get(files(shared)[0]).getvalue().decode("utf-8-sig")
    assert {row["taken_for"] for row in csv.DictReader(io.StringIO(own))} == {""}


def test_us04_another_purpose_is_told_anew(shared):
    permits(shared, "statistics_only")
    desk, address = says_purpose(shared.mali.officer, "lead"), page_of("filing", shared.theirs)
    goes_on(desk, address)
    says_purpose(desk, "protection")
    assert desk.get(address).status_code == 302
    says_purpose(desk)
    assert BETWEEN not in text_of(desk.get(address))
    version = page_of("filing_version", shared.theirs, 1)
    says_purpose(desk, "evidence")
    assert NOTE in text_of(goes_on(desk, version))


def test_us05_hidden_and_absent_are_one_answer_and_it_leads_to_the_desk_alone(shared):
    permits(shared, "statistics_only")
    desk = says_purpose(shared.mali.officer, "lead")
    between = reverse("desk:reads_uses", args=[shared.theirs.ref])
    token = {"once": new_token(shared.mali.people.officer)}
    answer = desk.post(between, token | {"next": "https://example.org/desk/"})
    assert answer.url == reverse("desk:home")
    Filing.objects.filter(ref=shared.theirs.ref).update(audience_class="cleared")
    for ref in (shared.theirs.ref, new_ref("fil"), new_ref("fnd"), "x"):
        assert desk.get(reverse("desk:reads_uses", args=[ref])).status_code == 404
    assert not Read.objects.exists()


def test_us06_who_reads_by_her_office_or_for_what_is_permitted_is_led_past(shared):
    permits(shared, "operational_lead")
    address = page_of("filing", shared.theirs)
    says_purpose(shared.mali.officer, "lead")
    for desk in (shared.mali.officer, shared.niger.contact, shared.niger.secretary):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert "Its owner permits:" not in text_of(answer)
    between = reverse("desk:reads_uses", args=[shared.theirs.ref])
    assert shared.mali.officer.get(between).url == reverse("desk:home")


def test_us07_what_people_told_is_for_no_lead(shared):
    body = OrganisationFactory(kind="university")
    researcher, _desk = enters(body)
    told = {"marking": "clear", "uses": ["operational_lead"]}
    heard = finding_of(body, researcher, **told)
    documents = finding_of(body, researcher, method="documents", **told)
    desk = says_purpose(shared.mali.officer, "lead")
    text = text_of(goes_on(desk, page_of_finding(heard)))
    assert WRITTEN["text"] in text
    assert "Do not use it for that." in text
    assert "because people told it in interviews or a survey" in text
    assert WRITTEN["text"] in text_of(desk.get(page_of_finding(documents)))
