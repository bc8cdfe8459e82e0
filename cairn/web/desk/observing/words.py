"""How fields, lists and values of records are called, in the language of the reader."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.reference.countries import Kind as CountryKind
from cairn.reference.countries import countries, invented_states, name_of
from cairn.reference.currencies import currencies, currency_name, tender_in
from cairn.reference.dimensions import label_of
from cairn.reference.folding import fold
from cairn.reference.routes import route_name, routes
from cairn.reference.vocabularies import definition, label, vocabulary
from cairn.reporting.filings.definitions import CONDUCTS, Conduct
from cairn.reporting.observations.kinds import ARTICLES, CONDUCT, LISTS, ROUTES, Asked, Shape
from cairn.reporting.observations.persons import DIMS, PersonCount
from cairn.reporting.observations.values import NOBODY
from cairn.web import numbers
from cairn.web.components import Value
from cairn.web.say import current, paired, say

TRANSLATED = ("measure", "whole", "title", "quality")  # values that are sentences themselves
LETTERS = {  # as the text of a treaty in that language counts them
    "ar": {"a": "أ", "b": "ب", "c": "ج", "d": "د", "e": "هـ", "f": "و"},
}


def choices(words: str) -> list[tuple[str, str]]:
    """The keys of a list with their words, in its own order."""
    if words == ROUTES:
        named = [(key, route_name(key, current())) for key in routes()]
        return sorted(named, key=lambda pair: fold(pair[1]))
    if words == CONDUCT:
        return [(key.value, say(title)) for key, (title, _help) in CONDUCTS.items()]
    if words in LISTS:
        return [(key, say(text)) for key, text in LISTS[words].items()]
    terms = vocabulary(words).terms.values()
    return [(one.key, _graded(words, one.key)) for one in terms if not one.deprecated]


def key_words(words: str, key: str) -> str:
    """One key of a list."""
    if words == ROUTES:
        return route_name(key, current())
    if words == CONDUCT:
        return say(CONDUCTS[Conduct(key)][0])
    if words in LISTS:
        return say(LISTS[words][key])
    return _graded(words, key)


def _graded(words: str, key: str) -> str:
    text = label(words, key, current())
    return paired(key, text) if words.startswith("grading_") else text


def defined(words: str) -> Iterator[dict[str, str]]:
    """Each term of a list with its definition and the language in which that is written."""
    if words == CONDUCT:
        for _key, (title, text) in CONDUCTS.items():
            yield {"words": say(title), "text": say(text), "language": current()}
    elif words not in (ROUTES, *LISTS):
        for key, term in choices(words):
            text, language = definition(words, key, current())
            yield {"words": term, "text": text, "language": language}


def list_words(words: str) -> str:
    """How a vocabulary is called."""
    titles = vocabulary(words).titles
    return titles.get(current()) or titles["en"]


def offered_countries(state: str | None) -> tuple[str, ...]:
    """What may be chosen as a country by somebody of this State; invented ones by their own only,
    before all others."""
    language = current()
    invented: tuple[str, ...] = ()
    if state in invented_states():
        invented = tuple(name_of(code, language) for code in invented_states())
    return (*invented, *country_names(language))


@lru_cache(maxsize=16)
def country_names(language: str) -> tuple[str, ...]:
    """What may be chosen as a country, with those that are no one country first."""
    special = [name_of(code, language) for code in NOBODY]
    names = {one.names[language] for one in countries().values() if one.kind != CountryKind.SPECIAL}
    return (*special, *sorted(names - set(special), key=fold))


@lru_cache(maxsize=64)
def currency_choices(language: str, state: str) -> tuple[tuple[str, str], ...]:
    """The currency of this State first, then the others in use, then those that have ended."""
    here = tender_in(state)
    known = sorted(
        currencies().values(),
        key=lambda one: (one.code not in here, one.ended is not None, one.code),
    )
    return tuple((one.code, currency_name(one.code, language)) for one in known)


def article_words(letter: str) -> str:
    """Article 10(1) of the Protocol: "(a) Embarkation and destination points, routes"."""
    words = label("protocol_information_categories", ARTICLES[letter], current())
    written = LETTERS.get(current(), {}).get(letter, letter)
    return _("(%(letter)s) %(words)s") % {"letter": written, "words": words}


def value_of(asked: Asked, value: Any) -> Value:
    """One answer as a page shows it; None where nothing was answered."""
    if value in (None, "", []):
        return None
    match asked.shape:
        case Shape.ONE:
            return key_words(asked.words, value)
        case Shape.MANY:
            return " · ".join(key_words(asked.words, one) for one in value)
        case Shape.COUNTRY:
            return name_of(value, current())
        case Shape.COUNTRIES:
            return " · ".join(name_of(one, current()) for one in value)
        case Shape.CURRENCY:
            return f"{currency_name(value, current())} ({value})"
        case Shape.AMOUNT | Shape.MONEY | Shape.DEGREES:
            return amount_words(value)
    shown: Value = value
    return shown


def amount_words(value: Decimal) -> str:
    """With the decimals that it has, and no more."""
    bare = value.normalize()
    places = max(0, -int(bare.as_tuple().exponent))
    return numbers.number(float(bare), current(), places)


def dim_words(name: str, value: str) -> str:
    if known := DIMS[name]:
        return label(known, value, current())
    return say(label_of(name, value))


def of_whom(count: PersonCount) -> str:
    """Of which people a number is: "Female · Adults"; "" for the total."""
    return " · ".join(dim_words(name, value) for name, value in count.dims.items())


def problem_words(problem: CairnError) -> str:
    """A problem with its values translated where they are sentences themselves."""
    return filled(problem.text, problem.values)


def filled(template: str, values: Mapping[str, Any]) -> str:
    shown = {name: say(it) if name in TRANSLATED else it for name, it in values.items()}
    sentence = CairnError.__new__(CairnError)
    sentence.text, sentence.values = template, shown
    return say(sentence)
