"""Words for nationals: "Maliens", "سودانية", "сириец". Beside names of countries, never instead.

The words are data (`data/demonyms.yaml`); regular plurals are made here. A word that may mean the
nationals of several States is asked, as an ambiguous name is. Congolese is such a word, and so is
"Nigérien" alone: many write it for either neighbour. Nothing here is found by likeness.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from cairn.reference.countries import countries
from cairn.reference.folding import compact, fold
from cairn.reference.names import (
    AMBIGUOUS,
    DEMONYM,
    NOTHING,
    CountryMatch,
    ambiguous_spellings,
    match_country,
)

LANGUAGES = ("fr", "es", "pt", "ar", "ru")
# "Ressortissants maliens", "citizens of Mali": what stands before a name or a word for nationals.
_BEFORE = frozenset(
    {
        "ressortissant", "ressortissants", "ressortissante", "ressortissantes", "nationaux",
        "citoyen", "citoyens", "citizens", "citizen", "nationals", "national", "ciudadanos",
        "nacionales", "cidadaos", "nacionais", "граждане", "гражданин", "гражданка", "граждан",
        "رعايا", "مواطنو", "مواطنون", "مواطني",
    }
)  # fmt: skip
_OF = frozenset({"de", "du", "des", "d", "of", "do", "da", "from", "la", "le", "les"})

_ARTICLES = frozenset(
    {"le", "la", "les", "l'", "l’", "the", "el", "los", "las", "o", "a", "os", "as"}
)


class WordTwice(ValueError):
    """One word stands for the nationals of two States, and not under `ambiguous`."""


@cache
def demonyms() -> Mapping[str, tuple[str, ...]]:
    """Folded word → the codes that it may mean."""
    text = files("cairn.reference").joinpath("data/demonyms.yaml").read_text("utf-8")
    body = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if unknown := set(body) - {"nationals", "ambiguous"}:
        raise ValueError(f"demonyms.yaml: unknown key {sorted(unknown)}")
    found: dict[str, tuple[str, ...]] = {}
    for section in ("ambiguous", "nationals"):
        for codes, languages in body[section].items():
            meant = tuple(codes.split())
            if wrong := [*set(meant) - set(countries()), *set(languages) - set(LANGUAGES)]:
                raise ValueError(f"demonyms.yaml, {codes}: unknown {wrong}")
            for language, words in languages.items():
                for word in _forms(language, words):
                    if found.setdefault(word, meant) != meant and section == "nationals":
                        raise WordTwice(f"{word}: {found[word]} and {meant}")
    return MappingProxyType(found)


def _forms(language: str, words: str) -> Iterator[str]:
    """All forms of the words, folded."""
    if language == "ar":
        for word in words.replace("_", "\u00a0").split(" "):
            for ending in ("", "ة", "ون", "ين", "ات", "ان"):
                yield compact(word + ending)
        return
    for word in words.split():
        yield compact(word)
        if language in ("fr", "es", "pt"):
            yield compact(word + "s")
            if not fold(word).endswith(("a", "e", "i", "o", "u")):
                yield compact(word + "es")


@lru_cache(maxsize=16384)
def match_nationality(text: str, *, language: str | None = None) -> CountryMatch:
    """What a name of a country or a word for its nationals means; see `CountryMatch`."""
    by_name = match_country(text, language=language)
    if by_name.certain and by_name.score >= 0.94:
        return by_name
    key = compact(text)
    if meant := demonyms().get(key):
        return _meant(meant)
    words = fold(text).split()
    if len(words) > 1 and (words[0] in _BEFORE or words[-1] in _BEFORE):
        rest = words[1:] if words[0] in _BEFORE else words[:-1]
        while len(rest) > 1 and rest[0] in _OF:
            rest = rest[1:]
        return match_nationality(" ".join(rest), language=language)
    if explained := _explained(text, language) or _in_two_languages(text, language):
        return explained
    if len(key) > 5 and key.isascii() and key.endswith("s"):
        alone = match_country(text.strip()[:-1], language=language)
        if alone.because == DEMONYM:
            return alone
        if several := _ambiguous().get(key[:-1]):
            return _meant(several)
    return by_name


def _explained(text: str, language: str | None) -> CountryMatch | None:
    """ "Congolais (RDC)", "Congoleses (Brazzaville)": a bracket says which of several is meant."""
    first, bracket, second = text.rstrip(" )]").replace("[", "(").partition("(")
    if not bracket or not first.strip() or not second.strip():
        return None
    several = match_nationality(first, language=language)
    if second.strip().casefold() in _ARTICLES:  # "Gambie (la)", as lists of the UN have it
        return several
    codes = [code for code, _ in several.candidates]
    if several.certain or several.because == AMBIGUOUS:
        for spelling in (second, *(f"{name} ({second})" for name in _NAMES.get(codes[0], ()))):
            inner = match_country(spelling, language=language)
            if inner.certain and inner.iso3 in codes:
                return CountryMatch(
                    inner.iso3, 0.95, DEMONYM, NOTHING, ((inner.iso3 or "", 0.95),), True
                )
    return None


def _in_two_languages(text: str, language: str | None) -> CountryMatch | None:
    """ "Maliens / ماليون": each part is a name of its own, and all that are sure agree."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) != 2:
        return None
    found = [match_nationality(part, language=language) for part in parts]
    codes = {match.iso3 for match in found if match.certain}
    if len(codes) == 1:
        sure = next(match for match in found if match.certain)
        other = next((match for match in found if not match.certain), sure)
        fits = other.certain or other.because != AMBIGUOUS
        return sure if fits or sure.iso3 in dict(other.candidates) else None
    if not codes and all(match.because == AMBIGUOUS for match in found):
        return found[0]
    return None


_PARTS = re.compile(r"\s*[/\n|]\s*")

# Names that a bracket completes, by the first of the codes that are meant.
_NAMES = {"COG": ("Congo",), "GIN": ("Guinea",), "KOR": ("Korea",)}


@cache
def _ambiguous() -> Mapping[str, tuple[str, ...]]:
    return {compact(text): codes for text, codes in ambiguous_spellings().items()}


def _meant(codes: tuple[str, ...]) -> CountryMatch:
    if len(codes) == 1:
        return CountryMatch(codes[0], 0.98, DEMONYM, NOTHING, ((codes[0], 0.98),), True)
    share = round(1 / len(codes), 3)
    return CountryMatch(None, share, AMBIGUOUS, NOTHING, tuple((c, share) for c in codes), False)
