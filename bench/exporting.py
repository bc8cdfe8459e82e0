"""Child of the part `export`: fills a library with invented cases, or writes them to a file.

python -m bench.exporting fill ROWS
python -m bench.exporting cases.jsonl [DATABASE]
"""

import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

START = datetime(2026, 1, 1, tzinfo=UTC)
TOGETHER = 5_000
PIECE = 128 * 1024
STATES = ("ITA", "FRA", "ESP", "GRC", "DEU", "TUN", "NER", "CAN")


def main(word: str, also: str = "") -> None:
    import django

    django.setup()
    print(json.dumps(fill(int(also)) if word == "fill" else write(word, also)))


def fill(rows: int) -> float:
    from cairn.knowledge.models import Item

    began = time.perf_counter()
    for start in range(0, rows, TOGETHER):
        numbers = range(start, min(start + TOGETHER, rows))
        Item.objects.bulk_create(Item(**_values(number)) for number in numbers)
    return round(time.perf_counter() - began, 1)


def _values(number: int) -> dict[str, Any]:
    at = START + timedelta(seconds=number)
    told = body(number)
    return {
        "ref": f"lib-{number:010}-0",
        "kind": "case",
        "key": f"invented-{number}",
        "number": 1,
        "titles": {"en": f"Invented case {number}"},
        "title_language": "en",
        "official_number": told["number"],
        "country": told["state"],
        "licence": "CC0-1.0",
        "source": f"https://example.org/{number}",
        "invented": True,
        "body": told,
        "published_at": at,
        "first_published_at": at,
    }


def body(number: int) -> dict[str, Any]:
    """A case with two people and two charges, as the shelf keeps it."""
    text = f"Invented: {number % 90 + 2} people were brought across in a boat, for money."
    return {
        "state": STATES[number % len(STATES)],
        "number": f"No. {number}/2020",
        "proceedings": [
            {
                **{"id": "1", "stage": "first_trial", "court": "Invented court"},
                **{"date": "2020-03-01", "finality": "final"},
            }
        ],
        "people": [{"label": "Accused 1", "roles": ["skipper_captain"]}, {"label": "Accused 2"}],
        "charges": [
            {
                **{"id": f"{n}", "person": f"Accused {n}", "offence": "smuggling_illegal_entry"},
                "outcomes": [{"proceeding": "1", "verdict": "guilty"}],
            }
            for n in (1, 2)
        ],
        "migrants_total": number % 90 + 2,
        "legs": [{"mode": "sea"}],
        "elements": [{"element": "benefit", "by": "court", "finding": "found"}],
        "texts": [{"section": "summary", "texts": [{"text": text, "language": "en"}]}],
        "sources": [{"address": f"https://example.org/{number}", "form": "other"}],
        "licence": "CC0-1.0",
        "invented": True,
    }


def write(name: str, database: str) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cairn.knowledge.bulk import write_file
    from cairn.knowledge.forms import file_named
    from cairn.knowledge.outgoing import pages_in

    file, pages = file_named(name), pages_in("en")
    pages("case", "lib-0000000000-0")  # addresses are looked up before the clock starts
    with tempfile.TemporaryDirectory() as folder, CaptureQueriesContext(connection) as seen:
        path = Path(folder) / name
        began = time.perf_counter()
        count = write_file(file, path, pages)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        copied = _copied(path)
        read = None if database else _read_and_written(settings.CAIRN_DATA, Path(folder) / "rows")
    found = {
        "rows": count.rows,
        "mb": round(count.size / 1e6, 1),
        "seconds": round(seconds, 2),
        "rows_a_second": round(count.rows / seconds),
        "queries": len(seen),
        "peak_mb": round(peak, 1),
        "ratio_to_writing": round(seconds / copied, 1),
        "ratio_to_reading": round(seconds / read, 1) if read else None,
    }
    return found


def _copied(path: Path) -> float:
    """Seconds for the same bytes, written and forced to the disk as the file was."""
    seconds = 0.0
    with path.open("rb") as source, path.with_suffix(".copy").open("wb") as to:
        while piece := source.read(PIECE):
            began = time.perf_counter()
            to.write(piece)
            seconds += time.perf_counter() - began
        began = time.perf_counter()
        to.flush()
        os.fsync(to.fileno())
        return seconds + time.perf_counter() - began


def _read_and_written(data: Path, path: Path) -> float:
    """Seconds for the same rows in the same order by the bare driver, put down as they come."""
    began = time.perf_counter()
    bare = sqlite3.connect(f"file:{data / 'cairn.sqlite3'}?mode=ro", uri=True)
    asked = "SELECT ref, key, body, licence, source FROM knowledge_item WHERE kind = 'case'"
    with path.open("wb") as to:
        for lines in _pieces(bare.execute(f"{asked} AND withdrawn_at IS NULL ORDER BY ref")):
            to.write(lines)
        to.flush()
        os.fsync(to.fileno())
    bare.close()
    return time.perf_counter() - began


def _pieces(rows: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    held: list[str] = []
    for row in rows:
        held.append("\t".join(row))
        if len(held) == TOGETHER:
            yield "\n".join(held).encode()
            held.clear()
    yield "\n".join(held).encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
