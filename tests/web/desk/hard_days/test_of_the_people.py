"""Hard days of those who share an instance, each as docs/hard-days.md tells it.

hd06  a State leaves                          hd09  two administrators disagree
hd07  an organisation splits                  hd10  a court orders erasure
hd08  an officer is dismissed mid-session     hd11  a contributor withdraws everything
"""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import close_user
from cairn.accounts.following import (
    CannotFollow,
    FollowedByOthers,
    NobodyDecides,
    WorksForWhatEnded,
    follow,
)
from cairn.accounts.models import Membership
from cairn.accounts.people import LastAdministrator, stamp
from cairn.accounts.people import leave as leaves_us
from cairn.audit.models import Event
from cairn.console.verifying import examine
from cairn.erasure import actions as erasing
from cairn.erasure import holds, ledger
from cairn.erasure.carrying import carry_out
from cairn.erasure.policies import OnHold, TwoPersons
from cairn.history.models import Version
from cairn.jobs.runner import run_until_empty
from cairn.kernel.dates import Level, Period
from cairn.published.queries import withdrawn_sets
from cairn.releases.actions import refresh
from cairn.reporting.actions import accept_source
from cairn.reporting.beginning import begin_from_upload
from cairn.reporting.filings.drafting import begin_filing
from cairn.reporting.filings.models import Filing, FilingCount, Notice
from cairn.reporting.filings.narrowing import add_member, close_group, end_member
from cairn.reporting.filings.scheduling import remind, set_schedule
from cairn.reporting.findings.models import Finding
from cairn.reporting.models import Account, DataSet
from cairn.reporting.reading.layouts import Source
from cairn.sharing.grouping import make_group
from cairn.sharing.models import SharingGroup
from tests.factories import MembershipFactory, StateBodyFactory, UploadFactory, UserFactory
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.filings.exchange import filed
from tests.reporting.findings.test_findings import begun, researcher, shared, university
from tests.web.desk.conftest import Desk, person
from tests.web.desk.erasing.test_whole_imports import FIRST, OTHERS, brought
from tests.web.desk.filing.conftest import form_of, page_of, says_purpose, text_of
from tests.web.desk.participation.test_pages import together
from tests.web.desk.people.test_working_names import works_for

pytestmark = pytest.mark.django_db
PEOPLE, STANDING = reverse("desk:people"), reverse("desk:participation")
__all__ = ["researcher", "university"]


def wrong():
    return {one.question: one.wrong for one in examine() if one.wrong}


def erased(target, *, by, second, rule):
    """Two persons, and the job."""
    asked = erasing.ask_whole(target=target, rule=rule, authority="17 of 2026", by=by)
    with pytest.raises(TwoPersons):
        erasing.confirm(erasure=asked, by=by)
    erasing.confirm(erasure=asked, by=second)
    return carry_out(asked.ref)


def is_out(desk) -> bool:
    return "/account/login/" in getattr(desk.get("/en/desk/"), "url", "")


# ---- hd06


def test_hd06_a_state_leaves_step_by_step_and_may_come_back_until_it_erases(niger, mali):
    together(niger, mali)
    theirs, ours = filed(niger.people, "2024-Q1"), filed(mali.people, "2024-Q1")
    record = page_of("filing", theirs)
    assert says_purpose(mali.officer).get(record).status_code == 200
    # 1. leave the exchange: one button, both ways at once, and whoever read is told
    niger.contact.send(STANDING, state="NER", act="leave")
    assert mali.officer.get(record).status_code == 404
    assert niger.officer.get(page_of("filing", ours)).status_code == 404
    assert Notice.objects.filter(kind="left", organisation=mali.people.agency).exists()
    assert "your State left" in text_of(niger.contact.get(reverse("desk:reads_told")))
    # … which it may take back
    niger.contact.send(STANDING, state="NER", act="join", accepted="1")
    assert mali.officer.get(record).status_code == 200
    niger.contact.send(STANDING, state="NER", act="leave")
    # 2. take along what is its own
    export = niger.officer.get(page_of("filing_export", theirs, "csv"))
    assert export.status_code == 200
    # 3. erase what it filed, by two persons; stubs remain
    second = UserFactory()
    ada = person("ada", "administrator", niger.people.agency)
    MembershipFactory(user=second, organisation=niger.people.agency, role="administrator")
    done = erased(niger.people.agency.ref, by=niger.people.contact, second=second, rule="withdrawn")
    assert done.found["filings.filing"] == 1
    assert not FilingCount.objects.filter(filing__owner=niger.people.agency).exists()
    assert Filing.objects.get(pk=ours.pk).status == "validated"  # nobody else's
    # 4. its people leave; the last administrator at the console
    seat = niger.people.agency
    for user in (niger.people.officer, second):
        held = Membership.objects.filter(user=user, organisation=seat)
        leaves_us(user=user, organisation=seat, seen=stamp(held), by=ada)
    assert is_out(niger.officer)
    held = Membership.objects.filter(user=ada, organisation=seat)
    with pytest.raises(LastAdministrator):
        leaves_us(user=ada, organisation=seat, seen=stamp(held), by=ada)
    call_command("user", "ada", "--close")
    ada.refresh_from_db()
    assert not ada.is_active
    assert wrong() == {}


# ---- hd07


@pytest.fixture
def split(niger):
    """The agency splits in two; an administrator of a new one holds a role in the old one too."""
    old = niger.people.agency
    north, south = (StateBodyFactory(state="NER", name=name) for name in ("North", "South"))
    keeper = person("keeper", "administrator", north)
    MembershipFactory(user=keeper, organisation=old, role="administrator")
    return old, north, south, keeper


def test_hd07_records_keep_their_author_successors_are_named_and_somebody_decides(niger, split):
    old, north, south, keeper = split
    before, draft = validated(niger.people, "2024-Q1"), drafted(niger.people, "2024-Q2")
    asked = {"section": "smuggled_migrants", "level": Level.QUARTER, "days": 30}
    since = timezone.localdate() - timedelta(days=400)
    set_schedule(organisation=old, **asked, by=niger.people.contact, since=since)
    call_command("organisation", old.key, "--followed-by", north.key, "--followed-by", south.key)
    assert remind(timezone.localdate()) == 0  # nothing more is asked of it
    assert Filing.objects.get(pk=before.pk).owner == old
    page = text_of(niger.officer.get(page_of("filing", before)))
    assert f"{old.called}</bdi> ended on" in page
    assert "North" in page
    assert "South" in page
    again = {"section": "smuggled_migrants", "period": Period.parse("2024-Q3")}
    niger.people.agency.refresh_from_db()
    with pytest.raises(FollowedByOthers, match="North, South"):
        begin_filing(owner=niger.people.agency, by=niger.people.officer, **again)
    MembershipFactory(user=niger.people.officer, organisation=north, role="officer")
    assert begin_filing(owner=north, by=niger.people.officer, **again).owner == north
    # who decides over what there is: those who hold a role there, and the State's contact point
    works_for(niger.officer, old)
    assert niger.officer.get(page_of("filing_write", draft)).status_code == 200
    done = erased(before.ref, by=keeper, second=niger.people.contact, rule="court_order")
    assert done.state == "done"
    assert Event.objects.filter(kind="accounts.organisation.followed", target=old.ref).exists()
    call_command("organisation", old.key, "--goes-on")
    niger.people.agency.refresh_from_db()
    assert begin_filing(owner=niger.people.agency, by=niger.people.officer, **again)
    assert remind(timezone.localdate()) > 0


def test_hd07_who_works_for_it_begins_no_import_and_names_nobody_in_a_group(niger, mali, split):
    contact, seat = niger.people.contact, niger.people.contact.memberships.get().organisation
    MembershipFactory(user=split[3], organisation=seat, role="administrator")
    steward = person("steward-of-old", "steward", seat)
    upload = UploadFactory(owner=steward)
    source = Source(key="coast-guard", title="Log", publisher="A coast guard")
    made = make_group(state="NER", name="Sea area", kind="organisations", by=contact)
    named = add_member(group=made, organisation=mali.people.agency, by=contact)
    follow(organisation=seat, followers=[split[1]], day=timezone.localdate(), by=None)
    tries = (
        lambda: make_group(state="NER", name="Another", kind="organisations", by=contact),
        lambda: add_member(group=made, organisation=split[1], by=contact),
        lambda: begin_from_upload(upload=upload, found=None, plan=None, once="x", by=steward),
        lambda: accept_source(source=source, layout="", tables=[], by=steward),
    )
    for act in tries:
        with pytest.raises(WorksForWhatEnded, match="North"):
            act()
    assert SharingGroup.objects.get() == made
    assert not DataSet.objects.filter(key="coast-guard").exists()
    # What there is can still be ended, and whoever works for a body that goes on begins.
    end_member(group=made, member=named.ref, by=contact)
    close_group(group=made, by=contact)
    MembershipFactory(user=contact, organisation=split[1], role="contact_point")
    again = make_group(state="NER", name="Another", kind="organisations", by=contact)
    assert again.owner == split[1]


def test_hd07_who_cannot_follow_and_who_must_be_there(niger, mali, split):
    old, north, _south, keeper = split
    today = timezone.localdate()
    for wrong_one in (mali.people.agency, old):
        with pytest.raises(CannotFollow):
            follow(organisation=old, followers=[wrong_one], day=today, by=None)
    close_user(user=keeper, by=None)
    with pytest.raises(NobodyDecides):
        follow(organisation=old, followers=[north], day=today, by=None)


# ---- hd08


def test_hd08_an_officer_who_is_dismissed_is_out_at_once_and_her_draft_stays(niger):
    seat = niger.people.agency
    ada = Desk().enter(person("ada", "administrator", seat))
    colleague = UserFactory()
    MembershipFactory(user=colleague, organisation=seat, role="officer")
    draft = drafted(niger.people, "2024-Q1", value=41)
    address = page_of("filing_about", draft)
    form = form_of(niger.officer, address) | {"coverage_note": "Written in anger."}
    dismissed = niger.people.officer
    page = reverse("desk:person", args=[seat.ref, dismissed.ref])
    seen = ada.get(page).context["seen"]
    assert ada.send(page, act="leave", seen=seen).status_code == 302
    assert is_out(niger.officer)  # the very next request
    assert niger.officer.post(address, form).status_code == 302
    assert niger.officer.get(page_of("filing", draft)).status_code == 302
    held = Filing.objects.get(pk=draft.pk)
    assert (held.coverage_note, held.begun_by) == ("All posts.", dismissed.username)
    desk = Desk().enter(with_code(colleague))
    assert "41" in text_of(desk.get(page_of("filing_write", held)))
    again = form_of(desk, address) | {"coverage_note": "Gone on with."}
    assert desk.post(address, again).status_code == 302
    assert Filing.objects.get(pk=draft.pk).coverage_note == "Gone on with."
    dismissed.refresh_from_db()
    assert not dismissed.is_active


def with_code(user):
    from cairn.accounts.actions import set_code_generator
    from tests.web.desk.conftest import SECRET

    set_code_generator(user=user, secret=SECRET, by=None)
    return user


# ---- hd09


def test_hd09_of_two_administrators_who_disagree_the_second_is_told_and_both_are_logged(niger):
    seat = niger.people.agency
    ada, bela = (person(name, "administrator", seat) for name in ("ada", "bela"))
    one, other = Desk().enter(ada), Desk().enter(bela)
    about = reverse("desk:person", args=[seat.ref, niger.people.officer.ref])
    seen = [desk.get(about).context["seen"] for desk in (one, other)]
    assert one.send(about, act="give", role="analyst", last_day="", seen=seen[0]).status_code == 302
    second = other.send(about, act="leave", seen=seen[1])
    assert second.status_code == 400
    assert "Somebody else has changed the roles of this person" in text_of(second)
    assert niger.officer.get("/en/desk/").status_code == 200
    # each takes the other's role away: one is left, and she cannot be removed by nobody
    pages = [reverse("desk:person", args=[seat.ref, who.ref]) for who in (bela, ada)]
    shown = [desk.get(page).context["seen"] for desk, page in zip((one, other), pages, strict=True)]
    assert one.send(pages[0], act="leave", seen=shown[0]).status_code == 302
    assert is_out(other)
    kinds = Event.objects.filter(by="ada").values_list("kind", flat=True)
    assert {"accounts.membership.added", "accounts.user.left"} <= set(kinds)
    # an erasure needs both: one of them may refuse it
    asked = erasing.ask_whole(
        target=seat.ref, rule="withdrawn", authority="letter 3", by=niger.people.contact
    )
    assert erasing.refuse(erasure=asked, by=ada).state == "refused"


# ---- hd10


def test_hd10_what_a_court_orders_goes_by_two_persons_and_a_hold_is_lifted_first(niger):
    ada = person("ada", "administrator", niger.people.agency)
    filing = validated(niger.people, value=4711)
    hold = holds.place(target=filing.ref, reason="an inquiry", until=None, by=ada)
    with pytest.raises(OnHold, match="an inquiry"):
        erased(filing.ref, by=niger.people.contact, second=ada, rule="court_order")
    holds.lift(ref=hold.ref, by=ada)
    erased(filing.ref, by=niger.people.contact, second=ada, rule="court_order")
    left = Filing.objects.get(ref=filing.ref)
    assert (left.status, left.coverage_note, left.counts.count()) == ("withdrawn", "", 0)
    assert "court_order" in left.reason
    assert not any("4711" in body for body in Version.objects.values_list("body", flat=True))
    (line,) = ledger.read()
    assert (line.about["rule"], line.about["authority"]) == ("court_order", "17 of 2026")
    assert wrong() == {}


# ---- hd11


def test_hd11_a_contributor_withdraws_everything_and_stubs_remain(university, researcher):
    ada, bela = (person(name, "administrator", university) for name in ("ada", "bela"))
    out = shared(university, researcher, marking="clear")
    old = shared(university, researcher, "2024-Q2", text="A text that is all its own.")
    draft = begun(university, researcher, "2024-Q3")
    reader = says_purpose(Desk().enter(person("reader", "analyst")))
    record = reverse("desk:finding", args=[out.ref])
    assert "fees twice as high" in text_of(reader.get(record))
    done = erased(university.ref, by=ada, second=bela, rule="withdrawn")
    assert done.found["findings.finding"] == 3
    text = text_of(reader.get(record))
    assert "fees twice as high" not in text
    assert "withdrew this finding" in text
    for one in Finding.objects.all():
        assert (one.title, one.text, one.limits, one.counts) == ("", "", "", {})
        assert one.status == "withdrawn"
        assert one.owner == university
    assert {one.ref for one in Finding.objects.all()} == {out.ref, old.ref, draft.ref}
    bodies = [json.loads(one.body) for one in Version.objects.filter(key__startswith="fnd-")]
    assert bodies
    assert not any(body["text"] or body["counts"] for body in bodies)
    assert wrong() == {}
    run_until_empty()


def test_hd11_what_it_imported_goes_with_it_and_readers_of_releases_are_told(university):
    ada, bela = (person(name, "steward", university) for name in ("ada", "bela"))
    desk = Desk().enter(ada)
    whole = brought(desk, FIRST, "coast-guard", "Log")
    shared_set = brought(Desk().enter(person("other", "steward")), OTHERS, "others", "Others")
    part = brought(desk, f"{OTHERS}b9,2024-06-01,Italy,5,,\n", "others", "Others")
    _desk, public = refresh()
    assert part.dataset == shared_set.dataset
    done = erased(university.ref, by=ada, second=bela, rule="withdrawn")
    # what it alone brought is gone with its source; of what others brought too, its own part
    assert DataSet.objects.get(pk=whole.dataset_id).stub.endswith(" withdrawn]")
    assert DataSet.objects.get(pk=shared_set.dataset_id).stub == ""
    assert set(Account.objects.current().values_list("batch", flat=True)) == {shared_set.pk}
    assert Account.objects.count() == 2
    assert done.found["reporting.importbatch"] == 2
    public.refresh_from_db()
    assert public.withdrawn_at is not None
    told = {one.key: (one.rule, one.whole) for one in withdrawn_sets().values()}
    assert told == {"coast-guard": ("withdrawn", True), "others": ("withdrawn", False)}
    assert desk.get(reverse("public:data_set", args=["coast-guard"])).status_code == 410
    page = text_of(desk.get(reverse("public:data_set", args=["others"])))
    assert "A part of this data set was taken out" in page
    assert wrong() == {}


def test_hd11_what_somebody_brought_who_works_elsewhere_too_stays(university):
    ada, bela = (person(name, "steward", university) for name in ("ada", "bela"))
    batch = brought(Desk().enter(ada), FIRST, "coast-guard", "Log")
    MembershipFactory(user=ada, role="analyst")
    with pytest.raises(erasing.NothingToErase):  # her other body is not asked for in this name
        erasing.ask_whole(target="org-0", rule="withdrawn", authority="letter 3", by=bela)
    erased(university.ref, by=ada, second=bela, rule="withdrawn")
    batch.refresh_from_db()
    assert (batch.status, batch.dataset.stub) == ("committed", "")


def test_hd11_a_single_finding_is_erased_too_and_nobody_of_another_body_asks_for_it(
    university, researcher, niger
):
    ada, bela = (person(name, "administrator", university) for name in ("ada", "bela"))
    one = shared(university, researcher, marking="clear")
    other = shared(university, researcher, "2024-Q2")
    with pytest.raises(erasing.NothingToErase):
        erased(one.ref, by=niger.people.contact, second=ada, rule="court_order")
    erased(one.ref, by=ada, second=bela, rule="court_order")
    assert Finding.objects.get(ref=one.ref).text == ""
    assert Finding.objects.get(ref=other.ref).text != ""
    assert wrong() == {}
