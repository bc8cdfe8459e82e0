"""How a record's fields, their values and the ways to them are said, whatever the kind.

`describing` knows the sentences; here they are said in the language of the person, for forms,
pages, comparisons and lists of problems alike.
"""

import enum
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.knowledge.describing import Keys, Part, each, parts_of, words_of
from cairn.knowledge.differing import Difference, Piece, plain, words
from cairn.knowledge.shapes import Wrong
from cairn.reference.countries import countries, invented_states, name_of
from cairn.reference.vocabularies import label, vocabulary
from cairn.web.say import current, say

Place = tuple[str | int, ...]


class _Placed(CairnError):
    """The same mistake, its place in other words."""

    def __init__(self, error: CairnError, place: str) -> None:
        self.text = error.text
        super().__init__(**{**error.values, "place": place})


def label_of(part: Part) -> str:
    return part.label if part.plain else say(part.label)


def word_of(key: str, keys: Keys | None) -> str:
    """What a key is called; one that no list has is shown as it is."""
    if keys is None:
        return key
    if key in keys.words:
        return say(keys.words[key])
    if keys.states and (key in countries() or key in invented_states()):
        return name_of(key, current())
    if keys.vocabulary and key in vocabulary(keys.vocabulary).terms:
        return label(keys.vocabulary, key, current())
    return key


def said(value: Any, part: Part | None = None) -> Any:
    """One value as a fact or a cell shows it."""
    keys = part.keys if part else None
    match value:
        case bool():
            return _("yes") if value else _("no")
        case enum.Enum():
            named = words_of(value)
            return say(named) if named else word_of(str(value.value), keys)
        case DateSpan() | int() | None:
            return value
        case tuple():
            return " · ".join(str(said(one, part)) for one in value)
    return word_of(str(value), keys)


def choices_of(part: Part, value: str) -> list[tuple[str, str]]:
    """(key, word) of all that may stand in a field that is chosen from a list, with what stands
    there; none where it is no list, or too long for one."""
    if part.holds == "enum":
        return [(str(one.value), str(said(one, part))) for one in part.of]
    keys = part.keys
    if part.holds != "text" or keys is None or keys.states:
        return []
    terms = vocabulary(keys.vocabulary).terms if keys.vocabulary else {}
    found = [*keys.words, *(key for key, one in terms.items() if not one.deprecated)]
    if value and value not in found:
        found.append(value)
    return [(key, word_of(key, keys)) for key in found]


def way(cls: Any, place: Place) -> str:
    """A place in the content in words: "sections 2 · heading"."""
    return " · ".join(_steps(cls, place))


def steps_of(place: str) -> Place:
    """ "sections[2].heading" as steps."""
    steps = place.strip("/").replace("[", ".").replace("]", "").split(".")
    return tuple(int(one) if one.isdecimal() else one for one in steps if one)


def problem_of(cls: Any, wrong: Wrong) -> str:
    """What is wrong, with its place as the form calls it."""
    named = wrong.error.values.get("place")
    if not isinstance(named, str):
        return say(wrong.error)
    # A record inside may speak of itself in its own way; then the place at which it stands counts.
    places = [named, wrong.place] if wrong.place.startswith(named) else [wrong.place, named]
    steps = next((at for one in places if _known(cls, (at := steps_of(one))[:1])), None)
    if steps is None:
        return say(wrong.error)
    return say(_Placed(wrong.error, way(cls, steps)))


def pieces_of(cls: Any, one: Difference) -> tuple[Piece, ...]:
    """The words of both sides of a difference; a key of a list is one word."""
    before, after = (_told(cls, one.place, value) for value in (one.before, one.after))
    return tuple(words(before, after))


def _told(cls: Any, place: Place, value: Any) -> str:
    parts = [part for _step, part in _walked(cls, place)]
    if not parts or (part := parts[-1]) is None or value is None:
        return plain(value)
    if isinstance(value, bool):
        return str(said(value))
    if part.holds == "enum" and value in {one.value for one in part.of}:
        return str(said(part.of(value), part))
    if part.holds == "text" and isinstance(value, str):
        return word_of(value, part.keys)
    return plain(value)


def _known(cls: Any, steps: Place) -> bool:
    return any(part is not None for _step, part in _walked(cls, steps))


def _steps(cls: Any, place: Place) -> Iterator[str]:
    label = ""
    for step, part in _walked(cls, place):
        if isinstance(step, int):
            label = f"{label} {step + 1}"
            continue
        if label:
            yield label
        label = label_of(part) if part else step
    if label:
        yield label


def _walked(cls: Any, place: Place) -> Iterator[tuple[str | int, Part | None]]:
    """Each step with the field to which it leads; None: the kind knows none."""
    known: Any = cls
    part: Part | None = None
    for step in place:
        if isinstance(step, str):
            found = (
                [one for one in parts_of(known) if one.name == step] if is_dataclass(known) else []
            )
            part = found[0] if found else None
        elif part is not None and part.holds == "many":
            part = each(part.of, part)
        known = part.of if part else None
        yield step, part
