"""Asking for an erasure and deciding about it. Carrying it out is a job (`carrying`)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.accounts.working import roles_held_by
from cairn.audit import log
from cairn.erasure import ledger, policies
from cairn.erasure.imported import imported
from cairn.erasure.marks import LEAST, MOST, Finder, mark_of, plain
from cairn.erasure.models import Erasure
from cairn.erasure.own_words import is_own
from cairn.erasure.rows import strings, text_fields
from cairn.erasure.rules import WHOLE, Rule
from cairn.erasure.tasks import carry_out
from cairn.jobs.queue import enqueue
from cairn.kernel.errors import NotFound, Refused
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.texts import check_clean
from cairn.reporting.findings.models import Finding
from cairn.reporting.models import DataSet, ImportBatch

State = Erasure.State
PLACES = 50  # that are kept of one report
AUTHORITY = 200
KEY_LOST = "secret key lost"  # stands where else the name of who refused stands


class Field(Refused):
    """A refusal that belongs beside a field of the form."""

    @property
    def problems(self) -> tuple[Refused]:
        return (self,)


class NotThere(Field):
    text = noop("These words do not stand in this record. Copy them as they are written there.")


class TooFew(Field):
    text = noop("Give at least two letters, and no more than 200.")


class WordsOfTheProgram(Field):
    text = noop(
        "Cairn itself works with these words, or they are a part of such a word; give more of the "
        "words that identify the person."
    )


class NoAuthority(Field):
    text = noop("Give the reference of the order or letter, without names, in 200 letters at most.")


class NoSuchRule(Refused):
    text = noop("Choose why the record is to be erased.")


class NothingToErase(Refused):
    text = noop("There is no such record or organisation over whose records you decide.")


@transaction.atomic
def report_words(
    *, target: str, owner: Organisation, rows: Iterable[tuple[Any, tuple[str, ...]]], words: str,
    by: Any,
) -> Erasure:  # fmt: skip
    """Report that these words name or identify a person. `rows`: what the person sees of the
    record, each row with the fields of it that she sees. The words are stored nowhere."""
    policies.check_may_report(by)
    if not LEAST <= len(plain(words)) <= MOST:
        raise TooFew(field="secret_words")
    if is_own(words):
        raise WordsOfTheProgram(field="secret_words")
    mark = mark_of(words, ledger.words_key())
    places = _places(Finder([mark], ledger.words_key()), rows)
    if not places:
        raise NotThere(field="secret_words")
    made, fresh = Erasure.objects.get_or_create(
        owner=owner,
        target=target,
        digest=mark.digest,
        state__in=[State.ASKED, State.CONFIRMED],
        defaults={
            "rule": Rule.IDENTIFIER.value,
            "length": mark.length,
            "hint": mark.hint,
            "places": places[:PLACES],
            "asked_by": by.username,
            "state": State.ASKED,
        },
    )
    if not fresh and made.state == State.ASKED and _is_of(by, owner):
        # Nobody else takes back what somebody of the owner asks for, too.
        Erasure.objects.filter(pk=made.pk).update(asked_by=by.username)
    if fresh:
        log.record("erasure.words.reported", target=target, by=by, erasure=made.ref)
    return made


def _is_of(user: Any, owner: Organisation) -> bool:
    return bool(roles_held_by(user).filter(organisation=owner).exists())


def _places(finder: Finder, rows: Iterable[tuple[Any, tuple[str, ...]]]) -> list[list[Any]]:
    found = []
    for row, names in rows:
        for one in text_fields(type(row)):
            held = getattr(row, one.attname)
            texts = [held] if isinstance(held, str) else strings(held)
            if one.name in names and any(map(finder.holds, texts)):
                found.append([row._meta.label_lower, row.pk, one.name])
    return found


@transaction.atomic
def ask_whole(*, target: str, rule: str, authority: str, by: Any) -> Erasure:
    """Ask that a whole filing, finding, import or data set be erased, or all that an organisation
    contributed (by its reference)."""
    owner = owner_of_whole(target, by)
    if owner is None:
        raise NothingToErase()
    if rule not in WHOLE:
        raise NoSuchRule()
    authority = " ".join(authority.split())
    if not 3 <= len(authority) <= AUTHORITY:
        raise NoAuthority(field="authority")
    check_clean({"authority": authority}, organisation=owner)
    policies.check_no_hold(*held_with(target, owner.ref))
    made, fresh = Erasure.objects.get_or_create(
        owner=owner,
        target=target,
        digest="",
        state__in=[State.ASKED, State.CONFIRMED],
        defaults={
            "rule": rule,
            "authority": authority,
            "asked_by": by.username,
            "state": State.ASKED,
        },
    )
    if fresh:
        log.record("erasure.record.asked", target=target, by=by, erasure=made.ref, rule=rule)
    return made


def owner_of_whole(target: str, by: Any) -> Organisation | None:
    """Whose the record is, or the organisation itself, if the person decides there."""
    models: tuple[Any, ...] = (Filing, Finding, ImportBatch, DataSet)
    for model in models:
        owner = model.objects.filter(ref=target).values_list("owner_id", flat=True).first()
        if owner:
            return policies.owner_decided(by, target, [owner])
    return policies.owner_decided(by, target, [target])


def held_with(target: str, owner: str) -> list[str]:
    """References of which a hold on any stops the erasing of this one as a whole: its own, its
    owner's, those of all that goes with it, and of the data set of an import."""
    found = {target, owner}
    meant = imported(target, owner)
    found |= {*meant.refs, *(one.dataset.ref for one in meant.batches)}
    if target == owner:
        for model in (Filing, Finding):
            found |= set(model.objects.filter(owner=owner).values_list("ref", flat=True))
    return sorted(found)


@transaction.atomic
def confirm(*, erasure: Erasure, by: Any) -> Erasure:
    """Decide that it is done; the job runner begins at once, and it cannot be undone."""
    held = _waiting(erasure, by)
    policies.check_second_person(by, held)
    if not held.of_words:
        policies.check_no_hold(*held_with(held.target, held.owner_id))
    held.state, held.decided_by, held.decided_at = State.CONFIRMED, by.username, timezone.now()
    held.scope = policies.scope_of(by, held.owner)
    held.save(update_fields=["state", "decided_by", "decided_at", "scope"])
    log.record("erasure.confirmed", target=held.target, by=by, erasure=held.ref, rule=held.rule)
    enqueue(carry_out, held.ref, about=held.ref, key=held.ref)
    return held


@transaction.atomic
def refuse(*, erasure: Erasure, by: Any) -> Erasure:
    """It names nobody, or may not go; whoever asked may take it back so too."""
    held = _waiting(erasure, by)
    if held.asked_by != by.username:
        policies.check_may_confirm(by, held.owner, held.target)
    held.state, held.decided_by, held.decided_at = State.REFUSED, by.username, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    log.record("erasure.refused", target=held.target, by=by, erasure=held.ref)
    return held


@transaction.atomic
def give_up_digests() -> int:
    """Where the secret key was lost: what waits to be erased is known by a digest under the old key
    alone and would be found nowhere. It is refused, so that it is reported again."""
    waiting = Erasure.objects.filter(state__in=[State.ASKED, State.CONFIRMED]).exclude(digest="")
    given_up = 0
    for one in waiting:
        one.state, one.decided_by, one.decided_at = State.REFUSED, KEY_LOST, timezone.now()
        one.save(update_fields=["state", "decided_by", "decided_at"])
        log.record("erasure.refused", target=one.target, erasure=one.ref, because=KEY_LOST)
        given_up += 1
    return given_up


def seen_by(user: Any) -> Any:
    """The erasures that a person sees: those she asked for and those she decides about."""
    mine = Erasure.objects.filter(asked_by=user.username)
    return (mine | policies.decided_by(user, Erasure.objects.all())).select_related("owner")


def waiting_for(user: Any, most: int = 20) -> list[Erasure]:
    """What waits for this person's decision, the oldest first; not what she asked herself."""
    rows = Erasure.objects.filter(state=State.ASKED).exclude(asked_by=user.username)
    found = policies.decided_by(user, rows).select_related("owner")
    return list(found.order_by("pk")[:most])


def find(ref: str, user: Any) -> Erasure:
    found: Erasure | None = seen_by(user).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def _waiting(erasure: Erasure, by: Any) -> Erasure:
    find(erasure.ref, by)
    held: Erasure = (
        Erasure.objects.select_for_update(of=("self",)).select_related("owner").get(pk=erasure.pk)
    )
    if held.state != State.ASKED:
        raise policies.NotWaiting()
    return held
