"""Child of the part `sharing`: fill an empty instance, decide about all of it, ask for its lists.

python -m bench.deciding ACCOUNTS REPEATS
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Any

from bench.listing import _fill
from bench.people import signed_in
from bench.runs import tell

SECTIONS = ("detections", "fees", "routes")
MONTHS = [date(year, month, 1) for year in (2022, 2023, 2024) for month in range(1, 13)]
GROUP = "grp-AAAAAAAAAA-1"
# Of ten accounts: six open, one of an opened month, one of a group; two that she may not see.
SHAPES = {
    6: ("shared_month", "fees", MONTHS[5], None),
    7: ("group_amber", "fees", MONTHS[5], GROUP),
    8: ("organisation", "fees", MONTHS[5], None),
    9: ("shared_month", "fees", date(2021, 1, 1), None),
}
WARM = 3


def main(accounts: int, repeats: int) -> None:
    import django

    django.setup()
    refs = _fill(accounts)
    _share(accounts)
    # of another State, to whose bodies three years of three sections are open, and a group
    client, _user, body = signed_in("analyst", "MLI")
    _open_to(body)
    os.sync()
    decisions, seen = _decided(repeats)
    for name, rate in decisions.items():
        tell(f"    {name}: {rate:,} records/s")
    pages = _pages(client, refs, repeats)
    for name, one in pages.items():
        wall = f"{one['ms']} ms, {one['without_ms']} without, {one['ratio']}"
        tell(f"    {name}: {wall}; of the processor {one['processor_ratio']}")
    print(json.dumps({"decisions": decisions, "seen": seen, "pages": pages}))


def _share(accounts: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for rest, given in SHAPES.items():
            cursor.execute(
                "UPDATE reporting_account SET audience_class = %s, section = %s, period = %s, "
                "shared_with = %s WHERE id %% 10 = %s",
                [*given, rest],
            )
        cursor.execute("ANALYZE")


def _open_to(body: Any) -> None:
    from django.utils import timezone

    from cairn.sharing.models import Entitlement, GroupMember, SharingGroup

    Entitlement.objects.bulk_create(
        Entitlement(state=body.state, section=section, month=month, why="contributed")
        for section in SECTIONS
        for month in MONTHS
    )
    now = timezone.now()
    group = SharingGroup.objects.create(
        **{"ref": GROUP, "state": "NER", "owner": body, "name": "G", "kind": "organisations"},
        **{"since": now.date(), "made_at": now, "made_by": "console"},
    )
    GroupMember.objects.create(group=group, organisation=body, since=now.date(), added_by="console")


def _viewer() -> Any:
    from django.utils import timezone

    from cairn.accounts.models import User
    from cairn.sharing.viewer import viewer_of

    return viewer_of(User.objects.get(username="analyst"), timezone.localdate())


def _decided(repeats: int) -> tuple[dict[str, int], int]:
    """Records a second by each compiler, the median of some times; and how many are seen."""
    import duckdb
    import ibis

    from cairn.figures.predicates import Values, abstract, compile_ibis, place_parameters
    from cairn.kernel.predicates import COLUMNS, holds
    from cairn.reporting.models import Account
    from cairn.sharing.viewer import visible

    predicate = visible(_viewer())
    columns = [f"{one}_id" if one == "owner" else one for one in COLUMNS]
    held = list(Account.objects.values_list(*columns))
    rows = [dict(zip(COLUMNS, one, strict=True)) for one in held]
    told = Account.objects.visible_to(_viewer())
    answers = {
        "the database": lambda: told.count(),
        "the plain loop": lambda: sum(holds(predicate, row) for row in rows),
    }
    values = Values()
    shape = abstract(predicate, values)
    dated = {"period", "embargo_until"}
    kinds = {name: "date" if name in dated else "string" for name in COLUMNS}
    table = ibis.table(kinds, name="many_rows")
    question = table.filter(compile_ibis(shape, table)).count()
    sql, used = place_parameters(ibis.to_sql(question, dialect="duckdb"))
    given = {name: values.by_name[name] for name in used}
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("arrived", _arrow(rows, dated))
        connection.execute("CREATE TABLE many_rows AS SELECT * FROM arrived")

        def by_duckdb() -> int:
            found = connection.execute(sql, given).fetchone()
            assert found
            return int(found[0])

        answers["DuckDB"] = by_duckdb
        seen = {answer() for answer in answers.values()}
        assert len(seen) == 1, f"the compilers differ: {seen}"
        times = {name: _times(answer, min(5, repeats)) for name, answer in answers.items()}
    rates = {name: round(len(rows) / statistics.median(found)) for name, found in times.items()}
    return rates, seen.pop()


def _arrow(rows: list[dict[str, Any]], dated: set[str]) -> Any:
    import pyarrow as pa

    names = list(rows[0])
    kinds = [(name, pa.date32() if name in dated else pa.string()) for name in names]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _times(answer: Callable[[], Any], repeats: int) -> list[float]:
    found = []
    for _turn in range(repeats):
        began = time.perf_counter()
        answer()
        found.append(time.perf_counter() - began)
    return found


def _pages(client: Any, refs: dict[str, list[str]], repeats: int) -> dict[str, Any]:
    """Each list as it is and without any decision, in turn: the fastest of all turns, and the
    median of this process's processor time, which other work on the machine disturbs less (what a
    database server takes for itself is not in it)."""
    from django.urls import reverse

    accounts = reverse("desk:accounts", args=["benchmark"])
    middle = refs["accounts"][len(refs["accounts"]) // 2]
    imports = reverse("desk:imports")
    addresses = {
        "accounts": accounts,
        "accounts, in the middle": f"{accounts}?after={middle}",
        "imports": imports,
        "data sets": reverse("desk:data_sets"),
        "filings": reverse("desk:filings"),
    }
    found = {}
    for name, address in addresses.items():
        times: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
        for turn in range(WARM + repeats):
            for decided in (True, False):
                with nullcontext() if decided else _without():
                    began, worked = time.perf_counter(), time.process_time()
                    answer = client.get(address)
                    took = time.perf_counter() - began, time.process_time() - worked
                assert answer.status_code == 200, (address, answer.status_code)
                if turn >= WARM:
                    times[decided].append(took)
        with_, without = (
            (1000 * min(wall), 1000 * statistics.median(worked))
            for wall, worked in (zip(*times[one], strict=True) for one in (True, False))
        )
        found[name] = {
            "ms": round(with_[0], 2),
            "without_ms": round(without[0], 2),
            "ratio": round(with_[0] / without[0], 3),
            "processor_ms": round(with_[1], 2),
            "processor_without_ms": round(without[1], 2),
            "processor_ratio": round(with_[1] / without[1], 3),
        }
    return found


KNOWN: list[Any] = []


@contextmanager
def _without() -> Iterator[None]:
    """The viewer is known, and every row is let through."""
    from cairn.reporting.querysets import SharedQuerySet
    from cairn.sharing import viewer

    if not KNOWN:
        KNOWN.append(_viewer())
    asked, filtered = viewer.viewer_of, SharedQuerySet.visible_to
    viewer.viewer_of = lambda user, today: KNOWN[0]
    SharedQuerySet.visible_to = lambda rows, viewer: rows.all()  # type: ignore[method-assign]
    try:
        yield
    finally:
        viewer.viewer_of = asked
        SharedQuerySet.visible_to = filtered  # type: ignore[method-assign]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
