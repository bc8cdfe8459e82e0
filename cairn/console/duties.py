"""What the runner does by the clock, for the parts that do not know each other."""

import functools
import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

import cairn.reporting.tasks  # noqa: F401 - so that the runner knows how often its jobs may fail
from cairn.access import asking, emergencies, second
from cairn.accounts.invitations import KEPT, forget_invitations
from cairn.accounts.rates import MONTH, forget_usage
from cairn.accounts.sign_ins import end_from_the_future, sweep_sign_ins
from cairn.audit import clock
from cairn.audit.checkpoints import make_checkpoint
from cairn.audit.seal import seal_pending
from cairn.console.certificates import ends
from cairn.corrections.taking_in import take_in
from cairn.corrections.telling import tell_again
from cairn.erasure.holds import held_targets
from cairn.erasure.retention import keeps, limit_of, remove_due
from cairn.erasure.tasks import take_up_again
from cairn.files.store import sweep, sweep_erased
from cairn.jobs import certificates
from cairn.jobs.duties import every
from cairn.jobs.leases import bring_forward, forget
from cairn.jobs.queue import enqueue
from cairn.observatory.actions import keep_up_with_filings
from cairn.published.placing import keep_placed
from cairn.reporting.devices.tokens import KEPT as DEVICES_KEPT
from cairn.reporting.devices.tokens import end_what_is_over, forget_devices
from cairn.reporting.filings.contributing import recompute
from cairn.reporting.filings.lapsing import warn
from cairn.reporting.filings.narrowing import follow_groups
from cairn.reporting.filings.scheduling import remind
from cairn.reporting.sheets.arriving import expire_sheets
from cairn.reporting.uploads import expire
from cairn.rights.actions import escalate_overdue
from cairn.search.guarded import indexing as guarded
from cairn.search.guarded.tasks import rebuild_guarded
from cairn.search.outbox import indexing
from cairn.search.outbox.tasks import rebuild
from cairn.search.placing import place
from cairn.search.saved.following import follow_all, forget_of_closed_accounts

HOUR = 3_600
log = logging.getLogger("cairn.jobs")


def by_the_calendar(duty: Callable[[], None]) -> Callable[[], None]:
    """It waits while the clock is in doubt: what goes when its time is over would go too early, and
    what is signed or sent would bear a day that is not today."""

    @functools.wraps(duty)
    def wrapped() -> None:
        if clock.doubt() is None:
            duty()

    return wrapped


@every(60)
def look_at_the_clock() -> None:
    """Note what time it is; where it does not fit, say so, and undo what a wrong time left."""
    if found := clock.note_the_time():
        log.error("the clock is in doubt (%s); “cairn clock” says more", found.how.value)
        return
    end_from_the_future(timezone.now())
    bring_forward(timezone.now())


@every(6 * HOUR)
def look_at_the_certificates() -> None:
    """Note until when the certificates are good under which people come here; the log says it when
    one of them ends soon, and the desk tells administrators."""
    now = timezone.now()
    found = [
        certificates.Seen(host, port, until, now)
        for host, port in certificates.places()
        if (until := ends(host, port)) is not None
    ]
    certificates.note(found)
    for one in certificates.seen():
        if one.is_pressing(now):
            log.error("the certificate of %s ends on %s", one.host, f"{one.until:%Y-%m-%d}")


@every(2)
def seal_the_log() -> None:
    """Chain what was logged since; a full chunk is followed by the next at once."""
    while seal_pending() >= 500:
        continue


@every(HOUR)
@by_the_calendar
def sign_the_day() -> None:
    """A checkpoint of the log, once a day, for others to keep."""
    make_checkpoint()


@every(20)
def count_what_was_validated() -> None:
    """The desk's figures follow what was validated or withdrawn."""
    keep_up_with_filings()


@every(HOUR)
@by_the_calendar
def remind_of_filings() -> None:
    """Tell organisations what is due soon or overdue."""
    remind(timezone.localdate())


@every(HOUR)
@by_the_calendar
def follow_reciprocity() -> None:
    """What is open to each State today, and a warning before it closes."""
    recompute()
    warn(timezone.localdate())


@every(HOUR)
@by_the_calendar
def follow_sharing_groups() -> None:
    """Groups whose last day has passed, and persons without a role: their readers are told."""
    follow_groups()


@every(HOUR)
@by_the_calendar
def forget_sheets_that_were_left() -> None:
    """A spreadsheet, or a file that was sent, with which nobody has gone on for as long as the rule
    in force says is forgotten, unless a hold keeps it."""
    held, now = held_targets(), timezone.now()
    expire_sheets(held, before=limit_of("sheets", now))
    expire(before=limit_of("uploads", now), is_held=lambda upload: keeps(upload, held))


@every(HOUR)
def keep_what_is_published_in_place() -> None:
    """What a public process reads, where it reads apart from the desk."""
    keep_placed()
    place()


@every(20)
def tell_of_what_saved_searches_find() -> None:
    """Whoever saved a search sees on the desk how much was published since she looked."""
    follow_all()


@every(HOUR)
def take_withdrawn_words_out_of_the_index() -> None:
    """What was withdrawn or removed is found no more at once; within the hour its words are in no
    file."""
    if indexing.holds_what_was_removed():
        enqueue(rebuild, key="search.rebuild")
    if guarded.holds_what_was_removed():
        enqueue(rebuild_guarded, key="search.guarded")


@every(HOUR)
@by_the_calendar
def escalate_overdue_reports() -> None:
    """A report of abuse that nobody answers in time is shown to a second independent body."""
    escalate_overdue()


@every(5)
def take_in_what_people_ask() -> None:
    """What was asked of a published record, from the table that the public process adds to."""
    take_in()


@every(HOUR)
def say_again_what_was_decided() -> None:
    """What askers may look up follows what the desk says, also after an erasure."""
    tell_again()


@every(HOUR)
@by_the_calendar
def close_requests_that_nobody_decided() -> None:
    """Whoever asked for a role, and those who could have decided, are told on the desk; so is
    whoever asked a second person for more than one may take by herself."""
    asking.lapse()
    second.lapse()


@every(HOUR)
@by_the_calendar
def close_emergencies_that_are_over() -> None:
    """Nothing is open by them from the moment on; that they are over is entered within the hour."""
    emergencies.lapse()


@every(HOUR)
@by_the_calendar
def close_tokens_of_devices_that_are_over() -> None:
    """They are refused without this; but no role that is given again may revive one."""
    end_what_is_over()


@every(HOUR)
@by_the_calendar
def sweep_orphan_files() -> None:
    sweep()
    sweep_erased()


@every(HOUR)
def go_on_with_erasures() -> None:
    """What two persons decided to erase, and a job began and could not end, is begun again."""
    take_up_again()


@every(24 * HOUR)
@by_the_calendar
def remove_what_was_kept_long_enough() -> None:
    """Originals, refused files, traces of access and the like, under the rules of keeping."""
    remove_due()


@every(6 * HOUR)
@by_the_calendar
def forget_what_is_over() -> None:
    """Sessions that ended, and what was counted or finished a month ago; of what was asked, opened
    or agreed to in an organisation's name nothing that a hold keeps."""
    held = held_targets()
    call_command("clearsessions")
    sweep_sign_ins()
    forget_invitations(before=timezone.now() - KEPT)
    asking.forget_requests(before=timezone.now() - asking.KEPT, held=held)
    emergencies.forget_emergencies(before=timezone.now() - emergencies.KEPT, held=held)
    second.forget_agreements(before=timezone.now() - asking.KEPT, held=held)
    forget_usage(before=timezone.localdate() - timedelta(days=MONTH))
    forget_devices(before=timezone.localdate() - DEVICES_KEPT)
    forget_of_closed_accounts()
    forget(before=timezone.now() - timedelta(days=30))
