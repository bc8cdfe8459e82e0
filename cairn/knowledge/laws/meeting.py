"""What becomes of a law when a second source tells of it: blanks are filled, nothing is replaced.

Articles are known again by their number, wordings by their name, texts by language and standing,
sources by their address, all else by being equal. So a file of facts and a file of texts make one
record, in whichever order they come; whoever wants to change what a record says sends it whole, in
the native form.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cairn.knowledge.laws.schema import anchor_of

Plain = Mapping[str, Any]
BLANK = (None, "", [], {})


def meet(before: Plain, given: Plain) -> dict[str, Any]:
    """The record with what the second source adds; both are JSON in the shape of `schema`."""
    met = _filled(before, given)
    met["articles"] = _joined(
        before.get("articles", []), given.get("articles", []), _number, _article
    )
    if not met["articles"]:
        del met["articles"]
    for name in ("titles", "notes", "penalties"):
        met |= _some(name, _joined(before.get(name, []), given.get(name, []), _text, _kept))
    for name in ("relations", "named", "not_found"):
        met |= _some(name, _joined(before.get(name, []), given.get(name, []), _equal, _kept))
    met |= _some(
        "sources", _joined(before.get("sources", []), given.get("sources", []), _url, _filled)
    )
    if before.get("status", "not_read") == "not_read" and given.get("status"):
        met["status"] = given["status"]
    return met


def _article(before: Plain, given: Plain) -> dict[str, Any]:
    met = _filled(before, given)
    for name, key, each in (
        ("versions", _id, _version),
        ("heading", _text, _kept),
        ("tags", _equal, _kept),
    ):
        met |= _some(name, _joined(before.get(name, []), given.get(name, []), key, each))
    if "heading" in before and "heading_own" not in before:
        met.pop("heading_own", None)
    return met


def _version(before: Plain, given: Plain) -> dict[str, Any]:
    met = _filled(before, given)
    for name, key, each in (("texts", _spoken, _kept), ("sources", _url, _filled)):
        met |= _some(name, _joined(before.get(name, []), given.get(name, []), key, each))
    return met


def _filled(before: Plain, given: Plain) -> dict[str, Any]:
    return {**given, **{name: value for name, value in before.items() if value not in BLANK}}


def _kept(before: Any, given: Any) -> Any:
    return before


def _some(name: str, values: list[Any]) -> dict[str, Any]:
    return {name: values} if values else {}


def _joined(
    before: Sequence[Any],
    given: Sequence[Any],
    key: Callable[[Any], Any],
    each: Callable[[Any, Any], Any],
) -> list[Any]:
    """Both in order: what is on both sides meets, what is only in the second comes behind."""
    theirs = {key(one): one for one in given}
    ours = {key(one) for one in before}
    met = [each(one, theirs[key(one)]) if key(one) in theirs else one for one in before]
    return met + [one for name, one in theirs.items() if name not in ours]


def _number(article: Plain) -> str:
    return anchor_of(str(article.get("number", "")))


def _id(version: Plain) -> str:
    return str(version.get("id", ""))


def _text(text: Plain) -> tuple[str, str]:
    return str(text.get("language", "")), str(text.get("text", ""))


def _spoken(text: Plain) -> tuple[str, str]:
    return str(text.get("language", "")), str(text.get("standing", "original"))


def _url(source: Plain) -> str:
    return str(source.get("url", ""))


def _equal(value: Any) -> str:
    return repr(sorted(value.items()) if isinstance(value, Mapping) else value)
