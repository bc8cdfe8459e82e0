"""Writing and sharing a finding: each one transaction, by people of its own organisation alone.

There is no action here for anybody else: no clearing, no validation, no merge, no return. A later
version or a withdrawal of a State's filing touches no finding.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cairn.accounts.following import check_begins
from cairn.accounts.models import Organisation
from cairn.accounts.permissions import MissingPermission, Permission, permissions_of
from cairn.audit import log
from cairn.history.keep import keep
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError, Problem, Problems, Refused
from cairn.kernel.text import noop
from cairn.reference.countries import countries, invented_states
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.drafting import NotAWholePeriod, PeriodNotOver
from cairn.reporting.filings.models import LARGEST, Marking
from cairn.reporting.filings.texts import check_clean
from cairn.reporting.findings import telling
from cairn.reporting.findings.models import NEXT, Finding, FindingMoved, FindingStatus, Method
from cairn.search.guarded.actions import note
from cairn.sharing.reciprocity import SHARED
from cairn.sharing.viewer import CLEARED, DESK, ORGANISATION

WRITTEN = (
    *("title", "text", "method", "rests_on", "limits", "counts", "count_basis"),
    *("marking", "uses", "source_grade", "information_grade"),
)
LONGEST = {"title": 200, "text": 8_000, "limits": 4_000}
WIDTH = (ORGANISATION, CLEARED, *SHARED.values(), DESK)  # from the narrowest audience on


class NotComplete(Problems):
    """It cannot be shared or kept yet; `problems` says what is missing, each with its field."""

    text = noop("This finding is not complete yet; each place is marked.")


class Needed(Problem):
    text = noop("Needed before others read it.")


class TooLongHere(Problem):
    text = noop("This is longer than %(most)s characters; shorten it.")


class NotOffered(Problem):
    text = noop("Choose one of those that are offered.")


class NotACount(Problem):
    text = noop("Write a whole number from 0 to %(most)s, or leave it empty.")


class SavedMeanwhile(Refused):
    text = noop(
        "Somebody else of your organisation has saved this finding since you opened it, so nothing "
        "was changed. Open it again and look at what it says now."
    )


class NoReason(Problem):
    text = noop("Say why, in a sentence: whoever read it must know.")


def check_may_contribute(user: Any, owner: Organisation) -> None:
    """Write findings of this organisation; the role exists only in bodies of no State."""
    if Permission.FINDING_WRITE not in permissions_of(user, owner):
        raise MissingPermission(permission=Permission.FINDING_WRITE)


def begin_finding(
    *,
    owner: Organisation,
    about: str,
    section: str,
    period: Period,
    by: Any,
    today: date | None = None,
) -> Finding:
    """Open a draft about one State, one section and one period."""
    check_may_contribute(by, owner)
    check_begins(owner, today=today)
    found = find_section(section)
    if about not in countries() and about not in invented_states():
        raise NotComplete([NotOffered("about")])
    if period.level is None:
        raise NotAWholePeriod(value=period)
    if period.first > (today or timezone.localdate()):
        raise PeriodNotOver(value=period)
    now = timezone.now()
    with transaction.atomic():
        finding = Finding.objects.create(
            owner=owner,
            state=None,
            audience_class=ORGANISATION,
            section=found.key,
            about=about,
            period=period.first,
            period_last=period.last,
            begun_at=now,
            begun_by=by.username,
            touched_at=now,
            invented=bool(getattr(by, "invented", False)),
        )
        log.record("reporting.finding.begun", target=finding, by=by)
        keep(finding, by=by, reason="begun")
        note(finding.ref)
    return finding


@transaction.atomic
def save_finding(
    *, finding: Finding, values: Mapping[str, Any], by: Any, revision: int | None = None
) -> Finding:
    """Save what is given of a draft. `revision`: the one that its writer had before her."""
    held = _hold(finding, by)
    if held.status != FindingStatus.DRAFT:
        raise FindingMoved()
    if revision is not None and revision != held.revision:
        raise SavedMeanwhile()
    if unknown := set(values) - set(WRITTEN):
        raise ValueError(f"not written in a finding: {sorted(unknown)}")
    _check(held, values)
    texts = {name: str(values[name]) for name in LONGEST if values.get(name)}
    check_clean(texts, organisation=held.owner)
    for name, value in values.items():
        setattr(held, name, value)
    held.revision += 1
    held.touched_at = timezone.now()
    held.save()
    log.record("reporting.finding.saved", target=held, by=by)
    note(held.ref)
    return held


def _check(held: Finding, values: Mapping[str, Any]) -> None:
    problems: list[CairnError] = [
        TooLongHere(name, most=most)
        for name, most in LONGEST.items()
        if len(values.get(name) or "") > most
    ]
    offered: dict[str, Any] = {
        "method": ["", *Method.values],
        "marking": Marking.values,
        "count_basis": ["", *vocabulary("count_basis").terms],
        "source_grade": ["", *vocabulary("grading_admiralty_source").terms],
        "information_grade": ["", *vocabulary("grading_admiralty_information").terms],
    }
    problems += [
        NotOffered(name)
        for name, known in offered.items()
        if values.get(name, known[0]) not in known
    ]
    if not set(values.get("uses") or ()) <= set(vocabulary("sharing_permissible_use").terms):
        problems.append(NotOffered("uses"))
    measures = sections()[held.section].measures
    numbers = {"rests_on": values.get("rests_on"), **dict(values.get("counts") or {})}
    for name, value in numbers.items():
        known = name == "rests_on" or name in measures
        if not known or (value is not None and not 0 <= value <= LARGEST):
            problems.append(NotACount(name, most=LARGEST))
    if problems:
        raise NotComplete(problems)


@transaction.atomic
def share_finding(*, finding: Finding, by: Any) -> Finding:
    """Let those read it whom its marking admits; a version before it is followed by this one, and
    is read by nobody who may not read this one."""
    held = _hold(finding, by)
    _check_can_move(held, FindingStatus.SHARED)
    missing: list[CairnError] = [
        Needed(name) for name in ("title", "text", "method", "limits") if not getattr(held, name)
    ]
    if held.counts and not held.count_basis:
        missing.append(Needed("count_basis"))
    if missing:
        raise NotComplete(missing)
    held.status, held.audience_class = FindingStatus.SHARED, audience_of(held)
    held.shared_at, held.shared_by = timezone.now(), by.username
    for old in Finding.objects.select_for_update().filter(ref=held.ref).exclude(pk=held.pk):
        old.audience_class = min(old.audience_class, held.audience_class, key=WIDTH.index)
        if old.status == FindingStatus.SHARED:
            old.status = FindingStatus.SUPERSEDED
        old.save(update_fields=["audience_class", "status"])
    held.save()
    log.record("reporting.finding.shared", target=held, by=by, marking=held.marking)
    keep(held, by=by, reason="shared")
    note(held.ref)
    telling.tell_of_version(held, by=by)
    return held


def audience_of(finding: Finding) -> str:
    """CLEAR: everybody at the desk. GREEN: States to which reciprocity opens section and period,
    and the secretariat. AMBER: the secretariat. Anything narrower stays with its organisation."""
    level = finding.whole.level
    match Marking(finding.marking):
        case Marking.CLEAR:
            return DESK
        case Marking.GREEN:
            return SHARED[level] if level else CLEARED
        case Marking.AMBER:
            return CLEARED
        case _:
            return ORGANISATION


@transaction.atomic
def begin_version(*, finding: Finding, by: Any) -> Finding:
    """A draft that begins as the shared version stands, which stays until the new one is shared."""
    held = _hold(finding, by)
    if held.status != FindingStatus.SHARED:
        raise FindingMoved()
    draft: Finding | None = Finding.objects.filter(ref=held.ref, status=FindingStatus.DRAFT).first()
    if draft:
        return draft
    last = Finding.objects.filter(ref=held.ref).aggregate(last=Max("number"))["last"]
    now = timezone.now()
    copied = {name: getattr(held, name) for name in WRITTEN}
    made = Finding.objects.create(
        **copied,
        ref=held.ref,
        number=last + 1,
        owner=held.owner,
        state=None,
        audience_class=ORGANISATION,
        section=held.section,
        about=held.about,
        period=held.period,
        period_last=held.period_last,
        begun_at=now,
        begun_by=by.username,
        touched_at=now,
        invented=held.invented,
    )
    log.record("reporting.finding.begun", target=made, by=by, number=made.number)
    keep(made, by=by, reason="new version")
    note(made.ref)
    return made


@transaction.atomic
def withdraw_finding(*, finding: Finding, reason: str, by: Any) -> Finding:
    """Its own organisation takes it back; a stub with the reason is left, and every organisation
    that read it is told. A draft that is given up was read by nobody."""
    held = _hold(finding, by)
    _check_can_move(held, FindingStatus.WITHDRAWN)
    was_read = held.status == FindingStatus.SHARED
    if not reason.strip() or len(reason) > 1_000:
        raise NotComplete([NoReason("reason")])
    check_clean({"reason": reason}, organisation=held.owner)
    held.status, held.reason = FindingStatus.WITHDRAWN, reason.strip()
    held.touched_at = timezone.now()
    held.save()
    log.record("reporting.finding.withdrawn", target=held, by=by)
    keep(held, by=by, reason="withdrawn")
    note(held.ref)
    if was_read:
        older = Finding.objects.filter(ref=held.ref, status=FindingStatus.SUPERSEDED)
        list(older.select_for_update().values_list("pk"))  # no reader of one is missed
        older.update(audience_class=ORGANISATION)  # nobody else reads what was withdrawn
        telling.tell_of_withdrawal(held, by=by)
    return held


def _hold(finding: Finding, by: Any) -> Finding:
    """Lock it, for somebody of its own organisation."""
    held: Finding = Finding.objects.select_for_update().get(pk=finding.pk)
    check_may_contribute(by, held.owner)
    return held


def _check_can_move(held: Finding, to: FindingStatus) -> None:
    if to not in NEXT[FindingStatus(held.status)]:
        raise FindingMoved()
