"""Child of the part `merging`: fill an empty instance, merge, and ask for the pages.

    python -m bench.merge_pages CELLS REPEATS

The floor is the writing of the very rows that the comparison left, prepared in memory, by plain
bulk insertion in one transaction.
"""

import json
import os
import random
import sys
import time
from typing import Any

from bench.importing import Transactions
from bench.listing import asked_in_rounds
from bench.runs import SEED, tell


def main(cells: int, repeats: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from cairn.reporting.filings.combining import apply_merge, begin_merge, decide_all
    from cairn.reporting.filings.merging import Decision
    from cairn.reporting.filings.models import Double
    from cairn.reporting.filings.proposing import propose_doubles

    connection.ensure_connection()
    contact, ministry, sources = _fill(cells)
    transactions = Transactions(connection)
    steps: dict[str, float] = {}
    filing: Any = None

    def timed(name: str, work: Any) -> Any:
        began = time.perf_counter()
        found = work()
        steps[name] = round(time.perf_counter() - began, 3)
        tell(f"    {name}: {steps[name]} s")
        return found

    filing = timed("begin", lambda: begin_merge(filings=sources, owner=ministry, by=contact))
    timed("compare", lambda: propose_doubles.func(filing.ref))
    assert Double.objects.filter(filing=filing).count() == cells
    comparing_lock = transactions.told()
    floor = _floor(filing)
    transactions.seconds.clear()
    _noted_as_done()
    pages = _pages(contact, filing, repeats)
    told = {"by": contact, "filing": filing}
    timed("decide all", lambda: decide_all(decision=Decision.LARGER, **told))
    timed("write", lambda: apply_merge(**told))
    comparing = steps["begin"] + steps["compare"]
    answer = {
        "cells": cells,
        "steps": steps,
        "lock_of_comparing": comparing_lock,
        "lock_of_writing": transactions.told(),
        "floor_seconds": round(floor, 3),
        "ratio_to_floor": round(comparing / floor, 2),
        "ms_per_1000_cells": round(1_000_000 * comparing / cells, 1),
        "pages": pages,
    }
    print(json.dumps(answer))


def _noted_as_done() -> None:
    """The job was done here and not by the runner."""
    from django.utils import timezone

    from cairn.jobs.models import JobNote, State

    JobNote.objects.update(state=State.DONE, finished_at=timezone.now())


def _pages(contact: Any, filing: Any, repeats: int) -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse

    from cairn.reporting.filings.models import Double

    client = Client(SERVER_NAME="localhost")
    client.force_login(contact, backend="django.contrib.auth.backends.ModelBackend")
    rows = Double.objects.filter(filing=filing).order_by("-score", "-pk")
    refs = list(rows.values_list("ref", flat=True))
    address = reverse("desk:merging", args=[filing.ref])
    addresses = {
        "first": address,
        "middle": f"{address}?after={refs[len(refs) // 2 - 13]}",
        "near the end": f"{address}?before={refs[-1 - len(refs) // 10]}",
        "one measure": f"{address}?measure=smuggled_detected",
        "likely": f"{address}?likely=likely",
        "summary": reverse("desk:merge_summary", args=[filing.ref]),
    }
    whole = {"summary": addresses.pop("summary")}
    os.sync()  # what was compared is written, and no page waits for it
    pages = asked_in_rounds(client, addresses, repeats)
    pages |= asked_in_rounds(client, whole, min(repeats, 5))
    for name, one in pages.items():
        tell(f"    {name}: {one['ms']} ms, {one['queries']} queries")
    return pages


def _floor(filing: Any) -> float:
    """Seconds for the same rows once more, in place of the ones that are there."""
    from django.db import transaction

    from cairn.db.bulk import insert_rows
    from cairn.reporting.filings.models import Double

    names = [field.column for field in Double._meta.concrete_fields]
    rows = [
        tuple(
            json.dumps(value) if name == "because" else value
            for name, value in zip(names, row, strict=True)
        )
        for row in Double.objects.filter(filing=filing).values_list(*names)
    ]
    with transaction.atomic():
        Double.objects.filter(filing=filing).delete()
    began = time.perf_counter()
    with transaction.atomic():
        insert_rows(Double, names, rows)
    return time.perf_counter() - began


def _fill(cells: int) -> tuple[Any, Any, list[Any]]:
    """A State with two agencies, each with a submitted filing of as many numbers."""
    from django.db import connection, transaction
    from django.utils import timezone

    from cairn.accounts.actions import (
        add_membership,
        create_organisation,
        create_user,
        set_code_generator,
    )
    from cairn.db.bulk import insert_rows
    from cairn.kernel.dates import Period
    from cairn.reporting.filings.counts import key_of
    from cairn.reporting.filings.drafting import begin_filing
    from cairn.reporting.filings.models import Filing, FilingCount
    from cairn.sharing.viewer import STATE

    def person(name: str, role: str, body: Any) -> Any:
        user = create_user(username=name, display_name=name.title(), by=None)
        set_code_generator(user=user, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=None)
        add_membership(user=user, organisation=body, role=role, by=None)
        return user

    bodies = [
        create_organisation(key=key, name=key.title(), kind="state_body", state="NER", by=None)
        for key in ("ministry", "border", "police")
    ]
    contact = person("contact", "contact_point", bodies[0])
    chance, now, sources = random.Random(SEED), timezone.now(), []
    measures = ("smuggled_detected", "rescued", "dead", "missing")
    columns = ("filing_id", "measure", "key", "value", "place", "source_cell", "when_written")
    for number, body in enumerate(bodies[1:]):
        officer = person(f"officer{number}", "officer", body)
        filing = begin_filing(
            owner=body,
            section="smuggled_migrants",
            period=Period.parse("2026-Q1"),
            by=officer,
            conduct="smuggling",
        )
        rows = []
        for at in range(cells):
            place, measure = f"Post {at:06}", measures[at % len(measures)]
            key, value = key_of(measure, {"place": place}), 1 + int(chance.expovariate(0.05))
            rows.append((filing.pk, measure, key, value, place, "", ""))
        with transaction.atomic():
            insert_rows(FilingCount, columns, rows)
        changes = {"status": "submitted", "audience_class": STATE}
        Filing.objects.filter(pk=filing.pk).update(
            **changes, submitted_at=now, submitted_by=officer.username, coverage_note="All posts."
        )
        sources.append(Filing.objects.get(pk=filing.pk))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return contact, bodies[0], sources


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
