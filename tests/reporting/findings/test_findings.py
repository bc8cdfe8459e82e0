"""Findings of contributors that are not States (TRUST §5, threat 23).

fi01  who contributes, and in which bodies          fi04  each door of a State: both stand
fi02  who reads it, by its marking                  fi05  nothing of it enters a figure or a roll
fi03  its own organisation alone changes it         fi06  what is refused is said at once
"""

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.accounts.permissions import MissingPermission, Permission, permissions_of
from cairn.audit.models import Event
from cairn.history.models import Version
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError
from cairn.observatory.filing_rows import contributors, lines
from cairn.reporting.filings import actions as of_filings
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.combining import begin_merge
from cairn.reporting.filings.contributing import contributed_by, recompute
from cairn.reporting.filings.drafting import begin_version as amend_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.texts import NotClean, check_may_say
from cairn.reporting.findings import actions
from cairn.reporting.findings.models import Finding, FindingMoved, FindingStatus
from cairn.sharing.models import Entitlement
from cairn.sharing.viewer import viewer_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.reporting.filings.doing import TODAY, drafted, world
from tests.reporting.filings.exchange import filed, taking_part

pytestmark = pytest.mark.django_db
WRITTEN = {
    "title": "Fees rose after the closing of the bridge",
    "text": "People told of fees twice as high as the year before.",
    "method": "interviews",
    "limits": "Two towns only.",
    "counts": {"smuggled_detected": 40},
    "count_basis": "sample",
}


@pytest.fixture
def university():
    return OrganisationFactory(kind="university")


@pytest.fixture
def researcher(university):
    user = UserFactory()
    MembershipFactory(user=user, organisation=university, role="contributor")
    return user


def begun(owner, by, period="2024-Q1", about="NER"):
    return actions.begin_finding(
        owner=owner, about=about, section="smuggled_migrants", period=Period.parse(period), by=by
    )


def shared(owner, by, period="2024-Q1", **changed):
    draft = begun(owner, by, period)
    return actions.share_finding(
        finding=actions.save_finding(finding=draft, values=WRITTEN | changed, by=by), by=by
    )


def seen_by(user) -> set[str]:
    rows = Finding.objects.visible_to(viewer_of(user, timezone.localdate()))
    return set(rows.newest().values_list("ref", flat=True))


KINDS = ("university", "civil_society", "international", "independent", "project")


@pytest.mark.parametrize("kind", [*KINDS, "publisher", "state_body"])
def test_fi01_contributors_are_people_of_bodies_that_are_no_states(kind):
    body = OrganisationFactory(kind=kind, state="NER" if kind == "state_body" else None)
    user = UserFactory()
    MembershipFactory(user=user, organisation=body, role="contributor")
    if kind in KINDS:
        assert begun(body, user).owner == body
    else:
        assert Permission.FINDING_WRITE not in permissions_of(user, body)
        with pytest.raises(MissingPermission):
            begun(body, user)


def test_fi01_a_contributor_speaks_for_no_other_body(researcher):
    with pytest.raises(MissingPermission):
        begun(OrganisationFactory(kind="university"), researcher)


def test_fi01_a_contributor_may_say_of_words_that_they_are_no_person(university, researcher):
    assert check_may_say(researcher, university) is None
    with pytest.raises(MissingPermission):
        check_may_say(UserFactory(), university)


#                      own   subject, eligible  not eligible  other university  secretariat
READERS = {
    "clear": (True, True, True, True, True),
    "green": (True, True, False, False, True),
    "amber": (True, False, False, False, True),
    "amber_strict": (True, False, False, False, False),
    "red": (True, False, False, False, False),
}


@pytest.mark.parametrize("marking", READERS)
def test_fi02_the_marking_alone_decides_who_reads_it(university, researcher, marking):
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(niger)
    elsewhere = UserFactory()
    MembershipFactory(user=elsewhere, organisation=OrganisationFactory(kind="civil_society"))
    finding = shared(university, researcher, marking=marking)
    people = (researcher, niger.officer, mali.officer, elsewhere, niger.secretary)
    assert tuple(finding.ref in seen_by(one) for one in people) == READERS[marking]


def test_fi02_a_draft_and_the_public_see_nothing(university, researcher):
    finding = begun(university, researcher)
    secretary = world().secretary
    assert finding.ref in seen_by(researcher)
    assert finding.ref not in seen_by(secretary) | seen_by(UserFactory())
    shared(university, researcher, "2024-Q2", marking="clear")
    assert not Finding.objects.visible_to(viewer_of(None, TODAY)).exists()


ACTIONS = {
    "save_finding": {"values": {"text": "Nothing was found."}},
    "share_finding": {},
    "begin_version": {},
    "withdraw_finding": {"reason": "Not true."},
}


@pytest.mark.parametrize("act", ACTIONS)
@pytest.mark.parametrize("who", ["officer", "contact", "secretary", "other"])
def test_fi03_nobody_else_edits_narrows_withdraws_or_shares_it(university, researcher, act, who):
    people = world("NER")
    people.other = UserFactory()
    MembershipFactory(
        user=people.other, organisation=OrganisationFactory(kind="university"), role="contributor"
    )
    finding = shared(university, researcher, marking="clear")
    draft = begun(university, researcher, "2024-Q2")
    before = serializers.serialize("json", Finding.objects.order_by("pk"))
    for one in (finding, draft):
        with pytest.raises(MissingPermission):
            getattr(actions, act)(finding=one, by=getattr(people, who), **ACTIONS[act])
    assert serializers.serialize("json", Finding.objects.order_by("pk")) == before


def test_fi03_its_life_is_kept_in_versions_and_events(university, researcher):
    first = shared(university, researcher, marking="clear")
    second = actions.begin_version(finding=first, by=researcher)
    assert actions.begin_version(finding=first, by=researcher) == second  # twice is once
    actions.save_finding(finding=second, values={"title": "Fees doubled"}, by=researcher)
    second = actions.share_finding(finding=second, by=researcher)
    first.refresh_from_db()
    assert (first.status, second.number) == (FindingStatus.SUPERSEDED, 2)
    actions.withdraw_finding(finding=second, reason="Half was counted twice.", by=researcher)
    reasons = Version.objects.filter(key=first.ref).order_by("number")
    told = ["begun", "shared", "new version", "shared", "withdrawn"]
    assert list(reasons.values_list("reason", flat=True)) == told
    assert Event.objects.filter(target=first.ref, kind="reporting.finding.withdrawn").exists()
    for act in ("share_finding", "begin_version"):
        with pytest.raises(FindingMoved):
            getattr(actions, act)(finding=second, by=researcher)


def test_fi03_a_narrower_version_takes_the_old_one_along(university, researcher):
    reader = UserFactory()
    MembershipFactory(user=reader)
    first = shared(university, researcher, marking="clear")
    assert first.ref in seen_by(reader)
    second = actions.begin_version(finding=first, by=researcher)
    actions.save_finding(finding=second, values={"marking": "red"}, by=researcher)
    assert first.ref in seen_by(reader)
    actions.share_finding(finding=second, by=researcher)
    assert first.ref not in seen_by(reader)
    assert not Finding.objects.visible_to(viewer_of(reader, TODAY)).exists()


def test_fi03_a_wider_version_does_not_open_what_was_narrow(university, researcher):
    reader = UserFactory()
    MembershipFactory(user=reader)
    first = shared(university, researcher, marking="red", text="Only for us.")
    second = actions.begin_version(finding=first, by=researcher)
    values = {"marking": "clear", "text": "For everybody."}
    actions.save_finding(finding=second, values=values, by=researcher)
    actions.share_finding(finding=second, by=researcher)
    texts = Finding.objects.visible_to(viewer_of(reader, TODAY)).values_list("text", flat=True)
    assert list(texts) == ["For everybody."]


def test_fi03_two_writers_meet_at_the_revision(university, researcher):
    draft = begun(university, researcher)
    actions.save_finding(finding=draft, values={"title": "One"}, by=researcher, revision=0)
    with pytest.raises(actions.SavedMeanwhile):
        actions.save_finding(finding=draft, values={"title": "Two"}, by=researcher, revision=0)
    draft.refresh_from_db()
    assert draft.title == "One"


DOORS = {
    "amend": lambda people, filing: amend_filing(filing=filing, by=people.officer),
    "withdraw": lambda people, filing: of_filings.withdraw_filing(
        filing=filing, reason="Counted twice.", by=people.contact
    ),
    "merge": lambda people, _filing: merged(people),
    "narrow": lambda people, _filing: filed(people, "2024-Q2", marking="red"),
    "contradict": lambda people, _filing: filed(
        people, "2024-Q2", counts={"smuggled_detected": 0, "dead": 0}
    ),
}


def merged(people):
    """Another agency of the State submits the same quarter, and the contact point merges."""
    second = world("NER")
    both = [
        submit_filing(filing=drafted(one, "2024-Q3"), by=one.officer) for one in (people, second)
    ]
    ministry = people.contact.memberships.get().organisation
    return begin_merge(filings=both, owner=ministry, by=people.contact)


@pytest.mark.parametrize("door", DOORS)
def test_fi04_whatever_a_state_does_with_its_filing_the_finding_stands(
    university, researcher, door
):
    people, reader = taking_part("NER"), UserFactory()
    MembershipFactory(user=reader)
    filing = filed(people)
    finding = shared(university, researcher, marking="clear")
    before = serializers.serialize("json", Finding.objects.all())
    DOORS[door](people, filing)
    assert serializers.serialize("json", Finding.objects.all()) == before
    assert finding.ref in seen_by(reader)


def test_fi04_whatever_a_contributor_does_the_filing_stands(university, researcher):
    people = taking_part("NER")
    filed(people)
    before = serializers.serialize("json", Filing.objects.all())
    finding = shared(university, researcher, marking="clear")
    actions.withdraw_finding(finding=finding, reason="An error of ours.", by=researcher)
    assert serializers.serialize("json", Filing.objects.all()) == before


def test_fi04_no_filing_action_takes_a_finding_and_none_of_its_rows_is_a_filing(
    university, researcher
):
    finding = shared(university, researcher, marking="clear")
    assert not Filing.objects.filter(ref=finding.ref).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(state="NER")


def test_fi05_its_numbers_enter_no_figure_no_roll_and_open_nothing(university, researcher):
    people = taking_part("NER")
    filed(people)
    recompute()

    def counted():
        rows = sorted(str(one) for body in contributors() for one in lines(body))
        roll = {key: sorted(found) for key, found in contributed_by(["NER", "MLI"]).items()}
        opened = sorted(Entitlement.objects.values_list("state", "section", "month", "why"))
        return rows, roll, opened

    before = counted()
    assert before[0]
    assert before[1]
    shared(university, researcher, marking="clear", counts={"smuggled_detected": 4711})
    recompute()
    assert counted() == before


def test_fi06_what_is_missing_is_said_at_once_and_nothing_is_shared(university, researcher):
    draft = begun(university, researcher)
    values = {"counts": {"dead": 3}}
    draft = actions.save_finding(finding=draft, values=values, by=researcher)
    with pytest.raises(actions.NotComplete) as refused:
        actions.share_finding(finding=draft, by=researcher)
    fields = {one.values["field"] for one in refused.value.problems}
    assert fields == {"title", "text", "method", "limits", "count_basis"}
    draft.refresh_from_db()
    assert draft.status == FindingStatus.DRAFT


WRONG = {
    "title": "x" * 201,
    "method": "guessing",
    "marking": "purple",
    "count_basis": "heads",
    "uses": ["selling"],
    "source_grade": "Z",
    "information_grade": "9",
    "rests_on": -1,
    "counts": {"smuggled_detected": -1, "no_such_measure": 3},
}


def test_fi06_every_wrong_value_is_named_and_nothing_is_stored(university, researcher):
    draft = begun(university, researcher)
    with pytest.raises(actions.NotComplete) as refused:
        actions.save_finding(finding=draft, values=WRONG, by=researcher)
    fields = {one.values["field"] for one in refused.value.problems}
    assert fields == {*WRONG, "smuggled_detected", "no_such_measure"} - {"counts"}
    draft.refresh_from_db()
    assert (draft.title, draft.revision) == ("", 0)


@pytest.mark.parametrize("field", ["title", "text", "limits"])
def test_fi06_texts_are_screened(university, researcher, field):
    draft = begun(university, researcher)
    values = {field: "Ask anna.k@example.org about it."}
    with pytest.raises(NotClean):
        actions.save_finding(finding=draft, values=values, by=researcher)


@pytest.mark.parametrize(
    "about", [{"about": "XXX"}, {"period": Period(date(2024, 1, 1), date(2024, 5, 31))}]
)
def test_fi06_a_subject_that_is_none_is_refused(university, researcher, about):
    given = {"about": "NER", "section": "fees", "period": Period.parse("2024")} | about
    with pytest.raises(CairnError):
        actions.begin_finding(owner=university, by=researcher, **given)
    later = Period.parse(f"{(timezone.localdate() + timedelta(days=400)).year}")
    with pytest.raises(CairnError):
        actions.begin_finding(owner=university, by=researcher, **given | {"period": later})
    assert not Finding.objects.exists()
