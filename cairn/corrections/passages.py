"""Where in a record the passage stands of which somebody speaks."""

from collections.abc import Iterator
from typing import Any

from cairn.search.analysis import folded

MOST = 5  # places that are shown
SHORTEST = 4  # letters of a passage that is looked for
AROUND = 400  # letters of the text that are shown on either side

Steps = tuple[str | int, ...]


def places(body: Any, passage: str) -> list[tuple[Steps, str]]:
    """The first places whose text holds the passage, each with that part of the text; without
    regard to case, accents and how lines are broken."""
    sought = _plain(passage)
    if len(sought) < SHORTEST:
        return []
    found: list[tuple[Steps, str]] = []
    for steps, text in _texts(body, ()):
        if sought in _plain(text):
            found.append((steps, _part(text, passage)))
            if len(found) == MOST:
                break
    return found


def _part(text: str, passage: str) -> str:
    at = text.find(passage)
    if at < 0 or len(text) <= 2 * AROUND:
        return text if len(text) <= 4 * AROUND else f"{text[: 4 * AROUND]} …"
    first, last = max(0, at - AROUND), at + len(passage) + AROUND
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"


def _texts(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    match value:
        case str():
            yield steps, value
        case dict():
            for name, one in value.items():
                yield from _texts(one, (*steps, name))
        case list():
            for at, one in enumerate(value):
                yield from _texts(one, (*steps, at))


def _plain(text: str) -> str:
    return " ".join(folded(text))
