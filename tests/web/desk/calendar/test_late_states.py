"""The secretariat sees which State is late, with what and since when; nobody else does.

ls01 months whose days of grace are over are late, those that may still be given are not
ls02 only of sections that the State contributes, and only of States that take part
ls03 as many queries for many States as for one
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.sharing.reciprocity import months
from cairn.web.desk.calendar.late import late_states
from tests.factories_of_sharing import EntitlementFactory, ParticipantFactory
from tests.web.desk.filing.conftest import mali, niger, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def contributed(state, first, last, section="smuggled_migrants"):
    for month in months(first, last):
        EntitlementFactory(state=state, section=section, month=month, why="contributed")


def test_ls01_ls02_what_is_late_since_when():
    for state in ("MLI", "NER"):
        ParticipantFactory(state=state, since=date(2024, 1, 1))
    contributed("MLI", date(2026, 1, 1), date(2026, 3, 1))
    contributed("NER", date(2026, 1, 1), date(2026, 7, 1))  # August may be given until December
    contributed("TCD", date(2026, 1, 1), date(2026, 1, 1))  # takes no part
    [late] = late_states(TODAY)
    assert (late.state, late.number) == ("Mali", 4)  # April to July
    assert (late.first.first, late.newest.first) == (date(2026, 4, 1), date(2026, 3, 1))
    assert late.since == date(2026, 8, 29)  # 120 days after 30 April


def test_ls01_the_page_is_the_secretariats(niger):  # noqa: F811
    page = reverse("desk:calendar")
    assert "States that are late" in text_of(niger.secretary.get(page))
    for desk in (niger.contact, niger.officer):
        assert "States that are late" not in text_of(desk.get(page))


def test_ls03_many_states_cost_no_more():
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            late_states(TODAY)
        return len(found)

    ParticipantFactory(state="MLI", since=date(2024, 1, 1))
    contributed("MLI", date(2026, 1, 1), date(2026, 1, 1))
    one = asked()
    for state in ("NER", "TCD", "NGA"):
        ParticipantFactory(state=state, since=date(2024, 1, 1))
        contributed(state, date(2026, 1, 1), date(2026, 1, 1))
    assert asked() == one
