"""Which wording of an article applied on a day, how sure that is, and why; nothing is inferred.

A source gives days on which a wording did apply: the first, the last, and the latest state in which
it was read. Between two such days of one wording it applied for certain, because a law has one
wording at a time and its source names no other. Everywhere else it may have applied as far as no
day that is known speaks against it: before its first day, after its last one, before it was
published, and on a certain day of another wording it did not. A text that was only read in a
consolidated state proves no day at all: states are dated by the last change of the whole law.

That no end was read never means that a wording is in force today. Where no wording may have
applied, that is not known either, unless the law itself was not there yet or no longer.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message, noop
from cairn.knowledge.laws.schema import Article, Record, Version


class Sure(enum.StrEnum):
    """How sure an answer is."""

    CERTAIN = "certain"
    POSSIBLY = "possibly"
    NOT_KNOWN = "not_known"
    NONE = "none"  # certain that nothing of this law applied


class Reason(CairnError):
    """Why an answer is what it is: a sentence that is shown and never raised."""


class FromTo(Reason):
    text = noop("This wording applied from %(begin)s to %(end)s.")


class FromSeen(Reason):
    text = noop(
        "This wording applied from %(begin)s, and still stood in the law as it was on %(seen)s."
    )


class OnThatDay(Reason):
    text = noop("The source of this wording says that it applied on this day.")


class StruckOut(Reason):
    text = noop("The article was repealed; nothing of it applied on this day.")


class NoEndRead(Reason):
    text = noop(
        "This wording applied from %(begin)s. No end of it was read, so it may have been changed "
        "before this day."
    )


class NoEndReadSince(Reason):
    text = noop(
        "This wording applied from %(begin)s and was last read in the law as it was on %(seen)s. "
        "What happened to it after that was not read."
    )


class NoBeginRead(Reason):
    text = noop(
        "This wording applied until %(end)s. From when it applied was not read, so it may have "
        "been another one on this day."
    )


class PublishedOnly(Reason):
    text = noop(
        "This wording was published on %(published)s. From when and until when it applied was not "
        "read."
    )


class ConsolidatedOnly(Reason):
    text = noop(
        "This wording was read in the text as consolidated on %(consolidated)s. From when and "
        "until when it applied was not read."
    )


class Undated(Reason):
    text = noop("No day of this wording was read.")


class Contradiction(Reason):
    text = noop(
        "The sources give more than one wording for this day, so it is not certain which applied."
    )


class NothingRecorded(Reason):
    text = noop("No wording of this article is recorded.")


class BeforeTheFirst(Reason):
    text = noop(
        "The first wording that is recorded applied from %(begin)s. What applied before is not "
        "recorded."
    )


class BeforePublished(Reason):
    text = noop("The wordings that are recorded were published after this day.")


class AfterTheLast(Reason):
    text = noop(
        "The last wording that is recorded applied until %(end)s. What applied after is not "
        "recorded."
    )


class Between(Reason):
    text = noop(
        "One wording ended on %(end)s and the next began on %(begin)s. What applied between them "
        "is not recorded."
    )


class NotYet(Reason):
    text = noop("The law was not yet in force on this day.")


class NotYetAdopted(Reason):
    text = noop("The law was not yet adopted on this day.")


class NoLonger(Reason):
    text = noop("The law was repealed and no longer applied on this day.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wording that applied or may have applied, and why."""

    version: Version
    because: Reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one article on one day. `candidates`: one where it is certain (none where
    nothing applied), all that may have applied where it is not."""

    on: date
    sure: Sure
    candidates: tuple[Candidate, ...]
    because: Reason | Message

    @property
    def version(self) -> Version | None:
        """The wording, where there is only one that it can be."""
        return self.candidates[0].version if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class Reach:
    """The days on which a wording did apply for certain, `first` to `last`, and whether it may
    have begun earlier or ended later than that."""

    first: date
    last: date
    begins_there: bool
    ends_there: bool


def reach(version: Version) -> Reach | None:
    """None where its source gives no day on which it applied."""
    given = (version.valid_from, version.valid_to, version.seen_until)
    days = [day for day in given if day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    return Reach(first, last, version.valid_from == first, version.valid_to == last)


def applying(article: Article, on: date, law: Record | None = None) -> Answer:
    """The wording of the article on that day, as far as it is known."""
    if law is not None and (outside := _outside(law, on)):
        return Answer(on, Sure.NONE, (), outside)
    versions = article.versions
    if not versions:
        return Answer(on, Sure.NOT_KNOWN, (), NothingRecorded())
    sure = [one for one in versions if _covers(one, on)]
    if len(sure) == 1:
        because = _certain(sure[0])
        if sure[0].repealed:
            because = StruckOut()
        return Answer(on, Sure.CERTAIN, (Candidate(sure[0], because),), because)
    if sure:
        both = tuple(Candidate(one, _certain(one)) for one in sure)
        return Answer(on, Sure.POSSIBLY, both, Contradiction())
    open_ = tuple(Candidate(one, _possible(one)) for one in versions if _may(one, versions, on))
    if not open_:
        return Answer(on, Sure.NOT_KNOWN, (), _silent(versions, on))
    return Answer(on, Sure.POSSIBLY, open_, _told(open_))


def changes(articles: Iterable[Article]) -> list[date]:
    """The days on which a wording began, or the day after one ended, in order."""
    found = set()
    for article in articles:
        for version in article.versions:
            if version.valid_from:
                found.add(version.valid_from)
            if version.valid_to and version.valid_to < date.max:
                found.add(date.fromordinal(version.valid_to.toordinal() + 1))
    return sorted(found)


def _covers(version: Version, on: date) -> bool:
    days = reach(version)
    return days is not None and days.first <= on <= days.last


def _may(version: Version, versions: Iterable[Version], on: date) -> bool:
    """Whether this wording may have applied on a day that is certain of none."""
    days = reach(version)
    if days is None:
        return version.published is None or version.published <= on
    if on > days.last:
        return not days.ends_there and not _certain_of_another(version, versions, days.last, on)
    if days.begins_there or (version.published is not None and on < version.published):
        return False
    return not _certain_of_another(version, versions, on, days.first)


def _certain_of_another(
    version: Version, versions: Iterable[Version], first: date, last: date
) -> bool:
    """Whether another wording is certain of any of these days, and so stands between."""
    others = (reach(one) for one in versions if one is not version)
    return any(days.first <= last and first <= days.last for days in others if days)


def _certain(version: Version) -> Reason:
    if version.valid_from and version.valid_to:
        return FromTo(begin=version.valid_from, end=version.valid_to)
    if version.valid_from and version.seen_until:
        return FromSeen(begin=version.valid_from, seen=version.seen_until)
    return OnThatDay()


def _possible(version: Version) -> Reason:
    if version.valid_from and version.seen_until:
        return NoEndReadSince(begin=version.valid_from, seen=version.seen_until)
    if version.valid_from:
        return NoEndRead(begin=version.valid_from)
    if version.valid_to:
        return NoBeginRead(end=version.valid_to)
    if version.consolidated_on:
        return ConsolidatedOnly(consolidated=version.consolidated_on)
    return PublishedOnly(published=version.published) if version.published else Undated()


def _told(found: tuple[Candidate, ...]) -> Reason | Message:
    if len(found) == 1:
        return found[0].because
    return Message(
        "%(n)s wording may have applied on this day; the days that would tell were not read.",
        "%(n)s wordings may have applied on this day; the days that would tell them apart were "
        "not read.",
        len(found),
    )


def _silent(versions: Iterable[Version], on: date) -> Reason:
    """Why none may have applied: days that are known rule out each of them."""
    known = [days for one in versions if (days := reach(one))]
    before = max((days.last for days in known if days.last < on), default=None)
    after = min((days.first for days in known if days.first > on), default=None)
    if before and after:
        return Between(end=before, begin=after)
    if after:
        return BeforeTheFirst(begin=after)
    return AfterTheLast(end=before) if before else BeforePublished()


def _outside(law: Record, on: date) -> Reason | None:
    """Why nothing of the law applied, where the days of the law itself say so."""
    if law.repealed and on >= law.repealed.latest:
        return NoLonger()
    if law.in_force and on < law.in_force.earliest:
        return NotYet()
    if law.adopted and on < law.adopted.earliest:
        return NotYetAdopted()
    return None
