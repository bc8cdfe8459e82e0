"""Two invented sharing groups, so that a visitor sees a filing that is shared narrowly.

Verania and Calmeria each keep a list with agencies of the other coast States, and share one AMBER
filing of the summer of 2023 with it. Everything is marked invented.
"""

from collections.abc import Callable
from typing import Any

from cairn.accounts.demonstration import invented_organisation
from cairn.accounts.models import User
from cairn.kernel.dates import Period
from cairn.kernel.text import noop
from cairn.reporting.filings import notices
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts, save_details
from cairn.reporting.filings.sharing_with import share_filing
from cairn.sharing.grouping import add_member, make_group
from cairn.sharing.models import GroupKind

NAME = "Joint watch at sea (invented)"
NOTE = noop("Invented for the demonstration. The sea area that both coast guards watch.")
# Who files and shares, and the agencies that its State's group names.
SHARED = (
    ("verania-border", "officer", ("calmeria-coast", "pelania-marine")),
    ("calmeria-coast", "officer.calmeria-coast", ("verania-border", "verania-police")),
)


def share_with_groups(*, secretary: User, contact_of: Callable[[str], User]) -> None:
    """Make both groups, and file and share what each is named for."""
    for key, officer, named in SHARED:
        body, by = invented_organisation(key), User.objects.get(username=officer)
        state = str(body.state)
        contact = contact_of(state)
        group = make_group(
            state=state, name=NAME, kind=GroupKind.ORGANISATIONS, by=contact, invented=True
        )
        for one in named:
            add_member(group=group, organisation=invented_organisation(one), by=contact)
        filing = begin_filing(
            owner=body,
            section="smuggled_migrants",
            period=Period.parse("2023-Q3"),
            by=by,
            invented=True,
        )
        counts = [CountInput("smuggled_detected", 184), CountInput("rescued", 61)]
        save_counts(filing=filing, changes=[Change(one) for one in counts], by=by)
        details: dict[str, Any] = {
            "conduct": "smuggling",
            "coverage_note": NOTE,
            "uses": ["strategic_analysis", "operational_lead"],
            "marking": "amber",
        }
        filing = save_details(filing=filing, values=details, by=by)
        filing = clear_filing(filing=submit_filing(filing=filing, by=by), by=contact)
        filing = validate_filing(filing=filing, by=secretary)
        share_filing(filing=filing, group=group.ref, by=contact)
        notices.put_away(body)
