"""Invented reads of invented filings, so that owners have somebody to ask: Verania's filings were
read by three organisations of two other States, of which one took a file along and has not
acknowledged the recall; and Verania itself has read what Calmeria corrected since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cairn.accounts.demonstration import invented_organisation
from cairn.accounts.models import User
from cairn.kernel.text import noop
from cairn.reporting.filings.actions import (
    clear_filing,
    recall_filing,
    submit_filing,
    validate_filing,
)
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, Was, begin_version, save_counts
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.reading import content_of, take_along
from cairn.reporting.filings.recalling import acknowledge
from cairn.sharing.reads.models import Door, Read
from cairn.sharing.reads.noting import keys_of, note_reads
from cairn.sharing.reads.purposes import Purpose
from cairn.sharing.viewer import viewer_of

READS = noop("Invented reads of these filings, and one recall that waits for an answer …")
# who, how many of the newest filings, how many days ago, for what, by which way, how often
READ = (
    ("calmeria-interior", 8, 3, Purpose.STATISTICS, Door.PAGE, 2),
    ("calmeria-interior", 3, 10, Purpose.ANALYSIS, Door.FIGURE, 5),
    ("calmeria-coast", 4, 6, Purpose.LEAD, Door.PAGE, 1),
    ("pelania-interior", 6, 2, Purpose.STATISTICS, Door.PAPER, 1),
    ("verania-police", 2, 4, Purpose.OWN_STATE, Door.PAGE, 3),
)


def read_and_recall(*, say: Callable[..., Any]) -> None:
    """Read what was filed, once."""
    if Read.objects.exists():
        return
    say(READS)
    theirs = Filing.objects.countable().filter(owner=invented_organisation("verania-border"))
    newest = list(theirs.order_by("-period", "section"))
    today = timezone.localdate()
    for key, n, ago, purpose, door, times in READ:
        for _time in range(times):
            note_reads(
                [content_of(one) for one in newest[:n]],
                readers=keys_of({invented_organisation(key).ref}),
                purpose=purpose,
                door=door,
                day=today - timedelta(days=ago),
            )
    _recall(newest[1])
    _correct()


def _recall(filing: Filing) -> None:
    """Two have taken note of it; the third holds a copy and has not answered."""
    pelania = invented_organisation("pelania-interior")
    take_along(
        filing,
        kind="csv",
        by=User.objects.get(username="contact.pelania-interior"),
        readers=[pelania.pk],
        purpose=Purpose.STATISTICS,
    )
    reason = "One post had counted arrests of another year (invented)."
    recall_filing(filing=filing, reason=reason, by=User.objects.get(username="contact"))
    answers = {
        "calmeria-interior": "contact.calmeria-interior",
        "calmeria-coast": "officer.calmeria-coast",
    }
    for key, username in answers.items():
        by = User.objects.get(username=username)
        for one in Notice.objects.filter(
            target=filing.ref, organisation=invented_organisation(key), done_at__isnull=True
        ):
            acknowledge(ref=one.ref, viewer=viewer_of(by, timezone.localdate()), by=by)


def _correct() -> None:
    """Calmeria files a number again that Verania has read and taken along."""
    coast = invented_organisation("calmeria-coast")
    rows = Filing.objects.countable().filter(owner=coast, section="smugglers")
    filing = rows.order_by("period").first()
    if filing is None:
        return
    officer = User.objects.get(username="officer.calmeria-coast")
    take_along(
        filing,
        kind="xlsx",
        by=User.objects.get(username="officer"),
        readers=[invented_organisation("verania-border").pk],
        purpose=Purpose.ANALYSIS,
    )
    fresh = begin_version(filing=filing, by=officer)
    suspected = fresh.counts.get(measure="suspected").value or 0
    change = Change(CountInput("suspected", suspected + 3), Was(suspected))
    save_counts(filing=fresh, changes=[change], by=officer)
    fresh.refresh_from_db()
    fresh = submit_filing(filing=fresh, by=officer)
    contact = User.objects.get(username="contact.calmeria-interior")
    fresh = clear_filing(filing=fresh, by=contact, zeros_are_true=True, repetition_is_true=True)
    validate_filing(filing=fresh, by=User.objects.get(username="secretary"))
