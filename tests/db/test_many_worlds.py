"""All compilers of the predicate agree on many random worlds, looked at many at a time.

A world is a viewer and some rows. The viewers are those of the desk, with any roles, openings and
groups, and now and then any predicate at all. Worlds come in batches: one statement of the database
and one of DuckDB ask every viewer of a batch about the rows of all its worlds, the filter of the
index of the desk and the plain loop (`holds`) about the same. `CAIRN_EXAMPLES=10000` looks at ten
thousand.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings

from cairn.kernel import predicates as kernel
from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, Predicate
from cairn.reporting.models import DataSet, Provenance
from cairn.sharing.viewer import Viewer, visible
from tests.db.predicates import by_duckdb, by_the_database, by_the_index, by_the_loop
from tests.factories import OrganisationFactory

BATCH, ROWS_EACH = 100, 2
OWNERS = [f"org-AAAAAAAAAA-{n}" for n in range(5)]
STATES = ["NER", "MLI", "TCD", "ner"]
GROUPS = [f"grp-AAAAAAAAAA-{n}" for n in range(4)]
SECTIONS = ["open", "fees", "routes", ""]
AUDIENCES = [
    *("open", "organisation", "state", "cleared", "desk", "state_points", "cleared_points"),
    *("shared_month", "shared_quarter", "shared_year"),
    *("group_red", "group_strict", "group_amber", "of a later version", ""),
]
OPENED, GROUPED = AUDIENCES[7:10], AUDIENCES[10:13]
TODAY = date(2026, 11, 22)
PERIODS = [date(2024, month, 1) for month in (1, 2, 4, 7)]
EMBARGOES = [date(1970, 1, 1), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]
VALUES: dict[str, list[Any]] = {
    "owner": OWNERS,
    "state": [*STATES, None],
    "audience_class": AUDIENCES,
    "section": SECTIONS,
    "period": [*PERIODS, None],
    "embargo_until": EMBARGOES,
    "shared_with": [*GROUPS, None],
}


def some(dice: random.Random, values: list[Any], most: int = 3) -> frozenset[Any]:
    return frozenset(dice.sample(values, dice.randint(0, min(most, len(values)))))


def row_of(dice: random.Random) -> dict[str, Any]:
    return {column: dice.choice(values) for column, values in VALUES.items()}


Skeleton = Callable[[random.Random], Viewer]


def skeleton_of(dice: random.Random) -> Skeleton:
    """How much a viewer has of each; whoever is drawn from it has as much, of anything."""
    organisations, states, clears = dice.randint(0, 3), dice.randint(0, 2), dice.randint(0, 1)
    secretariat = dice.random() < 0.2
    opened = [dice.randint(0, 3) for _ in range(dice.randint(0, 3))]
    shared = [(dice.randint(0, 3), dice.random() < 0.5) for _ in range(dice.randint(0, 3))]

    def viewer(dice: random.Random) -> Viewer:
        return Viewer(
            today=dice.choice([TODAY, TODAY, TODAY - timedelta(days=1)]),
            organisations=frozenset(dice.sample(OWNERS, organisations)),
            states=frozenset(dice.sample(STATES, states)),
            clears=frozenset(dice.sample(STATES, clears)),
            secretariat=secretariat,
            opened=frozenset(
                (dice.choice(SECTIONS), dice.choice(OPENED), frozenset(dice.sample(PERIODS, n)))
                for n in opened
            ),
            shared=frozenset(
                (
                    dice.choice(GROUPED),
                    dice.choice(SECTIONS) if narrowed else "",
                    frozenset(dice.sample(GROUPS, n)),
                )
                for n, narrowed in shared
            ),
        )

    return viewer


def anything(dice: random.Random, depth: int = 3) -> Predicate:
    """Any predicate, also one that no viewer has: values of another type, None, empty lists."""
    match dice.randint(0, 6 if depth else 3):
        case 0:
            return Never()
        case 1:
            column = dice.choice(kernel.COLUMNS)
            return Eq(column, dice.choice([*VALUES[column], None]))
        case 2:
            column = dice.choice(kernel.COLUMNS)
            return In(column, some(dice, [*VALUES[column], None]))
        case 3:
            return Before(dice.choice(["period", "embargo_until"]), dice.choice(EMBARGOES))
        case 4:
            return And(tuple(anything(dice, depth - 1) for _ in range(dice.randint(0, 3))))
        case _:
            return Or(tuple(anything(dice, depth - 1) for _ in range(dice.randint(0, 3))))


def stored(dice: random.Random, n: int) -> dict[int, dict[str, Any]]:
    rows = [row_of(dice) for _ in range(n)]
    made = DataSet.objects.bulk_create(
        DataSet(
            key=f"source-{number}",
            provenance=Provenance.OPEN_SOURCE,
            owner_id=row["owner"],
            **{name: value for name, value in row.items() if name != "owner"},
        )
        for number, row in enumerate(rows)
    )
    return {one.pk: row for one, row in zip(made, rows, strict=True)}


@pytest.mark.django_db
def test_all_compilers_agree_on_many_random_worlds(tmp_path):
    for ref in OWNERS:
        OrganisationFactory(ref=ref)
    batches = max(1, settings.default.max_examples // BATCH)
    began, cells, shown = time.monotonic(), 0, 0
    for batch in range(batches):
        dice = random.Random(f"world {batch}")
        rows = stored(dice, BATCH * ROWS_EACH)
        skeletons = [skeleton_of(dice) for _ in range(4)]
        predicates = [anything(dice) for _ in range(5)]
        predicates += [visible(dice.choice(skeletons)(dice)) for _ in range(BATCH - 5)]
        wanted = by_the_loop(predicates, rows)
        compiled = (
            by_the_database(DataSet.objects.all(), predicates, rows),
            by_duckdb(predicates, rows),
            by_the_index(tmp_path / str(batch), predicates, rows),
        )
        for told in compiled:
            wrong = sorted(told ^ wanted)[:3]
            assert not wrong, [(batch, predicates[at], rows[key]) for at, key in wrong]
        cells += len(predicates) * len(rows)
        shown += len(wanted)
        DataSet.objects.filter(pk__in=list(rows)).delete()
    assert 0.05 < shown / cells < 0.6  # both answers are frequent, or nothing was tried
    told = f"{batches * BATCH:,} worlds, {cells:,} answers of four compilers"
    sys.stdout.write(f"\n{told} in {time.monotonic() - began:.1f} s\n")
