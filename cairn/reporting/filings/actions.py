"""The life of a filing: submitted, returned, cleared, validated, withdrawn; each in one transaction
with version, audit and the notices to those who must act next."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import Organisation
from cairn.audit import log
from cairn.audit.merkle import merkle_root
from cairn.kernel.errors import Refused
from cairn.kernel.refs import new_ref
from cairn.kernel.text import noop
from cairn.reporting.filings import beside, lapsing, notices, recalling, told_of_comments
from cairn.reporting.filings.asked import Check, Facts
from cairn.reporting.filings.checks import checks, unsettled
from cairn.reporting.filings.combining import StillUndecided
from cairn.reporting.filings.contributing import (
    audience_of,
    cleared_audience,
    recompute,
    replaced_audience,
    submitted_audience,
)
from cairn.reporting.filings.definitions import section as find_section
from cairn.reporting.filings.drafting import check_period_is_free, input_of, keep_filing
from cairn.reporting.filings.merged_numbers import changed_since
from cairn.reporting.filings.models import Double, Filing, FilingComment
from cairn.reporting.filings.policies import (
    NoReasonGiven,
    NothingSaid,
    check_may_clear,
    check_may_comment,
    check_may_recall,
    check_may_return,
    check_may_take_back,
    check_may_validate,
    check_may_withdraw,
    check_may_write,
    check_not_merged,
)
from cairn.reporting.filings.queries import history_of, replaced_by
from cairn.reporting.filings.repeating import repeated_by
from cairn.reporting.filings.states import FilingStatus, check_can_move
from cairn.reporting.filings.texts import check_clean
from cairn.sharing.participation import rule_on, takes_part
from cairn.sharing.viewer import ORGANISATION

Policy = Callable[[Any, Filing], None]


class NotReady(Refused):
    """Something is still asked; `asked` lists all of it."""

    text = noop("Some things are still asked before this filing can be submitted.")

    def __init__(self, asked: list[Check]) -> None:
        super().__init__()
        self.asked = asked


class ZerosNotAttested(Refused):
    text = noop(
        "This filing has zeros. Confirm that they are true zeros, counted and found to be none, "
        "before you clear it."
    )


class RepetitionNotAttested(Refused):
    text = noop(
        "This filing says just the same as %(ref)s, of %(period)s. Confirm that the numbers really "
        "are the same before you clear it."
    )


def facts_of(filing: Filing) -> Facts:
    """What the checks look at, read once."""
    counts = [input_of(row) for row in filing.counts.order_by("key")]
    today = timezone.localdate()
    repeated = repeated_by(filing, least=rule_on(today).repeated_cells)
    return Facts(
        find_section(filing.section),
        filing.first,
        filing.period_last,
        filing.coverage_note,
        filing.conduct,
        counts,
        history_of(filing),
        beside.how_many(filing),
        beside.asked(filing),
        changed_since(filing, counts),
        today,
        replaced_by(filing),
        (repeated.ref, repeated.period, repeated.cells) if repeated else None,
    )


def asked_of(filing: Filing) -> list[Check]:
    """What still keeps it from being submitted."""
    found = checks(facts_of(filing))
    open_ones = Double.objects.filter(filing=filing, decision__isnull=True).count()
    if open_ones:
        found.append(
            Check("doubles", "doubles_undecided", StillUndecided.text, {"left": open_ones})
        )
    return unsettled(found, filing.differences, filing.answers)


@transaction.atomic
def submit_filing(*, filing: Filing, by: Any, policy: Policy = check_may_write) -> Filing:
    """Hand it to the contact point; from here on its author cannot change it. `policy`: who may,
    asked while it is held; ordinarily whoever may write it."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    if filing.status != FilingStatus.SUBMITTED:
        check_can_move(filing.status, to=FilingStatus.SUBMITTED, ref=filing.ref)
    else:
        return filing  # the same button twice
    policy(by, filing)
    check_period_is_free(filing)
    if asked := asked_of(filing):
        raise NotReady(asked)
    filing.status, filing.audience_class = FilingStatus.SUBMITTED, submitted_audience(filing)
    filing.submitted_at, filing.submitted_by, filing.reason = timezone.now(), by.username, ""
    if filing.first_classification is None:
        filing.first_classification = classification_of(filing)
    filing.save()
    beside.first_submitted(filing)
    log.record("reporting.filing.submitted", target=filing, by=by, number=filing.number)
    keep_filing(filing, by=by, reason="submitted")
    notices.done(target=filing.ref, kinds=("returned", "due", *notices.GONE_BACK))
    notices.tell_contact_points(filing, "submitted")
    return filing


def classification_of(filing: Filing) -> dict[str, str]:
    return {
        "record_type": filing.record_type,
        "count_basis": filing.count_basis,
        "conduct": filing.conduct,
    }


@transaction.atomic
def return_filing(
    *, filing: Filing, reason: str, by: Any, organisation: Organisation | None = None
) -> Filing:
    """Give it back to its author, with what is to be done. `organisation`: for which the person
    speaks, and whose words that are no names are known; the filing's own where it is not said."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_may_return(by, filing)
    check_not_merged(filing)
    if not reason.strip():
        raise NoReasonGiven(field="reason")
    check_clean({"reason": reason}, organisation=organisation or filing.owner)
    was, filing.status, filing.audience_class = filing.status, FilingStatus.RETURNED, ORGANISATION
    filing.decided_at, filing.decided_by = timezone.now(), by.username
    filing.reason, filing.zeros_attested = reason.strip()[:1000], False
    filing.save()
    log.record("reporting.filing.returned", target=filing, by=by, number=filing.number)
    keep_filing(filing, by=by, reason="returned")
    notices.done(target=filing.ref, kinds=("submitted", "cleared"))
    notices.tell(filing.owner, "returned", filing)
    if was == FilingStatus.CLEARED:
        notices.tell_contact_points(filing, notices.SENT_BACK)
    return filing


@transaction.atomic
def take_back_filing(*, filing: Filing, by: Any) -> Filing:
    """Its organisation corrects what it submitted and nobody has cleared; the history keeps both
    moves, and what it was first classified as stays."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_may_take_back(by, filing)
    check_not_merged(filing)
    filing.status, filing.audience_class = FilingStatus.DRAFT, ORGANISATION
    filing.submitted_at, filing.submitted_by = None, None
    filing.save()
    log.record("reporting.filing.taken_back", target=filing, by=by, number=filing.number)
    keep_filing(filing, by=by, reason="taken back")
    notices.done(target=filing.ref, kinds=("submitted",))
    notices.tell_contact_points(filing, notices.TAKEN_BACK)
    return filing


@transaction.atomic
def submit_and_clear(*, filing: Filing, by: Any, **attested: Any) -> Filing:
    """Both moves of a contact point who files, or neither; each stands in the history. Refused
    where the State wants four eyes. `attested` as in `clear_filing`."""
    filing = submit_filing(filing=filing, by=by)
    return clear_filing(filing=filing, by=by, **attested)


@transaction.atomic
def clear_filing(
    *,
    filing: Filing,
    by: Any,
    zeros_are_true: bool = False,
    repetition_is_true: bool = False,
    still_open: int = 0,
) -> Filing:
    """The State stands behind it; the secretariat may look at it from here on. `still_open`:
    questions of which the person was told, and which she leaves open; the log says how many."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_can_move(filing.status, to=FilingStatus.CLEARED, ref=filing.ref)
    check_may_clear(by, filing)
    check_not_merged(filing)
    if filing.counts.filter(value=0).exists() and not zeros_are_true:
        raise ZerosNotAttested()
    repeated = repeated_by(filing, least=rule_on(timezone.localdate()).repeated_cells)
    if repeated and not repetition_is_true:
        raise RepetitionNotAttested(ref=repeated.ref, period=repeated.period)
    filing.repeats = repeated.ref if repeated else ""
    filing.repetition_attested = bool(repeated)
    filing.status, filing.audience_class = FilingStatus.CLEARED, cleared_audience(filing)
    filing.decided_at, filing.decided_by = timezone.now(), by.username
    filing.zeros_attested = zeros_are_true
    filing.save()
    values = {"number": filing.number, **({"still_open": still_open} if still_open else {})}
    log.record("reporting.filing.cleared", target=filing, by=by, **values)
    keep_filing(filing, by=by, reason="cleared")
    notices.done(target=filing.ref, kinds=("submitted",))
    notices.tell_secretariat(filing, "cleared")
    return filing


@transaction.atomic
def validate_filing(*, filing: Filing, by: Any, still_open: int = 0) -> Filing:
    """Its form is good; it may be counted. A version that it follows is replaced. `still_open` as
    in `clear_filing`."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_can_move(filing.status, to=FilingStatus.VALIDATED, ref=filing.ref)
    check_may_validate(by, filing)
    now = timezone.now()
    taking_part = takes_part(filing.state, timezone.localdate())
    filing.audience_class = audience_of(filing, takes_part=taking_part)
    filing.audience_since = now
    standing = Filing.objects.select_for_update().filter(ref=filing.ref)
    before = standing.filter(status=FilingStatus.VALIDATED).first()
    if before:
        _replace(before, filing, by=by)
    filing.status = FilingStatus.VALIDATED
    filing.validated_at, filing.validated_by = now, by.username
    filing.save()
    values = {"number": filing.number, **({"still_open": still_open} if still_open else {})}
    log.record("reporting.filing.validated", target=filing, by=by, **values)
    keep_filing(filing, by=by, reason="validated")
    recompute([filing.state or ""])
    lapsing.warn(timezone.localdate(), state=filing.state)  # what it opens closes no more
    if before:  # once it is known who may read the new version
        recalling.tell_readers(filing, recalling.NEW_VERSION, by=by, since=filing.number)
    for source in Filing.objects.filter(merged_into=filing.ref).select_related("owner"):
        notices.tell(source.owner, "merged", source)
    notices.done(target=filing.ref, kinds=("cleared",))
    notices.tell(filing.owner, "validated", filing)
    return filing


def _replace(before: Filing, filing: Filing, *, by: Any) -> None:
    """Whoever may not read the new version may not go on reading the old ones."""
    shared = recalling.shared_with_others
    narrowed = shared(before) and not shared(filing)
    before.status = FilingStatus.SUPERSEDED
    if before.recalled_at is None:
        before.audience_class, before.shared_with = replaced_audience(before, filing)
    before.save(update_fields=["status", "audience_class", "shared_with"])
    if narrowed:
        recalling.hide_earlier(before, by=by)
    keep_filing(before, by=by, reason="superseded")


@transaction.atomic
def withdraw_filing(
    *, filing: Filing, reason: str, by: Any, organisation: Organisation | None = None
) -> Filing:
    """Take it back: a stub with the reason is left, its numbers are shown and counted no more."""
    filing = Filing.objects.select_for_update().select_related("owner").get(pk=filing.pk)
    check_may_withdraw(by, filing)
    check_not_merged(filing)
    if not reason.strip():
        raise NoReasonGiven(field="reason")
    check_clean({"reason": reason}, organisation=organisation or filing.owner)
    before = filing.status
    filing.status, filing.reason = FilingStatus.WITHDRAWN, reason.strip()[:1000]
    filing.decided_at, filing.decided_by = timezone.now(), by.username
    filing.save()
    log.record("reporting.filing.withdrawn", target=filing, by=by, number=filing.number)
    keep_filing(filing, by=by, reason="withdrawn")
    notices.done(target=filing.ref, kinds=("submitted", "cleared", "returned"))
    if filing.validated_at:
        recalling.hide_earlier(filing, by=by)
        recalling.tell_readers(filing, recalling.WITHDRAWN, by=by)
    else:  # an amendment that is given up: what stood before it stands
        recalling.tell_readers(filing, recalling.WITHDRAWN, by=by, only=filing.number)
    if before in (FilingStatus.DRAFT, FilingStatus.RETURNED):
        # A merge that was given up: its agencies' filings wait for the contact point again.
        Filing.objects.filter(merged_into=filing.ref).update(merged_into="")
    recompute([filing.state or ""])
    return filing


@transaction.atomic
def recall_filing(
    *, filing: Filing, reason: str, by: Any, organisation: Organisation | None = None
) -> Filing:
    """Call it back from other States: it stands for its own and the secretariat, opens nothing any
    more, and whoever read it is asked not to use it. A new version may be shared again."""
    rows = Filing.objects.select_for_update().select_related("owner")
    filing = rows.get(pk=filing.pk)
    check_may_recall(by, filing)
    if not reason.strip():
        raise NoReasonGiven(field="reason")
    check_clean({"reason": reason}, organisation=organisation or filing.owner)
    if filing.recalled_at is not None:
        return filing  # the same button twice
    if not recalling.shared_with_others(filing):
        raise recalling.NotShared(ref=filing.ref)
    filing.reason = reason.strip()[:1000]
    filing.save(update_fields=["reason"])
    recalling.call_back(filing, by=by)
    recalling.hide_earlier(filing, by=by)
    log.record("reporting.filing.recalled", target=filing, by=by, number=filing.number)
    keep_filing(filing, by=by, reason="recalled")
    recalling.tell_readers(filing, recalling.RECALLED, by=by)
    recompute([filing.state or ""])
    return filing


@transaction.atomic
def comment(*, filing: Filing, field: str, text: str, by: Any, organisation: Any) -> FilingComment:
    """Ask or say something about a field."""
    check_may_comment(by, filing)
    if not text.strip():
        raise NothingSaid(field="text")
    check_clean({"text": text}, organisation=organisation)
    made = FilingComment.objects.create(
        filing=filing,
        field=field[:120],
        text=text.strip()[:4000],
        by=by.username,
        organisation=organisation,
        at=timezone.now(),
    )
    told_of_comments.tell_of(made)
    log.record("reporting.filing.commented", target=filing, by=by, comment=made.ref)
    return made


@transaction.atomic
def settle_comment(*, comment: FilingComment, by: Any) -> FilingComment:
    """What was asked is answered; the comment stays in the record."""
    check_may_comment(by, comment.filing)
    if comment.settled_at is None:
        comment.settled_at, comment.settled_by = timezone.now(), by.username
        comment.save(update_fields=["settled_at", "settled_by"])
        if not comment.filing.comments.filter(settled_at__isnull=True).exists():
            kinds = (told_of_comments.ASKED, told_of_comments.ANSWERED)
            notices.done(target=comment.filing.ref, kinds=kinds)
        log.record(
            "reporting.filing.comment_settled", target=comment.filing, by=by, comment=comment.ref
        )
    return comment


def note_export(*, filing: Filing, kind: str, by: Any, agreed: Sequence[str] = ()) -> str:
    """Enter in the log that the filing leaves as a file; the reference stands in the file.
    `agreed`: references of what a second person agreed to, where it leaves under that."""
    ref = new_ref("exp")
    values = {"number": filing.number, "export": ref, "format": kind, "marking": filing.marking}
    log.record("reporting.filing.exported", target=filing, by=by, **values, **_under(agreed))
    return ref


def _under(agreed: Sequence[str]) -> dict[str, list[str]]:
    return {"agreed": [*agreed]} if agreed else {}


def note_figures(
    *, filings: Sequence[Filing], kind: str, measure: str, by: Any, agreed: Sequence[str] = ()
) -> str:
    """Enter in the log that figures of these filings leave as one file; the reference stands in
    it. One event, with a root over the versions, however many there are."""
    ref = new_ref("exp")
    root = merkle_root(sorted(f"{one.ref} v{one.number}" for one in filings))
    values = {"export": ref, "format": kind, "measure": measure, "n": len(filings), "root": root}
    log.record("reporting.filings.exported", by=by, **values, **_under(agreed))
    return ref
