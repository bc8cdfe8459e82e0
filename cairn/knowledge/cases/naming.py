"""Takes the names of people out of a record before it leaves the desk.

Every name that a record marks is replaced by the label of its person in every text, whatever its
case, its accents or what stands between its words; an address that holds one is cut to its site,
for the address of a decision often is the name. A name stays only where `may_be_named` says so.
The public library is written from what this returns, so no page, file, feed or index can show more.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.cases.people import Person
from cairn.knowledge.cases.words import (
    CLEARING,
    CONVICTING,
    Element,
    Finality,
    Finding,
    Status,
    Verdict,
)

SHORTEST = 2  # letters; shorter ones are initials, which name nobody
ALONE = 3  # letters from which a part of a name is replaced by itself
INSIDE = 4  # letters from which a name is found inside a longer word, as in an address
TIMES = 4
WEIGHT = (  # what somebody is in the end whose charges ended differently
    *(Status.RETRIAL, Status.ACCUSED, Status.CONVICTED, Status.REVERSED, Status.ACQUITTED),
    Status.DISCONTINUED,
)
BLANK = "…"
ADDRESSES = frozenset({"address", "licence_url"})
# Keys of JSON that hold a key of a vocabulary, a State, a date or a name within the record.
CODES = frozenset(
    {
        *(
            "state",
            "stage",
            "finality",
            "date",
            "dated",
            "verdicts",
            "verdict",
            "proceeding",
            "id",
            "sex",
        ),
        *("nationality", "roles", "role", "capacities", "suffered", "status", "term", "served"),
        *("currency", "other", "on", "offence", "liability", "aggravations", "ages", "known_how"),
        *("vulnerable", "mode", "start_state", "end_state", "conveyance", "element", "by"),
        *("finding", "benefit", "payment", "evidence", "key", "language", "standing", "form"),
        *("section", "techniques", "penalties", "states", "read_on", "tagged_on", "person"),
        *("label", "people", "quotations"),
    }
)
CHECKED = {"language": "und", "law": "", "article": ""}  # no text, and nothing stands in its place


class NameTooShort(CairnError):
    text = noop(
        "people %(label)s: a marked name has at least two letters; initials need no mark, write "
        "them as the label."
    )


class LabelNames(CairnError):
    text = noop(
        "people %(label)s: a label, or what a proceeding, a charge or a quotation is called by, "
        "holds a marked name; write initials or, for instance, “Accused 1”."
    )


def check_names(label: str, names: Sequence[str], handles: Iterable[str]) -> None:
    """Raise where a name is too short to be found, or stands in a label or in what parts of the
    record are called by."""
    for name in names:
        if len(_letters(name)) < SHORTEST:
            raise NameTooShort(label=label)
    for handle in handles if names else ():
        if _pattern(tuple(names)).search(_folded(handle)[0]):
            raise LabelNames(label=label)


def may_be_named(record: Any, person: Person) -> bool:
    """Whether the public may read the name: a named reviewer gave a reason, the last decision is
    final, all that is known of the person is a conviction, and a benefit was not ruled out."""
    why = person.reveal
    if why is None or not why.reviewer.strip() or not why.reason.strip():
        return False
    if not record.proceedings or record.proceedings[-1].finality is not Finality.FINAL:
        return False
    if any(
        one.element is Element.BENEFIT
        and one.finding is not None
        and one.finding not in (Finding.FOUND, Finding.INFERRED)
        and (not one.people or person.label in one.people)
        for one in record.elements
    ):
        return False
    return final_status(record, person) is Status.CONVICTED


def final_status(record: Any, person: Person) -> Status:
    """What the person is in the end: as the charges ended, else as the last stage says."""
    ended = [standing(one) for one in record.charges if one.person == person.label]
    if ended and Status.NOT_KNOWN in ended:
        return _told(person)
    for status in WEIGHT:
        if status in ended:
            return status
    return _told(person)


def _told(person: Person) -> Status:
    return person.stood[-1].status if person.stood else Status.NOT_KNOWN


def standing(charge: Any) -> Status:
    """How one charge stands: a decision on appeal that leaves it as it was does not change it."""
    status = Status.NOT_KNOWN
    for one in charge.outcomes:
        status = _after(one.verdict, status)
    return status


def _after(verdict: Verdict, before: Status) -> Status:
    if verdict in CONVICTING:
        return Status.CONVICTED
    if verdict is Verdict.NOT_GUILTY:
        return Status.ACQUITTED
    if verdict in CLEARING:
        return Status.DISCONTINUED
    if verdict is Verdict.RETRIAL_ORDERED:
        return Status.RETRIAL
    if verdict is Verdict.PENDING:
        return Status.ACCUSED
    if verdict is Verdict.REVERSED_ON_APPEAL:
        return Status.REVERSED if before is Status.CONVICTED else Status.ACCUSED
    return before


def masked(body: Mapping[str, Any], hidden: Sequence[Person]) -> dict[str, Any]:
    """The JSON of a record without the names of these people."""
    rules = [(_pattern(one.names), one.label) for one in hidden if one.names]
    labels = {one.label for one in hidden}
    made: dict[str, Any] = _walked(dict(body), rules, "")
    for person in made.get("people", ()):
        if person["label"] in labels:
            person.pop("names", None)
            person.pop("reveal", None)
    return made


def masked_key(key: str, state: str, hidden: Sequence[Person]) -> str:
    """The key of the source, or one made of it where it holds a name."""
    if _holds(key, [(_pattern(one.names), one.label) for one in hidden if one.names]):
        return f"{state.lower()}-{sha256(key.encode()).hexdigest()[:16]}"
    return key


def _walked(value: Any, rules: Sequence[tuple[re.Pattern[str], str]], key: str) -> Any:
    if isinstance(value, dict):
        return {name: _walked(one, rules, name) for name, one in value.items()}
    if isinstance(value, list):
        found = [one for one in value if key != "cites" or not _holds(one, rules)]
        return [_walked(one, rules, key) for one in found]
    if key in CHECKED:
        return CHECKED[key] if len(value) > ALONE and _holds(value, rules) else value
    if not isinstance(value, str) or key in CODES or key == "names":
        return value
    return _address(value, rules) if key in ADDRESSES else _text(value, rules)


def _holds(value: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> bool:
    folded = _folded(unquote(value))[0]
    return any(pattern.search(folded) for pattern, _ in rules)


def _text(text: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    text = unicodedata.normalize("NFC", text)
    for _ in range(TIMES):
        before = text
        for pattern, label in rules:
            text = _replaced(text, pattern, label)
        if text == before:
            return text
    return BLANK  # what is put in place of one name makes another: nothing of it is safe


def _replaced(text: str, pattern: re.Pattern[str], label: str) -> str:
    folded, origin = _folded(text)
    parts, at = [], 0
    for found in pattern.finditer(folded):
        first, last = origin[found.start()], origin[found.end() - 1]
        parts += [text[at:first], label]
        at = last + 1
    return "".join([*parts, text[at:]])


def _address(address: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """The address, or only its site where it holds a name."""
    if not _holds(address, rules):
        return address
    try:
        site = urlsplit(address)
    except ValueError:
        return ""
    cut = f"{site.scheme}://{site.hostname}/" if site.scheme and site.hostname else ""
    return "" if _holds(cut, rules) else cut


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each sign of it where it came from."""
    signs, origin = [], []
    for at, sign in enumerate(text):
        for one in unicodedata.normalize("NFKD", sign).casefold():
            if unicodedata.category(one) in ("Mn", "Cf", "Me"):
                continue
            signs.append(one)
            origin.append(at)
    return "".join(signs), origin


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", _folded(name)[0])


@lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these names, the longest first, and the parts of them that say enough."""
    found = sorted({one for name in names for one in _forms(name)}, key=lambda one: -len(one))
    return re.compile("|".join(_whole(one) for one in found) or r"(?!)")


def _forms(name: str) -> Iterator[str]:
    words = [one for one in re.split(r"[\W_]+", _folded(name)[0]) if one]
    if words:
        yield " ".join(words)
    yield from (one for one in words if len(one) >= ALONE)


def _whole(form: str) -> str:
    words = r"[\W_]*".join(re.escape(one) for one in form.split())
    if len(form.replace(" ", "")) >= INSIDE or not form.isascii():
        return words
    return rf"(?<![^\W_]){words}(?![^\W_])"


def masked_text(text: str, names: Sequence[tuple[str, str]]) -> str:
    """A text without these names, each replaced by what stands beside it."""
    return _text(text, [(_pattern((name,)), label) for name, label in names])
