"""Being told of an emergency, and reviewing it.

em06  all concerned are told at once; others are not, and learn nothing
em07  another person reviews it, once, with words; never the same; until then it stays on the list
em12  the database itself refuses a review by the same person
em13  it is part of what is held about her; reviewed ones are forgotten after years, others never
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cairn.access import emergencies
from cairn.access.models import Emergency
from cairn.web.desk.once import new_token
from cairn.web.desk.people.held import held_about
from tests.factories import StateBodyFactory
from tests.factories_of_people import EmergencyFactory
from tests.web.desk.conftest import Desk, person
from tests.web.desk.emergency.conftest import (
    END,
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
    assert "Emergency access that concerns you" not in told(niger.chief)
    assert words in told(niger.contact)
    away = {"act": "away", "emergency": one.ref, "once": new_token(niger.contact)}
    assert desk.post(PAGE, away).status_code == 302
    assert words not in told(niger.contact)
    assert words in text_of(Desk().enter(niger.officer).get(address))
    assert kinds() == ["begun", "ended", "objected"]


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
