"""Changing how long something is kept: announced, confirmed, taken back, and followed.

ru01  the daily duty goes by the version in force on its day, and by no other
ru02  what removes sooner needs thirty days and a second person; what keeps longer, a day
ru03  a rule is never too short for a hold to be placed, and a hold keeps what it names under any
ru04  what is wrong: days in the past or too far, nothing changed, no reason, a name in the reason
ru05  two people at once: the second is told, and nothing of hers is done
ru06  it is taken back before its day, and never after; a version without a second person lapses
ru07  who may: the role that says so
ru08  the log has each step
"""

from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.audit.models import Event
from cairn.erasure import holds, retention, ruling
from cairn.erasure.models import RetentionRule
from cairn.erasure.periods import in_force, term_on
from cairn.erasure.policies import NotWaiting
from cairn.erasure.rules import Term, is_sooner, rules
from cairn.erasure.ruling import Standing
from cairn.files.models import StoredFile
from cairn.files.store import put
from cairn.kernel.errors import Refused
from cairn.reporting.filings.texts import NotClean
from tests.factories import ImportBatchFactory, MembershipFactory, UserFactory
from tests.reporting.filings.doing import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)
LATER = TODAY + timedelta(days=30)
FEWER = Term("originals", 400, "stored", "removed")
MORE = Term("originals", 3000, "stored", "removed")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.CAIRN_DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def people():
    return world()


@pytest.fixture
def colleague(people):
    """Another person of the secretariat."""
    person = UserFactory()
    bureau = people.secretary.memberships.get().organisation
    MembershipFactory(user=person, organisation=bureau, role="secretariat")
    return person


def announced(people, term=FEWER, day=LATER, today=TODAY, **changed):
    given = {"reason": "The law changed.", "seen": ruling.newest(), "by": people.secretary}
    return ruling.announce(term=term, in_force_from=day, today=today, **given | changed)


def original(people, days, now):
    """An original of so many days before `now`, of an import that ended a year later."""
    at = now - timedelta(days=days)
    stored = put([str(days).encode()])
    StoredFile.objects.filter(pk=stored.pk).update(stored_at=at)
    ended = at + timedelta(days=365)
    ImportBatchFactory(file=stored, status="committed", owner=people.agency, touched_at=ended)
    return stored


def noon(day):
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def test_ru01_the_duty_goes_by_the_version_in_force_on_its_day(people, colleague):
    original(people, 500, noon(LATER))
    original(people, 300, noon(LATER))
    made = announced(people)
    assert retention.remove_due(noon(LATER)) == {}  # nobody confirmed it
    ruling.confirm(number=made.number, by=colleague, today=TODAY)
    assert retention.remove_due(noon(LATER) - timedelta(days=1)) == {}
    assert term_on("originals", LATER) == FEWER
    assert term_on("originals", LATER - timedelta(days=1)).days == 1825
    assert retention.remove_due(noon(LATER)) == {"originals": 1}
    told = Event.objects.get(kind="erasure.retention.removed")
    assert told.values == {"version": made.number, "removed": {"originals": 1}}


def test_ru01_from_another_day_and_staying_for_good(people):
    stored = original(people, 1900, noon(LATER))
    from_the_end = Term("originals", 1825, "imported", "removed")
    announced(people, from_the_end, TODAY + timedelta(days=1))
    day = TODAY + timedelta(days=1)
    assert retention.remove_due(noon(day)) == {}  # the import of it ended a year later
    stays = Term("originals", 400, "stored", "stays")
    announced(people, stays, LATER, today=day)
    assert retention.remove_due(noon(LATER)) == {}
    due = {one.term.key: one.now for one in retention.due_for([people.agency], noon(LATER))}
    assert due["originals"] == 1  # shown as due, and left
    stored.refresh_from_db()
    assert stored.erased_at is None


def test_ru02_sooner_needs_thirty_days_and_two_people_and_longer_a_day(people, colleague):
    with pytest.raises(ruling.TooSoon):
        announced(people, day=LATER - timedelta(days=1))
    made = announced(people)
    assert (made.sooner, ruling.standing(made, TODAY)) == (True, Standing.WAITS)
    with pytest.raises(ruling.SecondPerson):
        ruling.confirm(number=made.number, by=people.secretary, today=TODAY)
    ruling.confirm(number=made.number, by=colleague, today=TODAY)
    made.refresh_from_db()
    assert ruling.standing(made, TODAY) == Standing.ANNOUNCED
    assert ruling.standing(made, LATER) == Standing.IN_FORCE
    longer = announced(people, MORE, LATER + timedelta(days=1), today=LATER)
    assert (longer.sooner, ruling.standing(longer, LATER)) == (False, Standing.ANNOUNCED)
    assert ruling.standing(made, LATER + timedelta(days=1)) == Standing.REPLACED
    with pytest.raises(NotWaiting):
        ruling.confirm(number=longer.number, by=colleague, today=LATER)


def test_ru02_the_database_refuses_one_person_twice(people):
    made = announced(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=made.pk).update(
            confirmed_by=made.announced_by, confirmed_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("new", "old", "sooner"),
    [
        (FEWER, MORE, True),
        (MORE, FEWER, False),
        (Term("originals", 400, "imported", "removed"), FEWER, False),
        (FEWER, Term("originals", 400, "imported", "removed"), True),
        (Term("originals", 399, "imported", "removed"), FEWER, True),
        (Term("originals", 1, "stored", "stays"), FEWER, False),
        (MORE, Term("originals", 400, "stored", "stays"), True),
    ],
)
def test_ru02_sooner_is_whatever_might_remove_anything_earlier(new, old, sooner):
    assert is_sooner(new, old) is sooner


def test_ru03_never_too_short_for_a_hold_and_a_hold_keeps_all_the_same(people, colleague):
    for days, wrong in ((89, ruling.TooShort), (18_251, ruling.TooLong)):
        with pytest.raises(wrong):
            announced(people, Term("originals", days, "stored", "removed"))
    with pytest.raises(ruling.NotOfThisKind):
        announced(people, Term("tries", 60, "try", "stays"))
    original(people, 500, noon(LATER))
    AccessAttempt.objects.create(username=people.officer.username, failures_since_start=1)
    AccessAttempt.objects.create(username="somebody", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=noon(LATER) - timedelta(days=95))
    hold = holds.place(
        target=people.agency.ref, reason="An inquiry.", until=None, by=people.contact
    )
    made = announced(people)
    found = retention.concerned(FEWER, [people.agency], LATER)
    assert (found.by_the_old, found.by_the_new, found.held) == (0, 0, 1)
    ruling.confirm(number=made.number, by=colleague, today=TODAY)
    assert retention.remove_due(noon(LATER)) == {"tries": 1}  # the other one's
    holds.lift(ref=hold.ref, by=people.contact)
    found = retention.concerned(FEWER, [people.agency], LATER)
    assert (found.by_the_old, found.by_the_new, found.held) == (0, 1, 0)
    assert retention.remove_due(noon(LATER)) == {"originals": 1, "tries": 1}


def test_ru03_every_rule_that_ships_is_within_what_may_be_said():
    assert {one.key for one in rules().within} == {one.key for one in rules().keeping}
    assert {one.term for one in in_force(TODAY).values()} == set(rules().keeping)


def test_ru04_what_is_wrong_is_refused(people):
    shipped = term_on("originals", TODAY)
    for changed, wrong in (
        ({"day": TODAY - timedelta(days=400)}, ruling.TooSoon),
        ({"day": TODAY, "term": MORE}, ruling.TooSoon),
        ({"day": TODAY + timedelta(days=731)}, ruling.TooFar),
        ({"term": shipped}, ruling.NothingChanges),
        ({"reason": "  "}, ruling.NoReason),
        ({"reason": "Mr John Smith asked for it"}, NotClean),
    ):
        with pytest.raises(wrong):
            announced(people, **changed)
    assert not RetentionRule.objects.exists()
    for term in (("nothing", 5, "stored", "removed"), ("originals", 0, "stored", "removed")):
        with pytest.raises(ValueError, match="no rule of keeping"):
            Term(*term)


def test_ru05_of_two_at_once_the_second_is_told(people, colleague):
    seen = ruling.newest()
    announced(people)
    with pytest.raises(ruling.Meanwhile):
        announced(people, MORE, seen=seen, by=colleague)
    with pytest.raises(ruling.WaitsAlready):
        announced(people, MORE, by=colleague)
    sheets = Term("sheets", 14, "used", "removed")
    other = announced(people, sheets, by=colleague)
    assert other.number == seen + 2
    ruling.take_back(number=other.number, by=people.secretary, today=TODAY)
    with pytest.raises(NotWaiting):
        ruling.confirm(number=other.number, by=people.secretary, today=TODAY)
    with pytest.raises(NotWaiting):
        ruling.take_back(number=other.number, by=colleague, today=TODAY)


def test_ru05_the_same_number_given_at_the_same_moment_is_a_sentence(people, monkeypatch):
    """As on PostgreSQL, where both look before either has saved."""
    announced(people)
    monkeypatch.setattr(ruling, "newest", lambda: 1)
    with pytest.raises(ruling.Meanwhile):
        announced(people, Term("sheets", 14, "used", "removed"), seen=1)
    assert RetentionRule.objects.count() == 1


def test_ru06_taken_back_before_its_day_and_lapsed_without_a_second_person(people, colleague):
    made = announced(people)
    ruling.take_back(number=made.number, by=colleague, today=LATER - timedelta(days=1))
    assert term_on("originals", LATER).days == 1825
    again = announced(people)
    assert ruling.standing(again, LATER) == Standing.LAPSED
    assert term_on("originals", LATER).days == 1825
    with pytest.raises(NotWaiting):
        ruling.confirm(number=again.number, by=colleague, today=LATER)
    longer = announced(people, MORE, LATER + timedelta(days=1), today=LATER)
    with pytest.raises(ruling.InForceAlready):
        ruling.take_back(number=longer.number, by=colleague, today=LATER + timedelta(days=1))


def test_ru07_only_the_role_that_may(people):
    made = announced(people)
    for person in (people.officer, people.contact, UserFactory()):
        for act in (
            lambda by: announced(people, MORE, by=by),
            lambda by: ruling.confirm(number=made.number, by=by, today=TODAY),
            lambda by: ruling.take_back(number=made.number, by=by, today=TODAY),
        ):
            with pytest.raises(Refused):
                act(person)


def test_ru08_the_log_has_each_step(people, colleague):
    made = announced(people)
    ruling.confirm(number=made.number, by=colleague, today=TODAY)
    ruling.take_back(number=made.number, by=colleague, today=TODAY)
    told = Event.objects.filter(kind__startswith="erasure.rule.").order_by("pk")
    assert [(one.kind.rpartition(".")[2], one.by) for one in told] == [
        ("announced", people.secretary.username),
        ("confirmed", colleague.username),
        ("taken_back", colleague.username),
    ]
    said = {"of": "originals", "days": 400, "counted": "stored", "ends": "removed"}
    assert told[0].values == {
        **said,
        **{"number": made.number, "in_force_from": LATER.isoformat(), "sooner": True},
    }
