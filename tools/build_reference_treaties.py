"""Makes treaties.yaml, obligations.yaml, treaty_status.csv and bodies.yaml.

    python tools/build_reference_treaties.py SHARED_DATA

Dates are copied with their precision and never filled in. Statuses that rest on inference are
marked.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from build_reference_bodies import bodies_of

DATA = Path(__file__).parents[1] / "cairn" / "reference" / "data"
INFERRED = {("SLE", "som"), ("CIV", "som"), ("BRB", "untoc"), ("PLW", "untoc"), ("SLE", "untoc")}
NOTES = {
    "BRB": "Party to the Convention by inference: only its parties can be party to the Protocol "
    "(art. 37(2)). The date is not verified.",
    "BTN": "Party to the Convention and to the Trafficking Protocol only.",
    "COM": "Reported on 24 December 2020 as the 150th party; the day of deposit is not verified. "
    "Accession, since no signature is known.",
    "CIV": "National decree of 17 November 2016; the date of deposit is not verified. Party status "
    "follows from the published totals.",
    "PRK": "Reported to have ratified the Convention on 16 June 2016; deposit not verified.",
    "FJI": "The day is not verified.",
    "GAB": "A United Nations report says only that it became a party; accession, since no "
    "signature is known. A notice of another State gives 22 September 2010; the table of 2014 "
    "contradicts it, so it is not used.",
    "PLW": "Accession, since no signature is known. Party to the Convention by inference; the date "
    "is not verified.",
    "SLE": "Approved by parliament in July 2014; deposit not verified. Party status follows from "
    "the published totals.",
    "SDN": "Accession reported on 19 October 2018; the day is not verified.",
    "PSE": "Listed as party to the Convention in June 2016; the date is not verified.",
}
SOURCES = {
    "untc2014": "United Nations Treaty Collection, status tables of 10 July 2014 (Protocol) and "
    "27 January 2014 (Convention)",
    "untc_later_opening": "United Nations Treaty Collection, chapter XVIII-12-b, a later public "
    "copy, opening of the table",
    "verdragenbank": "Treaty database of the Netherlands, 009350_b",
    "koreaherald2015": "The Korea Herald, 6 November 2015",
    "mofa_japan2017": "Ministry of Foreign Affairs of Japan, press release of July 2017",
    "fiji_cop9": "National statement of Fiji to the Conference of the Parties, 15 October 2018",
    "cop2020_p2": "CTOC/COP/2020/3, paragraph 2",
    "unodc_comoros2020": "UNODC, December 2020",
    "civ_decree2016": "Decree 2016-994 of Côte d'Ivoire, 17 November 2016",
    "count_inference": "Inferred from published totals",
    "implied_art37": "Inferred from article 37(2) of the Convention",
    "mfa_bhutan2023": "Ministry of Foreign Affairs of Bhutan, 23 March 2023",
    "wiki_untoc2016": "Encyclopaedia article, state of June 2016",
}
TOTALS = {
    "2014-01-28": "United Nations Information Service, UNIS/CP/749",
    "2016-06-16": "Report of UNODC to the Conference of the Parties, 2016",
    "2018-10-19": "UNODC, October 2018",
    "2020-07-16": "CTOC/COP/2020/3",
    "2020-12-24": "UNODC, December 2020",
    "2022-10": "Encyclopaedia article, October 2022",
    "2024-04-26": "United Nations Treaty Collection",
}
TREATIES: list[dict[str, Any]] = [
    {
        "key": "untoc",
        "file": "untoc",
        "abbreviation": "UNTOC",
        "reference": "UNTC XVIII-12",
        "parent": None,
        "adopted": "2000-11-15",
        "in_force": "2003-09-29",
        "titles": {
            "ar": "اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية",
            "en": "United Nations Convention against Transnational Organized Crime",
            "es": "Convención de las Naciones Unidas contra la Delincuencia Organizada "
            "Transnacional",
            "fr": "Convention des Nations Unies contre la criminalité transnationale organisée",
            "ru": "Конвенция Организации Объединенных Наций против транснациональной "
            "организованной преступности",
            "zh": "联合国打击跨国有组织犯罪公约",
        },
        "short_titles": {
            "ar": "اتفاقية الجريمة المنظمة",
            "en": "Organized Crime Convention",
            "es": "Convención contra la Delincuencia Organizada",
            "fr": "Convention contre la criminalité organisée",
            "ru": "Конвенция против организованной преступности",
            "zh": "《有组织犯罪公约》",
        },
    },
    {
        "key": "som",
        "file": "smuggling-protocol",
        "abbreviation": "SOM",
        "reference": "UNTC XVIII-12-b",
        "parent": "untoc",
        "adopted": "2000-11-15",
        "in_force": "2004-01-28",
        "titles": {
            "ar": "بروتوكول مكافحة تهريب المهاجرين عن طريق البر والبحر والجو، المكمل لاتفاقية "
            "الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية",
            "en": "Protocol against the Smuggling of Migrants by Land, Sea and Air, supplementing "
            "the United Nations Convention against Transnational Organized Crime",
            "es": "Protocolo contra el tráfico ilícito de migrantes por tierra, mar y aire, que "
            "complementa la Convención de las Naciones Unidas contra la Delincuencia Organizada "
            "Transnacional",
            "fr": "Protocole contre le trafic illicite de migrants par terre, air et mer, "
            "additionnel à la Convention des Nations Unies contre la criminalité transnationale "
            "organisée",
            "ru": "Протокол против незаконного ввоза мигрантов по суше, морю и воздуху, "
            "дополняющий Конвенцию Организации Объединенных Наций против транснациональной "
            "организованной преступности",
            "zh": "联合国打击跨国有组织犯罪公约关于打击陆、海、空偷运移民的补充议定书",
        },
        "short_titles": {
            "ar": "بروتوكول المهاجرين",
            "en": "Smuggling of Migrants Protocol",
            "es": "Protocolo sobre los migrantes",
            "fr": "Protocole relatif aux migrants",
            "ru": "Протокол о мигрантах",
            "zh": "《移民议定书》",
        },
    },
]
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def main(shared: Path) -> None:
    write_treaties(shared)
    write_obligations(shared)
    write_status(shared)
    dump("bodies.yaml", bodies_of(shared))


def write_treaties(shared: Path) -> None:
    meta = yaml.safe_load((shared / "treaty_status.meta.yaml").read_text(encoding="utf-8"))
    treaties = []
    for treaty in TREATIES:
        texts = {
            language: json.loads(
                (shared / "open/treaty-texts" / f"{treaty['file']}.{language}.json").read_text(
                    encoding="utf-8"
                )
            )
            for language in ("en", "es")
        }
        headings: dict[int, dict[str, str]] = {}
        for language, text in texts.items():
            for article in text["articles"]:
                number = int(article["number"])
                headings.setdefault(number, {})[language] = article["heading"].rstrip(".")
        provisions = [
            {"article": number, "headings": found} for number, found in sorted(headings.items())
        ]
        kept = {key: value for key, value in treaty.items() if key != "file"}
        complete = str(meta["base_as_of"][treaty["key"]])
        treaties.append({**kept, "status_complete_to": complete, "provisions": provisions})
    totals = [
        {
            "on": str(total["date"]),
            "parties": total["parties"],
            "source": TOTALS[str(total["date"])],
        }
        for total in meta["published_totals"]
    ]
    dump("treaties.yaml", {"sources": SOURCES, "published_totals": totals, "treaties": treaties})


def write_obligations(shared: Path) -> None:
    found = yaml.safe_load((shared / "protocol_obligations.yaml").read_text(encoding="utf-8"))
    rows = []
    for one in found["obligations"]:
        row = {"id": one["id"], "treaty": one["instrument"].lower()}
        row |= {key: value for key, value in one.items() if key not in ("id", "instrument")}
        rows.append({key: value for key, value in row.items() if value is not None})
    dump("obligations.yaml", {"obligations": rows})


def write_status(shared: Path) -> None:
    columns = (
        *("iso3", "treaty", "status", "signature", "action", "action_date", "precision"),
        *("source", "inferred", "reservation", "note"),
    )
    with (
        (shared / "treaty_status.csv").open(encoding="utf-8") as stream,
        (DATA / "treaty_status.csv").open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        for row in csv.DictReader(stream):
            for treaty in ("som", "untoc"):
                iso3 = row["iso3"]
                assert not row["note"] or iso3 in NOTES or iso3 == "KOR", iso3
                writer.writerow(
                    [
                        iso3,
                        treaty,
                        row[f"{treaty}_status"],
                        row[f"{treaty}_signature"],
                        row[f"{treaty}_action"],
                        row[f"{treaty}_action_date"],
                        row[f"{treaty}_date_precision"],
                        row[f"{treaty}_source"],
                        "yes" if (iso3, treaty) in INFERRED else "",
                        row["som_reservation_or_declaration"] if treaty == "som" else "",
                        NOTES.get(iso3, ""),
                    ]
                )


def dump(name: str, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    (DATA / name).write_text(text, encoding="utf-8")
    print(name, len(text))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
