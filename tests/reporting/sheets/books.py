"""A ministry's own workbook as tests send it, and the way of it to a filing."""

from pathlib import Path
from typing import Any

import xlsxwriter

from cairn.reporting.sheets.arriving import stage_sheet, take_whole

MONTHS = ["janv.-24", "févr.-24", "mars-24"]
PEOPLE = {
    "Niger": [120, 90, 81],
    "Mali": [40, "RAS", 33],
    "Burkina Faso": [12, 9, None],
    "Soudan": [7, "-", 5],
    "Syrie": [3, 2, 1],
}


def ministry(
    path: Path, people: dict[str, list[Any]] | None = None, *, off: int = 0, **properties: str
) -> Path:
    """Two rows of merged headings, nationalities down, months across, sub-totals, a footnote,
    "RAS", a blank and "-". `off` makes the last total wrong by so much."""
    people = people or PEOPLE
    with xlsxwriter.Workbook(path) as book:
        if properties:
            book.set_properties(properties)
        raised, plain = book.add_format({"font_script": 1}), book.add_format({"bold": True})
        page = book.add_worksheet("T1 2024")
        page.write(0, 0, "Migrants objet d'un trafic, détectés par poste")
        page.merge_range(2, 0, 3, 0, "Nationalité")
        page.merge_range(2, 1, 2, 3, "1er trimestre 2024")
        page.merge_range(2, 4, 3, 4, "Total")
        page.write_row(3, 1, MONTHS)
        row, parts = 4, [0, 0, 0]
        for heading, names in (
            ("Sous-total CEDEAO", list(people)[:3]),
            ("Sous-total autres", list(people)[3:]),
        ):
            sums = [0, 0, 0]
            for name in names:
                page.write(row, 0, name)
                for at, value in enumerate(people[name]):
                    if value == 81:
                        page.write_rich_string(row, at + 1, plain, "81", raised, "1")
                    elif value is not None:
                        page.write(row, at + 1, value)
                    sums[at] += value if isinstance(value, int) else 0
                page.write(row, 4, sum(v for v in people[name] if isinstance(v, int)))
                row += 1
            page.write_row(row, 0, [heading, *sums, sum(sums)])
            parts = [one + two for one, two in zip(parts, sums, strict=True)]
            row += 1
        page.write_row(row, 0, ["Total général", *parts, sum(parts) + off])
        page.write(row + 2, 0, "1 Chiffre provisoire, sous réserve de vérification.")
    return path


def staged(world: Any, path: Path, *, section: str = "smuggled_migrants", **plan: str) -> Any:
    """Sent in one piece, and read."""
    upload = take_whole(
        name=path.name,
        size=path.stat().st_size,
        parts=[path.read_bytes()],
        plan={"organisation": world.agency.ref, "section": section, **plan},
        organisation=world.agency,
        by=world.officer,
    )
    return stage_sheet(upload=upload, language="fr", by=world.officer)
