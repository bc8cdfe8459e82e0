"""A question as an address holds it, the same for pages, feeds and API.

    ?q=…&kind=law&country=ESP&tag=element:benefit&from=2015&to=2018&sort=newest&like=lib-…&after=…

Everything that narrows may be given several times. The cursor is signed and belongs to one
question: where it is not, the answer is a sentence.
"""

import hashlib
from collections.abc import Mapping, Sequence

from django.core import signing

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.search.asking import PAGE, Question
from cairn.search.questions import Narrow, Order, Place, Within
from cairn.search.reading import span

OWN = ("kind", "country", "language", "year")
MOST = 50  # values that narrow
SALT = "search.place"
Lists = Mapping[str, Sequence[str]]


class SpoiltCursor(CairnError):
    text = noop("This cursor belongs to another question; begin again without it.")


class UnknownOrder(CairnError):
    text = noop("%(value)r is no order; sort by score or by newest.")


def question_of(given: Lists, language: str, *, limit: int = PAGE) -> Question:
    """The question that stands in an address."""

    def one(name: str) -> str:
        return next((value for value in reversed(given.get(name, ())) if value), "")

    held: dict[str, dict[str, None]] = {}
    for name in OWN:
        for value in given.get(name, ())[:MOST]:
            if value.strip():
                held.setdefault(name, {})[value.strip()[:100]] = None
    for value in given.get("tag", ())[:MOST]:
        name, parted, key = value.partition(":")
        if parted and name.strip() and key.strip():
            held.setdefault(name.strip()[:40], {})[key.strip()[:120]] = None
    within = None
    first, last = one("from").strip(), one("to").strip()
    if first or last:
        begins = span(first).first if first else None
        within = Within(begins, span(last).last if last else None)
    order: Order | None = None
    match one("sort"):
        case "newest":
            order = "newest"
        case "score":
            order = "score"
        case "":
            pass
        case other:
            raise UnknownOrder(value=other[:40])
    question = Question(
        one("q"),
        language,
        tuple(Narrow(name, tuple(values)) for name, values in held.items()),
        within,
        order,
        one("like").strip()[:40],
        limit,
    )
    cursor = one("after") or one("cursor")
    return question if not cursor else _behind(question, cursor)


def cursor_of(question: Question, place: Place) -> str:
    """Where the next page begins."""
    return signing.dumps([_digest(question), place.score, place.order, place.seen], salt=SALT)


def _behind(question: Question, cursor: str) -> Question:
    try:
        digest, score, order, seen = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise SpoiltCursor() from None
    if digest != _digest(question):
        raise SpoiltCursor()
    return Question(
        question.text,
        question.language,
        question.narrow,
        question.within,
        question.order,
        question.like,
        question.limit,
        Place(float(score), int(order), int(seen)),
    )


def _digest(question: Question) -> str:
    """Of everything that decides what is found and in which order."""
    asked = (question.text, question.language, question.narrow, question.within, question.order)
    return hashlib.sha256(repr((asked, question.like)).encode()).hexdigest()[:16]


def pairs_of(question: Question) -> list[tuple[str, str]]:
    """The question as it stands in an address, without a place."""
    found = [("q", question.text)] if question.text else []
    for one in question.narrow:
        if one.field in OWN:
            found += [(one.field, value) for value in one.values]
        else:
            found += [("tag", f"{one.field}:{value}") for value in one.values]
    if question.within:
        ends = (("from", question.within.first), ("to", question.within.last))
        found += [(name, day.isoformat()) for name, day in ends if day]
    if question.order:
        found.append(("sort", question.order))
    if question.like:
        found.append(("like", question.like))
    return found
