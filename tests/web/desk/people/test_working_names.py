"""In whose name somebody works who has roles in several organisations.

wn01  nothing opens before a name was chosen; who has one organisation is never asked
wn02  what is seen and done is what the roles in that name give, and nothing of the other
wn03  what is read and written is entered in that name, and what was before stays as it was
wn04  a form that was begun in another name does nothing; what is read is asked for anew
wn05  a name that is not hers is one that is not there; a role that ends takes the name with it
wn06  what one office keeps a reviewer from, she does not see in the name of another
wn07  whoever looks from outside is told the name in which it was done, not that of the oldest role
wn08  a name chosen by a double click is chosen once
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import add_membership, end_membership
from cairn.accounts.models import Membership
from cairn.accounts.permissions import Permission, permissions_of
from cairn.audit.models import Event
from cairn.reporting.filings.actions import submit_filing
from cairn.reporting.filings.models import Filing
from cairn.rights import policies
from cairn.sharing.reads.models import Read
from cairn.sharing.viewer import viewer_of
from cairn.web.desk.importing.who import people as named
from tests.factories import MembershipFactory, StateBodyFactory
from tests.reporting.filings.doing import drafted
from tests.reporting.filings.exchange import filed
from tests.rights.doing import channel, reported
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import office, page_of, says_purpose
from tests.web.desk.participation.test_pages import together
from tests.web.desk.reads.conftest import Shared

pytestmark = pytest.mark.django_db
NAME, HOME, PEOPLE = "/en/desk/working-name/", "/en/desk/", "/en/desk/people/"


@pytest.fixture
def both(people, agency):
    """Amina, an officer of the agency, administers the other body as well."""
    add_membership(user=people.amina, organisation=people.elsewhere, role="administrator", by=None)
    return people.amina


def works_for(desk, body, onwards=""):
    return desk.send(NAME + onwards, body=body.ref)


def test_wn01_nothing_opens_before_a_name_was_chosen(both, people, agency):
    desk = Desk().enter(both)
    away = desk.get(PEOPLE)
    assert away.url == f"{NAME}?next=%2Fen%2Fdesk%2Fpeople%2F"
    json = desk.get(PEOPLE, headers={"accept": "application/json"})
    assert (json.status_code, json.json()["code"]) == (401, "name_not_chosen")
    page = desk.get(NAME).content.decode()
    assert "Border agency" in page
    assert "Police elsewhere" in page
    assert desk.post(HOME, desk.fields(NAME)).status_code == 302  # led there, nothing done
    for onwards, leads in (
        ("?next=/en/desk/people/", PEOPLE),
        ("?next=https://elsewhere.example/", HOME),
        ("?next=//elsewhere.example/", HOME),
    ):
        assert works_for(desk, people.elsewhere, onwards).url == leads
    assert "In the name of" in desk.get(HOME).content.decode()
    alone = Desk().enter(people.ada)
    assert alone.get(PEOPLE).status_code == 200
    assert "In the name of" not in alone.get(HOME).content.decode()
    assert "nothing to choose" in alone.get(NAME).content.decode()


def test_wn02_only_what_the_roles_in_that_name_give(both, people, agency):
    desk = Desk().enter(both)
    works_for(desk, people.elsewhere)
    assert b"Police elsewhere" in desk.get(PEOPLE).content
    new = reverse("desk:filing_new")
    assert desk.get(new).status_code == 403
    works_for(desk, agency)
    assert desk.get(PEOPLE).status_code == 403
    assert desk.get(new).status_code == 200
    both.works_for = people.elsewhere.ref
    seen = viewer_of(both, timezone.localdate())
    assert (seen.organisations, seen.states) == ({people.elsewhere.ref}, {"MLI"})
    assert Permission.FILING_WRITE not in permissions_of(both)
    both.works_for = ""  # undecided
    assert permissions_of(both) == frozenset()
    assert viewer_of(both, timezone.localdate()).organisations == frozenset()


def test_wn03_read_and_written_in_that_name(db):
    niger, mali = office("NER"), office("MLI")
    together(niger, mali)
    shared = Shared(niger, mali, filed(niger.people, "2024-Q1"), filed(mali.people, "2024-Q1"))
    reader, place = mali.people.officer, StateBodyFactory(state="NER")
    record = page_of("filing", shared.theirs)
    says_purpose(shared.mali.officer, "statistics").get(record)  # before she had a second one
    add_membership(user=reader, organisation=place, role="officer", by=None)
    desk = shared.mali.officer
    works_for(desk, place)
    assert desk.get(record).status_code == 200
    told = list(Read.objects.filter(record=shared.theirs.ref).order_by("pk"))
    assert [(one.reader, one.purpose) for one in told] == [
        (shared.mali.people.agency, "statistics"),
        (place, "own_state"),
    ]
    about = {"organisation": place.ref, "section": "smuggled_migrants", "period": "2024-Q3"}
    begun = desk.send(reverse("desk:filing_new") + "?until=2025", **about)
    made = Filing.objects.order_by("-pk").first()
    assert begun.status_code == 302, begun.content.decode()
    assert made.owner == place
    event = Event.objects.filter(target=made.ref).order_by("pk").first()
    assert (event.by, event.values["in_the_name_of"]) == (reader.username, place.ref)
    chosen = Event.objects.get(kind="accounts.name.chosen")
    assert chosen.values["in_the_name_of"] == place.ref
    works_for(desk, shared.mali.people.agency)
    assert desk.get(page_of("filing", made)).status_code == 404  # a draft of the other's
    made.refresh_from_db()
    assert made.owner == place


def test_wn04_a_form_begun_in_another_name_does_nothing(both, people, agency):
    desk = Desk().enter(both)
    works_for(desk, people.elsewhere)
    invite = reverse("desk:invite", args=[people.elsewhere.ref])
    late = desk.fields(invite)
    stand_in = reverse("desk:standing_in")
    other = desk.fields(stand_in)
    works_for(desk, agency)
    fields = {"name": "Zora", "language": "en", "role": "analyst"}
    assert desk.post(invite, late | fields).status_code == 403
    before = Membership.objects.count()
    answer = desk.post(
        stand_in,
        other
        | {"role": both.memberships.first().pk, "colleague": people.ada.ref}
        | {"last_day": timezone.localdate() + timedelta(days=3)},
    )
    assert answer.status_code == 403
    assert "begun in the name of another organisation" in answer.content.decode()
    assert Membership.objects.count() == before
    assert desk.session.get("reading_for") is None


def test_wn05_not_hers_is_not_there_and_a_name_ends_with_its_roles(both, people, agency):
    third = person("zora", "administrator", None).memberships.get().organisation
    desk = Desk().enter(both)
    assert works_for(desk, third).status_code == 404
    fields = desk.fields(NAME) | {"body": "org-0000000000-0"}
    assert desk.post(NAME, fields).status_code == 404
    assert not Event.objects.filter(kind="accounts.name.chosen").exists()
    works_for(desk, people.elsewhere)
    late = desk.fields(PEOPLE + f"{people.elsewhere.ref}/invite/")
    end_membership(membership=both.memberships.get(organisation=people.elsewhere), by=None)
    assert desk.get(PEOPLE).status_code == 403  # the agency's officer again
    assert desk.get(HOME).status_code == 200
    assert desk.post(reverse("desk:standing_in"), late).status_code == 403


def test_wn06_a_reviewer_of_two_offices_does_not_see_reports_about_one_of_them():
    who = channel()
    report = reported(who)
    assert policies.reviewable(who.reviewer).filter(pk=report.pk).exists()
    add_membership(user=who.reviewer, organisation=who.ministry, role="analyst", by=None)
    who.reviewer.works_for = who.commission.ref
    assert policies.reviews_for(who.reviewer) == {who.commission.ref}
    assert not policies.reviewable(who.reviewer).filter(pk=report.pk).exists()
    who.reviewer.works_for = who.ministry.ref
    assert policies.reviews_for(who.reviewer) == frozenset()


def test_wn07_the_name_shown_outside_is_the_one_in_which_it_was_done(db):
    """Not that of her oldest role: and colleagues of the other body learn no more than others."""
    niger, mali = office("NER"), office("MLI")
    together(niger, mali)
    stayed = filed(niger.people, "2024-Q1")
    officer, before = niger.people.officer, niger.people.agency
    other = StateBodyFactory(state="NER", name="Coast guard")
    colleague = MembershipFactory(organisation=before, role="analyst").user
    add_membership(user=officer, organisation=other, role="officer", by=None)
    works_for(niger.officer, other)
    officer.works_for = other.ref
    made = submit_filing(filing=drafted(replace(niger.people, agency=other), "2024-Q2"), by=officer)
    viewer = viewer_of(colleague, timezone.localdate())
    outside = viewer_of(mali.people.officer, timezone.localdate())

    def called(by, filing):
        return named({officer.username}, by, about=[filing.ref])[officer.username]

    assert (called(viewer, made), called(viewer, stayed)) == ("Coast guard", officer.called)
    assert (called(outside, made), called(outside, stayed)) == ("Coast guard", before.name)


def test_wn08_a_double_click_on_a_name_is_one(both, people, agency):
    desk = Desk().enter(both)
    chosen = desk.fields(NAME) | {"body": people.elsewhere.ref}
    first, second = desk.post(NAME, chosen), desk.post(NAME, chosen)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Event.objects.filter(kind="accounts.name.chosen").count() == 1
    late = desk.fields(NAME) | {"body": people.elsewhere.ref}
    works_for(desk, agency)
    assert desk.post(NAME, late).status_code == 403  # another form, begun in the other name
