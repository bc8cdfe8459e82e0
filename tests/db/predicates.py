"""Predicates and rows for the property tests of their compilers, and each compiler asked about
many predicates and rows at once: pairs of the number of a predicate and the key of a row."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from django.db.models import BooleanField, Case, QuerySet, Value, When
from hypothesis import strategies as st

from cairn.db.predicates import Holds
from cairn.figures.predicates import Values, abstract, compile_ibis, place_parameters
from cairn.kernel import predicates as kernel
from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, Predicate, holds
from cairn.search.guarded.entries import Entry
from cairn.search.guarded.index import GuardedReader, GuardedWriter
from cairn.search.guarded.narrowing import compiled

DAYS = [date(2020, 1, 1), date(2025, 6, 30), date(2026, 11, 22)]
VALUES = {
    "owner": ["org-AAAAAAAAAA-1", "org-BBBBBBBBBB-2", "org-CCCCCCCCCC-3"],
    "state": ["ITA", "NER", "ita"],
    "audience_class": ["open", "organisation"],
    "section": ["open", "detections", ""],
    "period": DAYS,
    "embargo_until": DAYS,
    "shared_with": ["grp-AAAAAAAAAA-1", "grp-BBBBBBBBBB-2"],
}
NEVER_NULL = {"owner", "audience_class", "section", "embargo_until"}
DATED = ["period", "embargo_until"]


def _of(column):
    values = st.sampled_from(VALUES[column])
    sets = st.frozensets(st.one_of(values, st.none()), max_size=3)
    return st.one_of(
        st.builds(Eq, st.just(column), st.one_of(values, st.none())),
        st.builds(In, st.just(column), sets),
    )


LEAVES = st.one_of(
    st.just(Never()),
    st.sampled_from(sorted(VALUES)).flatmap(_of),
    st.builds(Before, st.sampled_from(DATED), st.sampled_from(DAYS)),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
ROWS = st.fixed_dictionaries(
    {
        column: st.sampled_from(values if column in NEVER_NULL else [*values, None])
        for column, values in VALUES.items()
    }
)


def by_the_loop(predicates: list[Predicate], rows: dict[int, dict[str, Any]]) -> set[Any]:
    return {
        (at, key)
        for at, predicate in enumerate(predicates)
        for key, row in rows.items()
        if holds(predicate, row)
    }


def by_the_database(
    table: QuerySet[Any], predicates: list[Predicate], rows: dict[int, dict[str, Any]]
) -> set[Any]:
    """Every viewer about every row, in one statement."""
    asked = {
        f"c{at}": Case(
            When(Holds(predicate), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        for at, predicate in enumerate(predicates)
    }
    found = table.filter(pk__in=list(rows)).annotate(**asked)
    told = found.values_list("pk", *asked)
    return {(at, key) for key, *seen in told for at, yes in enumerate(seen) if yes}


def by_duckdb(predicates: list[Predicate], rows: dict[int, dict[str, Any]]) -> set[Any]:
    """As figures are asked: one compiled question for every viewer whose predicate has its shape,
    with the values as parameters."""
    arrow = {name: pa.date32() if name in DATED else pa.string() for name in kernel.COLUMNS}
    listed = [{"key": key, **row} for key, row in rows.items()]
    table = pa.Table.from_pylist(listed, schema=pa.schema({"key": pa.int64(), **arrow}))
    found = set()
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("arrived", table)
        connection.execute("CREATE TEMP TABLE many_rows AS SELECT * FROM arrived")
        for at, predicate in enumerate(predicates):
            values = Values()
            sql, used = _compiled(abstract(predicate, values))
            told = connection.execute(sql, {name: values.by_name[name] for name in used})
            found |= {(at, key) for (key,) in told.fetchall()}
    return found


def by_the_index(
    folder: Path, predicates: list[Predicate], rows: dict[int, dict[str, Any]]
) -> set[Any]:
    """As records of the desk are searched: the filter alone, without a word."""
    writer = GuardedWriter(folder)
    writer.add(
        Entry("row", key, "unit", row, DAYS[0], (), name=str(key)) for key, row in rows.items()
    )
    writer.commit()
    writer.close()
    index = GuardedReader(folder)
    return {
        (at, hit.place[1])
        for at, predicate in enumerate(predicates)
        for hit in index.find([compiled(predicate)], limit=len(rows) + 1)
    }


@lru_cache(4096)
def _compiled(shape: Predicate) -> tuple[str, frozenset[str]]:
    kinds = {name: "date" if name in DATED else "string" for name in kernel.COLUMNS}
    table = ibis.table({"key": "int64", **kinds}, name="many_rows")
    asked = table.filter(compile_ibis(shape, table)).select("key")
    return place_parameters(ibis.to_sql(asked, dialect="duckdb"))
