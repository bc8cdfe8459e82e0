"""Asking, and appealing: each adds one row that the public process cannot read again.

Nothing is looked up: whether there is such a record, or ever was, is not known here and changes
nothing of the answer. What is logged is logged by the desk when it takes the row in.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from cairn.db.writing import adding_rows
from cairn.kernel.errors import CairnError, Problem, Problems, Refused
from cairn.kernel.refs import parse_ref
from cairn.kernel.text import noop
from cairn.knowledge.asking.models import Asking
from cairn.knowledge.asking.queries import State
from cairn.knowledge.asking.sealing import Receipt, receipt_for
from cairn.knowledge.asking.vocabulary import DECIDE, LONGEST, Wish
from cairn.knowledge.kinds import kinds
from cairn.knowledge.shapes import clean

SITE = re.compile(r"https?://[^\s<>\"]+\Z")
ADDRESS = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+\Z")


class WrongRequest(Problems):
    """Some of it cannot be sent; `problems` says what, each with its field."""

    text = noop("This cannot be sent yet; each place is marked.")


class SayWhatIsWrong(Problem):
    text = noop("Say in a few words what is wrong and why.")


class ChooseAWish(Problem):
    text = noop("Choose what you ask for.")


class TextTooLong(Problem):
    text = noop("This has more than %(most)s characters; shorten it.")


class NoRecordMeant(Problem):
    text = noop("This is not the reference of a record; copy it again from the page of the record.")


class NoAddress(Problem):
    text = noop("This is not an e-mail address; correct it or leave the field empty.")


class ChooseAKind(Problem):
    text = noop("Choose what kind of record it would be.")


class GiveATitle(Problem):
    text = noop("Say what it is called, or what one may call it.")


class NoSite(Problem):
    text = noop("This is not an address on the web; it begins with http:// or https://.")


class NoAppealNow(Refused):
    text = noop("There is no decision here against which you can appeal now.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a record, or that one be added."""

    about: str
    wish: str
    reasons: str
    passage: str = ""
    reply_to: str = ""
    kind: str = ""  # with title and address: of a record that should be added
    title: str = ""
    address: str = ""

    def cleaned(self) -> "Asked":
        """Without signs that nobody sees or that turn a line around."""
        return Asked(**{name: clean(value) for name, value in asdict(self).items()})


def ask(*, asked: Asked, language: str, number: str) -> tuple[Receipt, date]:
    """Hand a request in; `number` is that of the form. Return what the person takes along, and the
    day by which it is decided. The same form again is the same request."""
    asked = asked.cleaned()
    check(asked)
    now = timezone.now()
    receipt = receipt_for(number, asdict(asked))
    about = parse_ref(asked.about)[1] if asked.about else ""
    asked = Asked(**(asdict(asked) | {"about": about}))
    _add(
        Asking(
            handle=receipt.handle,
            ref=receipt.ref,
            key=receipt.key,
            language=language[:2],
            sent_at=now,
            **asdict(asked),
        )
    )
    return receipt, timezone.localdate(now) + DECIDE


def check(asked: Asked) -> None:
    """Raise all that is wrong with it."""
    problems: list[CairnError] = []
    if asked.wish == Wish.PROPOSE:
        problems += _wrong_proposal(asked)
    elif not _means_a_record(asked):
        problems.append(NoRecordMeant("about"))
    if asked.wish not in Wish.values:
        problems.append(ChooseAWish("wish"))
    if not asked.reasons:
        problems.append(SayWhatIsWrong("reasons"))
    for name, most in LONGEST.items():
        if len(getattr(asked, name)) > most:
            problems.append(TextTooLong(name, most=most))
    if asked.reply_to and not ADDRESS.match(asked.reply_to):
        problems.append(NoAddress("reply_to"))
    if problems:
        raise WrongRequest(problems)


def _means_a_record(asked: Asked) -> bool:
    try:
        prefix, _ref = parse_ref(asked.about)
    except CairnError:
        return False
    return prefix == "lib" and not (asked.kind or asked.title or asked.address)


def _wrong_proposal(asked: Asked) -> Iterator[CairnError]:
    if asked.about:
        yield NoRecordMeant("about")
    if asked.kind not in kinds():
        yield ChooseAKind("kind")
    if not asked.title:
        yield GiveATitle("title")
    if asked.address and not SITE.match(asked.address):
        yield NoSite("address")


def appeal(*, receipt: Receipt, state: State, reasons: str, language: str) -> date:
    """Ask another person to decide again; return the day by which that is done."""
    reasons, today = clean(reasons), timezone.localdate()
    if not state.may_appeal(today):
        raise NoAppealNow()
    if not reasons:
        raise WrongRequest([SayWhatIsWrong("reasons")])
    if len(reasons) > LONGEST["reasons"]:
        raise WrongRequest([TextTooLong("reasons", most=LONGEST["reasons"])])
    _add(
        Asking(
            handle=receipt.appeal,
            appeals=receipt.handle,
            ref=receipt.ref,
            key=receipt.key,
            about=state.about,
            wish=state.wish,
            reasons=reasons,
            language=language[:2],
            sent_at=timezone.now(),
        )
    )
    return today + DECIDE


def _add(row: Asking) -> None:
    try:
        with adding_rows():
            row.save(force_insert=True)
    except IntegrityError:  # the same was sent before and waits to be taken in
        return
