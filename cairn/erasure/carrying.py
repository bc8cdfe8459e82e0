"""Carrying out an erasure: first the ledger, then every place, last the pages of the database.

Each step may be done again. It is entered in the ledger before anything goes, so that no copy can
bring back what nobody knows was erased. What the same words are found in and is owned by others is
not touched: it is reported to them, without saying from where.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.audit.seal import CHUNK, seal_pending
from cairn.erasure import disk, ledger
from cairn.erasure.folders import erase_files, erase_snapshots
from cairn.erasure.marks import Finder, Mark, mask_of
from cairn.erasure.models import Erasure
from cairn.erasure.rows import MOST_PLACES, Reach, erase_words, strings
from cairn.erasure.rules import Rule
from cairn.erasure.whole import erase_whole
from cairn.files.store import sweep_erased
from cairn.search.guarded.indexing import forget

State = Erasure.State
ALWAYS = {"audit_event", "audit_seal", "history_version", "django_session"}  # tables to rewrite
WRITTEN = ("ref", "rule", "target", "digest", "length", "hint", "authority", "asked_by")


def carry_out(ref: str) -> Erasure:
    """Erase what was confirmed; one that is done already stays so."""
    erasure = Erasure.objects.select_related("owner").get(ref=ref)
    if erasure.state == State.CONFIRMED:
        ledger.enter(as_written(erasure))
        erase_now(erasure)
    return erasure


def erase_now(erasure: Erasure) -> None:
    """Erase everywhere, and say how often where. Not within a transaction."""
    if erasure.of_words:
        reach = Reach(_finder(erasure), erasure.ref, frozenset(erasure.scope), begun=erasure.begun)
        if erasure.begun:  # by a process that died, of which nobody knows which tables it changed
            reach.tables |= set(connection.introspection.django_table_names(only_existing=True))
        erase_words(reach)
        erase_files(reach)
        erase_snapshots(reach)
        _tell_others(erasure, reach)
    else:
        reach = Reach(Finder([], b""), erasure.ref, frozenset(erasure.scope))
        erase_whole(erasure, reach)
    sweep_erased()
    forget()
    if not connection.in_atomic_block:  # a test may hold one open
        disk.compact(reach.tables | ALWAYS)
    _close(erasure, reach)


def _finder(erasure: Erasure) -> Finder:
    assert erasure.decided_at is not None
    mask = mask_of(erasure.decided_at.date(), erasure.rule)
    finder = Finder([Mark(erasure.digest, erasure.length, erasure.hint, mask)], ledger.words_key())
    for label, pk, name in erasure.places:  # where they were met first, they are learned at once
        row = apps.get_model(label)._base_manager.filter(pk=pk).first()
        held = getattr(row, name, "")
        any(map(finder.holds, strings(held)))
    return finder


@transaction.atomic
def _close(erasure: Erasure, reach: Reach) -> None:
    erasure.state, erasure.done_at = State.DONE, timezone.now()
    erasure.found = dict(sorted(reach.found.items()))
    erasure.save(update_fields=["state", "done_at", "found"])
    log.record(
        "erasure.done",
        target=erasure.target,
        by=erasure.decided_by,
        erasure=erasure.ref,
        rule=erasure.rule,
        found=erasure.found,
    )
    while seal_pending() >= CHUNK:
        continue


def _tell_others(erasure: Erasure, reach: Reach) -> None:
    """Owners out of reach are asked to decide about their own records, once each."""
    asked: dict[str, tuple[str, list[Any]]] = {}
    for (owner, target), places in sorted(reach.elsewhere.items()):
        first, known = asked.get(owner, (target, []))
        asked[owner] = first, (known + places)[:MOST_PLACES]
    for owner, (target, places) in asked.items():
        waiting = Erasure.objects.filter(
            owner__ref=owner, digest=erasure.digest, state__in=[State.ASKED, State.CONFIRMED]
        )
        if waiting.exists():
            continue
        made = Erasure.objects.create(
            owner=Organisation.objects.get(ref=owner),
            target=target[:20],
            digest=erasure.digest,
            rule=Rule.IDENTIFIER.value,
            length=erasure.length,
            hint=erasure.hint,
            places=places,
        )
        log.record("erasure.words.found", target=target, erasure=made.ref)


@dataclass(frozen=True, slots=True)
class Written:
    """One erasure as the ledger has it."""

    ref: str
    rule: str
    target: str
    owner: str
    digest: str
    length: int
    hint: str
    authority: str
    asked_by: str
    asked_at: str
    decided_by: str
    decided_at: str
    scope: Sequence[str]


def as_written(erasure: Erasure) -> dict[str, Any]:
    """What the ledger keeps of it."""
    assert erasure.decided_at is not None
    return asdict(
        Written(
            **{name: getattr(erasure, name) for name in WRITTEN},
            owner=erasure.owner_id,
            asked_at=erasure.asked_at.isoformat(),
            decided_by=erasure.decided_by or "",
            decided_at=erasure.decided_at.isoformat(),
            scope=list(erasure.scope),
        )
    )


def replay() -> int:
    """Erase again whatever the ledger knows and the database has not done; how many there were.

    For a copy that was brought back, before anything of it is served.
    """
    again = 0
    for line in ledger.read():
        erasure = _row_of(line.about)
        if erasure is not None and erasure.state != State.DONE:
            erase_now(erasure)
            log.record("erasure.replayed", target=erasure.target, erasure=erasure.ref)
            again += 1
    while seal_pending() >= CHUNK:
        continue
    return again


@transaction.atomic
def _row_of(about: Any) -> Erasure | None:
    """The row of an erasure; made anew where the copy is older. None where its owner is not known
    to the copy, which then holds nothing of it."""
    held = Erasure.objects.select_related("owner").filter(ref=about["ref"]).first()
    if held is not None and held.state == State.DONE:
        return held
    owner = Organisation.objects.filter(ref=about["owner"]).first()
    if owner is None:
        return None
    erasure = held or Erasure(ref=about["ref"])
    for name in WRITTEN:
        setattr(erasure, name, about[name])
    erasure.owner, erasure.scope, erasure.state = owner, list(about["scope"]), State.CONFIRMED
    erasure.asked_at = parse_datetime(about["asked_at"]) or timezone.now()
    erasure.decided_by, erasure.decided_at = (
        about["decided_by"],
        parse_datetime(about["decided_at"]),
    )
    waiting = Erasure.objects.filter(
        owner=owner,
        target=erasure.target,
        digest=erasure.digest,
        state__in=[State.ASKED, State.CONFIRMED],
    )
    waiting.exclude(ref=erasure.ref).delete()  # asked again before the copy was made
    erasure.save()
    return erasure
