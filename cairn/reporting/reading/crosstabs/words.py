"""Words by which headings, labels and cells of cross-tabs are known; data in `crosstab_words.yaml`.

A text is read from left to right, the longest known phrase first, so that "Hommes adultes" says two
things. What is left over is told too: it lowers the trust in what was found.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from cairn.reference.countries import regions
from cairn.reference.folding import fold

LONGEST = 6  # words of a phrase
UNKNOWN = "OOO"  # a nationality that is not known
OTHERS = "OTH"  # "other nationalities" of a table: no code of a country


@cache
def _loaded() -> dict[str, Any]:
    text = files("cairn.reporting").joinpath("data/crosstab_words.yaml").read_text("utf-8")
    body: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    known = {
        "roles",
        "axes",
        "values",
        "origins",
        "children",
        "regions",
        "cells",
        "notes",
        "joining",
        "generic_sheets",
    }
    if unknown := set(body) - known:
        raise ValueError(f"crosstab_words.yaml: unknown key {sorted(unknown)}")
    return body


# Chinese and Japanese are written without spaces: there a phrase is found by its letters.
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Folded words; signs that are words of tables are kept."""
    return fold(text.replace("%", " percentsign ").replace("№", " no "))


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a phrase says: `kind` is role, heading, value, origin or measure."""

    kind: str
    axis: str
    value: str


@cache
def _phrases() -> Mapping[str, tuple[Said, ...]]:
    found: dict[str, list[Said]] = {}

    def add(words: Sequence[Any], said: Said) -> None:
        for word in words:
            key = plain(str(word))
            if key and said not in found.setdefault(key, []):
                found[key].append(said)

    body = _loaded()
    for role, words in body["roles"].items():
        add(words, Said("role", "", role))
    for axis, words in body["axes"].items():
        add(words, Said("heading", axis, ""))
    for axis, values in body["values"].items():
        for value, words in values.items():
            add(words, Said("value", axis, value))
    for sex in ("female", "male"):  # a girl is of one sex, and a child
        add(body["children"][sex], Said("value", "sex", sex))
        add(body["children"][sex], Said("value", "age_group", "child"))
    for value, words in body["origins"].items():
        add(words, Said("origin", "country", value))
    return {key: tuple(said) for key, said in found.items()}


@cache
def _either() -> frozenset[str]:
    return frozenset(plain(str(word)) for word in _loaded()["children"]["either"])


def child_of_either_sex(text: str) -> bool:
    """Whether a word for boys is one for all children, where no word for girls stands beside it."""
    return plain(text) in _either()


@cache
def joining() -> frozenset[str]:
    return frozenset(plain(str(word)) for word in _loaded()["joining"])


# What may stand between and beside "stateless" and "not known" in one label.
_BESIDE = frozenset(
    plain(word)
    for word in (
        *("ou", "et", "de", "la", "avec", "sans", "nationalité", "nationalités", "personnes"),
        *("or", "and", "of", "with", "nationality", "nationalities", "persons", "people"),
        *("o", "y", "e", "sin", "nacionalidad", "nacionalidade", "personas", "pessoas"),
        *("أو", "او", "و", "الجنسية", "جنسية", "أشخاص", "الأشخاص"),
        *("и", "или", "либо", "гражданство", "гражданства", "лица", "或", "和", "及"),
    )
)
_JOINS = re.compile("[或和及、]")
_AND = "و"  # which Arabic writes as one with the next word


def origins_in(text: str) -> tuple[str, ...]:
    """Which of "others", "unknown" and "stateless" a label of nationalities says, each once, as
    long as it says nothing else: "Apatrides / non déterminée" says two of them."""
    words = plain(_JOINS.sub(" ", text)).split()
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            said = [*_phrases().get(phrase, ()), *_phrases().get(phrase.removeprefix(_AND), ())]
            if codes := [one.value for one in said if one.kind == "origin"]:
                found.append(codes[0])
                at += length
                break
        else:
            if words[at].removeprefix(_AND) not in _BESIDE and words[at] not in _BESIDE:
                return ()
            at += 1
    return tuple(dict.fromkeys(found))


@cache
def region_names() -> frozenset[str]:
    """Names for several countries together, folded."""
    ours = (plain(str(word)) for word in _loaded()["regions"])
    return frozenset((*ours, *(plain(n) for one in regions().values() for n in one.names.values())))


class Words:
    """What is known to one reading: our words, and the caller's words for its measures."""

    def __init__(self, measures: Mapping[str, Sequence[str]] | None = None) -> None:
        self.phrases: dict[str, tuple[Said, ...]] = dict(_phrases())
        for key, words in (measures or {}).items():
            for word in (*words, key):
                said = Said("measure", "measure", key)
                name = plain(str(word))
                self.phrases[name] = (*self.phrases.get(name, ()), said)
        self._ideographs = sorted(
            (phrase for phrase in self.phrases if _IDEOGRAPH.search(phrase)),
            key=len,
            reverse=True,
        )
        self._pattern: re.Pattern[str] | None = None
        self._known: dict[str, tuple[tuple[tuple[Said, ...], ...], str]] = {}

    def whole(self, text: str) -> tuple[Said, ...]:
        """What a text says if it is exactly one known phrase."""
        return self.phrases.get(plain(text), ())

    def parts(self, text: str) -> tuple[tuple[tuple[Said, ...], ...], str]:
        """All that a text says, phrase by phrase, and the words that say nothing known."""
        key = plain(text)
        if key not in self._known:
            self._known[key] = self._parts(key)
        return self._known[key]

    def _parts(self, key: str) -> tuple[tuple[tuple[Said, ...], ...], str]:
        found: list[tuple[Said, ...]] = []
        left: list[str] = []
        words = self._spaced(key).split()
        at = 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                said = self.phrases.get(" ".join(words[at : at + length]))
                if said:
                    found.append(said)
                    at += length
                    break
            else:
                if words[at] not in joining() and words[at] != "percentsign":
                    left.append(words[at])
                at += 1
        return tuple(found), " ".join(left)

    def _spaced(self, key: str) -> str:
        """Spaces around the phrases of a text in Chinese, the longest first."""
        if not _IDEOGRAPH.search(key):
            return key
        if self._pattern is None:
            self._pattern = re.compile("|".join(map(re.escape, self._ideographs)))
        return self._pattern.sub(lambda found: f" {found[0]} ", key)


_ZERO, _MISSING = "zero", "missing"


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text).casefold().strip()
    return " ".join(c for c in letters.split() if c).strip("()[]")


@cache
def _cells() -> Mapping[str, str]:
    cells = _loaded()["cells"]
    found = {_bare(str(word)): _MISSING for word in cells["missing"]}
    found |= {_bare(str(word)): _ZERO for word in cells["zero"]}
    return found


def word_key(text: str) -> str:
    """The form in which spellings of one word for "nothing" are asked together."""
    return _bare(text) or text.strip()


def cell_word(text: str) -> str:
    """ "zero" or "missing" for a word that stands in the place of a number; else empty."""
    return _cells().get(_bare(text), "")


@cache
def _meanings() -> Mapping[str, str]:
    means: Mapping[str, Sequence[Any]] = _loaded()["cells"]["means"]
    return {_bare(str(word)): meaning for meaning, words in means.items() for word in words}


def missing_means(key: str) -> str:
    """What a word for a missing number abbreviates, by its `word_key`: "not_available", "either"
    (not available or not applicable), "not_applicable", "not_recorded", "dash"; else empty."""
    return _meanings().get(_bare(key), "")


@lru_cache(maxsize=4096)
def begins_note(text: str) -> bool:
    """True for remarks, sources and signatures, by how they begin."""
    if re.match(r"\s*(?:[*†‡]|\(?[\d¹²³⁴⁵⁶⁷⁸⁹a-z]{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]|<\s?\d)", text):
        return True
    words = f"{plain(text)} "
    return any(words.startswith(f"{plain(str(note))} ") for note in _loaded()["notes"]) or any(
        text.strip().startswith(str(note)) for note in _loaded()["notes"] if not str(note).isascii()
    )


def generic_sheet(name: str) -> bool:
    """True for names that programs give: Sheet1, Feuil1, Лист1."""
    stem = re.sub(r"[\d\s()_.-]+", "", name).casefold()
    return not stem or any(fold(stem) == fold(str(word)) for word in _loaded()["generic_sheets"])
