"""A small published world that fits on one screen.

Deaths (source mmp, all of 2021 to 2023 except November and December 2021):

| when       | route | origin | dead | missing | total |
| 2022-03-01 | med   | SYR    | 10   | 5       | 15    |
| 2023-02-01 | med   | SYR    | 20   | 10      | 30    |
| 2023-05-10 | med   | UNK    |      |         | 7     | states only the total
| 2023-06    | med   |        | 4    |         | 1     | corrects an earlier record by -3
| 2023       | sea   | ERI    | 2    |         | 2     | in 2023, in no month of it
| 2022-12..2023-01 | med | ERI | 9   |         | 9     | in neither year
| none       | med   | ERI    | 1    |         | 1     |

Detections (fx): med 100 in each month of 2022 and 120 in each of 2023, and one not recorded.
Arrivals: coast 1,000 in 2023; shore 50 in 2022 and 70 in 2023 (only to June).
"""

from datetime import date
from pathlib import Path

import h3

from cairn.figures.snapshot import Snapshot
from tests.figures.worlds import build, count, event, on, table

MED, SEA = "central_mediterranean", "western_mediterranean"
ITALY, LIBYA = {"lat": 35.5, "lon": 12.5}, {"lat": 33.0, "lon": 13.0}
DESCRIBED = {
    "publisher": "An invented observatory",
    "licence": "Creative Commons Attribution 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "retrieved": "2026-01-02",
    "sha256": "ab" * 32,
    "notes": "Every figure is a minimum.",
}
SOURCES = (
    DESCRIBED
    | {
        "key": "mmp",
        "title": "Missing people",
        "attribution": "Invented observatory, Missing people",
        "coverage_from": "2021-01-01",
        "coverage_to": "2023-12-31",
        "complete_to": "2023-12-31",
        "gaps": [{"from": "2021-11-01", "to": "2021-12-31", "reason": "Nobody looked."}],
    },
    DESCRIBED
    | {
        "key": "fx",
        "title": "Border agency",
        "coverage_from": "2022-01-01",
        "coverage_to": "2023-12-31",
        "complete_to": "2023-12-31",
        "tables": [table("monthly", dimensions=["route", "border"], preference=1)],
    },
    DESCRIBED
    | {
        "key": "coast",
        "title": "Coast",
        "coverage_from": "2023-01-01",
        "coverage_to": "2023-12-31",
        "complete_to": "2023-12-31",
        "tables": [table("yearly", "arrivals", dimensions=["mode"], level="year")],
    },
    DESCRIBED
    | {
        "key": "shore",
        "title": "Shore",
        "coverage_from": "2022-01-01",
        "coverage_to": "2023-06-30",
        "complete_to": "2023-06-30",
        "tables": [table("yearly", "arrivals", dimensions=["mode"], level="year")],
    },
)


def death(number: int, when: str | None, **values) -> dict:
    dates = on(when) if when and ".." not in when else {}
    cells = {}
    if "lat" in values:
        finest = h3.latlng_to_cell(values["lat"], values["lon"], 5)
        cells = {f"h3_{n}": h3.cell_to_parent(finest, n) for n in (2, 3, 4, 5)}
    open_to_all = {"audience_class": "open", "embargo_until": date(1970, 1, 1)}
    known = {"country": "ITA", "cause": "drowning"} | open_to_all | cells
    return event(f"acc-{number}", **(known | dates | values))


def deaths() -> list[dict]:
    span = {"earliest": date(2022, 12, 31), "latest": date(2023, 1, 2), "precision": "span"}
    return [
        death(1, "2022-03-01", route=MED, origin="SYR", dead=10, missing=5, **ITALY),
        death(2, "2023-02-01", route=MED, origin="SYR", dead=20, missing=10, **ITALY),
        death(3, "2023-05-10", route=MED, origin="UNK", total=7, **LIBYA),
        death(4, "2023-06", route=MED, dead=4, total=1, **LIBYA),
        death(5, "2023", route=SEA, origin="ERI", dead=2),
        death(6, "2022-12..2023-01", route=MED, origin="ERI", dead=9, **span),
        death(7, None, route=MED, origin="ERI", dead=1),
    ]


def detections() -> list[dict]:
    rows = []
    for year, value in ((2022, 100), (2023, 120)):
        for month in range(1, 13):
            name = f"cnt-{year}-{month:02}"
            rows.append(
                count(name, tab="monthly", route=MED, value=value, **on(f"{year}-{month:02}"))
            )
    rows.append(count("cnt-none", tab="monthly", route=SEA, **on("2023-01")))
    return rows


def arrivals() -> list[dict]:
    of = {"tab": "yearly", "basis": "arrivals", "mode": "sea"}
    return [
        count("arr-1", source="coast", value=1000, **of, **on("2023")),
        count("arr-2", source="shore", value=50, **of, **on("2022")),
        count("arr-3", source="shore", value=70, **of, **on("2023")),
    ]


def snapshot(root: Path, more=()) -> Snapshot:
    """The snapshot of this world; `more` deaths make another one."""
    rows = [*deaths(), *more]
    return build(root, rows, [*detections(), *arrivals()], SOURCES)
