"""The rules of keeping at the desk.

rp01  everybody reads them; a form and buttons are for whoever may change them
rp02  tried out, announced, told on first pages, confirmed by another person, followed, taken back
rp03  what is wrong is said beside its field; of two people at once the second is told
rp04  a page says of one's own organisations what a version concerns, and of others nothing
rp05  other pages say the number of days of the rule in force
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.erasure.models import RetentionRule
from cairn.files.models import StoredFile
from cairn.files.store import put
from tests.factories import ImportBatchFactory, MembershipFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import office, text_of

pytestmark = pytest.mark.django_db
RULES = reverse("desk:keeping_rules")
HOME = reverse("desk:home")
OF_ORIGINALS = f"{RULES}?kind=originals"


@pytest.fixture
def niger(db):
    return office()


@pytest.fixture
def colleague(niger):
    bureau = niger.people.secretary.memberships.get().organisation
    return Desk().enter(person("colleague", "secretariat", bureau))


def in_days(n):
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def given(**changed):
    fields = {"days": "400", "counted": "stored", "ends": "removed", "in_force_from": in_days(30)}
    return fields | {"reason": "The law changed.", "seen": "1", "act": "announce"} | changed


def test_rp01_everybody_reads_and_only_the_role_has_a_form(niger):
    for desk in (niger.officer, niger.contact, niger.secretary):
        page = text_of(desk.get(OF_ORIGINALS))
        assert "1,825 days, since they were stored" in page
        assert "version 1, in force from" in page
        assert ("Announce it" in page) is (desk is niger.secretary)
    assert RULES in text_of(niger.officer.get(HOME))
    assert Desk().get(RULES).status_code == 302
    for act in ("announce", "confirm", "take_back"):
        answer = niger.secretary.fields(OF_ORIGINALS)  # a token is for one person
        answer = niger.contact.post(OF_ORIGINALS, answer | given(act=act, number="2"))
        assert answer.status_code >= 400
    assert not RetentionRule.objects.exists()


def test_rp02_from_the_announcement_to_the_day(niger, colleague):
    tried_out = niger.secretary.send(OF_ORIGINALS, **given(act="try"))
    assert "another person confirms it before that day" in text_of(tried_out)
    assert not RetentionRule.objects.exists()
    assert niger.secretary.send(OF_ORIGINALS, **given()).status_code == 302
    page = text_of(niger.secretary.get(RULES))
    assert "waits for a second person" in page
    assert "Confirm it" not in page
    assert "Waits for your decision: a rule of keeping" in text_of(colleague.get(HOME))
    assert "Waits for your decision: a rule" not in text_of(niger.secretary.get(HOME))
    assert "How long something is kept changes" in text_of(niger.contact.get(HOME))
    assert "How long something is kept changes" not in text_of(niger.officer.get(HOME))
    assert "Confirm it" in text_of(colleague.get(RULES))
    assert niger.secretary.send(RULES, act="confirm", number="2").status_code == 400
    assert colleague.send(RULES, act="confirm", number="2").status_code == 302
    assert "announced" in text_of(niger.officer.get(RULES))
    assert colleague.send(RULES, act="take_back", number="2").status_code == 302
    assert RetentionRule.objects.get().taken_back_by == "colleague"
    assert "taken back" in text_of(niger.officer.get(RULES))
    assert colleague.send(OF_ORIGINALS, act="confirm", number="9").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("days", "0"),
        ("days", "89"),
        ("days", "many"),
        ("counted", "refusal"),
        ("ends", "burnt"),
        ("in_force_from", "2020-01-01"),
        ("in_force_from", "9999-12-31"),
        ("in_force_from", "soon"),
        ("reason", ""),
        ("reason", "Mr John Smith asked for it"),
    ],
)
def test_rp03_what_is_wrong_stands_beside_its_field(niger, field, value):
    answer = niger.secretary.send(OF_ORIGINALS, **given(**{field: value}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert not RetentionRule.objects.exists()


def test_rp03_of_two_people_at_once_the_second_is_told(niger, colleague):
    seen = colleague.fields(OF_ORIGINALS) | given()
    assert niger.secretary.send(OF_ORIGINALS, **given()).status_code == 302
    answer = colleague.post(OF_ORIGINALS, seen)
    assert answer.status_code == 400
    assert "Somebody else has announced" in text_of(answer)
    assert RetentionRule.objects.count() == 1


def test_rp04_each_is_told_of_her_own_and_of_nobody_else(niger, colleague):
    stored = put([b"an original"])
    StoredFile.objects.update(stored_at=timezone.now() - timedelta(days=500))
    ImportBatchFactory(file=stored, status="committed", owner=niger.people.agency)
    niger.secretary.send(OF_ORIGINALS, **given())
    own = text_of(niger.contact.get(RULES))
    assert ": 1 would be due by it, 0 by the rule before it; 0 stay" in own
    mali = office("MLI")
    assert ": 0 would be due by it" in text_of(mali.contact.get(RULES))
    assert ": 0 would be due by it" in text_of(colleague.get(RULES))
    assert "would be due" not in text_of(mali.officer.get(RULES))


def test_rp05_other_pages_say_the_days_in_force(niger):
    before = text_of(niger.officer.get(reverse("desk:sheets")))
    assert "for 7 days at most" in before
    RetentionRule.objects.create(
        **{"number": 2, "kind": "sheets", "days": 21, "counted": "used", "ends": "removed"},
        **{"sooner": False, "in_force_from": timezone.localdate(), "reason": "Longer holidays."},
        announced_by="colleague",
    )
    assert "for 21 days at most" in text_of(niger.officer.get(reverse("desk:sheets")))
    MembershipFactory(
        user=niger.people.officer, organisation=niger.people.agency, role="administrator"
    )
    assert "21" in text_of(niger.officer.get(reverse("desk:keeping")))
