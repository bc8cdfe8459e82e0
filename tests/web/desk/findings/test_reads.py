"""Findings are read like filings: for a purpose, entered, and followed by notices of their changes.

fr01  whoever is not of the contributor says for what; the secretariat reads by its office
fr02  a State of which it speaks is a reader like any other
fr03  the contributor sees organisation, day, purpose and number; nobody else sees anything of it
fr04  hidden and absent stay one answer, and neither asks for a purpose
fr05  a new version and a withdrawal are told to readers, who acknowledge; the contributor sees it
fr06  a new version that is not open to a reader is told in one fixed sentence
fr07  a reader and a change that meet: she never sees what stood before
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.refs import new_ref
from cairn.reporting.filings.models import Notice
from cairn.reporting.filings.reading import note_reading
from cairn.reporting.findings import actions
from cairn.reporting.findings.models import Finding
from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.purposes import Purpose
from tests.factories import OrganisationFactory
from tests.reporting.findings.test_findings import WRITTEN, shared
from tests.web.desk.filing.conftest import mali, niger, says_purpose, text_of
from tests.web.desk.findings.test_pages import enters, lab, page
from tests.web.desk.participation.test_pages import masked

__all__ = ["lab", "mali", "niger"]
pytestmark = pytest.mark.django_db
LOG, TOLD, HOME = reverse("desk:reads"), reverse("desk:reads_told"), reverse("desk:home")
TITLE, TEXT = WRITTEN["title"], WRITTEN["text"]


def entered() -> list[tuple[str, str, int, int]]:
    rows = Read.objects.order_by("pk").values_list("reader__name", "purpose", "number", "times")
    return list(rows)


def amended(finding, by, **changed) -> Finding:
    draft = actions.begin_version(finding=finding, by=by)
    draft = actions.save_finding(finding=draft, values=WRITTEN | changed, by=by)
    return actions.share_finding(finding=draft, by=by)


def notice_at(body) -> str:
    found = Notice.objects.get(organisation=body, kind__startswith="finding", done_at=None)
    return reverse("desk:reads_notice", args=[found.ref])


def test_fr01_fr02_whoever_reads_it_says_for_what_and_is_entered(lab, niger):
    body, researcher, desk = lab
    finding = shared(body, researcher, marking="clear", uses=["strategic_analysis"])
    asked = niger.officer.get(page(finding))
    assert (asked.status_code, asked.url.partition("?")[0]) == (302, reverse("desk:purpose"))
    assert entered() == []
    says_purpose(niger.officer, "analysis")
    for _time in range(2):
        read = text_of(niger.officer.get(page(finding)))
        assert TEXT in read
        assert "You read this for: Strategic analysis." in read
    assert TEXT in text_of(niger.secretary.get(page(finding)))  # not asked
    assert TEXT in text_of(desk.get(page(finding)))  # its own: not entered
    names = [niger.people.agency.name, niger.people.secretary.memberships.get().organisation.name]
    assert entered() == [(names[0], "analysis", 1, 2), (names[1], "secretariat", 1, 1)]
    assert set(Read.objects.values_list("owner", "state", "door")) == {(body.ref, "", "page")}


def test_fr03_the_contributor_sees_who_read_it_and_nobody_else_does(lab, niger, mali):
    body, researcher, desk = lab
    finding = shared(body, researcher, marking="clear")
    assert "Nobody has read anything yet" in text_of(desk.get(LOG))
    assert "No other organisation has read it" in text_of(desk.get(page(finding)))
    says_purpose(niger.officer).get(page(finding))
    agency = niger.people.agency.name
    for address in (page(finding), LOG, f"{LOG}?record={finding.ref}&purpose=statistics"):
        text = text_of(desk.get(address))
        assert agency in text
        assert "Statistics" in text
    assert page(finding) in text_of(desk.get(LOG))
    assert "No read is like this." in text_of(desk.get(f"{LOG}?purpose=lead"))
    file = desk.get(reverse("desk:reads_file")).getvalue().decode()
    assert f"{finding.ref},1,smuggled_migrants" in file
    assert agency not in text_of(desk.get(f"{LOG}?whose=office"))
    _user, elsewhere = enters(OrganisationFactory(kind="university"))
    _user, inside = enters(body, role="administrator")
    says_purpose(mali.contact), says_purpose(elsewhere)
    for other in (mali.contact, elsewhere, inside, niger.secretary):
        assert "Read by others" not in text_of(other.get(page(finding)))
        assert agency not in text_of(other.get(LOG))
    for other in (niger.contact, mali.contact):
        assert finding.ref not in text_of(other.get(LOG))
    assert "Read by others" not in text_of(niger.officer.get(page(finding)))


def test_fr04_what_may_not_be_seen_is_not_asked_about(lab, niger):
    body, researcher, _desk = lab
    hidden, absent = shared(body, researcher, marking="amber"), Finding(ref=new_ref("fnd"))
    answers = [niger.officer.get(page(one)) for one in (hidden, absent)]
    assert answers[0].status_code == 404
    assert masked(answers[0], hidden.ref) == masked(answers[1], absent.ref)
    assert entered() == []


def test_fr05_a_new_version_and_a_withdrawal_are_told_and_acknowledged(lab, niger, mali):
    body, researcher, desk = lab
    finding = shared(body, researcher, marking="clear")
    says_purpose(niger.officer).get(page(finding))
    fresh = amended(finding, researcher, marking="clear", text="Twice as high, in one town.")
    assert "A finding that you have read has a new version." in text_of(niger.officer.get(HOME))
    assert "To be acknowledged" not in text_of(mali.officer.get(HOME))  # it read nothing
    told = notice_at(niger.people.agency)
    text = text_of(niger.officer.get(told))
    for words in ("You have read version 1; version 2 stands now.", TEXT, "in one town"):
        assert words in text
    assert Read.objects.filter(number=2).count() == 1  # the page of the notice showed it
    for address in (TOLD, page(fresh)):
        assert "not acknowledged" in text_of(desk.get(address))
    niger.officer.send(told)
    text = text_of(desk.get(TOLD))
    assert niger.people.agency.name in text
    assert "not acknowledged" not in text.replace("Not acknowledged", "")
    actions.withdraw_finding(finding=fresh, reason="Counted twice.", by=researcher)
    text = text_of(niger.officer.get(notice_at(niger.people.agency)))
    assert "A finding that you have read was withdrawn." in text
    assert "unless its contributor allows it" in text
    assert "Counted twice." not in text
    assert niger.people.agency.name not in text_of(niger.contact.get(TOLD))


def test_fr06_a_narrowing_is_told_in_one_fixed_sentence(lab, niger):
    body, researcher, _desk = lab
    finding = shared(body, researcher, marking="clear")
    for desk in (says_purpose(niger.officer), niger.secretary):
        assert desk.get(page(finding)).status_code == 200
    amended(finding, researcher, marking="amber", text="Names of towns.")
    kinds = dict(Notice.objects.filter(target=finding.ref).values_list("organisation", "kind"))
    office = niger.people.secretary.memberships.get().organisation
    assert kinds == {niger.people.agency.pk: "finding_narrowed", office.pk: "finding_version"}
    text = text_of(niger.officer.get(notice_at(niger.people.agency)))
    assert "What you have read is not open to you any more" in text
    assert "Names of towns." not in text
    assert page(finding) not in text
    assert "Names of towns." in text_of(niger.secretary.get(notice_at(office)))


def test_fr07_a_read_of_what_was_changed_meanwhile_is_not_entered(lab, niger):
    body, researcher, _desk = lab
    looked_up = shared(body, researcher, marking="clear")
    actions.withdraw_finding(finding=looked_up, reason="Twice.", by=researcher)
    told = {"purpose": Purpose.LEAD, "door": Door.PAGE, "day": timezone.localdate()}
    assert not note_reading(looked_up, readers=[niger.people.agency.pk], **told)
    assert entered() == []
