"""Child of the part `filing`: the bare floor under the forms that were saved.

    python -m bench.filing_floor SOURCE

Writes the very numbers and audit events that the saved forms left in SOURCE into the same tables of
another fresh database, with the same indexes, constraints and durability: by `executemany` or COPY,
one commit for each form, on one connection, without a server. Only writing and committing count.
"""

import json
import sys
import time
from collections import defaultdict
from typing import Any

from bench.floor import Source, _write

FIRST = ("accounts.Organisation", "filings.Filing")


def main(address: str) -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, transaction

    source = Source(address)
    with transaction.atomic():
        for name in FIRST:
            table = apps.get_model(name)._meta.db_table
            _write(connection, table, source.columns(table), next(source.parts(table, 1)))
    counts = apps.get_model("filings.FilingCount")._meta.db_table
    events = apps.get_model("audit.Event")._meta.db_table
    names = {table: source.columns(table) for table in (counts, events)}
    forms: dict[Any, list[Any]] = defaultdict(list)
    place = names[counts].index("filing_id")
    for row in next(source.parts(counts, 1)):
        forms[row[place]].append(row)
    place = names[events].index("kind")
    saved = [row for row in next(source.parts(events, 1)) if row[place] == "reporting.filing.saved"]
    began = time.perf_counter()
    for rows, event in zip(forms.values(), saved, strict=False):
        with transaction.atomic():
            _write(connection, counts, names[counts], rows)
            _write(connection, events, names[events], [event])
    took = time.perf_counter() - began
    told = {"forms": len(forms), "rows": sum(map(len, forms.values()))}
    told |= {"seconds": round(took, 2), "per_second": round(len(forms) / took, 1)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
