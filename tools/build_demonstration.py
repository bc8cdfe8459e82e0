"""Make the copies of open data that the demonstration ships: only the columns that are read.

Free text (descriptions of places, names of informants) and links are left out; the figures stay as
published. Run it with the folder that holds the publishers' files:

    python tools/build_demonstration.py FOLDER
"""

import csv
import gzip
import io
import sys
from pathlib import Path

from cairn.reporting.reading.layouts import table_for

TARGET = Path(__file__).resolve().parents[1] / "cairn" / "console" / "data" / "open"
FILES = {
    "missing-migrants/missing_migrants.csv": "incidents",
    "frontex-ibc/frontex_ibc_monthly.csv": "counts",
    "us-cbp-encounters/us_cbp_encounters_monthly.csv": "counts",
    "uk-small-boats/long_uk_small_boats_daily.csv": "counts",
    "uk-small-boats/long_uk_small_boats_monthly.csv": "counts",
    "unhcr-mediterranean/unhcr_med_arrivals_monthly_2014-2019.csv": "counts",
    "unhcr-mediterranean/unhcr_med_arrivals_place_year.csv": "counts",
    "australia-boats/australia_boat_arrivals_yearly.csv": "counts",
    "eu-asylum/eu_asylum_applications_yearly.csv": "counts",
    "americas-irregular/darien_by_nationality.csv": "counts",
    "americas-irregular/darien_by_demographic.csv": "counts",
    "americas-irregular/honduras_monthly.csv": "counts",
    "americas-irregular/honduras_by_nationality.csv": "counts",
    "americas-irregular/honduras_by_demographic.csv": "counts",
    "americas-irregular/mexico_detentions_by_nationality.csv": "counts",
    "americas-irregular/mexico_detentions_by_demographic.csv": "counts",
    "americas-irregular/mexico_returns_by_nationality.csv": "counts",
    "americas-irregular/guatemala_returns.csv": "counts",
}


def trim(source: Path, kind: str, target: Path) -> int:
    """Write the columns that the layout reads; return how many rows there are."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        table = table_for(header, kind=kind, hint=source.name)
        assert table is not None, source
        read = {rule.column for rule in table.mapping.rules} | set(table.headers)
        read |= {cell.column for cell in table.mapping.cells}
        places = [place for place, name in enumerate(header) if name in read]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([header[place] for place in places])
        written = 0
        for row in rows:
            writer.writerow([row[place] for place in places])
            written += 1
    # no name and no time inside, so that the same rows give the same bytes
    with target.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    return written


def main(folder: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, kind in FILES.items():
        target = TARGET / f"{kind}.{name.replace('/', '.')}.gz"
        print(f"{trim(folder / name, kind, target):>7} {target.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
