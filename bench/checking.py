"""Child of the part `crosstabs`: a workbook arrives at the desk and its page is asked for.

    python -m bench.checking WORKBOOK REPEATS

Server time alone: from the last byte that has arrived to the stored sheet, then the whole page with
its session, its questions, its totals and the first part of the sheet; in a process set up as the
server's are (`cairn.config.wsgi`).
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

from bench.people import signed_in


def main(path: Path, repeats: int) -> None:
    import django

    django.setup()
    import_module("cairn.config.wsgi")
    from django.urls import reverse

    from cairn.reporting.sheets.arriving import stage_sheet, take_whole

    client, user, agency = signed_in("officer", "NER")
    arriving, showing, size = [], [], 0
    for _ in range(repeats):
        upload = take_whole(
            name="crosstab.xlsx",
            size=path.stat().st_size,
            parts=[path.read_bytes()],
            plan={"organisation": agency.ref, "section": "irregular_migration"},
            organisation=agency,
            by=user,
        )
        began = time.perf_counter()
        file = stage_sheet(upload=upload, by=user)
        arriving.append(time.perf_counter() - began)
        address = reverse("desk:sheet", kwargs={"ref": file.ref})
        began = time.perf_counter()
        answer = client.get(address, headers={"host": "localhost"})
        showing.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")
        size = len(answer.content)
    told = {
        "arriving_seconds": round(statistics.median(arriving), 2),
        "page_seconds": round(statistics.median(showing), 2),
        "page_bytes": size,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
