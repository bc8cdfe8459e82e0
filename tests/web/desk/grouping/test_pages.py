"""Sharing groups at the desk: kept by contact points, chosen for a filing, read by whom they name.

gp01  made, filled and ended on its pages      gp04  whoever it names reads the filing, and no story
gp02  bad input is said beside its field       gp05  two worlds with and without groups are equal
gp03  before sharing everybody is listed       gp06  another State's group is none
"""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.refs import new_ref
from cairn.observatory.actions import desk_snapshot
from cairn.reporting.filings.actions import withdraw_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.sharing_with import share_filing
from cairn.sharing.models import SharingGroup
from cairn.web.desk.once import new_token
from tests.factories import FilingFactory, MembershipFactory
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.exchange import filed
from tests.web.desk.filing.conftest import page_of, says_purpose, text_of

pytestmark = pytest.mark.django_db
GROUPS = reverse("desk:groups")
MAKE = {"state": "NER", "name": "Sea area", "kind": "organisations", "last_day": ""}


def together(*offices):
    for one in offices:
        join(state=one.people.agency.state, by=one.people.contact, today=date(2024, 1, 1))


def group_of(office, *bodies, **more):
    group = SharingGroupFactory(owner=office.people.agency, **more)
    for body in bodies:
        GroupMemberFactory(group=group, organisation=body)
    return group


def address_of(group):
    return reverse("desk:group", args=[group.ref])


def shared(filing, group, office):
    return share_filing(filing=filing, group=group.ref, by=office.people.contact)


def test_gp01_a_group_is_made_filled_and_ended_on_its_pages(niger, mali):
    assert niger.contact.send(GROUPS, **MAKE).status_code == 302
    group = SharingGroup.objects.get()
    page = address_of(group)
    assert "names nobody" in text_of(niger.contact.get(GROUPS))
    niger.contact.send(page, act="add", organisation=mali.people.agency.ref)
    member = group.members.get()
    told = niger.contact.get(page)
    assert [(words, n) for words, n, _listed in told.context["readers"]] == [
        ("TLP:AMBER+STRICT", 1),
        ("TLP:AMBER", 2),
    ]
    niger.contact.send(page, act="end", member=member.ref)
    assert "Former members" in text_of(niger.contact.get(page))
    niger.contact.send(page, act="close")
    group.refresh_from_db()
    assert group.until == timezone.localdate()
    assert 'value="add"' not in text_of(niger.contact.get(page))


def test_gp01_a_person_is_named_by_sign_in_name_and_one_who_left_is_said_so(niger, mali):
    niger.contact.send(GROUPS, **MAKE | {"kind": "accounts"})
    page = address_of(SharingGroup.objects.get())
    body, named = mali.people.agency, mali.people.officer
    niger.contact.send(page, act="add", organisation=body.ref, username=named.username)
    answer = niger.contact.get(page)
    assert answer.context["readers"][0][1] == 1
    named.memberships.update(until=timezone.localdate())
    answer = niger.contact.get(page)
    assert answer.context["readers"][0][1] == 0
    assert "has no role there any more" in text_of(answer)


YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "  "}, "This field is required"),
        ({"name": "Taken"}, "already has a group of this name"),
        ({"kind": "everybody"}, "Select a valid choice"),
        ({"state": "MLI"}, "Select a valid choice"),
        ({"last_day": YESTERDAY}, "The last day lies before today"),
        ({"last_day": "soon"}, "Enter a valid date"),
    ],
)
def test_gp02_what_is_wrong_with_a_new_group_is_said_and_nothing_is_kept(niger, change, said):
    group_of(niger, name="Taken")
    answer = niger.contact.send(GROUPS, **MAKE | change)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert SharingGroup.objects.count() == 1


def test_gp02_what_is_wrong_with_a_member_is_said_beside_its_field(niger, mali):
    member = GroupMemberFactory(group=group_of(niger), organisation=mali.people.agency)
    page = address_of(member.group)
    again = niger.contact.send(page, act="add", organisation=mali.people.agency.ref)
    assert (again.status_code, "organisation" in again.context["form"].errors) == (400, True)
    nowhere = niger.contact.send(page, act="add", organisation="org-0")
    assert nowhere.status_code == 400
    persons = address_of(group_of(niger, kind="accounts"))
    fields = {"act": "add", "organisation": mali.people.agency.ref, "username": "nobody"}
    unknown = niger.contact.send(persons, **fields)
    assert "No open account of this name" in text_of(unknown)
    assert "username" in unknown.context["form"].errors
    for fields in ({"act": "else"}, {"act": "end", "member": "gme-0"}, {}):
        assert niger.contact.send(page, **fields).status_code == 404


def test_gp02_a_group_that_ended_meanwhile_takes_nobody(niger, mali):
    group = group_of(niger)
    fields = niger.contact.fields(address_of(group))
    SharingGroup.objects.update(until=timezone.localdate())
    fields |= {"act": "add", "organisation": mali.people.agency.ref}
    answer = niger.contact.post(address_of(group), fields)
    assert answer.status_code == 400
    assert "This group has ended" in text_of(answer)
    assert not group.members.exists()


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_only_contact_points_enter(niger, who):
    filing, group = filed(niger.people, marking="amber"), group_of(niger)
    desk, token = getattr(niger, who), new_token(getattr(niger.people, who))
    for address in (GROUPS, address_of(group), page_of("filing_sharing", filing)):
        assert desk.get(address).status_code == 403
        assert desk.post(address, MAKE | {"once": token, "group": group.ref}).status_code == 403
    assert page_of("filing_sharing", filing) not in text_of(desk.get(page_of("filing", filing)))


def test_gp03_before_it_is_shared_everybody_who_would_read_it_is_listed(niger, mali):
    together(niger)
    filing = filed(niger.people, marking="amber")
    group = group_of(niger, mali.people.agency)
    page = page_of("filing_sharing", filing)
    assert quote(page) in quote(text_of(niger.contact.get(page_of("filing", filing))))
    answer = niger.contact.get(page)
    (choice,) = answer.context["choices"]
    ministry = mali.people.contact.memberships.get().organisation
    assert choice.readers == (("Mali", tuple(sorted([mali.people.agency.name, ministry.name]))),)
    assert not Filing.objects.exclude(shared_with=None).exists()
    assert niger.contact.send(page, group=group.ref).status_code == 302
    answer = niger.contact.get(page)
    assert answer.context["before"].states == choice.readers
    assert "2 organisations read it through the sharing group" in text_of(answer)
    niger.contact.send(page, group="")
    assert not Filing.objects.exclude(shared_with=None).exists()


def test_gp03_persons_are_listed_by_name_for_red_and_an_empty_group_is_said_to_be_nobody(
    niger, mali
):
    together(niger)
    filing = filed(niger.people, marking="red")
    group = group_of(niger, kind="accounts")
    page = page_of("filing_sharing", filing)
    assert niger.contact.send(page, group=group.ref).status_code == 302
    assert "names nobody today" in text_of(niger.contact.get(page))
    GroupMemberFactory(group=group, organisation=mali.people.agency, account=mali.people.officer)
    told = niger.contact.get(page).context["before"]
    assert (told.persons, told.states) == (
        True,
        ((mali.people.agency.name, (mali.people.officer.username,)),),
    )


def test_gp03_bad_choices_are_refused_with_a_sentence(niger, mali):
    together(niger)
    filing = filed(niger.people, marking="amber")
    page = page_of("filing_sharing", filing)
    wrong = group_of(niger, kind="accounts")
    ended = group_of(niger, mali.people.agency, until=timezone.localdate())
    for group, said in (
        (wrong.ref, "a group of the other kind"),
        (ended.ref, "has ended"),
        (group_of(niger, niger.people.agency).ref, "names only the organisation that filed it"),
    ):
        answer = niger.contact.send(page, group=group)
        assert answer.status_code == 400
        assert said in text_of(answer)
    green = filed(niger.people, "2024-Q2", marking="green")
    page = page_of("filing_sharing", green)
    assert 'name="group"' not in text_of(niger.contact.get(page))


def test_gp04_whoever_is_named_reads_the_filing_and_not_its_story(niger, mali):
    together(niger)
    filing = filed(niger.people, marking="amber_strict", narrative="More boats.")
    shared(filing, group_of(niger, mali.people.agency, name="Our secret name"), niger)
    page = text_of(says_purpose(mali.officer).get(page_of("filing", filing)))
    assert "More boats." in page
    assert "Our secret name" not in page
    assert 'id="history"' not in page
    assert mali.contact.get(page_of("filing", filing)).status_code == 404
    listed = mali.officer.get(reverse("desk:filings"), {"whose": "others"})
    assert [one.filing.ref for one in listed.context["lines"]] == [filing.ref]
    assert mali.officer.get(page_of("filing_differences", filing)).status_code == 404


def test_gp04_red_is_read_here_by_the_named_person_and_leaves_in_no_file(niger, mali):
    together(niger)
    filing = filed(niger.people, marking="red")
    group = group_of(niger, kind="accounts")
    GroupMemberFactory(group=group, organisation=mali.people.agency, account=mali.people.officer)
    shared(filing, group, niger)
    assert says_purpose(mali.officer).get(page_of("filing", filing)).status_code == 200
    for kind in ("csv", "xlsx"):
        answer = mali.officer.get(page_of("filing_export", filing, kind))
        assert answer.status_code == 403


READING = ("filing", "filing_return", "filing_differences", "filing_receipt")
LOOKED_AT = (
    reverse("desk:home"),
    reverse("desk:filings"),
    reverse("desk:filings") + "?whose=others",
    reverse("desk:participation") + "?year=2024",
    reverse("desk:participation_roll") + "?year=2024",
    reverse("desk:explore"),
    reverse("desk:explore_measure", args=["smuggled_migrants"]),
    reverse("desk:explore_file", args=["smuggled_migrants", "trend", "csv"]),
)


def masked(answer, *refs):
    text = b"".join(answer) if answer.streaming else answer.content
    told = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", text.decode())
    told = re.sub(r"exp-[0-9A-Z]{10}-.|[0-9a-f]{8,64}|\d\d:\d\d", "", told)  # snapshot, clock
    for ref in refs:
        told = told.replace(quote(ref), "fil").replace(ref, "fil")
    return answer.status_code, told


def test_gp05_with_or_without_groups_that_do_not_name_her_a_person_gets_the_same_bytes(
    niger, mali, settings, tmp_path
):
    settings.CAIRN_DATA = tmp_path
    together(niger, mali)
    filed(mali.people, "2024-Q1")
    filings = [filed(niger.people, f"2024-Q{n}", marking="amber") for n in (1, 2)]
    red = filed(niger.people, "2024-Q3", marking="red")
    desk_snapshot()
    before = [masked(mali.officer.get(one)) for one in LOOKED_AT]
    elsewhere = MembershipFactory(organisation__kind="state_body", organisation__state="TCD")
    group = group_of(niger, elsewhere.organisation)
    colleague = group_of(niger, kind="accounts")
    GroupMemberFactory(
        group=colleague, organisation=mali.people.agency, account=mali.people.contact
    )
    for filing in filings:
        shared(filing, group, niger)
    shared(red, colleague, niger)
    ended = group_of(niger, mali.people.agency, name="Ended", until=timezone.localdate())
    narrowed = shared(filed(niger.people, "2023-Q1", marking="amber"), group, niger)
    Filing.objects.filter(pk=narrowed.pk).update(shared_with=ended.ref)
    withdraw_filing(filing=filings[1], reason="Twice.", by=niger.people.contact)
    desk_snapshot()
    assert [masked(mali.officer.get(one)) for one in LOOKED_AT] == before
    absent = FilingFactory.build(ref=new_ref("fil"))
    for filing in (*filings, red, narrowed):
        for name in READING:
            there, nowhere = (mali.officer.get(page_of(name, one)) for one in (filing, absent))
            assert masked(there, filing.ref) == masked(nowhere, absent.ref)
            assert there.status_code == 404


def test_gp05_being_named_in_a_group_with_which_nothing_is_shared_changes_nothing(niger, mali):
    together(niger, mali)
    filed(niger.people, "2024-Q1", marking="amber")
    addresses = LOOKED_AT[:5]
    before = [masked(mali.officer.get(one)) for one in addresses]
    group_of(niger, mali.people.agency)
    assert [masked(mali.officer.get(one)) for one in addresses] == before


def test_gp06_a_group_of_another_state_is_answered_as_none(niger, mali):
    theirs = group_of(mali, niger.people.agency)
    absent = SharingGroupFactory.build(ref=new_ref("grp"))
    there, nowhere = (niger.contact.get(address_of(one)) for one in (theirs, absent))
    assert masked(there, theirs.ref) == masked(nowhere, absent.ref)
    assert there.status_code == 404
    together(niger)
    filing = filed(niger.people, marking="amber")
    page = page_of("filing_sharing", filing)
    answers = [niger.contact.send(page, group=one.ref) for one in (theirs, absent)]
    assert masked(answers[0], theirs.ref) == masked(answers[1], absent.ref)
    assert theirs.name not in text_of(niger.contact.get(GROUPS))


def test_a_filing_of_another_state_is_shared_by_nobody_here(niger, mali):
    together(niger)
    filing = filed(niger.people, marking="amber")
    shared(filing, group_of(niger, mali.people.agency), niger)
    page = page_of("filing_sharing", filing)
    assert mali.contact.get(page).status_code == 403
    assert "Who may read it" not in text_of(mali.contact.get(page_of("filing", filing)))


def test_the_list_takes_as_many_queries_however_many_groups_there_are(niger, mali):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert niger.contact.get(GROUPS).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for _ in range(4):
        group_of(niger, mali.people.agency)
    assert queries() == few
