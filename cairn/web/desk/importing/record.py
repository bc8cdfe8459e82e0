"""What stays of an import: the closed account, the file, the mapping, who did what and when."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.audit.models import Event
from cairn.history.keep import KEPT
from cairn.reporting.beginning import ANSWERED
from cairn.reporting.models import ImportBatch
from cairn.reporting.problems import sentence_of
from cairn.reporting.reading.mapping import Mapping
from cairn.web.components import Column, Fact, Table
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.importing.words import EVENTS, KINDS, basis_words, field_words
from cairn.web.say import say


def record(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """What stays: the closed account, the file, the mapping, who and when."""
    events = list(Event.objects.filter(target=batch.ref).exclude(kind=KEPT).order_by("id")[:100])
    starter = batch.started_by.username if batch.started_by else ""
    names = people(
        {event.by for event in events} | {starter}, viewer_of(request), about=[batch.ref]
    )
    failure = sentence_of(batch.failure) if batch.failure and batch.failure != ANSWERED else None
    return {
        "account": _account(batch),
        "facts": _facts(batch, names[starter]),
        "mapping": _mapping(batch),
        "failure": failure,
        "events": [
            {
                "at": event.at,
                "words": say(EVENTS.get(event.kind, event.kind)),
                "by": names[event.by],
            }
            for event in events
        ],
    }


def _account(batch: ImportBatch) -> Table:
    rows = (
        (_("New"), batch.rows_new),
        (_("Corrected: a newer version"), batch.rows_updated),
        (_("Unchanged"), batch.rows_unchanged),
        (_("Rejected"), batch.rows_rejected),
    )
    return Table(
        caption=_("The account of the rows"),
        columns=[Column(_("What became of them")), Column(_("Rows"), "number")],
        rows=rows,
        totals=[(_("Rows read"), batch.rows_read)],
    )


def _facts(batch: ImportBatch, starter: str) -> list[Fact]:
    if not batch.mapping:  # a stub
        return [
            Fact(_("Source"), batch.dataset.title),
            Fact(_("Begun by"), starter),
            Fact(_("Begun"), batch.started_at),
            Fact(_("Reason given"), batch.left_out_reason),
        ]
    mapping = Mapping.from_json(batch.mapping)
    facts = [
        Fact(_("Source"), batch.dataset.title),
        Fact(_("File"), batch.file_name, note=batch.file.sha256[:16] + "…"),
        Fact(_("Size in bytes"), batch.file.size),
        Fact(_("Holds"), say(KINDS[batch.kind])),
        Fact(_("Layout"), mapping.layout or _("none; the columns were read as chosen")),
        Fact(_("Begun by"), starter),
        Fact(_("Begun"), batch.started_at),
    ]
    if batch.committed_at:
        facts.append(Fact(_("Made current"), batch.committed_at))
    if batch.left_out_reason:
        facts.append(Fact(_("Reason given"), batch.left_out_reason))
    return facts


def _mapping(batch: ImportBatch) -> Table | None:
    if not batch.mapping:
        return None
    mapping = Mapping.from_json(batch.mapping)
    rows = [(rule.column, field_words(rule.field, batch.kind)) for rule in mapping.rules]
    rows += [(cell.column, basis_words(cell.basis)) for cell in mapping.cells]
    return Table(
        caption=_("The columns as they were read"),
        columns=[Column(_("Column of the file")), Column(_("Read as"))],
        rows=rows,
    )
