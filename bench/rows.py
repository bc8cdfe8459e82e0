"""Account rows as a sheet that nobody declared, the same for the same seed, with known mistakes.

One row in a hundred has a mistake of one of six kinds, in turn; each of these must be rejected, and
every other row must come in. What people write differs from row to row as in real sheets: several
names of one country, dates of three precisions, cells left empty where nothing was recorded.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.runs import SEED

HEADER = [
    *("Incident ID", "Date", "Dead", "Missing", "Total dead and missing", "Survivors"),
    *("Number of females", "Number of males", "Number of children", "Country of origin"),
    *("Country of incident", "Migration route", "Cause of death", "Latitude", "Longitude"),
]
(ID, DATE, DEAD, MISSING, TOTAL, *_, COUNTRY, ROUTE, CAUSE, NORTH, EAST) = range(len(HEADER))
# Where it happened: names as people write them, route, cause, a point, and how often.
SEA, DESERT, ROAD, FORCE = "Drowning", "environment", "Vehicle accident", "Violence"
PLACES = [
    (("Libya", "LBY", "Libye"), "Central Mediterranean", SEA, 33.2, 13.6, 30),
    (("Tunisia", "Tunisie", "TUN"), "Central Mediterranean", SEA, 34.6, 11.2, 18),
    (("Algeria", "Algérie"), "Western Mediterranean", SEA, 36.0, 0.2, 9),
    (("Morocco", "MAR", "Maroc"), "Western Mediterranean", SEA, 35.6, -4.9, 10),
    (("Greece", "GRC"), "Eastern Mediterranean (sea)", SEA, 38.4, 26.2, 11),
    (
        ("Mauritania", "MRT"),
        "Western Africa and Atlantic to the Canary Islands",
        SEA,
        20.1,
        -17.2,
        9,
    ),
    (("Niger", "NER"), "Sahara Desert crossing", DESERT, 20.4, 12.9, 14),
    (("Yemen", "Republic of Yemen"), "Horn of Africa route", SEA, 13.1, 44.1, 8),
    (("Djibouti", "DJI"), "Horn of Africa route", SEA, 11.9, 43.2, 4),
    (("Mexico", "México", "MEX"), "United States–Mexico border crossing", ROAD, 29.2, -106.3, 26),
    (("Panama", "PAN"), "Darién", DESERT, 8.3, -77.6, 7),
    (("Iran", "Iran (Islamic Republic of)"), "Afghanistan to Iran", FORCE, 30.4, 61.1, 9),
    (("Myanmar", "Burma"), "Bay of Bengal and Andaman Sea", SEA, 19.6, 92.6, 6),
    (("France", "FRA"), "", SEA, 50.9, 1.7, 5),
]
ORIGINS = [
    *(
        "Syria",
        "Eritrea",
        "Côte d'Ivoire",
        "Ivory Coast",
        "Guinea-Bissau",
        "Mali",
        "Senegal",
        "Gambia",
    ),
    *("Nigeria", "Sudan", "Somalia", "Ethiopia", "Afghanistan", "Pakistan", "Bangladesh", "Iraq"),
    *("Guatemala", "Honduras", "El Salvador", "Venezuela", "Haiti", "Cuba", "MMR", "Cameroon"),
]
ANY_CAUSE = ("Mixed or unknown", "Accidental death", SEA, ROAD, DESERT, FORCE)
MISTAKES = (
    *("unknown_country", "bad_date", "negative", "total_differs", "swapped_point"),
    "duplicate_identifier",
)
ONE_IN = 100
FIRST, DAYS = date(2014, 1, 1), 4_383  # twelve years
SWAPPED = PLACES[7]  # exchanged, a point off Yemen lies in the Caucasus


def rows(n: int, seed: int = SEED) -> Iterator[tuple[list[str], str]]:
    """Each row with the mistake in it, or an empty text."""
    chance = random.Random(seed)
    weights = [place[-1] for place in PLACES]
    good: list[str] = []  # the first row without a mistake, of which a second one is told
    for number in range(n):
        place = chance.choices(PLACES, weights)[0]
        row = _row(number, place, chance)
        mistake = ""
        if number % ONE_IN == ONE_IN - 1:
            mistake = MISTAKES[number // ONE_IN % len(MISTAKES)]
            row = _spoilt(row, mistake, number, good, chance)
        elif not good:
            good = row
        yield row, mistake


def _row(number: int, place: tuple, chance: random.Random) -> list[str]:
    names, route, cause, north, east, _ = place
    dead = "" if chance.random() < 0.05 else min(400, int(1 / (chance.random() + 0.004)))
    missing = "" if chance.random() < 0.3 else int(chance.expovariate(0.3))
    total = "" if dead == missing == "" else (dead or 0) + (missing or 0)
    if total == "":  # the source has only both together
        total = 1 + int(chance.expovariate(0.2))
    return [
        f"bm-{number:08}",
        _written(FIRST + timedelta(int(DAYS * chance.random() ** 0.7)), chance),
        *(str(dead), str(missing), str(total)),
        *(_seldom(chance, 0.3, 40), _seldom(chance, 0.3, 4), _seldom(chance, 0.4, 9)),
        _seldom(chance, 0.2, 3),
        chance.choice(ORIGINS) if chance.random() < 0.7 else "",
        chance.choice(names),
        route,
        cause if chance.random() < 0.8 else chance.choice(ANY_CAUSE),
        *(f"{middle + chance.gauss(0, 0.6):.4f}" for middle in (north, east)),
    ]


def _written(day: date, chance: random.Random) -> str:
    drawn = chance.random()
    return day.isoformat()[: 10 if drawn > 0.07 else 7 if drawn > 0.02 else 4]


def _seldom(chance: random.Random, often: float, most: int) -> str:
    return str(chance.randrange(most)) if chance.random() < often else ""


def _spoilt(
    row: list[str], mistake: str, number: int, good: list[str], chance: random.Random
) -> list[str]:
    match mistake:
        case "unknown_country":
            row[COUNTRY] = "Atlantis of the North"
        case "bad_date":
            row[DATE] = "2021-02-31"
        case "negative":
            row[DEAD] = "-3"
        case "total_differs":
            row[DEAD], row[MISSING], row[TOTAL] = "4", "2", "11"
        case "swapped_point":
            row = _row(number, SWAPPED, chance)
            row[NORTH], row[EAST] = row[EAST], row[NORTH]
        case "duplicate_identifier":
            row[ID] = good[ID]
    return row


def write_csv(path: Path, n: int, seed: int = SEED) -> dict[str, int]:
    """Write the sheet; return how many rows have which mistake."""
    mistakes: Counter[str] = Counter()
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row, mistake in rows(n, seed):
            writer.writerow(row)
            if mistake:
                mistakes[mistake] += 1
    draft.replace(path)
    return dict(mistakes)
