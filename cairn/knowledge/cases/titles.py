"""The readable title of a case, made from what is recorded: how people travelled, from where to
where, and when. A decision is cited by a number or by a name; neither says what it is about.

Made of names and labels that stand in the six languages already, so that lists and search have it
in each; no sentence is put together.
"""

from cairn.kernel.languages import LANGUAGES
from cairn.knowledge.cases.schema import Record
from cairn.knowledge.cases.words import Role
from cairn.knowledge.texts import Standing, Text, best
from cairn.reference.countries import name_of
from cairn.reference.vocabularies import label

MOST = 2  # States by role that are named
DASH = " – "
COMMAS = {"ar": "، ", "zh": "，"}
LAND = {
    **{"ar": "برًا", "en": "Land", "es": "Por tierra", "fr": "Terre", "ru": "По суше", "zh": "陆路"}
}
UNTOLD = {
    "ar": "قضية",
    "en": "Case",
    "es": "Caso",
    "fr": "Affaire",
    "ru": "Дело",
    "zh": "案件",
}


def titles_of(record: Record) -> tuple[Text, ...]:
    """One title for each of the six languages, English first."""
    order = ["en", *(one for one in LANGUAGES if one != "en")]
    return tuple(Text(_title(record, one), one, Standing.PARAPHRASE) for one in order)


def modes_of(record: Record) -> list[str]:
    """The ways of travelling, each once, in the order of the journey."""
    return list(dict.fromkeys(leg.mode for leg in record.legs))


def mode_words(mode: str, language: str) -> str:
    return LAND[language] if mode == "land" else label("transport_modes", mode, language)


def _title(record: Record, language: str) -> str:
    given = best(record.called, language)
    state = name_of(record.state, language)
    comma = COMMAS.get(language, ", ")
    if given:
        return comma.join(filter(None, (given.text, state, _year(record))))
    way = DASH.join(filter(None, (_states(record, role, language) for role in Role)))
    modes = comma.join(mode_words(one, language) for one in modes_of(record))
    about = [modes, way or state] if modes or way else [record.number or UNTOLD[language], state]
    return comma.join(filter(None, (*about, _year(record))))


def _states(record: Record, role: Role, language: str) -> str:
    given = record.states
    found = [one.state for one in given if one.role is role]
    if role is Role.TRANSIT:  # what is an end of the way is named there
        ends = {one.state for one in given if one.role is not role}
        found = [one for one in found if one not in ends]
    names = [name_of(one, language) for one in found[:MOST]]
    shown = " / ".join(names)
    return f"{shown} …" if len(found) > MOST else shown


def _year(record: Record) -> str:
    dates = [one.date for one in record.proceedings if one.date]
    return str(dates[-1].latest.year) if dates else ""
