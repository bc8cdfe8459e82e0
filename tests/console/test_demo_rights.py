"""The invented finding and the invented report of the demonstration: one of each, and marked."""

import pytest

from cairn.accounts.actions import add_membership, create_user
from cairn.accounts.demonstration import PEOPLE, invented_organisation
from cairn.console.demo_rights import find_and_report
from cairn.reporting.findings.models import Finding, FindingStatus
from cairn.rights import policies, queries
from cairn.rights.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    found = {}
    for name, (_shown, role, key) in PEOPLE.items():
        user = create_user(username=name, display_name="(invented)", invented=True, by=None)
        add_membership(user=user, organisation=invented_organisation(key), role=role, by=None)
        found[name] = user
    return found


def test_there_is_one_of_each_however_often_it_is_made_and_both_are_marked(people):
    for _ in range(2):
        find_and_report(say=lambda *_args, **_values: None)
    report, finding = Report.objects.get(), Finding.objects.get()
    assert report.invented
    assert "Invented" in report.what
    assert finding.invented
    assert "(invented)" in finding.title
    assert finding.status == FindingStatus.SHARED
    assert queries.unanswered(people["officer"]) == [report.ref]
    assert list(policies.reviewable(people["reviewer"])) == [report]
    assert not policies.reviewable(people["contact"]).exists()
