"""The smallest valid row of what people outside ask; see `tests.factories`."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cairn.corrections.models import Decision, Request
from cairn.knowledge.asking.models import Answer, Asking
from tests.factories import NOW, digest

KEY = "A" * 43 + "="


class AskingFactory(DjangoModelFactory):
    class Meta:
        model = Asking

    handle = factory.Sequence(digest)
    ref = "cor-0000000000-0"
    key = KEY
    about = "lib-0000000000-0"
    wish = "mistake"
    reasons = "The year is wrong."
    language = "en"
    sent_at = NOW


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    handle = factory.Sequence(digest)
    sealed = "sealed"


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    handle = factory.Sequence(digest)
    key = KEY
    record = "lib-0000000000-0"
    wish = "mistake"
    reasons = "The year is wrong."
    language = "en"
    received_on = date(2026, 11, 1)
    decide_by = date(2026, 12, 1)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    request = factory.SubFactory(RequestFactory)
    number = 1
    outcome = "refused"
    reasons = "The source says so."
    by = "somebody"
    on = date(2026, 11, 10)
