"""Which rule of keeping is in force on a day: the newest version that was announced for it and, if
it removes sooner, confirmed by a second person; before any was, the one that ships."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cairn.erasure.models import RetentionRule
from cairn.erasure.rules import Term, rules


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule, the number of its version, and the day since which it is in force."""

    term: Term
    number: int
    since: date


def term_of(rule: RetentionRule) -> Term:
    return Term(key=rule.kind, days=rule.days, counted=rule.counted, ends=rule.ends)


def in_force(day: date | None = None) -> Mapping[str, InForce]:
    """Kind of thing → the rule in force on this day (today); one query."""
    shipped = rules()
    first = date.fromisoformat(shipped.in_force_from)
    found = {one.key: InForce(one, shipped.version, first) for one in shipped.keeping}
    rows = RetentionRule.objects.filter(
        in_force_from__lte=day or timezone.localdate(), taken_back_at=None
    ).exclude(sooner=True, confirmed_at=None)
    for one in rows.order_by("in_force_from", "number"):
        if one.kind in found:  # a later version of the program may know a kind no more
            found[one.kind] = InForce(term_of(one), one.number, one.in_force_from)
    return found


def term_on(key: str, day: date | None = None) -> Term:
    return in_force(day)[key].term


def days_of(key: str) -> int:
    """How many days it is kept by the rule in force today."""
    return term_on(key).days
