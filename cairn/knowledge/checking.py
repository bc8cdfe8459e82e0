"""What several kinds refuse in the same way: States, obligations, languages, a missing title or
source. Each check raises a sentence for whoever writes the record."""

import re
from collections.abc import Iterable, Sequence

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reference.countries import Kind, countries, invented_states
from cairn.reference.treaties import obligations

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
SHOWN = 40  # signs of a wrong value that its sentence repeats


class NoSuchState(CairnError):
    text = noop("%(key)s is no State known here; write its three letters, such as ESP.")


class NotMarked(CairnError):
    text = noop('A record of an invented State has to say so: "invented": true.')


class NoSuchObligation(CairnError):
    text = noop("%(key)s is no obligation known here; write one such as som-6-1-a.")


class NoLanguage(CairnError):
    text = noop("%(value)r is no tag of a language; write one such as en or pt-BR.")


class NoTitle(CairnError):
    text = noop("There is no title; write the one that it bears, or say what it is.")


class NoSource(CairnError):
    text = noop("There is no source; say where it was read.")


def check_state(code: str, *, invented: bool, special: bool = False) -> None:
    """Whose record it is: a State, or one that is invented where the record says so; `special`:
    also a body such as the European Union."""
    if code in invented_states():
        if not invented:
            raise NotMarked()
        return
    known = countries().get(code)
    if known is None or (known.kind is Kind.SPECIAL and not special):
        raise NoSuchState(key=code[:SHOWN])


def check_obligations(ids: Iterable[str]) -> None:
    for id in ids:
        if id not in obligations():
            raise NoSuchObligation(key=id[:SHOWN])


def check_languages(tags: Iterable[str]) -> None:
    for tag in tags:
        if not LANGUAGE.match(tag):
            raise NoLanguage(value=tag[:SHOWN])


def check_described(titles: Sequence[object], sources: Sequence[object]) -> None:
    """A record that describes something elsewhere says what it is called, and where that was
    read."""
    if not titles:
        raise NoTitle()
    check_sources(sources)


def check_sources(sources: Sequence[object]) -> None:
    if not sources:
        raise NoSource()
