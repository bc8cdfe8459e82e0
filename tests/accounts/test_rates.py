"""How much one person may open and take (threat 13: a corrupt officer copies in bulk).

rt01  never more in a day than the rule says, nor in any thirty days, however it is spread
rt02  a little every day ends as well: the slow drip
rt03  each person and each kind is counted by itself
rt04  two requests at once are not both the last of a day, nor of thirty
rt05  the log says it once a day, and nothing holds which record it was
rt06  the rule is data, with versions
rt07  records in files: one file, a day and thirty days are bounded, in whatever pieces
"""

import threading
from collections import Counter
from datetime import date, timedelta
from time import sleep

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cairn.accounts import rates
from cairn.accounts.models import Usage
from cairn.accounts.rates import (
    MONTH,
    Bound,
    Kind,
    Rates,
    Second,
    count,
    forget_usage,
    rule_on,
    rules,
)
from cairn.audit.models import Event
from cairn.kernel.errors import Refused
from tests.factories import UserFactory

FIRST = date(2026, 12, 1)
SMALL = Rates(7, FIRST, Bound(day=3, month=8), Bound(day=2, month=4))


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(rates, "rule_on", lambda _day: SMALL)


def tried(user, kind: Kind, day: date, n: int = 1) -> bool:
    try:
        count(user=user, kind=kind, today=day, n=n)
    except Refused:
        return False
    return True


class Spread(TestCase):
    """rt01, for any way to spread attempts over two months."""

    @given(days=st.lists(st.integers(0, 60), max_size=60))
    def test_rt01_no_day_and_no_thirty_days_hold_more_than_the_rule(self, days):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rates, "rule_on", lambda _day: SMALL)
            user, passed = UserFactory(), Counter()
            for day in sorted(days):
                before = sum(passed[one] for one in range(day - MONTH + 1, day + 1))
                room = passed[day] < 3 and before < 8
                assert tried(user, Kind.OPENED, FIRST + timedelta(day)) == room
                passed[day] += room


@pytest.mark.django_db
def test_rt02_the_slow_drip_ends_and_begins_anew_only_as_days_fall_out(small):
    user = UserFactory()
    taken = [tried(user, Kind.OPENED, FIRST + timedelta(day)) for day in range(45)]
    assert taken[:8] == [True] * 8
    assert not any(taken[8:MONTH])
    assert taken[MONTH : MONTH + 8] == [True] * 8
    assert sum(taken) <= 2 * 8


@pytest.mark.django_db
def test_rt03_persons_and_kinds_are_counted_apart(small):
    one, other = UserFactory(), UserFactory()
    assert [tried(one, Kind.EXPORTED, FIRST) for _ in range(3)] == [True, True, False]
    assert tried(one, Kind.OPENED, FIRST)
    assert tried(other, Kind.EXPORTED, FIRST)


@pytest.mark.django_db(transaction=True)
def test_rt04_requests_at_once_pass_the_bound_together_as_one_by_one(small):
    user, passed = UserFactory(), []
    tried(user, Kind.OPENED, FIRST)

    def ask():
        passed.append(tried(user, Kind.OPENED, FIRST))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * 4 + [True] * 2


@pytest.mark.django_db(transaction=True)
def test_rt04_requests_at_once_do_not_pass_the_thirty_days(monkeypatch):
    """Seven of eight are used already; of three that look at once, one passes."""
    rule = Rates(8, FIRST, Bound(3, 8), Bound(2, 4), taken=Bound(7, 8), in_file=7)
    monkeypatch.setattr(rates, "rule_on", lambda _day: rule)
    user, passed, looked = UserFactory(), [], rates.used
    tried(user, Kind.TAKEN, FIRST, 7)

    def looked_slowly(*given):
        found = looked(*given)
        sleep(0.2)
        return found

    def ask():
        passed.append(tried(user, Kind.TAKEN, FIRST + timedelta(1)))
        connection.close()

    monkeypatch.setattr(rates, "used", looked_slowly)
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * 2 + [True]
    assert looked(user, Kind.TAKEN, FIRST + timedelta(1)) == (1, 8)


@pytest.mark.django_db
def test_rt05_the_log_says_it_once_a_day(small):
    user = UserFactory()
    for day in (FIRST, FIRST + timedelta(1)):
        for _ in range(6):
            tried(user, Kind.EXPORTED, day)
    told = Event.objects.filter(kind="accounts.rate.reached")
    assert [one.values for one in told] == [{"what": "exported", "rule": 7}] * 2
    assert {one.by for one in told} == {user.username}
    kept = {field.name for field in Usage._meta.fields}
    assert kept == {"id", "user", "kind", "day", "n", "told"}
    assert forget_usage(before=FIRST + timedelta(1)) == 1


class Pieces(TestCase):
    """rt07, for any sizes of files on any days."""

    @given(files=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=40))
    def test_rt07_no_day_and_no_thirty_days_hold_more_records_than_the_rule(self, files):
        rule = Rates(8, FIRST, Bound(3, 8), Bound(2, 4), taken=Bound(7, 15), in_file=5)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rates, "rule_on", lambda _day: rule)
            user, passed = UserFactory(), Counter()
            for day, n in sorted(files):
                before = sum(passed[one] for one in range(day - MONTH + 1, day + 1))
                room = n <= 5 and passed[day] + n <= 7 and before + n <= 15
                assert tried(user, Kind.TAKEN, FIRST + timedelta(day), n) == room
                passed[day] += n if room else 0
            day = FIRST + timedelta(40)
            assert rates.used(user, Kind.TAKEN, day) == (
                passed[40],
                sum(passed.values()) - sum(passed[one] for one in range(11)),
            )


@pytest.mark.django_db
def test_rt07_before_the_second_version_no_record_in_a_file_was_counted(small):
    user = UserFactory()
    assert tried(user, Kind.TAKEN, FIRST, 10_000)
    assert not Usage.objects.exists()


def test_rt06_every_version_of_the_rule_can_be_read():
    found = rules()
    assert [one.version for one in found] == list(range(len(found), 0, -1))
    assert len({one.since for one in found}) == len(found)
    assert rule_on(found[-1].since - timedelta(days=9)) == found[-1]
    assert rule_on(date(2999, 1, 1)) == found[0]
    with pytest.raises(ValueError, match="a month bounds no day"):
        Bound(day=10, month=9)
    with pytest.raises(ValueError, match="one file holds more than a day"):
        Rates(1, FIRST, Bound(1, 1), Bound(1, 1), taken=Bound(3, 9), in_file=4)
    with pytest.raises(ValueError, match="not every kind"):
        Second(waits=7, lasts=7, known=90, most={"opened": 1})
    assert found[0].second
    assert found[0].in_file < found[0].taken.day
