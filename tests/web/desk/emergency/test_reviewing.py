"""Being told of an emergency, and reviewing it.

em06  all concerned are told at once; others are not, and learn nothing
em06  approved within minutes or among many others: all are still told; afterwards the list is there
em07  another person reviews it, once, with words; never the same; until then it stays on the list
      not by whoever stands in for her or has a role by her since lately, who may stop it
em12  the database itself refuses a review by the same person
em13  it is part of what is held about her; reviewed ones are forgotten after years, others never
em15  a page asks the database as often for one that runs, or is over, as for many
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.access import emergencies
from cairn.access.emergency_reviews import judge
from cairn.access.models import Emergency
from cairn.accounts.actions import add_membership
from cairn.web.desk.once import new_token
from cairn.web.desk.people.held import held_about
from tests.factories import MembershipFactory, StateBodyFactory
from tests.factories_of_people import EmergencyFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.emergency.conftest import (
    END,
    HOME,
    PAGE,
    REASON,
    begun,
    kinds,
    told,
)
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db


def test_em06_all_concerned_are_told_at_once_and_nobody_else(niger):
    deputy = person("bela", "administrator", niger.ministry)
    stranger = person("stranger", "contact_point", StateBodyFactory(state="MLI"))
    before = {who: told(who) for who in (niger.elsewhere, stranger)}
    _desk, one = begun(niger.contact, niger.agency)
    address = reverse("desk:emergency", args=[one.ref])
    for who, called in (
        (niger.officer, "Ministry"),  # her organisation, as everywhere outside it
        (niger.chief, "Carim"),
        (niger.second, "Carim"),
        (deputy, "Carim"),
        (niger.contact, "Carim"),
    ):
        assert "Emergency access that concerns you" in told(who), who
        page = text_of(Desk().enter(who).get(address))
        assert REASON in page
        assert called in page
    for who, page in before.items():
        assert told(who) == page
        assert Desk().enter(who).get(address).status_code == 404


def test_em06_who_looks_next_morning_is_told_although_a_colleague_approved_at_once(niger):
    """However many there were since; a week after the review it stands in the register alone."""
    now, words = timezone.now(), "It was needed, we spoke about it."
    judged = {"judged_as": "approved", "judge": niger.second, "judgement": words}
    made = {"user": niger.contact, "place": niger.agency, "name": niger.ministry}
    ended = {"closed_as": "ended", "closed_at": now}
    first = EmergencyFactory(**made, **ended, begun_at=now, judged_at=now, **judged)
    forgotten = EmergencyFactory(**made, **ended, begun_at=now - timedelta(days=30))
    for _more in range(12):
        EmergencyFactory(**made, **ended, begun_at=now, judged_at=now, **judged)
    page = Desk().enter(niger.officer).get(HOME).content.decode()
    links = [reverse("desk:emergency", args=[one.ref]) for one in (forgotten, first)]
    assert all(link in page for link in links)
    assert page.index(links[0]) < page.index(links[1])  # what nobody has reviewed stands first
    assert f'href="{PAGE}"' in page  # and the register is found by whoever takes none herself
    assert f'href="{PAGE}"' not in Desk().enter(niger.elsewhere).get(HOME).content.decode()
    Emergency.objects.exclude(pk=forgotten.pk).update(judged_at=now - timedelta(days=8))
    officer = Desk().enter(niger.officer)
    page = officer.get(HOME).content.decode()
    assert [link in page for link in links] == [True, False]
    assert f'href="{PAGE}"' in page
    assert links[1] in officer.get(PAGE).content.decode()


def test_em07_another_person_reviews_it_once_with_words(niger):
    desk, one = begun(niger.contact, niger.agency)
    address = reverse("desk:emergency", args=[one.ref])
    second, words = Desk().enter(niger.second), "The deadline was real; the officer could not."
    given = {"act": "object", "words": words, "once": new_token(niger.second)}
    assert second.post(address, given).status_code == 400  # while it runs
    desk.post(END)
    own = {"act": "approve", "words": words, "once": new_token(niger.contact)}
    refused = desk.post(address, own)
    assert refused.status_code == 400
    assert "reviewed by another person" in str(refused.context["form"].errors)
    officer = Desk().enter(niger.officer)
    told_no = officer.post(address, own | {"once": new_token(niger.officer)})
    assert told_no.status_code == 400
    Emergency.objects.update(closed_at=timezone.now() - timedelta(days=8))
    assert "late" in told(niger.chief)
    for wrong in ("No.", "Ibrahim Moussa Abdoulaye lied."):
        answer = second.post(address, given | {"words": wrong, "once": new_token(niger.second)})
        assert answer.status_code == 400
    done = second.post(address, given | {"once": new_token(niger.second)})
    assert done.status_code == 302, text_of(done)
    again = (
        Desk()
        .enter(niger.chief)
        .post(address, {"act": "approve", "words": words, "once": new_token(niger.chief)})
    )
    assert again.status_code == 400
    one.refresh_from_db()
    assert (one.judged_as, one.judge, one.judgement) == ("objected", niger.second, words)
    assert "Emergency access that concerns you" in told(niger.chief)
    assert "objected to" in told(niger.chief)
    assert words in told(niger.contact)
    away = {"act": "away", "emergency": one.ref, "once": new_token(niger.contact)}
    assert desk.post(PAGE, away).status_code == 302
    assert words not in told(niger.contact)
    assert words in text_of(Desk().enter(niger.officer).get(address))
    assert kinds() == ["begun", "ended", "objected"]


@pytest.mark.parametrize("how", ["stands_in", "given"])
def test_em07_whoever_is_too_near_to_her_stops_it_and_does_not_review_it(niger, how):
    desk, one = begun(niger.contact, niger.agency)
    address = reverse("desk:emergency", args=[one.ref])
    if how == "given":
        add_membership(
            user=niger.second, organisation=niger.ministry, role="officer", by=niger.contact
        )
    else:
        MembershipFactory(
            user=niger.second,
            organisation=niger.ministry,
            role="officer",
            stands_in_for=niger.contact,
            until=timezone.localdate() + timedelta(days=9),
        )
    second = Desk().enter(niger.second)
    assert second.send(address, act="stop").status_code == 302
    page = text_of(second.get(address))
    assert "Somebody else reviews what she did." in page
    assert "Carim" in page
    assert 'value="approve"' not in page
    assert "Review it" not in told(niger.second)
    words = "We spoke about it, and it was needed."
    given = {"act": "approve", "words": words, "once": new_token(niger.second)}
    refused = second.post(address, given)
    assert (refused.status_code, Emergency.objects.get().judged_as) == (400, "")
    assert "Review it" in told(niger.chief)
    judge(ref=one.ref, approve=False, words=words, by=niger.chief)


def test_em12_the_database_refuses_a_review_by_the_same_person(niger):
    now = timezone.now()
    one = EmergencyFactory(user=niger.contact, closed_as="ended", closed_at=now)
    review = {"judged_as": "approved", "judged_at": now, "judgement": "Well done by me."}
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.filter(pk=one.pk).update(judge=niger.contact, **review)
    Emergency.objects.filter(pk=one.pk).update(judge=niger.second, **review)


def test_em13_held_about_her_and_kept_until_reviewed(niger):
    long_ago = timezone.now() - timedelta(days=1100)
    EmergencyFactory(user=niger.contact, closed_as="ended", closed_at=long_ago)
    EmergencyFactory(
        user=niger.contact,
        closed_as="ended",
        closed_at=long_ago,
        judged_as="approved",
        judged_at=long_ago,
        judge=niger.second,
        judgement="It was needed.",
    )
    held = {name: list(rows) for name, rows in held_about(niger.contact)}
    assert len(held["emergencies"]) == 2
    (said,) = dict(held_about(niger.second))["reviews"]
    assert said["review"] == "It was needed."
    assert emergencies.forget_emergencies(before=timezone.now() - emergencies.KEPT) == 1
    assert Emergency.objects.get().judged_as == ""


def test_em15_a_page_costs_the_same_with_one_and_with_many(niger):
    """Those that run ask whether the role still holds; those that are over, who may review."""
    desk, found = Desk().enter(niger.chief), []
    for more in range(4):
        taker = person(f"taker{more}", "contact_point", niger.ministry)
        made = {"user": taker, "place": niger.agency, "name": niger.ministry}
        EmergencyFactory(**made, begun_at=timezone.now())
        EmergencyFactory(**made, closed_as="ended", closed_at=timezone.now())
        counted = []
        for address in (HOME, PAGE):
            desk.get(address)
            with CaptureQueriesContext(connection) as queries:
                page = text_of(desk.get(address))
            assert page.count("Border agency") >= 2 * (more + 1)
            counted.append(len(queries))
        found.append(counted)
    assert found == [found[0]] * 4
