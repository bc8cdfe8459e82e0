"""A contact point names the sharing group that may read a filing once it is validated.

TLP:RED goes to a group of persons, AMBER+STRICT and AMBER to one of bodies; GREEN and CLEAR go by
the roll and take no group. Named for a validated filing it holds at once: whom it narrows out reads
nothing from the same transaction on, and is told if it had read it; whom it lets in finds it in
figures with the next snapshot.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings import narrowing
from cairn.reporting.filings.contributing import audience_of, replaced_audience
from cairn.reporting.filings.drafting import keep_filing
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.policies import NotOfThisState, clears_for
from cairn.reporting.filings.states import FilingStatus
from cairn.sharing.groups import KINDS, holding
from cairn.sharing.models import GroupKind, SharingGroup
from cairn.sharing.participation import takes_part


class NotByGroup(Refused):
    text = noop(
        "A filing marked TLP:GREEN or TLP:CLEAR is read by those who take part, and by no group. "
        "To share it with a group alone, mark it TLP:AMBER or narrower."
    )


class WrongKind(CairnError):
    text = noop(
        "TLP:RED is shared with a group of persons, every other marking with a group of "
        "organisations; choose a group of the other kind."
    )


class GroupEnded(CairnError):
    text = noop("This group has ended and opens nothing; choose another one.")


class OnlyItself(CairnError):
    text = noop("This group names only the organisation that filed it, which reads it anyway.")


class UsesEndTooSoon(CairnError):
    text = noop("The last day of use lies before today; choose a later one or leave it empty.")


class NotSharedNow(Refused):
    text = noop("This version was withdrawn or replaced; nothing more is shared of it.")


NOT_SHARED = (FilingStatus.WITHDRAWN, FilingStatus.SUPERSEDED)


def check_may_share(user: Any, filing: Filing) -> None:
    """Say with whom it is shared: the contact point of its State, of a version that stands."""
    if not clears_for(user, filing.state):
        raise NotOfThisState()
    if filing.status in NOT_SHARED:
        raise NotSharedNow()


def groups_for(filing: Filing, today: date) -> list[SharingGroup]:
    """The groups of its State that may be named for it today; one query."""
    kind = KINDS.get(filing.marking)
    rows = SharingGroup.objects.filter(state=filing.state, kind=kind).order_by("name")
    return [one for one in rows if one.open_on(today)] if kind else []


@transaction.atomic
def share_filing(
    *, filing: Filing, group: str | None, by: Any, today: date | None = None
) -> Filing:
    """Name the group by its reference, or none. A group of another State is as one that does not
    exist."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_may_share(by, filing)
    today = today or timezone.localdate()
    if group:
        _check(filing, group, today)
    wanted, before = group or None, filing.shared_with
    if before == wanted:
        return filing
    opened = narrowing.versions_through(before, filing.ref) if before else frozenset()
    filing.shared_with = wanted
    names = ["shared_with"]
    if filing.status == FilingStatus.VALIDATED:
        taking_part = takes_part(filing.state, today)
        filing.audience_class = audience_of(filing, takes_part=taking_part)
        filing.audience_since = timezone.now()
        names += ["audience_class", "audience_since"]
    filing.save(update_fields=names)
    log.record("sharing.filing.shared", target=filing, by=by, number=filing.number, group=wanted)
    keep_filing(filing, by=by, reason="shared")
    if filing.status == FilingStatus.VALIDATED:
        _narrow_older(filing)
    if opened:
        narrowed = SharingGroup.objects.get(ref=before)
        narrowing.tell_of_narrowing(narrowed, opened, today=today)
    return filing


@transaction.atomic
def limit_uses(
    *, filing: Filing, last_day: date | None, by: Any, today: date | None = None
) -> Filing:
    """Until when those beyond its State may use it as permitted; after it no file of it is made for
    them. None: without an end."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_may_share(by, filing)
    if last_day is not None and last_day < (today or timezone.localdate()):
        raise UsesEndTooSoon()
    if filing.uses_until != last_day:
        filing.uses_until = last_day
        filing.save(update_fields=["uses_until"])
        told = last_day.isoformat() if last_day else None
        log.record("sharing.filing.uses_limited", target=filing, by=by, last_day=told)
        keep_filing(filing, by=by, reason="uses limited")
    return filing


def _check(filing: Filing, ref: str, today: date) -> None:
    group = SharingGroup.objects.filter(ref=ref, state=filing.state).first()
    if group is None:
        raise NotFound()
    if filing.marking not in KINDS:
        raise NotByGroup()
    if group.kind != KINDS[filing.marking]:
        raise WrongKind()
    if not group.open_on(today):
        raise GroupEnded()
    named = holding(group, filing.section, today)
    itself = [one.organisation.ref == filing.owner_id for one in named]
    if group.kind == GroupKind.ORGANISATIONS and itself and all(itself):
        raise OnlyItself()


def _narrow_older(filing: Filing) -> None:
    """Versions that were replaced by it are read by nobody who may not read it."""
    older = Filing.objects.filter(ref=filing.ref, status=FilingStatus.SUPERSEDED)
    for one in older.select_for_update():  # whoever reads one of them meanwhile finds it changed
        audience, group = replaced_audience(one, filing)
        if (one.audience_class, one.shared_with) != (audience, group):
            one.audience_class, one.shared_with = audience, group
            one.audience_since = filing.audience_since
            one.save(update_fields=["audience_class", "shared_with", "audience_since"])
