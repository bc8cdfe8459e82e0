"""Sentences for the terminal, in the language of whoever sits there.

Reads our catalogues with the standard library alone, so that the process which only watches over
the others, and a command that fails before Django is set up, speak the same languages.
"""

import gettext
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import Message, Named

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def language() -> str:
    """The language of the terminal: CAIRN_LANGUAGE, or the usual variables, or English."""
    for name in ("CAIRN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        given = os.environ.get(name, "").split("_")[0].split("-")[0].split(".")[0].lower()
        if given in LANGUAGES:
            return given
    return "en"


@cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    tags = {"zh": ["zh_Hans", "zh"]}.get(tag, [tag])
    return gettext.translation("django", LOCALE, languages=tags, fallback=True)


def say(thing: CairnError | Message | str, **values: Any) -> str:
    """Return an error, a message with a number, or a template as a sentence to print."""
    catalogue = _catalogue(language())
    match thing:
        case CairnError():
            return catalogue.gettext(thing.text) % _named(thing.values)
        case Message(one, many, n):
            return catalogue.ngettext(one, many, n) % {"n": n, **_named(thing.values)}
    text = catalogue.gettext(thing) if thing else ""
    return text % values if values else text


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with names of things and sentences in the language of the terminal."""
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    match value:
        case CairnError() | Message():
            return say(value)
        case Named():
            return value.in_language(language())
    return value


def tell(thing: CairnError | Message | str, **values: Any) -> None:
    """Print for the person, at once."""
    sys.stdout.write(say(thing, **values) + "\n")
    sys.stdout.flush()


def complain(thing: CairnError | Message | str, **values: Any) -> None:
    """Print on the error stream, at once."""
    sys.stderr.write(say(thing, **values) + "\n")
    sys.stderr.flush()
