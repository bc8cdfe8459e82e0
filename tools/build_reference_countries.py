"""Makes countries.csv, country_spellings.csv and country_ambiguous.csv.

    python tools/build_reference_countries.py SHARED_DATA TAXONOMY_CSV

SHARED_DATA is the folder with `open/country-codes` and `labels`; TAXONOMY_CSV is the countries and
territories taxonomy of OCHA inside the PyPI package hdx-python-country (see docs/reference.md): it
carries the names of the UN Statistics Division (M49) and of UNTERM in six languages. Names that
the M49 table lacks or garbles are corrected below, one line each, so that a refresh keeps them.
"""

import csv
import sys
from pathlib import Path

import yaml
from babel import Locale
from build_reference_spellings import DEMONYMS, MORE_AMBIGUOUS, MORE_SPELLINGS

from cairn.reference.folding import compact

DATA = Path(__file__).parents[1] / "cairn" / "reference" / "data"
LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "zh": "Chinese",
}
# Languages in which sheets of agencies along the routes are kept; the six come first.
CLDR = (
    "ar en es fr ru zh zh_Hant pt de it nl tr fa ps ur bn so am ti sw ha uk ro el sq hu pl ckb uz"
)
PARTICIPANTS = {"VAT", "PSE", "COK", "NIU", "EUE"}
SPECIAL = {"OOO", "STL", "STU", "OOS", "MIX", "MXU", "OTH", "EU27", "TIB"}
OTHER_CODES = {"OOO": "UNK XXX", "STL": "XXA"}
NOTES = {
    "XKX": "kosovo",
    "TWN": "taiwan",
    "FLK": "falklands",
    "ESH": "western_sahara",
    "AB9": "abyei",
    "ANT": "netherlands_antilles",
    "SDN": "sudan",
    "SSD": "south_sudan",
    "XCX": "channel_islands",
    "EUE": "european_union",
    "EU27": "eu_total",
    "TIB": "tibet",
    "OOO": "unknown",
    "OOS": "sub_saharan",
    "OTH": "other",
    "MIX": "several",
    "MXU": "several_or_unknown",
    "STU": "stateless_or_unknown",
}
# ar, en, es, fr, ru, zh. None keeps what the M49 table has.
NAMES: dict[str, tuple[str | None, ...]] = {
    "ALA": (None, None, None, None, "Аландские острова", None),
    "ATA": (None, None, None, None, "Антарктика", None),
    "CCK": (None, None, None, None, "Кокосовые (Килинг) острова", None),
    "IOT": ("الإقليم البريطاني في المحيط الهندي", None, None, None, None, None),
    "ATF": ("الأراضي الفرنسية الجنوبية", None, None, None, None, None),
    "UMI": ("جزر الولايات المتحدة النائية", None, None, None, None, None),
    "NLD": ("هولندا (مملكة)", None, None, None, None, None),
    "DOM": (None, None, None, None, None, "多米尼加共和国"),
    "SXM": (None, None, "San Martín (parte holandesa)", None, None, None),
    "PNG": (None, None, None, None, "Папуа — Новая Гвинея", None),
    "IRL": ("أيرلندا", None, None, None, None, None),
    "GBR": ("المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية", None, None, None, None, None),
    "CXR": (None, None, None, None, "Остров Рождества", None),
    "CYM": (None, None, None, None, "Каймановы острова", None),
    "SJM": ("جزيرتا سفالبارد وجان ماين", None, None, None, None, None),
    "MAF": (None, "Saint Martin (French part)", None, None, None, None),
    "TWN": (
        "مقاطعة تايوان الصينية",
        "Taiwan Province of China",
        "Provincia china de Taiwán",
        "Province chinoise de Taïwan",
        "Тайвань, провинция Китая",
        "中国台湾省",
    ),
    "XKX": ("كوسوفو", "Kosovo", "Kosovo", "Kosovo", "Косово", "科索沃"),
    "EUE": (
        "الاتحاد الأوروبي",
        "European Union",
        "Unión Europea",
        "Union européenne",
        "Европейский союз",
        "欧洲联盟",
    ),
    "XCX": (
        "جزر القنال",
        "Channel Islands",
        "Islas del Canal",
        "Îles Anglo-Normandes",
        "Нормандские острова",
        "海峡群岛",
    ),
    "AB9": (
        "منطقة أبيي",
        "Abyei Area",
        "Zona de Abyei",
        "Zone d’Abyei",
        "Район Абьей",
        "阿卜耶伊地区",
    ),
    "ANT": (
        "جزر الأنتيل الهولندية",
        "Netherlands Antilles",
        "Antillas Neerlandesas",
        "Antilles néerlandaises",
        "Нидерландские Антильские острова",
        "荷属安的列斯",
    ),
    "OOO": ("غير معروف", "Unknown", "Desconocido", "Inconnu", "Неизвестно", "未知"),
    "STL": (
        "عديمو الجنسية",
        "Stateless",
        "Apátridas",
        "Apatrides",
        "Лица без гражданства",
        "无国籍者",
    ),
    "STU": (
        "عديمو الجنسية أو غير محددي الجنسية",
        "Stateless or nationality not determined",
        "Apátridas o nacionalidad no determinada",
        "Apatrides ou nationalité non déterminée",
        "Лица без гражданства или гражданство не установлено",
        "无国籍者或国籍未确定者",
    ),
    "OOS": (
        "أفريقيا جنوب الصحراء الكبرى (غير محدد)",
        "Sub-Saharan Africa (not specified)",
        "África Subsahariana (sin especificar)",
        "Afrique subsaharienne (non précisé)",
        "Африка к югу от Сахары (не уточнено)",
        "撒哈拉以南非洲（未具体说明）",
    ),
    "MIX": (
        "جنسيات متعددة",
        "Several nationalities",
        "Varias nacionalidades",
        "Plusieurs nationalités",
        "Несколько гражданств",
        "多种国籍",
    ),
    "MXU": (
        "جنسيات متعددة أو غير معروفة",
        "Several or unknown nationalities",
        "Varias nacionalidades o nacionalidad desconocida",
        "Nationalités multiples ou inconnues",
        "Несколько гражданств или гражданство неизвестно",
        "多种国籍或国籍未知",
    ),
    "OTH": (
        "جنسيات أخرى",
        "Other nationalities",
        "Otras nacionalidades",
        "Autres nationalités",
        "Другие гражданства",
        "其他国籍",
    ),
    "EU27": (
        "الاتحاد الأوروبي (مجموع الدول الأعضاء الـ27)",
        "European Union (total of 27 members)",
        "Unión Europea (total de 27 miembros)",
        "Union européenne (total des 27 membres)",
        "Европейский союз (всего по 27 членам)",
        "欧洲联盟（27个成员合计）",
    ),
    "TIB": (
        "التبت (كما ورد في المصدر)",
        "Tibet (as recorded by the source)",
        "Tíbet (según la fuente)",
        "Tibet (selon la source)",
        "Тибет (по данным источника)",
        "西藏（按来源记录）",
    ),
}


def number(text: str) -> str:
    return f"{int(float(text)):03d}" if text else ""


def tidy(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def main(shared: Path, taxonomy: Path) -> None:
    with (shared / "open/country-codes/iom_countrynames_m49.csv").open(encoding="utf-8") as stream:
        codes = {row["iso3"]: row for row in csv.DictReader(stream)}
    with taxonomy.open(encoding="utf-8") as stream:
        names = {
            row["ISO 3166-1 Alpha 3-Codes"] or row["x Alpha3 codes"]: row
            for row in csv.DictReader(stream)
        }
    bodies = yaml.safe_load((shared / "regional_bodies.yaml").read_text(encoding="utf-8"))
    members = {
        iso3
        for body in bodies["bodies"]
        if body["kind"] == "un-regional-group"
        for iso3 in body["members_iso3"]
    }
    assert len(members) == 193, len(members)
    write_countries(codes, names, members)
    drafts = yaml.safe_load((shared / "labels/country_aliases.yaml").read_text(encoding="utf-8"))
    write_spellings(codes, names, drafts)


def write_countries(codes: dict, names: dict, members: set[str]) -> None:
    rows = []
    for iso3 in sorted({*codes, *NAMES}):
        code, known = codes.get(iso3, {}), names.get(iso3, {})
        fixed = NAMES.get(iso3, (None,) * 6)
        kind = (
            "special"
            if iso3 in SPECIAL
            else "state"
            if iso3 in members
            else "participant"
            if iso3 in PARTICIPANTS
            else "area"
        )
        m49 = "" if kind == "special" else number(code.get("m49", ""))
        iso2 = code.get("iso2", "")
        row = {
            "iso3": iso3,
            "kind": kind,
            "iso2": "EU" if iso3 == "EUE" else "" if iso3 == "XCX" else iso2,
            "m49": m49,
            "region": "" if kind == "special" else number(code.get("region_code", "")),
            "subregion": ""
            if kind == "special"
            else number(code.get("intregion_code", "") or code.get("subregion_code", "")),
            "note": NOTES.get(iso3, ""),
            "other_codes": OTHER_CODES.get(iso3, ""),
        }
        for place, (language, title) in enumerate(LANGUAGES.items()):
            row[language] = tidy(fixed[place] or known.get(f"M49 {title}", ""))
            assert row[language], (iso3, language)
        rows.append(row)
    write("countries.csv", rows)


def write_spellings(codes: dict, names: dict, drafts: dict) -> None:
    rows: list[dict[str, str]] = []
    seen: set[tuple[str, str]] = set()

    def add(iso3: str, spelling: str, language: str, kind: str, until: str, source: str) -> None:
        key = (iso3, compact(spelling))
        if spelling and key[1] and key not in seen:
            seen.add(key)
            rows.append(
                {
                    "iso3": iso3,
                    "spelling": " ".join(spelling.split()),
                    "language": language,
                    "kind": kind,
                    "until": until,
                    "source": source,
                }
            )

    with (DATA / "countries.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for language in LANGUAGES:
                seen.add((row["iso3"], compact(row[language])))
    for iso3, row in names.items():
        if iso3 in codes:
            for language, title in LANGUAGES.items():
                add(iso3, row[f"M49 {title}"], language, "short", "", "m49")
                add(iso3, row[f"{title} Short"], language, "short", "", "unterm")
            add(iso3, row["English Formal"], "en", "long", "", "unterm")
    for iso3, aliases in drafts["aliases"].items():
        for alias in aliases:
            until = str(alias.get("until", ""))
            add(iso3, alias["alias"], alias["language"], alias["kind"], until, "draft")
    for iso3, spelling, language, kind, until in MORE_SPELLINGS:
        add(iso3, spelling, language, kind, until, "project")
    for entry in DEMONYMS.replace("\n", " ").split(","):
        iso3, _, demonyms = entry.strip().partition(" ")
        for demonym in demonyms.split("/"):
            add(iso3, demonym, "en", "demonym", "", "project")
    for iso3, row in codes.items():
        for name in ("name", "name_sort", "name_text"):
            if iso3 not in {"XKX", "TWN", *SPECIAL}:
                add(iso3, row[name], "en", "short", "", "iom")
    for tag in CLDR.split():
        territories = Locale.parse(tag).territories
        for iso3, row in codes.items():
            if (alpha2 := row["iso2"]) in territories:
                add(iso3, territories[alpha2], tag.replace("_", "-"), "short", "", "cldr")
        add("EUE", territories.get("EU", ""), tag.replace("_", "-"), "short", "", "cldr")
    write("country_spellings.csv", rows)
    ambiguous = [
        {"spelling": row["alias"], "candidates": " ".join(row["candidates"]), "source": "draft"}
        for row in drafts["ambiguous"]
    ]
    ambiguous += [
        {"spelling": spelling, "candidates": candidates, "source": "project"}
        for spelling, candidates in MORE_AMBIGUOUS
    ]
    write("country_ambiguous.csv", ambiguous)


def write(name: str, rows: list[dict[str, str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
