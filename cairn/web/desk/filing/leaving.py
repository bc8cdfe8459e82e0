"""A filing as a file: whoever may read it may take it along, with its marking on every line."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reference.vocabularies import label
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.exporting import (
    GRADES,
    PARTLY,
    Envelope,
    Told,
    as_csv,
    as_xlsx,
    file_name,
    reasons_by_line,
)
from cairn.reporting.filings.merged_numbers import by_hand
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.proposing import sources_of
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.terms import terms_of, terms_together
from cairn.sharing.reads.purposes import ASKED, VOCABULARY, Purpose
from cairn.web import numbers
from cairn.web.desk.filing.doors import find_filing, is_inside
from cairn.web.desk.importing.doors import needs, viewer_of
from cairn.web.desk.reads.noting import purpose_for, taken_along
from cairn.web.desk.reads.uses import fit_of
from cairn.web.say import current, isolated

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@needs(Permission.DESK_READ)
def export(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """The newest version that the person may see; of a withdrawn one nothing leaves."""
    filing = find_filing(request, ref)
    if filing.status == FilingStatus.WITHDRAWN or kind not in KINDS:
        raise NotFound()
    terms_together([filing], viewer_of(request), timezone.localdate())
    inside = is_inside(viewer_of(request), filing)
    noted = taken_along(request, filing, kind)
    if not noted:  # it was changed meanwhile: what stands now is looked at again
        return redirect("desk:filing", ref=ref)
    envelope = envelope_of(filing, noted, inside=inside, purpose=purpose_for(request, filing))
    counts = [input_of(row) for row in filing.counts.order_by("key").iterator(chunk_size=2_000)]
    said = {**filing.differences, **(filing.answers if inside else {})}
    hand = {one.key for one in by_hand(filing)} if envelope.merged_from else set()
    told = Told(reasons_by_line(said, counts), hand)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(as_csv(envelope, counts, told), content_type=KINDS[kind])
    else:
        notes = {"coverage_note": filing.coverage_note, "narrative": filing.narrative}
        notes |= {f"definition of {key}": text for key, text in filing.definitions.items()}
        notes |= {f"why {key}": text for key, text in said.items()}
        if envelope.merged_from:
            notes["merged from"] = "; ".join(envelope.merged_from)
        content = as_xlsx(envelope, counts, told, notes=notes)
        response = HttpResponse(content, content_type=KINDS[kind])
    named = content_disposition_header(as_attachment=True, filename=file_name(envelope, kind))
    response["Content-Disposition"] = named or "attachment"
    return response


def envelope_of(
    filing: Filing, export_ref: str, *, inside: bool = False, purpose: Purpose | None = None
) -> Envelope:
    """What must stand on every line and page of what leaves. `inside`: the reader may know from
    which agencies a national filing was merged. `purpose`: for which it is taken along."""
    asked = purpose if purpose in ASKED else None
    return Envelope(
        ref=filing.ref,
        number=filing.number,
        state=filing.state or "",
        owner=filing.owner.called,
        section=filing.section,
        period=str(filing.whole),
        status=filing.status,
        conduct=filing.conduct,
        count_basis=filing.count_basis,
        terms=terms_of(filing),
        grades={column: getattr(filing, name) for column, name in GRADES.items()},
        invented=filing.invented,
        export=export_ref,
        merged_from=tuple(one.owner.called for one in sources_of(filing)) if inside else (),
        taken_for=asked.value if asked else "",
        permitted=fit_of(filing, asked).value if asked else "",
    )


def line_in_words(envelope: Envelope) -> str:
    """The line of every printed page in the language of whoever prints it: a file that machines
    read has the same in codes (`Envelope.line`)."""
    terms, language = envelope.terms, current()
    uses = [label("sharing_permissible_use", one, language) for one in terms.permitted]
    told = [_("Invented")] if envelope.invented else []
    told += [isolated(terms.tlp), *(uses or [_("no use is stated")])]
    if terms.limits:
        whom = ", ".join(_reader(one) for one in sorted(terms.limits))
        told.append(_("for %(whom)s") % {"whom": whom})
    if terms.until:
        told.append(_("until %(day)s") % {"day": numbers.day(terms.until, language)})
    if envelope.permitted == PARTLY:
        purpose = label(VOCABULARY, envelope.taken_for, language)
        told.append(
            _("taken for %(purpose)s, which is permitted in part only") % {"purpose": purpose}
        )
    told += [isolated(f"{envelope.ref} v{envelope.number}"), isolated(envelope.export)]
    return " · ".join(told)


def _reader(limit: str) -> str:
    """A State by its name, a sharing group by its reference: what it is called is for its owner."""
    return isolated(limit) if "-" in limit else name_of(limit, current())
