"""Who takes part today, by which rule, and what is open to a State: each asked in one place."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.kernel.dates import Period
from cairn.sharing.models import Entitlement, Participant, ReciprocityRule
from cairn.sharing.reciprocity import Rule, Why, months


def participants(today: date) -> frozenset[str]:
    """The States that take part today."""
    return frozenset(_current(today).values_list("state", flat=True))


def takes_part(state: str | None, today: date) -> bool:
    return state is not None and _current(today).filter(state=state).exists()


def _current(today: date) -> QuerySet[Participant]:
    return Participant.objects.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)


def rule_on(day: date) -> Rule:
    """The rule in force on this day; before any was announced, the one that ships."""
    held = ReciprocityRule.objects.filter(in_force_from__lte=day, taken_back_at__isnull=True)
    newest = held.order_by("-in_force_from", "-number").first()
    return Rule(**newest.terms) if newest else Rule()


def readers(section: str, period: Period, today: date, *, besides: str) -> list[Organisation]:
    """The bodies of other States to which every month of this period is open today; two queries."""
    asked = months(period.first, period.last)
    rows = Entitlement.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), section=section, month__in=asked
    )
    whole = rows.exclude(state=besides).values("state").annotate(n=Count("pk"))
    states = whole.filter(n=len(asked)).values_list("state", flat=True)
    bodies = Organisation.objects.filter(kind=OrganisationKind.STATE_BODY, state__in=list(states))
    return list(bodies.order_by("state", "name"))


def contributed_in(section: str, first: date, last: date) -> list[tuple[str, date]]:
    """(State, month): what is on the roll of a section between two months; one query."""
    rows = Entitlement.objects.filter(
        section=section, why=Why.CONTRIBUTED, month__gte=first, month__lte=last
    )
    return list(rows.order_by("state", "month").values_list("state", "month"))


def contributed_sections(first: date, last: date) -> frozenset[str]:
    """The sections of which anything is on the roll between two months; one query."""
    rows = Entitlement.objects.filter(why=Why.CONTRIBUTED, month__gte=first, month__lte=last)
    return frozenset(rows.values_list("section", flat=True).distinct())


def contributed_everywhere(first: date, last: date) -> list[tuple[str, str, date]]:
    """(State, section, month): the whole roll between two days; one query."""
    rows = Entitlement.objects.filter(why=Why.CONTRIBUTED, month__gte=first, month__lte=last)
    return list(rows.order_by("state", "section").values_list("state", "section", "month"))
