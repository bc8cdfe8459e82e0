"""Asking for a role, and deciding about it.

ak01  asked with a purpose and a last day; an administrator there gives it, with a reason
ak02  declined: the reason is read by whoever asked, and nothing was given
ak03  asked twice is asked once; at most five wait; withdrawn by whoever asked
ak04  nobody decides on her own request, and nobody of another organisation on any
ak05  an organisation that is here and one that is not: the same answers, byte for byte
ak06  a second organisation: an account that works elsewhere gets a role here, and keeps its own
ak07  what nobody decides is shown as late, lapses, and is told to both sides until put away
ak08  of two who decide at once the second is told; a role held is never shortened
ak09  what names a person is refused before anything is stored; what is incomplete says where
ak10  whoever has no role at all may ask; it is part of what is held about her
ak11  what ended long ago is forgotten; every step is in the log
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.access import asking
from cairn.access.models import RoleRequest
from cairn.accounts.models import Membership
from cairn.accounts.people import give_role, roles_there, stamp
from cairn.audit.models import Event
from cairn.kernel.errors import NotFound
from cairn.web.desk.once import new_token
from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db

ACCESS, HOME = "/en/desk/access/", "/en/desk/"
LAST = timedelta(days=30)


def ask(user, place="another", **changed):
    """Send the form as the person would; the answer."""
    fields = {
        "act": "ask",
        "place": getattr(place, "ref", place),
        "role": "analyst",
        "last_day": (timezone.localdate() + LAST).isoformat(),
        "purpose": "To compare the figures of the quarter.",
        "once": new_token(user),
    }
    return Desk().enter(user).post(ACCESS, fields | changed)


def decide(user, request, act, reason="Agreed in our meeting.", seen=None):
    there = roles_there(request.organisation).filter(user=request.user)
    fields = {"act": act, "reason": reason, "once": new_token(user)}
    fields["seen"] = stamp(there) if seen is None else seen
    return Desk().enter(user).post(reverse("desk:role_request", args=[request.ref]), fields)


def text(user, address=HOME):
    return Desk().enter(user).get(address).content.decode()


def held(user, place):
    return {(one.role, one.until) for one in roles_there(place).filter(user=user)}


def test_ak01_ak11_a_role_is_asked_for_given_and_logged(people, agency):
    assert ask(people.amina, agency).status_code == 302
    asked = RoleRequest.objects.get()
    assert "Amina" in text(people.ada)
    assert "Amina" in text(people.ada, reverse("desk:people"))
    shown = text(people.ada, reverse("desk:role_request", args=[asked.ref]))
    assert "To compare the figures of the quarter." in shown
    assert decide(people.ada, asked, "give").status_code == 302
    until = timezone.localdate() + LAST + timedelta(days=1)
    assert held(people.amina, agency) == {("officer", None), ("analyst", until)}
    told = text(people.amina)
    assert "What became of your requests" in told
    assert "Agreed in our meeting." in told
    assert "ada" not in re.findall(r"<bdi>([^<]+)</bdi>", told)  # nor who decided
    kinds = Event.objects.filter(kind__startswith="access.").order_by("pk")
    assert list(kinds.values_list("kind", "by", "target")) == [
        ("access.role.asked", "amina", asked.ref),
        ("access.role.given", "ada", asked.ref),
    ]
    assert "compare" not in str(list(kinds.values_list("values", flat=True)))
    RoleRequest.objects.update(closed_at=timezone.now() - asking.KEPT - timedelta(days=1))
    assert asking.forget_requests(before=timezone.now() - asking.KEPT) == 1


def test_ak02_declined_with_a_reason_that_is_read_and_put_away(people, agency):
    ask(people.amina, agency)
    asked = RoleRequest.objects.get()
    nothing = decide(people.ada, asked, "decline", reason=" ")
    assert nothing.status_code == 400
    decide(people.ada, asked, "decline", reason="Officers read that already.")
    assert held(people.amina, agency) == {("officer", None)}
    assert "Officers read that already." in text(people.amina)
    fields = {"act": "away", "request": asked.ref, "once": new_token(people.amina)}
    assert Desk().enter(people.amina).post(ACCESS, fields).status_code == 302
    assert "Officers read that already." not in text(people.amina)
    assert "Officers read that already." in text(people.amina, ACCESS)
    assert "already decided" not in text(people.ada)


def test_ak03_asked_twice_is_once_five_wait_and_one_is_withdrawn(people, agency):
    ask(people.amina, agency)
    ask(people.amina, agency, purpose="Another sentence.")
    assert RoleRequest.objects.count() == 1
    for number in range(4):
        assert ask(people.amina, named=f"Body {number}").status_code == 302
    assert ask(people.amina, named="Body 4").status_code == 400
    assert ask(people.amina, named="  body   3 ").status_code == 302  # asked already
    assert RoleRequest.objects.count() == 5
    first = RoleRequest.objects.get(organisation=agency)
    fields = {"act": "withdraw", "request": first.ref, "once": new_token(people.amina)}
    assert Desk().enter(people.amina).post(ACCESS, fields).status_code == 302
    assert decide(people.ada, first, "give").status_code == 400
    assert held(people.amina, agency) == {("officer", None)}
    fields |= {"once": new_token(people.contact)}
    assert Desk().enter(people.contact).post(ACCESS, fields).status_code == 404  # another's
    assert ask(people.amina, agency, role="officer").status_code == 400  # she holds it


def test_ak04_nobody_decides_for_herself_or_for_another_organisation(people, agency):
    ask(people.ada, agency)
    asked = RoleRequest.objects.get()
    address = reverse("desk:role_request", args=[asked.ref])
    assert asking.to_decide(people.ada) == []
    page = Desk().enter(people.ada).get(address)
    assert b'value="give"' not in page.content
    assert decide(people.ada, asked, "give").status_code == 400
    assert decide(people.stranger, asked, "give").status_code == 404
    assert decide(people.contact, asked, "give").status_code == 403
    assert held(people.ada, agency) == {("administrator", None)}
    assert decide(people.bela, asked, "give").status_code == 302
    assert len(held(people.ada, agency)) == 2


def masked(page):
    found = re.sub(r'(csrfmiddlewaretoken|name="once")[^>]+', "", page.content.decode())
    found = re.sub(r"(ask|org)-[0-9A-Z]{10}-.", "ref", found)
    return page.status_code, re.sub(r"Police elsewhere|Nobody at home", "NAME", found)


def test_ak05_what_is_here_and_what_is_not_are_one_answer(people, agency):
    answers = {}
    for name, user in (("Police elsewhere", people.amina), ("Nobody at home", people.contact)):
        desk = Desk().enter(user)
        given = [masked(ask(user, named=name, role=role)) for role in ("analyst", "contributor")]
        given += [masked(ask(user, named=name)), masked(ask(user, named=name, purpose=""))]
        RoleRequest.objects.update(asked_at=timezone.now().replace(hour=1, minute=0))
        given.append(masked(desk.get(ACCESS)))
        RoleRequest.objects.update(expires_at=timezone.now())
        given += [masked(desk.get(ACCESS)), masked(desk.get(HOME))]
        asking.lapse()
        given += [masked(desk.get(ACCESS))]
        answers[name] = [(code, page.replace(user.display_name, "WHO")) for code, page in given]
    found = RoleRequest.objects.filter(named="Police elsewhere").values_list("organisation")
    assert set(found) == {(people.elsewhere.pk,)}
    one, other = answers.values()
    assert [code for code, _page in one] == [302, 302, 302, 400, 200, 200, 200, 200]
    homes = (
        6  # what else waits for an officer and for a contact point differs; the section does not
    )
    section = re.compile(r'<section aria-labelledby="answered-roles">.*?</section>', re.DOTALL)
    for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        if number == homes:
            mine, theirs = (section.search(page[1])[0] for page in (mine, theirs))
        elif number >= 3:
            mine, theirs = (
                re.search(r"<main.*</main>", page[1], re.DOTALL)[0] for page in (mine, theirs)
            )
        assert mine == theirs, number


def test_ak06_a_second_organisation_by_its_reference(people, agency):
    assert ask(people.amina, named=people.elsewhere.ref.lower()).status_code == 302
    asked = RoleRequest.objects.get()
    assert "Police elsewhere" not in text(people.amina, ACCESS)
    page = text(people.stranger, reverse("desk:role_request", args=[asked.ref]))
    assert "Amina" in page
    assert "Border agency" not in page  # nothing of what she has elsewhere
    assert decide(people.stranger, asked, "give").status_code == 302
    assert {role for role, _until in held(people.amina, people.elsewhere)} == {"analyst"}
    assert held(people.amina, agency) == {("officer", None)}
    assert ask(people.amina, named=people.elsewhere.name).status_code == 302
    assert not RoleRequest.objects.filter(closed_as="").exists()  # she chooses a name first
    asking.ask(  # not of a State's body
        user=people.amina,
        place=None,
        named=people.elsewhere.name,
        role="contributor",
        until=timezone.localdate() + LAST,
        purpose="To write findings.",
    )
    wrong = RoleRequest.objects.get(role="contributor")
    assert decide(people.stranger, wrong, "give").status_code == 400
    assert decide(people.stranger, wrong, "decline").status_code == 302


def test_ak07_what_nobody_decides_is_late_lapses_and_is_told(people, agency):
    ask(people.amina, agency)
    asked = RoleRequest.objects.get()
    assert "waits for" not in text(people.ada)
    RoleRequest.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert "waits for 8 days" in text(people.ada)
    assert asking.lapse() == 0
    RoleRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert decide(people.ada, asked, "give").status_code == 400  # before the clock's duty ran
    assert (asking.lapse(), asking.lapse()) == (1, 0)
    assert Event.objects.get(kind="access.role.lapsed").by == ""
    assert "Nobody decided in time." in text(people.amina)
    assert "Requests that nobody decided" in text(people.bela)
    address = reverse("desk:role_request", args=[asked.ref])
    fields = {"act": "away", "once": new_token(people.bela)}
    assert Desk().enter(people.bela).post(address, fields).status_code == 302
    assert "Requests that nobody decided" not in text(people.ada)
    assert "Nobody decided in time." in text(people.amina)
    assert ask(people.amina, agency).status_code == 302  # asked anew
    assert RoleRequest.objects.filter(closed_as="").count() == 1


def test_ak08_the_second_is_told_and_no_role_is_shortened(people, agency):
    ask(people.amina, agency)
    asked = RoleRequest.objects.get()
    seen = stamp(roles_there(agency).filter(user=people.amina))
    give_role(
        user=people.amina,
        organisation=agency,
        role="analyst",
        until=None,
        seen=seen,
        by=people.bela,
    )
    assert decide(people.ada, asked, "give", seen=seen).status_code == 400
    assert decide(people.ada, asked, "give").status_code == 302
    assert held(people.amina, agency) == {("officer", None), ("analyst", None)}
    assert decide(people.bela, asked, "decline").status_code == 400
    assert RoleRequest.objects.get().closed_as == "given"


def test_ak09_what_is_wrong_is_said_beside_its_field(people, agency):
    answer = ask(people.amina, agency, purpose="For passport P1234567, born 1990-01-02, of Mali")
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"purpose"}
    for field, value in (
        ("named", ""),
        ("role", ""),
        ("role", "king"),
        ("last_day", "2020-01-01"),
        ("last_day", "9999-12-31"),
        ("purpose", " a "),
        ("place", people.elsewhere.ref),
    ):
        answer = ask(people.amina, **{field: value, "named": "X"} | {field: value})
        assert answer.status_code == 400, field
        assert field in answer.context["form"].errors, field
    assert not RoleRequest.objects.exists()
    assert not Event.objects.filter(kind="access.role.asked").exists()


def test_ak10_whoever_has_no_role_may_ask_and_takes_it_along(agency, people):
    alone = person("zora", None)
    assert ask(alone, named=agency.name.upper()).status_code == 302
    asked = RoleRequest.objects.get()
    assert decide(people.ada, asked, "give").status_code == 302
    assert Membership.objects.current().filter(user=alone, role="analyst").exists()
    held_file = Desk().enter(alone).get(reverse("desk:held_file"))
    assert b"role_requests.csv" in b"".join(held_file.streaming_content)


def test_ak03_asked_again_with_another_day_is_no_silent_yes(people, agency):
    ask(people.amina, agency)
    later = (timezone.localdate() + 2 * LAST).isoformat()
    again = ask(people.amina, agency, last_day=later)
    assert again.status_code == 400
    assert "Withdraw it first." in again.content.decode()
    assert ask(people.amina, agency).status_code == 302  # the same once more is one
    assert RoleRequest.objects.count() == 1


def test_ak07_what_still_waits_cannot_be_put_away_before_it_lapses(people, agency):
    ask(people.amina, agency)
    asked = RoleRequest.objects.get()
    with pytest.raises(NotFound):
        asking.put_away(by=people.amina, ref=asked.ref)
    asking.put_away(by=people.ada, ref=asked.ref)
    RoleRequest.objects.update(expires_at=timezone.now())
    assert asking.lapse() == 1
    assert [one.ref for one in asking.answered(people.amina)] == [asked.ref]
    assert [one.ref for one in asking.lapsed_there(people.ada)] == [asked.ref]
