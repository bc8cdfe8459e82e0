"""Which State, area or special code does a spelling found in a sheet mean?

Official names first, then known spellings, then codes, then likeness. What may mean several, and
what is only alike, is never guessed: `certain` is False, `iso3` is None and the candidates are to
be shown to a person. A likeness counts as certain only above limits that were set on one part of
the corpus and judged on another (docs/reference.md; tests/reference/test_names_precision.py).
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from cairn.kernel.text import noop
from cairn.reference.countries import countries, spellings
from cairn.reference.folding import compact, fold
from cairn.reference.loading import read_csv
from cairn.reference.name_index import Likeness, NameIndex, Spelling

EMPTY = noop("Nothing is written there.")
OFFICIAL = noop("It is the official name.")
SPELLING = noop("It is a known spelling.")
MISSPELLING = noop("It is a known misspelling.")
DEMONYM = noop("It is the nationality.")
FORMER = noop("It is a former name.")
FORMER_UNTIL = noop("It is a former name, official until %(until)s.")
CODE = noop("It is a code of ISO 3166 or M49.")
SOURCE_CODE = noop("It is a code that some sources use.")
SHORT_CODE = noop("It may be a code, or a word; please choose.")
AMBIGUOUS = noop("It may mean more than one; please choose.")
SPLIT = noop("On that date it was one State with what is another today; please choose.")
ALIKE = noop("It differs from %(spelling)r by %(edits)s letters.")
UNSURE = noop("It is somewhat like %(spelling)r; please choose.")
CONTAINS = noop("It contains %(spelling)r; please choose.")
NOT_FOUND = noop("No State or area is known by that name.")
ALONE = noop("It is the official name, and the other names are listed apart in the same column.")

# A likeness is certain only within these limits; see the module text.
LEAST_SCORE = 0.87
LEAST_LENGTH = 6
LEAST_LEAD = 0.12  # how much better than the next code
MOST_EDITS = 2

# "Northern" and "Southern" differ by two letters and by a country.
DIRECTIONS = frozenset(
    {
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "nord",
        "sud", "est", "ouest", "norte", "sur", "sul", "este", "oeste", "leste", "oriental",
        "occidental", "северная", "южная", "восточная", "западная", "شماليه", "جنوبيه", "شرقيه",
        "غربيه", "new", "nova", "nueva", "nouvelle", "democratic", "british", "american",
        "french", "dutch", "german", "spanish",
    }
)  # fmt: skip

SPLITS: Mapping[str, tuple[date, tuple[str, ...]]] = {
    "SDN": (date(2011, 7, 9), ("SDN", "SSD")),
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
KINDS = {"misspelling": MISSPELLING, "former": FORMER, "demonym": DEMONYM}


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """What a spelling means, how sure that is, and why."""

    iso3: str | None  # None unless certain
    score: float  # of the best candidate; 1: official name or code
    because: str  # a template
    values: Mapping[str, Any]
    candidates: tuple[tuple[str, float], ...]
    certain: bool


@functools.cache
def index() -> NameIndex:
    """The index of all that is shipped."""
    official = [
        Spelling(found.iso3, name, language, "official")
        for found in countries().values()
        for language, name in found.names.items()
    ]
    known = [
        Spelling(iso3, alias.name, alias.language, alias.kind, alias.until)
        for iso3, alias in spellings()
    ]
    return NameIndex([*official, *known], ambiguous_spellings())


@functools.cache
def _written_in() -> Mapping[str, Mapping[str, str]]:
    """Spelling → the languages in which it is one → the code that it means there."""
    found: dict[str, dict[str, str]] = {}
    for code, one in countries().items():
        for language, name in one.names.items():
            found.setdefault(name, {})[language] = code
    for code, alias in spellings():
        found.setdefault(alias.name, {}).setdefault(alias.language, code)
    return MappingProxyType(found)


def named_elsewhere(spelling: str, language: str) -> str | None:
    """The code of what is spelled so in other languages only; None where it is so in this one, or
    in none in particular."""
    known = _written_in().get(spelling, {})
    return None if not known or {"", language} & set(known) else next(iter(known.values()))


@functools.cache
def ambiguous_spellings() -> Mapping[str, tuple[str, ...]]:
    """Spellings that may mean several, with what they may mean."""
    rows = read_csv("country_ambiguous.csv", ("spelling", "candidates", "source"))
    return MappingProxyType({row["spelling"]: tuple(row["candidates"].split()) for row in rows})


@functools.cache
def _alone() -> Mapping[str, str]:
    """Names that one State alone has, though others have them in theirs: there is one Guinea, and
    two are called Congo. In Portuguese "Guiné" is said of two, so it is not among them."""
    rows = read_csv("country_alone.csv", ("spelling", "iso3", "source"))
    return MappingProxyType({compact(row["spelling"]): row["iso3"] for row in rows})


def plain_name(text: str) -> str | None:
    """The State whose own common name this is, where `match_country` asks because others have it
    in theirs. Whoever takes it says so. Of a name in two languages, both must agree."""
    named = {_alone().get(compact(part)) for part in re.split(r"[/\n|]", text) if part.strip()}
    return named.pop() if len(named) == 1 else None


@functools.cache
def _codes() -> Mapping[str, str]:
    """Every code, upper case, M49 with three digits."""
    codes = {}
    for iso3, found in countries().items():
        for code in (iso3, found.iso2, found.m49, *found.other_codes):
            if code:
                codes[code] = iso3
    return codes


@functools.lru_cache(maxsize=65536)
def match_country(
    text: str,
    *,
    language: str | None = None,
    on: date | None = None,
    un_names: bool = False,
) -> CountryMatch:
    """Say which code `text` means; see `CountryMatch`.

    `language` breaks a tie between spellings, `on` is the day that the row speaks of (the Sudan
    before 2011 is asked), `un_names` says that the source is known to use the official names of
    the United Nations, so that "Congo" and "Guinea" mean what they say.
    """
    match = match_with(index(), text, language=language, un_names=un_names)
    if on is not None and (split := SPLITS.get(match.iso3 or "")):
        before, parts = split
        if on < before:
            return _ask(SPLIT, NOTHING, [(iso3, 0.5) for iso3 in parts])
    return match


def match_column(
    texts: Iterable[str], *, language: str | None = None, un_names: bool = False
) -> dict[str, CountryMatch]:
    """Match every distinct text of one column, where each may explain another.

    Whoever lists "Democratic Republic of the Congo" apart means the other one by "Congo".
    """
    matches = {
        text: match_country(text, language=language, un_names=un_names) for text in set(texts)
    }
    known = {match.iso3 for match in matches.values() if match.certain}
    for text, match in matches.items():
        if match.because == AMBIGUOUS:
            meant = _official(index(), compact(text))
            others = {iso3 for iso3, _ in match.candidates} - {meant}
            if meant and others & known:
                matches[text] = _sure(meant, 0.95, ALONE)
    return matches


def match_with(
    names: NameIndex, text: str, *, language: str | None = None, un_names: bool = False
) -> CountryMatch:
    """`match_country` over any index, so that its limits can be judged on a part of the corpus."""
    key = compact(text)
    if not key:
        return CountryMatch(None, 0.0, EMPTY, NOTHING, (), False)
    official = _official(names, key)
    code = text.strip()
    if len(code) == 3 and code in countries() and code not in ambiguous_spellings():
        return _sure(code, 1.0, CODE)  # DOM is a code; "Dom." is asked
    several = names.ambiguous.get(key)
    if several and not (un_names and official):
        share = round(1 / len(several), 3)
        return _ask(AMBIGUOUS, NOTHING, [(iso3, share) for iso3 in several])
    if official:
        return _sure(official, 1.0, OFFICIAL)
    if found := names.exact.get(key):
        return _known(found, language)
    if match := _code(text.strip()):
        return match
    if text.count(",") == 1 and (found := names.exact.get(_rotated(text))):
        return _known(found, language)
    if match := _twice(names, text):
        return match
    return _alike(names, text, key)


def _official(names: NameIndex, key: str) -> str | None:
    found = {one.iso3 for one in names.exact.get(key, ()) if one.kind == "official"}
    return found.pop() if len(found) == 1 else None


def _rotated(text: str) -> str:
    """ "Korea, Republic of" is "Republic of Korea"."""
    last, first = text.split(",")
    return compact(f"{first} {last}")


def _twice(names: NameIndex, text: str) -> CountryMatch | None:
    """ "Türkiye (Turkey)": two spellings of one code, the second in brackets."""
    first, bracket, second = text.rstrip(" )]").replace("[", "(").partition("(")
    if not bracket:
        return None
    parts = [names.exact.get(compact(part), ()) for part in (first, second)]
    codes = {one.iso3 for part in parts for one in part}
    return _sure(codes.pop(), 0.95, SPELLING) if all(parts) and len(codes) == 1 else None


def _known(found: tuple[Spelling, ...], language: str | None) -> CountryMatch:
    if len({one.iso3 for one in found}) > 1:
        spoken = tuple(one for one in found if one.language == language)
        if len({one.iso3 for one in spoken}) != 1:
            return _ask(AMBIGUOUS, NOTHING, [(one.iso3, 1 / len(found)) for one in found])
        found = spoken
    one = found[0]
    if one.kind == "former" and one.until:
        return _sure(one.iso3, 0.95, FORMER_UNTIL, {"until": one.until})
    return _sure(one.iso3, 0.98, KINDS.get(one.kind, SPELLING))


def _code(text: str) -> CountryMatch | None:
    iso3 = _codes().get(text)
    if iso3:
        own = text not in countries()[iso3].other_codes
        return _sure(iso3, 1.0 if own else 0.98, CODE if own else SOURCE_CODE)
    loose = text.zfill(3) if text.isascii() and text.isdigit() else text.upper()
    if len(text) <= 4 and (iso3 := _codes().get(loose)):
        return _ask(SHORT_CODE, NOTHING, [(iso3, 0.9)])
    return None


def _alike(names: NameIndex, text: str, key: str) -> CountryMatch:
    found = names.like(text)
    best = found[0] if found else None
    if best and _is_certain(text, key, found, names):
        values = {"spelling": best.spelling.text, "edits": best.edits}
        return replace(_sure(best.iso3, best.score, ALIKE, values), candidates=_pairs(found))
    if inside := names.inside(text):
        values = {"spelling": inside[0].text}
        return _ask(CONTAINS, values, [(iso3, 0.7) for iso3 in {one.iso3: 0 for one in inside}])
    if best:
        return _ask(UNSURE, {"spelling": best.spelling.text}, list(_pairs(found)))
    return CountryMatch(None, 0.0, NOT_FOUND, NOTHING, (), False)


def _is_certain(text: str, key: str, found: tuple[Likeness, ...], names: NameIndex) -> bool:
    best, others = found[0], found[1:]
    if len(key) < LEAST_LENGTH or best.score < LEAST_SCORE or best.edits > MOST_EDITS:
        return False
    if any(best.score - other.score < LEAST_LEAD for other in others):
        return False
    if DIRECTIONS & (set(fold(text).split()) ^ set(fold(best.spelling.text).split())):
        return False
    return not names.twin_within(best.iso3, key, best.edits + 2)


def _pairs(found: tuple[Likeness, ...]) -> tuple[tuple[str, float], ...]:
    return tuple((one.iso3, round(one.score, 3)) for one in found)


def _sure(
    iso3: str, score: float, because: str, values: Mapping[str, Any] = NOTHING
) -> CountryMatch:
    return CountryMatch(iso3, score, because, values, ((iso3, score),), True)


def _ask(
    because: str, values: Mapping[str, Any], candidates: list[tuple[str, float]]
) -> CountryMatch:
    return CountryMatch(None, candidates[0][1], because, values, tuple(candidates), False)
