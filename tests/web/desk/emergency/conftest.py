"""An agency, a ministry that clears for its State, and people who begin and review emergencies."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from cairn.access.models import Emergency
from cairn.accounts.demonstration import current_code
from cairn.audit.models import Event
from cairn.reporting.filings.models import Filing
from tests.factories import StateBodyFactory
from tests.web.desk.conftest import SECRET, Desk, person
from tests.web.desk.filing.conftest import text_of

PAGE, END, HOME = "/en/desk/emergencies/", "/en/desk/emergencies/end/", "/en/desk/"
REASON = "The only officer had an accident and the quarter is due today."


@pytest.fixture
def niger(db) -> SimpleNamespace:
    """An agency with an officer and an administrator, a ministry with two contact points, and a
    colleague elsewhere in the State."""
    agency = StateBodyFactory(state="NER", name="Border agency")
    ministry = StateBodyFactory(state="NER", name="Ministry")
    other = StateBodyFactory(state="NER", name="Coast guard")
    return SimpleNamespace(
        agency=agency,
        ministry=ministry,
        other=other,
        officer=person("amina", "officer", agency),
        chief=person("ada", "administrator", agency),
        contact=person("carim", "contact_point", ministry),
        second=person("dina", "contact_point", ministry),
        elsewhere=person("elia", "officer", other),
    )


def confirmed(desk: Desk) -> Desk:
    """She types the code that her generator shows now."""
    cache.clear()  # a code is taken once; she would wait for the next one
    code = current_code(SECRET)
    answer = desk.post(reverse("mfa_reauthenticate") + f"?next={PAGE}", {"code": code})
    assert (answer.status_code, answer.url) == (302, PAGE), answer.content.decode()
    return desk


def form(body: Any, **changed: str) -> dict[str, str]:
    """What the form sends."""
    given = {"act": "begin", "place": body.ref, "why": "deadline", "reason": REASON}
    return given | changed


def begin(desk: Desk, place: Any) -> Any:
    return desk.send(PAGE, **form(place))


def begun(user: Any, place: Any) -> tuple[Desk, Emergency]:
    desk = confirmed(Desk().enter(user))
    answer = begin(desk, place)
    assert (answer.status_code, answer.url) == (302, PAGE), answer.content.decode()
    return desk, Emergency.objects.get(closed_as="", user=user)


def record_of(one: Emergency, filing: Filing) -> str:
    return reverse("desk:emergency_record", args=[one.ref, filing.ref])


def told(user: Any) -> str:
    return text_of(Desk().enter(user).get(HOME))


def kinds() -> list[str]:
    rows = Event.objects.filter(kind__startswith="access.emergency").order_by("pk")
    return [one.kind.removeprefix("access.emergency.") for one in rows]
