"""The permission matrix: who may read what, at the level of queries, for thousands of cells.

Every role in every kind of body, a few people whose places ended or who work for two, and nobody at
all; filings brought through their life by the actions of their people, findings, data sets, reports
of abuse and the access log. What is expected is written by hand in `who_may_read.yaml` and read
aloud by `reference.py`; neither knows the code. The doors: tests/web/desk/test_doors.py.

mx01  filings, findings and data sets: query, newest version, loop and DuckDB are as written
mx02  reports of abuse                  mx03  the access log      mx04  the table says everything

Promise 2 of the design.
"""

import sys
import time
from datetime import date
from typing import Any

import pytest

from cairn.accounts.permissions import ROLES
from cairn.kernel import predicates as kernel
from cairn.reporting.filings.models import Filing, Marking
from cairn.rights.policies import reviewable
from cairn.sharing.reads.queries import oversight
from cairn.sharing.viewer import viewer_of, visible
from tests.db.predicates import by_duckdb, by_the_loop
from tests.factories_of_rights import ReportFactory
from tests.sharing import reference
from tests.sharing.laying import (
    COMMISSION,
    HELD,
    MARKINGS,
    OFFICE,
    PEOPLE,
    SECTION,
    SOCIETY,
    TABLE,
    TODAY,
    Laid,
    laid,
)
from tests.sharing.reference import Abuse, Rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> Laid:
    return laid()


def rules() -> Rules:
    months = {(SECTION, date(2005 + n // 12, n % 12 + 1, 1)) for n in range(0, 400, 2)}
    return Rules(TODAY, frozenset(TABLE["waits_for_the_embargo"]), {"MLI": months})


def test_mx01_each_person_reads_what_is_written_by_every_way_of_asking(world):
    began = time.monotonic()
    people = [*PEOPLE, None]
    asked = [viewer_of(world.users[one.name] if one else None, TODAY) for one in people]
    predicates = [visible(viewer) for viewer in asked]
    each = list(dict.fromkeys(predicates))  # colleagues of one role share theirs
    cells, yes, wrong = 0, 0, []
    for model, expected in world.rows.items():
        wanted = {
            (at, pk)
            for at, person in enumerate(people)
            for pk, record in expected.items()
            if reference.may_read(person, record, rules())
        }
        rows = {pk: _columns(model, pk) for pk in expected}
        loop = by_the_loop(each, rows)
        duck = by_duckdb(each, rows)
        ways = {"query": set(), "loop": set(), "DuckDB": set()}
        for at, viewer in enumerate(asked):
            found = model.objects.visible_to(viewer).values_list("pk", flat=True)
            number = each.index(predicates[at])
            ways["query"] |= {(at, pk) for pk in found if pk in expected}
            ways["loop"] |= {(at, pk) for pk in rows if (number, pk) in loop}
            ways["DuckDB"] |= {(at, pk) for pk in rows if (number, pk) in duck}
        for way, seen in ways.items():
            cells += len(people) * len(expected)
            wrong += [
                (way, people[at].name if people[at] else "nobody", expected[pk].name, "reads")
                for at, pk in sorted(seen - wanted)
            ]
            wrong += [
                (way, people[at].name if people[at] else "nobody", expected[pk].name, "does not")
                for at, pk in sorted(wanted - seen)
            ]
        yes += len(wanted)
    assert not wrong, (len(wrong), wrong[:12])
    assert yes > 500
    assert {type_.__name__ for type_ in world.rows} == {"Filing", "Finding", "DataSet"}
    told = f"{len(people)} people, {sum(map(len, world.rows.values()))} records"
    sys.stdout.write(f"\nmatrix: {cells:,} cells ({told}) in {time.monotonic() - began:.1f} s\n")
    assert cells > 20_000


def _columns(model: type, pk: int) -> dict[str, Any]:
    names = ["owner_id" if name == "owner" else name for name in kernel.COLUMNS]
    (row,) = model.objects.filter(pk=pk).values(*names)  # type: ignore[attr-defined]
    return {name.removesuffix("_id"): value for name, value in row.items()}


def test_mx02_reports_of_abuse_are_seen_by_their_reviewers_alone(world):
    reports = [
        Abuse("about nobody", "reporter", COMMISSION),
        Abuse("about officials of Niger", "reporter", COMMISSION, about_state="NER"),
        Abuse("about a body", "reporter", COMMISSION, about_body=SOCIETY),
        Abuse("to the office", "reporter", OFFICE, about_state="MLI"),
        Abuse("overdue", "reporter", COMMISSION, OFFICE, about_state="NER"),
        Abuse("about the office itself", "reporter", COMMISSION, about_body=OFFICE),
    ]
    rows = {}
    for one in reports:
        second = world.bodies[one.second.key].ref if one.second else ""
        row = ReportFactory(
            reviewer=world.bodies[one.chosen.key].ref,
            second=second,
            escalated_on=TODAY if second else None,
            concerned_state=one.about_state,
            concerned_body=world.bodies[one.about_body.key].ref if one.about_body else "",
        )
        rows[row.pk] = one
    seen = 0
    for person in PEOPLE:
        found = set(reviewable(world.users[person.name]).values_list("pk", flat=True))
        wanted = {pk for pk, one in rows.items() if reference.may_review(person, one, TODAY)}
        assert found == wanted, (person.name, [rows[pk].name for pk in found ^ wanted])
        seen += len(wanted)
    assert 8 < seen < len(PEOPLE)


def test_mx03_who_read_a_filing_is_seen_by_its_owner_and_the_contact_points_of_its_state(world):
    filings = {one.pk: one for one in Filing.objects.all()}
    cells = seen = 0
    for person in PEOPLE:
        held = oversight(world.users[person.name])
        for pk, record in world.rows[Filing].items():
            wanted = reference.sees_who_read(person, record, TODAY)
            assert held.owns(filings[pk].owner_id, filings[pk].state) == wanted, person.name
            cells, seen = cells + 1, seen + wanted
    assert 0 < seen < cells / 10


def test_mx04_the_table_speaks_of_every_marking_role_and_status():
    assert set(MARKINGS) == set(Marking.values)
    assert {role for roles in HELD.values() for role in roles} == set(ROLES)
    for kind, roles in HELD.items():
        assert set(roles) == {key for key, role in ROLES.items() if role.held_in(kind)}
    for step in ("draft", "submitted", "returned", "cleared", "validated", "recalled", "withdrawn"):
        assert set(TABLE["filing"][step]) == set(MARKINGS)
    assert set(TABLE["finding"]["shared"]) == set(MARKINGS)
