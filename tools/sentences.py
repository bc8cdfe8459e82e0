"""Finds every sentence that a person may see: in Python, in templates and in files of definitions.

Decides what counts as a sentence and where it stands; what becomes of it is `i18n.py`'s business. A
definition's text is compared with its white space folded to single spaces: whoever shows it must
fold it in the same way before asking for its translation.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any

import yaml
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cairn"

KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "lazy": None,  # `gettext_lazy as lazy`
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "Message": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

DEFINITIONS = (  # files, and where in them sentences stand; `**` is any depth, `*` any one step
    (
        "figures/definitions/*.yaml",
        ("title", "question", "unit", "caveat", "source_note", "not_the_same"),
    ),
    ("reporting/data/layouts/*.yaml", ("**.title", "**.notes", "**.reason")),
    ("reporting/data/licences.yaml", ("*.title",)),
    (
        "reporting/filings/data/sections.yaml",
        (
            "*.title",
            "*.about",
            "*.measures.*.title",
            "*.measures.*.unit",
            "*.measures.*.definition",
        ),
    ),
    ("reference/data/dimensions.yaml", ("*.title", "*.note", "*.values.*.label")),
    ("web/data/glossary.yaml", ("groups.*.title", "terms.*.definition")),
    ("web/data/threats.yaml", ("threats.*.threat", "threats.*.answer", "threats.*.open")),
)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What gettext looks a sentence up by."""

    id: str
    plural: str = ""
    context: str = ""


@dataclass(slots=True)
class Sentences:
    """All sentences, each with the files in which it stands."""

    found: dict[Key, set[str]] = field(default_factory=dict)

    def add(self, key: Key, where: Path) -> None:
        if key.id:
            self.found.setdefault(key, set()).add(where.relative_to(ROOT).as_posix())


def all_sentences(package: Path = PACKAGE) -> dict[Key, set[str]]:
    """Every sentence of the product, with the files in which it stands."""
    sentences = Sentences()
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            for key in _read_python(path):
                sentences.add(key, path)
    for path in sorted(package.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt", ".svg"}:
            for key in in_template(path.read_text("utf-8")):
                sentences.add(key, path)
    for pattern, places in DEFINITIONS:
        for path in sorted(package.glob(pattern)):
            for key in in_definition(path.read_text("utf-8"), places):
                sentences.add(key, path)
    return sentences.found


def _read_python(path: Path) -> list[Key]:
    try:
        return list(in_python(path.read_bytes()))
    except (TokenError, SyntaxError) as problem:
        raise SystemExit(f"{path.relative_to(ROOT)} is not Python: {problem}") from problem


def in_python(source: bytes) -> Iterator[Key]:
    for _line, name, texts, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        key = _key(KEYWORDS[name], texts)
        if key:
            yield key


def in_template(source: str) -> Iterator[Key]:
    """Django's own reading of a template turns its sentences into Python, which we then read."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure()
    yield from in_python(templatize(source).encode())


def in_definition(source: str, places: tuple[str, ...]) -> Iterator[Key]:
    document = yaml.safe_load(source)
    for place in places:
        for text in _at(document, place.split(".")):
            yield Key(" ".join(text.split()))


def _key(spec: tuple[Any, ...] | None, texts: Any) -> Key | None:
    given = [texts] if isinstance(texts, str) or texts is None else list(texts)
    context, picked = "", []
    for place in spec or (1,):
        number, is_context = (place[0], True) if isinstance(place, tuple) else (place, False)
        if number > len(given) or not isinstance(given[number - 1], str):
            return None  # not a literal: marked where it is written, not here
        if is_context:
            context = given[number - 1]
        else:
            picked.append(given[number - 1])
    return Key(picked[0], picked[1] if len(picked) > 1 else "", context)


def _at(node: Any, steps: list[str]) -> Iterator[str]:
    if not steps:
        yield from _texts(node)
        return
    step, rest = steps[0], steps[1:]
    children: list[Any] = []
    if isinstance(node, dict):
        children = list(node.values())
    elif isinstance(node, list):
        children = node
    if step == "**":
        yield from _at(node, rest)
        for child in children:
            yield from _at(child, steps)
    elif step == "*":
        for child in children:
            yield from _at(child, rest)
    elif isinstance(node, dict) and step in node:
        yield from _at(node[step], rest)


def _texts(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case list():
            for child in node:
                yield from _texts(child)
