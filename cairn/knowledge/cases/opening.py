"""Reads the open form of cases: one flat line for each decision, with tags from a summary.

What it tags is taken in as tagged and never as found; null is not recorded, and the names in its
titles stay outside (see `spoken`).
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from cairn.knowledge.cases.naming import masked_text
from cairn.knowledge.cases.spoken import alike, host, initials, is_cited, names_in, site
from cairn.knowledge.shapes import KeyIsUnknown, ValueIsWrong, Wrong
from cairn.knowledge.texts import Standing

TEXTS = (
    *("id", "title", "jurisdiction", "court", "date", "date_precision", "stage", "outcome"),
    *("sentence", "summary", "source_url", "read", "note"),
)
LISTS = (
    *("offences", "transport_mode", "origin_countries", "transit_countries"),
    "destination_countries",
)
NUMBERS = ("migrants", "deaths")
STAGES = {
    "investigation": "investigation",
    "pre-trial": "prosecution",
    "trial": "first_trial",
    "first instance": "first_trial",
    "plea": "first_trial",
    "sentence": "first_trial",
    "appeal": "appeal",
    "sentence appeal": "appeal",
    "final appeal": "final_instance",
    "final appeal (pre-trial)": "final_instance",
    "preliminary ruling": "regional_court",
    "judicial review": "judicial_review",
    "surrender proceedings": "surrender",
}
MODES = {"sea": "sea", "land": "land", "air": "air", "river": "river_lake"}
VERDICTS = (  # the first that fits; several where the outcome has several
    ("convicted (guilty plea)", ("guilty_plea",)),
    ("convicted (plea agreement)", ("guilty_plea",)),
    ("convicted; sentence reduced", ("guilty", "sentence_reduced")),
    ("convicted", ("guilty",)),
    ("no_jurisdiction / acquitted", ("dismissed_jurisdiction", "not_guilty")),
    ("acquittal_overturned; remitted", ("retrial_ordered",)),
    ("acquitted", ("not_guilty",)),
    ("appeal_dismissed", ("upheld_on_appeal",)),
    ("nullity_complaints_rejected", ("upheld_on_appeal",)),
    ("conviction_upheld", ("upheld_on_appeal",)),
    ("lower_court_findings_upheld", ("upheld_on_appeal",)),
    ("appeal_allowed; remitted", ("retrial_ordered",)),
    ("appeal_partly_allowed", ("partly_reversed",)),
    ("dismissed", ("discontinued",)),
)
NOT_CRIMINAL = ("inadmissib",)  # what follows is decided about a migrant, not about an offender
ELEMENTS = (
    ("benefit", r"material benefit|for profit|for gain"),
    ("crossing", r"illegal entry$|unlawful entry|illegal entrant|unauthorized entry"),
    ("stay", r"illegal stay"),
    ("documents", r"travel or identity documents"),
    ("endangerment", r"endangering life"),
    ("degrading", r"inhuman or degrading"),
    ("organized_group", r"criminal group|criminal organi|criminal association|asociación ilícita"),
)
OFFENCES = (
    ("participation_ocg", r"criminal group|criminal organi|criminal association|asociación il"),
    ("trafficking_in_persons", r"trafficking"),
    ("kidnapping_extortion", r"extortion|hostage"),
    ("enabling_illegal_stay", r"enabling illegal stay"),
    (
        "smuggling_illegal_entry",
        r"enabling illegal entry|smuggl|unlawful entry|illegal entry of|illegal entrant|"
        r"facilitation of|tráfico i|schlepperei|bring in|bringing aliens",
    ),
)
ONLY_ELEMENTS = r"^(financial or other material benefit|endangering|inhuman or degrading)"
DATED = (
    ("source url", "address"),
    ("publication", "publication"),
    ("first instance", "first_instance"),
    ("approximate", "approximate"),
)
LICENCE = "Facts and own summary; whoever published the source keeps the rights in it."
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)


def is_open(value: Any) -> bool:
    return isinstance(value, dict) and "jurisdiction" in value and "record" not in value


def told_wrong(row: Mapping[str, Any]) -> Iterator[Wrong]:
    """What of the flat line is of another type than this form has, or has no place in it."""
    known = (*TEXTS, *LISTS, *NUMBERS)
    for name, value in row.items():
        if name not in known:
            error = KeyIsUnknown(place="/", key=str(name), known=", ".join(known))
            yield Wrong(str(name), error)
        elif value is not None and not _fits(name, value):
            wanted = "text" if name in TEXTS else "a list" if name in LISTS else "a whole number"
            yield Wrong(name, ValueIsWrong(place=name, value=str(value)[:80], expected=wanted))


def _fits(name: str, value: Any) -> bool:
    if name in TEXTS:
        return isinstance(value, str)
    if name in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def opened(row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The key and the content that a flat line means; its types were looked at before."""
    title = row.get("title") or ""
    names = names_in(title)
    rules = [(name, initials(name)) for name in names]

    def safe(name: str) -> str:
        return masked_text(row.get(name) or "", rules)

    given = row.get("id") or ""
    key = masked_text(given, [(name, "x") for name in names])
    if key != given:  # two that differ in their names only stay two
        key = f"{key[:180]}-{sha256(given.encode()).hexdigest()[:6]}"
    body = {
        "state": row.get("jurisdiction"),
        **_title(masked_text(title, rules)),
        "proceedings": [_proceeding(row, safe)],
        "migrants_total": row.get("migrants"),
        "migrants_at_least": _at_least(row, "migrants"),
        "deaths": row.get("deaths"),
        "deaths_at_least": _at_least(row, "deaths"),
        "states": [
            {"state": state, "role": role}
            for role in ("origin", "transit", "destination")
            for state in row.get(f"{role}_countries") or ()
        ],
        "legs": [{"mode": MODES.get(one, one)} for one in row.get("transport_mode") or ()],
        "elements": [{"element": one, "by": "summary"} for one in _elements(row)],
        "offences": list(_offences(row, rules)),
        "texts": [
            {"section": section, "texts": [_text(safe(name))]}
            for section, name in (("summary", "summary"), ("note", "note"))
            if row.get(name)
        ],
        "sources": [_source(row, names, safe("read"))],
        "licence": LICENCE,
    }
    return key[:200], {
        name: value for name, value in body.items() if value not in (None, [], False)
    }


def _title(title: str) -> dict[str, Any]:
    if is_cited(title):
        return {"number": title}
    return {"called": [{"text": title, "language": "en", "standing": "paraphrase"}]}


def _proceeding(row: Mapping[str, Any], safe: Any) -> dict[str, Any]:
    outcome = safe("outcome").replace("_", " ")
    precision = (row.get("date_precision") or "").lower()
    stage = row.get("stage") or ""
    return {
        "id": "1",
        "stage": STAGES.get(stage, stage),
        "court": safe("court"),
        "date": row.get("date"),
        "dated": next((key for words, key in DATED if words in precision), None),
        "verdicts": list(_verdicts(row)),
        "result": [_text(outcome)] if outcome else [],
        "sentence": [_text(safe("sentence"))] if row.get("sentence") else [],
    }


def _verdicts(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Only of criminal proceedings: what became of a visa or a return is told in words."""
    outcome, stage = row.get("outcome") or "", row.get("stage") or ""
    of = " ".join(row.get("offences") or ())
    if stage == "judicial review" or any(word in of for word in NOT_CRIMINAL):
        return ()
    return next((keys for words, keys in VERDICTS if outcome.startswith(words)), ())


def _elements(row: Mapping[str, Any]) -> list[str]:
    offences = [one.lower() for one in row.get("offences") or ()]
    return [
        element
        for element, words in ELEMENTS
        if any(re.search(words, one) and not _not_criminal(one) for one in offences)
    ]


def _offences(row: Mapping[str, Any], rules: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """What was charged or tagged; what is an element stands among the elements only."""
    for text in dict.fromkeys(row.get("offences") or ()):
        low = text.lower()
        if re.search(ONLY_ELEMENTS, low):
            continue
        key = next((key for key, words in OFFENCES if re.search(words, low)), "")
        language = "es" if "tráfico" in low or "asociación" in low else "en"
        yield {
            "text": masked_text(text, rules),
            "by": "summary",
            "key": "" if _not_criminal(low) else key,
            "language": language,
        }


def _not_criminal(offence: str) -> bool:
    return any(word in offence for word in NOT_CRIMINAL)


def _at_least(row: Mapping[str, Any], name: str) -> bool:
    note = (row.get("note") or "").lower()
    return row.get(name) is not None and "lower bound" in note


def _source(row: Mapping[str, Any], names: list[str], read: str) -> dict[str, Any]:
    address = row.get("source_url") or ""
    where = host(address)
    form = "database" if where.endswith("unodc.org") else "other"
    return {
        "publisher": where,
        "address": site(address) if alike(address, names) else address,
        "form": form,
        "read_on": _read_on(read),
        "extent": read,
    }


def _read_on(text: str) -> str | None:
    found = re.search(r"([a-z]+) (\d{4})", text.lower())
    if not found or found[1] not in MONTHS:
        return None
    return f"{found[2]}-{MONTHS.index(found[1]) + 1:02d}"


def _text(text: str) -> dict[str, str]:
    return {"text": text, "language": "en", "standing": Standing.PARAPHRASE.value}
