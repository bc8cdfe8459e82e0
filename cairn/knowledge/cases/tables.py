"""Cases as two flat tables: one line for each case, one for each charge.

What a table can say comes back from it; texts of findings, quotations and briefs are in the JSON
lines only. Lists stand in one cell with " | " between their members.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cairn.formats.writers import harmless
from cairn.knowledge.cases.face import outcomes_of
from cairn.knowledge.cases.naming import standing
from cairn.knowledge.cases.people import Charge, Money, Person, Sentence
from cairn.knowledge.cases.schema import Named, Proceeding, Record, Shown
from cairn.knowledge.cases.words import Role, Section
from cairn.knowledge.shapes import clean, written
from cairn.knowledge.texts import Text, best

BETWEEN = " | "
CASES = (
    *("key", "state", "number", "called", "called_language", "stage", "court", "date"),
    *("finality", "outcomes", "proceedings", "result", "sentence", "migrants"),
    *("migrants_at_least", "deaths", "deaths_at_least", "origin", "transit", "destination"),
    *("modes", "elements", "offences", "techniques", "cooperation", "penalties", "summary"),
    *("summary_language", "source", "publisher", "source_form", "read_on", "extent"),
    *("licence", "licence_url", "invented", "people", "charges", "reference", "address"),
)
CHARGES = (
    *("case", "charge", "person", "legal_person", "sex", "age", "nationality", "roles"),
    *("offence", "liability", "aggravations", "cited", "law", "article", "version_day"),
    *("outcome_read", "proceeding", "verdict", "term", "months", "minimum_months"),
    *("suspended_months", "served", "fine", "fine_currency", "compensation"),
    *("compensation_currency", "other", "later", "stands", "note", "invented", "licence"),
)


def case_line(key: str, record: Record, reference: str = "", address: str = "") -> list[Any]:
    """The cells of `CASES`."""
    last = record.proceedings[-1] if record.proceedings else None
    called, summary = best(record.called, "en"), _text(record, Section.SUMMARY)
    source = record.sources[0] if record.sources else None
    return [
        key,
        record.state,
        record.number,
        called.text if called else "",
        called.language if called else "",
        last.stage if last else "",
        last.court if last else "",
        written(last.date) if last and last.date else "",
        last.finality.value if last else "",
        BETWEEN.join(outcomes_of(record)),
        BETWEEN.join(_proceeding(one) for one in record.proceedings),
        _first(last.result) if last else "",
        _first(last.sentence) if last else "",
        record.migrants_total,
        _yes(record.migrants_at_least),
        record.deaths,
        _yes(record.deaths_at_least),
        *(_states(record, role) for role in Role),
        BETWEEN.join(dict.fromkeys(one.mode for one in record.legs)),
        BETWEEN.join(_element(one) for one in record.elements),
        BETWEEN.join(_named(one) for one in record.offences),
        BETWEEN.join(record.techniques),
        BETWEEN.join(dict.fromkeys(one.form for one in record.cooperation)),
        BETWEEN.join(record.penalties),
        summary.text if summary else "",
        summary.language if summary else "",
        source.address if source else "",
        source.publisher if source else "",
        source.form.value if source else "",
        written(source.read_on) if source and source.read_on else "",
        source.extent if source else "",
        record.licence,
        record.licence_url,
        _yes(record.invented),
        len(record.people) or None,
        len(record.charges) or None,
        reference,
        address,
    ]


def charge_lines(key: str, record: Record) -> Iterator[list[Any]]:
    """The cells of `CHARGES`, one line for each charge."""
    people = {one.label: one for one in record.people}
    for one in record.charges:
        yield _charge_line(key, record, one, people[one.person])


def _charge_line(key: str, record: Record, one: Charge, person: Person) -> list[Any]:
    first = one.outcomes[0] if one.outcomes else None
    sentence = next((of.sentence for of in one.outcomes if of.sentence), None) or Sentence()
    given = one.provision
    later = [f"{of.proceeding}:{of.verdict.value}" for of in one.outcomes[1:]]
    return [
        key,
        one.id,
        one.person,
        _yes(person.legal),
        person.sex,
        person.age,
        person.nationality,
        BETWEEN.join(person.roles),
        one.offence,
        BETWEEN.join(one.liability),
        BETWEEN.join(one.aggravations),
        given.cited if given else "",
        given.law if given else "",
        given.article if given else "",
        given.on.isoformat() if given and given.on else "",
        _yes(first is not None) or "no",
        first.proceeding if first else "",
        first.verdict.value if first else "",
        sentence.term.value if sentence.term else "",
        sentence.months,
        sentence.minimum_months,
        sentence.suspended_months,
        sentence.served.value if sentence.served else "",
        *_money(sentence.fine),
        *_money(sentence.compensation),
        BETWEEN.join(sentence.other),
        BETWEEN.join(later),
        standing(one).value,
        one.note,
        _yes(record.invented),
        record.licence,
    ]


def _money(one: Money | None) -> tuple[int | None, str]:
    return (one.amount, one.currency) if one else (None, "")


def _proceeding(one: Proceeding) -> str:
    day = written(one.date) if one.date else ""
    cells = (one.id, one.stage, day, one.finality.value, one.court, one.number)
    return "; ".join(cell.replace(";", ",").replace("|", "/") for cell in cells)


def _element(one: Shown) -> str:
    finding = one.finding.value if one.finding else ""
    payment = one.payment.value if one.payment else ""
    return ":".join((one.element.value, one.by.value, finding, payment)).rstrip(":")


def _named(one: Named) -> str:
    return f"{one.by.value}:{one.key}:{one.language}:{one.text.replace('|', '/')}"


def _states(record: Record, role: Role) -> str:
    return BETWEEN.join(one.state for one in record.states if one.role is role)


def _text(record: Record, section: Section) -> Text | None:
    return next((best(one.texts, "en") for one in record.texts if one.section is section), None)


def _first(texts: Iterable[Text]) -> str:
    found = best(texts, "en")
    return found.text if found else ""


def _yes(value: bool) -> str:
    return "yes" if value else ""


def read_case(row: Mapping[str, str], charges: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The JSON that one line of the first table and its lines of the second mean."""
    people, charged = _people(list(charges))
    body = {
        "state": row.get("state"),
        "number": row.get("number"),
        "called": _texts(row.get("called"), row.get("called_language")),
        "proceedings": _proceedings(row),
        "people": people,
        "charges": charged,
        "migrants_total": whole(row.get("migrants")),
        "migrants_at_least": row.get("migrants_at_least") == "yes" or None,
        "deaths": whole(row.get("deaths")),
        "deaths_at_least": row.get("deaths_at_least") == "yes" or None,
        "states": [
            {"state": state, "role": role.value}
            for role in Role
            for state in _list(row.get(role.value))
        ],
        "legs": [{"mode": mode} for mode in _list(row.get("modes"))],
        "elements": [_shown(one) for one in _list(row.get("elements"))],
        "offences": [_offence(one) for one in _list(row.get("offences"))],
        "techniques": _list(row.get("techniques")),
        "cooperation": [{"form": one} for one in _list(row.get("cooperation"))],
        "penalties": _list(row.get("penalties")),
        "texts": _summary(row),
        "sources": _source(row),
        "licence": row.get("licence"),
        "licence_url": row.get("licence_url"),
        "invented": row.get("invented") == "yes" or None,
    }
    return {name: value for name, value in body.items() if value not in (None, "", [])}


def whole(text: str | None) -> int | str | None:
    """A whole number; what is none stays as it is, for the schema to tell."""
    given = (text or "").strip()
    if not given:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else given


def _list(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split(BETWEEN.strip()) if one.strip()]


def _texts(text: str | None, language: str | None) -> list[dict[str, str]]:
    return [{"text": text, "language": language or "en", "standing": "paraphrase"}] if text else []


def _proceedings(row: Mapping[str, str]) -> list[dict[str, Any]]:
    given = _list(row.get("proceedings"))
    if given:
        found = [_told(one) for one in given]
    else:
        names = ("stage", "date", "finality", "court")
        found = [{"id": "1"} | {name: row[name] for name in names if row.get(name)}]
    last = found[-1]
    last |= {"court": row["court"]} if row.get("court") else {}
    if not row.get("charges"):
        last["verdicts"] = _list(row.get("outcomes"))
    last["result"] = _texts(row.get("result"), "en")
    last["sentence"] = _texts(row.get("sentence"), "en")
    return found


def _told(text: str) -> dict[str, Any]:
    names = ("id", "stage", "date", "finality", "court", "number")
    cells = [one.strip() for one in text.split(";")]
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


def _shown(text: str) -> dict[str, Any]:
    names = ("element", "by", "finding", "payment")
    return {name: cell for name, cell in zip(names, text.split(":"), strict=False) if cell}


def _offence(text: str) -> dict[str, Any]:
    names = ("by", "key", "language", "text")
    cells = text.split(":", 3)
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


def _summary(row: Mapping[str, str]) -> list[dict[str, Any]]:
    texts = _texts(row.get("summary"), row.get("summary_language"))
    return [{"section": "summary", "texts": texts}] if texts else []


def _source(row: Mapping[str, str]) -> list[dict[str, Any]]:
    names = {
        **{"address": "source", "publisher": "publisher", "form": "source_form"},
        **{"read_on": "read_on", "extent": "extent"},
    }
    found = {name: row[column] for name, column in names.items() if row.get(column)}
    return [found] if found else []


def _people(rows: list[Mapping[str, str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People, each as its first line says, and the charges."""
    people: dict[str, dict[str, Any]] = {}
    for row in rows:
        label = row.get("person") or ""
        people.setdefault(
            label,
            {
                "label": label,
                "legal": row.get("legal_person") == "yes",
                "sex": row.get("sex"),
                "age": whole(row.get("age")),
                "nationality": row.get("nationality"),
                "roles": _list(row.get("roles")),
            },
        )
    return list(people.values()), [_charge(row) for row in rows]


def _charge(row: Mapping[str, str]) -> dict[str, Any]:
    provision = {
        name: row[column]
        for name, column in (
            ("law", "law"),
            ("article", "article"),
            ("cited", "cited"),
            ("on", "version_day"),
        )
        if row.get(column)
    }
    return {
        "id": row.get("charge"),
        "person": row.get("person"),
        "provision": provision or None,
        "offence": row.get("offence"),
        "liability": _list(row.get("liability")),
        "aggravations": _list(row.get("aggravations")),
        "outcomes": _outcomes(row),
        "note": row.get("note"),
    }


def _outcomes(row: Mapping[str, str]) -> list[dict[str, Any]]:
    if not row.get("verdict"):
        return []
    sentence: dict[str, Any] = {
        "term": row.get("term"),
        "months": whole(row.get("months")),
        "minimum_months": whole(row.get("minimum_months")),
        "suspended_months": whole(row.get("suspended_months")),
        "served": row.get("served"),
        "fine": _amount(row, "fine"),
        "compensation": _amount(row, "compensation"),
        "other": _list(row.get("other")),
    }
    said = any(value not in (None, "", []) for value in sentence.values())
    first = {
        "proceeding": row.get("proceeding") or "1",
        "verdict": row["verdict"],
        "sentence": sentence if said else None,
    }
    later = [one.partition(":") for one in _list(row.get("later"))]
    return [first, *({"proceeding": of, "verdict": verdict} for of, _, verdict in later)]


def _amount(row: Mapping[str, str], name: str) -> dict[str, Any] | None:
    if not row.get(name):
        return None
    return {"amount": whole(row[name]), "currency": row.get(f"{name}_currency")}


def plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it."""
    given = clean(cell)
    return given[1:] if given[:1] == "'" and harmless(given[1:]) == given else given
