"""Texts are screened before anything of them is stored: numbers and addresses that identify a
person are refused, likely names are asked about.

What a person has called "a place, not a person" is remembered for her organisation as a keyed
digest, never as the words themselves. Problems name the field and the place in it, not the value.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission, permissions_of
from cairn.audit import log
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import NotAPerson
from cairn.reporting.filings.policies import check_may_file
from cairn.reporting.screening.findings import LABELS, Hit, Kind, Where
from cairn.reporting.screening.screen import masked, screen

REFUSED = noop("This looks like a %(kind)s. Nothing of the kind may be stored; take it out.")
ASKED = noop(
    "This looks like the name of a person. Take it out, or say that it is a place or a thing."
)

# Who comments for a body, or contributes in its name where it is no State's.
SPEAKS = {Permission.FILING_CLEAR, Permission.FILING_VALIDATE, Permission.FINDING_WRITE}


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One stretch of one field: where it stands and what it looks like."""

    field: str
    start: int
    end: int
    kind: Kind
    because: str  # a template

    @property
    def asks(self) -> bool:
        """Whether a person may answer "a place, not a person"."""
        return self.kind is Kind.NAME

    @property
    def sentence(self) -> str:
        return ASKED if self.asks else REFUSED

    @property
    def label(self) -> str:
        """The kind in words, as a template."""
        return LABELS[self.kind]


class NotClean(Refused):
    """Something may identify a person; `problems` says where, `masked` gives the texts with marks
    in its place. Neither is stored or logged."""

    text = noop(
        "Something here may identify a person, so nothing was stored; each place is marked."
    )

    def __init__(self, problems: Collection[TextProblem], masked: Mapping[str, str]) -> None:
        super().__init__()
        self.problems = tuple(problems)
        self.masked = dict(masked)


class _Cleared(Collection[str]):
    """Words that an organisation has called no person; asks the digests, knows no words."""

    def __init__(self, organisation: Organisation) -> None:
        self.salt = organisation.ref
        rows = NotAPerson.objects.filter(organisation=organisation)
        self.digests = frozenset(rows.values_list("digest", flat=True))

    def __contains__(self, words: object) -> bool:
        return digest_of(str(words), self.salt) in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return len(self.digests)


def cleared_by(organisation: Organisation) -> Collection[str]:
    """Words that the organisation has called no person; they can be asked for, not listed."""
    return _Cleared(organisation)


def digest_of(words: str, organisation: str) -> str:
    """What is kept of words that are no person: comparable within one organisation only."""
    text = " ".join(words.split()).casefold()
    return salted_hmac(f"cairn.not_a_person.{organisation}", text, algorithm="sha256").hexdigest()


def check_clean(
    texts: Mapping[str, str], *, organisation: Organisation, where: Where = Where.TEXT
) -> None:
    """Raise `NotClean` with all that is wrong with any of the texts."""
    filled = {name: text for name, text in texts.items() if text}
    if not filled:
        return
    cleared = _Cleared(organisation)
    problems: list[TextProblem] = []
    clean: dict[str, str] = {}
    for name, text in filled.items():
        hits: tuple[Hit, ...] = screen(text, where=where, not_persons=cleared)
        problems += [TextProblem(name, h.start, h.end, h.kind, h.because) for h in hits]
        if hits:
            clean[name] = masked(text, hits)
    if problems:
        raise NotClean(problems, clean)


def check_may_say(user: Any, organisation: Organisation) -> None:
    """Whoever writes for the organisation: filings, or comments on those of others."""
    if not permissions_of(user, organisation) & SPEAKS:
        check_may_file(user, organisation)


@transaction.atomic
def say_not_a_person(*, organisation: Organisation, words: str, by: Any) -> None:
    """A person says that these words are a place or a thing; asked no more in this organisation,
    until a colleague takes it back."""
    words_no_persons(organisation=organisation, digests=[digest_of(words, organisation.ref)], by=by)


@transaction.atomic
def words_no_persons(*, organisation: Organisation, digests: Iterable[str], by: Any) -> None:
    """The same of words of which only the digests are known, as those of a spreadsheet."""
    check_may_say(by, organisation)
    for digest in digests:
        _, fresh = NotAPerson.objects.get_or_create(
            organisation=organisation,
            digest=digest,
            defaults={"by": by.username, "at": timezone.now()},
        )
        if fresh:
            log.record("reporting.screening.not_a_person", target=organisation, by=by)


@transaction.atomic
def take_back(*, entry: NotAPerson, by: Any) -> None:
    """The organisation is asked again about what somebody had called no person."""
    check_may_say(by, entry.organisation)
    entry.delete()
    log.record("reporting.screening.asked_again", target=entry.organisation, by=by)
