"""What reciprocity and groups open to whoever looks, as it is written at this moment: one query.

It is asked on every page of the desk, so it is plain SQL, the same on both databases, and it
brings few rows: the open months of a section come as one text. No right is remembered from one page
to the next. What is kept is arithmetic: which values follow from rows that were read just now.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Any

from django.db import connection

from cairn.accounts.models import OrganisationKind
from cairn.sharing.groups import opening_of
from cairn.sharing.reciprocity import openings

Row = tuple[str | None, ...]
Opened = frozenset[tuple[str, str, frozenset[date]]]
Shared = frozenset[tuple[str, str, frozenset[str]]]

MONTHS = {"sqlite": "GROUP_CONCAT(month)", "postgresql": "STRING_AGG(month::text, ',')"}
# Months first, of which the kind of a group is empty; then memberships of groups: of the bodies, of
# bodies of their States, and of the persons for these bodies.
ASKED = """
SELECT '', state, section, {months}, ''
FROM sharing_entitlement
WHERE state IN ({states}) AND (until IS NULL OR until >= {today})
GROUP BY state, section
UNION ALL
SELECT g.kind, g.ref, o.ref, CAST(m.sections AS text), CASE WHEN m.account_id IS NULL
  THEN '' ELSE 'account' END
FROM sharing_groupmember m
JOIN sharing_sharinggroup g ON g.id = m.group_id
JOIN accounts_organisation o ON o.id = m.organisation_id
WHERE m.since <= {today} AND (m.until IS NULL OR m.until > {today})
  AND g.since <= {today} AND (g.until IS NULL OR g.until > {today})
  AND (
    m.account_id IS NULL
      AND (o.ref IN ({bodies}) OR o.kind = {state_body} AND o.state IN ({states}))
    OR o.ref IN ({bodies})
      AND m.account_id IN (SELECT id FROM accounts_user WHERE username IN ({people}))
  )
"""


@dataclass(frozen=True, slots=True)
class Open:
    """`opened`: section, audience class, first days of periods. `shared`: audience class, section
    ("": all), references of groups."""

    opened: Opened = frozenset()
    shared: Shared = frozenset()


def rows_for(
    people: Collection[str], bodies: Collection[str], states: Collection[str], today: date
) -> tuple[Row, ...]:
    """What stands there for persons (names to sign in) of these bodies, and for their States."""
    if not bodies:
        return ()
    values: dict[str, list[Any]] = {
        "today": [connection.ops.adapt_datefield_value(today)],
        "state_body": [OrganisationKind.STATE_BODY.value],
        "people": sorted(people),
        "bodies": sorted(bodies),
        "states": sorted(states),
    }
    sql, names = _written(
        connection.vendor, tuple((name, len(given)) for name, given in values.items())
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [one for name in names for one in values[name]])
        return tuple(cursor.fetchall())


@lru_cache(maxsize=64)
def _written(vendor: str, sizes: tuple[tuple[str, int], ...]) -> tuple[str, tuple[str, ...]]:
    """The question with a place for each value, and the names of what is given, in their order."""
    places = {name: ", ".join(["%s"] * size) or "NULL" for name, size in sizes}
    sql = ASKED.format(months=MONTHS[vendor], **places)
    names = tuple(name for _, name, _, _ in Formatter().parse(ASKED) if name in places)
    return sql, names


@lru_cache(maxsize=256)
def read(rows: tuple[Row, ...], bodies: frozenset[str]) -> Open:
    """What these rows open to whoever works for these bodies. Pure."""
    months: dict[str, dict[str, frozenset[date]]] = defaultdict(dict)
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, *said in rows:
        first, second, listed, account = map(str, said)
        if not kind:
            months[first][second] = frozenset(map(date.fromisoformat, listed.split(",")))
            continue
        for audience in opening_of(kind, inside=second in bodies, person=bool(account)):
            for section in json.loads(listed) or [""]:
                groups[audience, section].add(first)
    return Open(
        frozenset(one for sections in months.values() for one in openings(sections)),
        frozenset((*key, frozenset(refs)) for key, refs in groups.items()),
    )
