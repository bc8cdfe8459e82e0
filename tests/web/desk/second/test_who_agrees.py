"""Who is the second person, and who is asked nothing and learns nothing of it.

se03  never by oneself, across organisations, by one who stands in for her or was just brought in,
      also where that one has another role there, or came in by a link that she made anew
se04  without a second person there is no form, and the page says whom to ask
se05  asked is only who may read all of it; the other one's desk is the same, byte for byte
se12  a first page asks the database as often whatever waits, for its reader or hidden from her
"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.access import second
from cairn.access.models import Agreement
from cairn.access.second_persons import NoSecondPerson, second_persons
from cairn.accounts import rates
from cairn.accounts.actions import add_membership, end_membership
from cairn.accounts.invitations import KEPT, invite, reissue
from cairn.accounts.models import Membership
from cairn.accounts.people import give_role, roles_there, stamp
from cairn.sharing.reads.purposes import Purpose
from cairn.web.desk.once import new_token
from tests.factories import MembershipFactory
from tests.factories_of_people import AgreementFactory
from tests.reporting.filings.exchange import filed
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import niger, page_of, text_of  # noqa: F401
from tests.web.desk.second.conftest import (
    ASK,
    BOUNDS,
    HOME,
    PASSED,
    answer,
    ask_for,
    file_of,
    taken_all,
)

pytestmark = pytest.mark.django_db


def test_se03_who_cannot_be_the_second_person(post):
    noor, agency = post.noor, post.agency

    def who(asker=noor):
        return {one.username for one in second_persons(asker, agency, [])}

    officer = post.niger.people.officer.username
    assert who() == {"mina", officer}
    assert who(post.mina) == {officer}  # an analyst holds no permission for it, nor does oneself
    # one who stands in for her, and one whom she brought in lately, are not; later they are
    ada = person("ada", "administrator", agency)
    new = person("new", None)
    add_membership(user=new, organisation=agency, role="officer", by=ada)
    assert "new" not in who(ada)
    assert "new" in who()
    until = timezone.localdate() + timedelta(days=5)
    MembershipFactory(
        user=noor,
        organisation=agency,
        role="administrator",
        stands_in_for=ada,
        until=until,
        since=PASSED,
    )
    assert "noor" not in who(ada)
    assert "noor" in who(post.mina)
    add_membership(user=noor, organisation=agency, role="officer", by=None)
    assert "noor" not in who(ada)  # the person, not the one role
    # and nobody of another organisation or with a role that has ended
    person("far", "officer", post.niger.people.contact.memberships.get().organisation)
    assert "far" not in who()
    end_membership(membership=Membership.objects.get(user=post.mina), by=None)
    assert "mina" not in who()


def test_se03_whoever_came_in_by_her_link_or_has_a_longer_role_by_her_is_not(post, monkeypatch):
    ada, eve = (person(name, "administrator", post.agency) for name in ("ada", "eve"))
    body, today = post.agency, timezone.localdate()

    def who(asker=ada):
        return {one.username for one in second_persons(asker, body, [])}

    invited = {"language": "en", "organisation": body, "role": "officer", "until": None}
    made, _code = invite(name="Ines", by=eve, **invited)
    Membership.objects.update(since=PASSED)
    assert made.user.username in who()
    assert made.user.username not in who(eve)
    reissue(invitation=made, by=ada)  # and whoever holds this link is Ines from now on
    assert made.user.username not in who()
    assert "mina" in who()
    seen = stamp(roles_there(body).filter(user=post.mina))
    until = today + timedelta(days=150)
    give_role(user=post.mina, organisation=body, role="officer", until=until, seen=seen, by=ada)
    assert "mina" not in who()
    known = rates.rules()[0].second.known
    assert KEPT.days >= known  # so long the link is known
    for days, passed in ((known - 1, False), (known, True)):
        later = today + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda *_a, later=later: later)
        assert ({"mina", made.user.username} <= who()) is passed


def test_se03_nobody_answers_her_own_question_or_that_of_another_organisation(post):
    taken_all(post)
    ask_for(post.desk, file_of(post.filings[1]))
    one = Agreement.objects.get()
    page = reverse("desk:second_request", args=[one.ref])
    add_membership(user=post.noor, organisation=post.agency, role="officer", by=None)
    people = post.niger.people
    for user in (post.noor, people.contact, people.secretary):
        desk, fields = Desk().enter(user), {"act": "agree", "words": "Yes, of course."}
        assert desk.get(page).status_code == 404
        assert desk.post(page, fields | {"once": new_token(user)}).status_code == 404
    with pytest.raises(second.NotForOneself):
        second.decide(agreement=one, agree=True, words="Yes, of course.", by=post.noor)
    one.refresh_from_db()
    assert one.state == "waiting"


def test_se04_without_a_second_person_the_page_says_whom_to_ask(post):
    contact = post.niger.people.contact
    point = contact.memberships.get().organisation
    Membership.objects.filter(organisation=post.agency).exclude(user=post.noor).update(
        until=timezone.localdate()
    )
    page = post.desk.get(f"{ASK}?kind=opened")
    said = text_of(page)
    assert "Nobody else of your organisation can agree to this" in said
    assert f"Ask the contact point of your State: {point.name}." in said
    assert 'name="reason"' not in said
    with pytest.raises(NoSecondPerson):
        second.ask(
            user=post.noor,
            kind=rates.Kind.OPENED,
            n=1,
            purpose=Purpose.ANALYSIS,
            reason="For the meeting.",
        )
    alone = text_of(post.niger.contact.get(f"{ASK}?kind=exported"))  # herself the contact point
    bureau = post.niger.people.secretary.memberships.get().organisation
    assert f"Ask the secretariat: {bureau.name}." in alone
    assert not Agreement.objects.exists()


def without_time(desk, address):
    page = desk.get(address)
    hidden = r'name="(once|csrfmiddlewaretoken)" value="[^"]+"'
    return page.status_code, re.sub(hidden, "", page.content.decode())


def test_se05_asked_is_only_who_may_read_all_of_it(niger, bounded):  # noqa: F811
    """The contact point sees what is AMBER+STRICT of an agency; an officer of her ministry does
    not, and learns nothing of it from being there when she asks."""
    contact = niger.people.contact
    ministry = contact.memberships.get().organisation
    olga = person("olga", "officer", ministry)
    Membership.objects.filter(user=olga).update(since=PASSED)
    strict = filed(niger.people, "2024-Q1", marking="amber_strict")
    other = filed(niger.people, "2024-Q2", marking="amber")
    assert niger.contact.get(file_of(other)).status_code == 200
    desk = Desk().enter(olga)
    assert desk.get(page_of("filing", strict)).status_code == 404
    asking = f"{ASK}?kind=taken&of=/desk/filings/{strict.ref}/export.csv"
    assert "Nobody else of your organisation can agree" in text_of(niger.contact.get(asking))
    assert desk.get(asking).status_code == 404  # and she cannot ask of what she may not see
    pages = (HOME, BOUNDS, "/en/desk/bounds/requests/agr-0000000000-0/")
    before = [without_time(desk, page) for page in pages]
    nils = person("nils", "contact_point", ministry)
    Membership.objects.filter(user=nils).update(since=PASSED)
    assert ask_for(niger.contact, file_of(strict)).status_code == 302
    one = Agreement.objects.get()
    pages = (*pages[:2], reverse("desk:second_request", args=[one.ref]))
    after = [without_time(desk, page) for page in pages]
    masked = [(code, said.replace("agr-0000000000-0", one.ref)) for code, said in before]
    assert after == masked
    assert after[2][0] == 404
    seen = Desk().enter(nils)
    assert "Waits for you as a second person" in text_of(seen.get(HOME))
    assert answer(seen).status_code == 302
    assert niger.contact.get(file_of(strict)).status_code == 200


def test_se12_a_first_page_costs_the_same_whatever_waits(niger, bounded):  # noqa: F811
    ministry = niger.people.contact.memberships.get().organisation
    olga = person("olga", "officer", ministry)
    strict = filed(niger.people, "2024-Q1", marking="amber_strict")
    other = filed(niger.people, "2024-Q2", marking="amber")
    desk = Desk().enter(olga)
    now = timezone.now()

    def asked(filing, n):
        """Each by somebody else, of one file."""
        for _ in range(n):
            asker = MembershipFactory(organisation=ministry, role="analyst").user
            records = [[filing.ref, filing.number]]
            AgreementFactory(
                user=asker,
                organisation=ministry,
                kind="taken",
                n=1,
                records=records,
                asked_at=now,
                expires_at=now + timedelta(days=2),
            )

    def cost(shown):
        desk.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            page = text_of(desk.get(HOME))
        assert page.count("one file of 1 record") == shown
        return len(queries)

    found = [cost(0)]
    for filing, n, shown in ((strict, 3, 0), (other, 1, 1), (other, 9, 10), (strict, 4, 10)):
        asked(filing, n)
        found.append(cost(shown))
    assert found == [found[0]] * 5
