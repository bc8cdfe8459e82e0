"""Gathers the names of all concepts from what the program brings: the plain tables of a lexicon.

They are the same until the program is another one, so they are made once and kept beside the index
(`keep`, by the one who writes it); whoever does not find them there makes them, which takes most of
a second. Their name is a digest of everything that they are made of, so none is ever out of date.
"""

import functools
import hashlib
import json
import os
import re
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from cairn.reference.countries import Kind as CountryKind
from cairn.reference.countries import countries, invented_states, spellings
from cairn.reference.loading import DATA
from cairn.reference.routes import routes
from cairn.reference.treaties import treaties
from cairn.reference.vocabularies import vocabularies
from cairn.search.analysis import folded
from cairn.search.lexicon import FEW, Pointers, Tables, lexicon, meaning, stem_in
from cairn.search.places import own, read_from, replace

PASSED_OVER = frozenset({"other", "unknown", "none", "not_recorded", "not_applicable", "several"})
OF_THE_TRADE = (  # vocabularies of how records are kept, which say nothing of what is in them
    *("missing_value_codes", "report_lifecycle_status", "location_precision", "count_basis"),
    *("reading_purpose", "mla_request_status", "report_record_types", "estimation_certainty"),
    *("route_changes", "grading_", "sharing_"),
)
MOST_WORDS = 8  # of a name
PREFIX = "lexicon-"
_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_OR = re.compile(r"\s*[/;；]\s*|\s+–\s+")
_SOURCES = (
    *("analysis.py", "gathering.py", "lexicon.py"),
    *("data/stopwords.yaml", "data/elements.yaml"),
)


def tables() -> Tables:
    """Those that were kept, or made here."""
    try:
        held = json.loads((read_from() / _name()).read_bytes())
        return Tables(**held)
    except (OSError, ValueError, TypeError):
        return gathered()


def keep() -> bool:
    """Put them beside the index, for all who read it; True where they were not there."""
    folder, name = own(), _name()
    if (folder / name).exists():
        return False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = json.dumps(lexicon().tables.plain(), ensure_ascii=False, separators=(",", ":"))
    replace(folder / name, told.encode(), mode=0o600)
    for other in folder.glob(f"{PREFIX}*"):
        if other.name != name:
            other.unlink(missing_ok=True)
    return True


def kept() -> Path | None:
    """The file with them, for who places the index."""
    found = own() / _name()
    return found if found.exists() else None


@functools.cache
def _name() -> str:
    digest = hashlib.sha256(version("tantivy").encode())
    own_files = files("cairn.search")
    for one in (*(own_files.joinpath(name) for name in _SOURCES), *sorted(_shipped())):
        digest.update(one.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:32]}.json"


def _shipped() -> Iterable[Path]:
    for folder, _, names in os.walk(DATA):
        yield from (Path(folder, name) for name in names)


def gathered() -> Tables:
    """Made anew."""
    made = Tables()
    for vocabulary in vocabularies().values():
        if vocabulary.key.startswith(OF_THE_TRADE):
            continue
        for term in vocabulary.terms.values():
            if not (term.deprecated or term.key in PASSED_OVER or term.key.startswith("none")):
                _add(made, vocabulary.key, term.key, term.labels, term.labels.items(), points=True)
    others: dict[str, list[tuple[str, str]]] = {}
    for iso3, alias in spellings():
        if alias.kind in {"short", "long", "former", "demonym"} and len(alias.name) > 3:
            others.setdefault(iso3, []).append((alias.language, alias.name))
    for country in countries().values():
        if country.kind is not CountryKind.SPECIAL:
            names = [*country.names.items(), *others.get(country.iso3, ())]
            _add(made, "country", country.iso3, country.names, names)
    for iso3, called in invented_states().items():
        _add(made, "country", iso3, called, called.items())
    for route in routes().values():
        _add(made, "route", route.key, route.names, route.names.items())
    for treaty in treaties().values():
        for provision in treaty.provisions:
            key, headings = f"{treaty.key}-{provision.article}", provision.headings
            _add(made, "treaty", key, headings, headings.items())
    _elements(made)
    return made


def _elements(made: Tables) -> None:
    """What is asked of an element, by the keys of its tags; the file says how it is meant."""
    text = files("cairn.search").joinpath("data/elements.yaml").read_text("utf-8")
    held: dict[str, Any] = yaml.safe_load(text)
    known = {key: _concept(made, "element", key, names) for key, names in held["called"].items()}
    for one in held["asked"]:
        names = [
            (language, name.replace("{noun}", noun))
            for language, written in one["names"].items()
            for noun in one["nouns"][language]
            for name in written
        ]
        for key, worth in one["worth"].items():
            _names(made, known[key], names, worth=worth)


def _add(
    made: Tables,
    of: str,
    key: str,
    called: Any,
    names: Iterable[tuple[str, str]],
    *,
    points: bool = False,
) -> None:
    _names(made, _concept(made, of, key, called), names, points=points)


def _concept(made: Tables, of: str, key: str, called: Any) -> int:
    made.concepts.append((of, key, dict(called)))
    return len(made.concepts) - 1


def _names(
    made: Tables,
    at: int,
    names: Iterable[tuple[str, str]],
    *,
    points: bool = False,
    worth: float = 1.0,
) -> None:
    for language, name in names:
        for text in _OR.split(_ASIDE.sub(" ", name)):
            _name_it(made, (at, name, worth), language, text, points)


def _name_it(
    made: Tables, one: tuple[int, str, float], language: str, text: str, points: bool
) -> None:
    if language == "zh":
        bare = "".join(text.split())
        if len(bare) > 1:
            _once(made.han, bare, one)
        return
    found = meaning(folded(text))
    if not found or len(found) > MOST_WORDS:
        return
    stemmed = [stem_in(word, language) for word in found]
    _once(made.exact, f"{language} {' '.join(stemmed)}", one)
    if points and 1 < len(stemmed) <= FEW:
        for word, stem in zip(found, stemmed, strict=True):
            if len(word) > 4:
                _once(made.pointing, f"{language} {stem}", one)


def _once(table: Pointers, words: str, one: tuple[int, str, float]) -> None:
    held = table.setdefault(words, [])
    if all(at != one[0] for at, *_ in held):
        held.append(one)
