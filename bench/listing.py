"""Child of the part `lists`: fill an empty instance and ask for the lists of the desk.

    python -m bench.listing ACCOUNTS REPEATS

Every hundred accounts came with an import of their own, and one import in ten was given up. A list
is asked for from its first page, from its middle and from its end, as someone who leafs through it.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from bench.rows import DATE, HEADER
from bench.rows import rows as sheet_rows
from bench.runs import share, tell

EACH = 100  # accounts of one import
TOGETHER = 10  # imports of one transaction
WARM = 3


def main(accounts: int, repeats: int) -> None:
    import django

    django.setup()
    began = time.perf_counter()
    refs = _fill(accounts)
    filled = time.perf_counter() - began
    client = _steward()
    os.sync()  # what was filled in is written, and no page waits for it
    pages = asked_in_rounds(client, _addresses(refs), repeats)
    for name, one in pages.items():
        tell(f"    {name}: {one['ms']} ms, {one['queries']} queries")
    print(json.dumps({"accounts": accounts, "filling_seconds": round(filled, 1), "pages": pages}))


def _addresses(refs: dict[str, list[str]]) -> dict[str, str]:
    from django.urls import reverse

    lists = {
        "imports": reverse("desk:imports"),
        "accounts of a data set": reverse("desk:accounts", args=["benchmark"]),
    }
    found = {"data sets": reverse("desk:data_sets")}
    found["a data set"] = reverse("desk:data_set", args=["benchmark"])
    for name, address in lists.items():
        key = name.split()[0]
        found[name] = address
        found[f"{name}, in the middle"] = f"{address}?after={refs[key][len(refs[key]) // 2]}"
        found[f"{name}, near the end"] = f"{address}?before={refs[key][-1]}"
    found["imports of one state"] = f"{lists['imports']}?state=committed"
    return found


def asked_in_rounds(client: Any, addresses: dict[str, str], repeats: int) -> dict[str, Any]:
    """Each page once in each round, so that a disturbance falls on all of them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    queries, sizes = {}, {}
    for name, address in addresses.items():
        for _ in range(WARM):
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            sizes[name] = len(client.get(address).content)
        queries[name] = len(captured)  # now: the next request empties the log
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(repeats):
        for name, address in addresses.items():
            began = time.perf_counter()
            client.get(address)
            times[name].append(1000 * (time.perf_counter() - began))
    return {
        name: {
            "ms": round(statistics.median(found), 1),
            "p95_ms": round(share(found, 0.95), 1),
            "queries": queries[name],
            "bytes": sizes[name],
        }
        for name, found in times.items()
    }


def _steward() -> Any:
    """Someone who has signed in with a second factor and may read and import."""
    from django.test import Client

    from cairn.accounts.actions import add_membership, create_user, set_code_generator
    from cairn.accounts.models import Organisation

    user = create_user(username="steward", display_name="Steward", by=None)
    set_code_generator(user=user, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=None)
    owner = Organisation.objects.get(key="benchmark")
    add_membership(user=user, organisation=owner, role="steward", by=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fill(accounts: int) -> dict[str, list[str]]:
    """One source with all of it; returns references in the order of the lists."""
    from django.db import connection, transaction
    from django.utils import timezone

    from cairn.accounts.models import Organisation
    from cairn.db.bulk import insert_rows, large_writes
    from cairn.files.models import StoredFile
    from cairn.kernel.refs import new_refs
    from cairn.reporting.models import Account, DataSet, ImportBatch, Incident
    from cairn.reporting.states import Status
    from cairn.sharing.models import NO_EMBARGO
    from cairn.sharing.viewer import OPEN

    now = timezone.now()
    owner = Organisation.objects.create(key="benchmark", name="Benchmark", kind="publisher")
    shared = {"owner": owner, "audience_class": OPEN, "section": "open"}
    source = DataSet.objects.create(
        key="benchmark",
        title="Benchmark",
        licence="unknown",
        provenance="open_source",
        accepted_at=now,
        accepted_by="console",
        **shared,
    )
    file = StoredFile.objects.create(sha256="0" * 64, size=0, stored_at=now)
    common = (owner.ref, OPEN, "open", NO_EMBARGO)
    kept: dict[str, list[str]] = {"imports": [], "accounts": []}
    imported = {"dataset": source, "kind": "incidents", "file": file, "file_name": "rows.csv"}
    imported |= {"started_at": now, "touched_at": now, **shared}
    stream, first = sheet_rows(accounts), 1
    with large_writes():
        while chunk := list(islice(stream, EACH * TOGETHER)):
            with transaction.atomic():
                for start in range(0, len(chunk), EACH):
                    part = chunk[start : start + EACH]
                    given_up = len(kept["imports"]) % 10 == 5
                    status = Status.DISCARDED if given_up else Status.COMMITTED
                    batch = ImportBatch.objects.create(status=status, **imported)
                    kept["imports"].append(batch.ref)
                    if given_up:
                        continue
                    ids = range(first, first + len(part))
                    first += len(part)
                    incidents = zip(ids, new_refs("inc", len(part)), strict=True)
                    made = [(pk, ref, batch.pk, *common) for pk, ref in incidents]
                    insert_rows(Incident, ("id", "ref", "batch_id", *SHARED), made)
                    refs = new_refs("acc", len(part))
                    kept["accounts"] += refs
                    lines = _accounts(ids, refs, part, source, batch, common)
                    insert_rows(Account, COLUMNS, lines)
            if len(kept["imports"]) % 1_000 == 0:
                tell(f"    {len(kept['accounts']):,} accounts filled in")
    kept["imports"].reverse()  # the newest stands first
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return kept


SHARED = ("owner_id", "audience_class", "section", "embargo_until")
COLUMNS = (
    *("id", "ref", "dataset_id", "batch_id", "number", "key", "occurrence", "digest"),
    *("when_earliest", "when_latest", "when_precision", "when_written", *SHARED, "identifier"),
    *("event_kind", "year", "dead", "missing", "total", "country", "route", "incident_id"),
)


def _accounts(
    ids: range, refs: list[str], chunk: list[Any], source: Any, batch: Any, common: tuple[Any, ...]
) -> Iterator[list[Any]]:
    total = HEADER.index("Total dead and missing")
    for pk, ref, (row, _) in zip(ids, refs, chunk, strict=True):
        year = int(row[DATE][:4])
        span = (date(year, 1, 1), date(year, 12, 31), "year", row[DATE])
        key = f"bm-{pk:08}"
        yield [
            *(pk, ref, source.pk, batch.pk, 1, key, 0, f"{pk:032x}", *span, *common),
            *("", "incident", year, None, None, int(row[total]), "LBY", "central_mediterranean"),
            pk,
        ]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
