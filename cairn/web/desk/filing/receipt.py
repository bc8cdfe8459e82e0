"""Two papers to print: the receipt of a submission, and the State's own return on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from cairn.accounts.permissions import Permission
from cairn.audit.checkpoints import newest
from cairn.kernel.cells import Cell
from cairn.kernel.errors import NotFound
from cairn.reference.countries import name_of
from cairn.reference.zones import offset_in
from cairn.reporting.filings.actions import note_export
from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.counts import key_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.left_empty import left_empty
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.terms import terms_together
from cairn.sharing.carrying import RED
from cairn.sharing.reads.models import Door
from cairn.web import numbers
from cairn.web.components import Fact
from cairn.web.desk.filing import heading
from cairn.web.desk.filing.doors import find_filing, is_inside, powers, second_eyes
from cairn.web.desk.filing.giving import given_back
from cairn.web.desk.filing.leaving import envelope_of, line_in_words
from cairn.web.desk.filing.lines import parts_words
from cairn.web.desk.filing.showing import (
    MOST,
    conduct_help,
    facts_about,
    judgement_facts,
    measures_of,
    reasons_of,
)
from cairn.web.desk.filing.versions import KeptVersion, history
from cairn.web.desk.filing.wholeness import not_whole
from cairn.web.desk.filing.words import key_words, measure_words
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.merging.made_from import made_from
from cairn.web.desk.observing import sections
from cairn.web.desk.rates import agreed_of, check_leaves, has_left
from cairn.web.desk.reads.noting import purpose_for, read
from cairn.web.explore.labels import side_by_side
from cairn.web.say import current, isolated

NAMED = 5  # places that were left empty; the whole return shows all


@require_safe
@needs(Permission.DESK_READ)
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """What was submitted, when, and by which content it can be known again."""
    filing = read(request, lambda: _inside(request, ref), Door.PAPER)
    kept = _submitted(request, filing)
    totals = _totals(filing, kept)
    context = {
        **heading.headed(filing),
        "stamp": numbers.moment(kept.at, current()),
        "local": _local(filing, kept),
        "kept": kept,
        "facts": _facts(filing, kept),
        "totals": totals,
        "totals_key": any(isinstance(one.value, Cell) for one in totals),
        "next": _next(request, filing),
        "waits": filing.status in (FilingStatus.SUBMITTED, FilingStatus.CLEARED)
        and not filing.merged_into,
        "cleared_by": second_eyes(request, filing),
        "may_clear": powers(request, filing).clear,
        "back": given_back(request, filing),
        "checkpoint": newest(),
    }
    return render(request, "desk/filings/receipt.html", context)


def _inside(request: HttpRequest, ref: str) -> Filing:
    """Another State has no use for the receipt, and finds none."""
    filing = find_filing(request, ref)
    if filing.status == FilingStatus.WITHDRAWN or not is_inside(viewer_of(request), filing):
        raise NotFound()
    return filing


def _submitted(request: HttpRequest, filing: Filing) -> KeptVersion:
    """The newest submission of this version that the viewer may know of."""
    for one in history(filing, viewer_of(request)):
        submitted = one.body["status"] == FilingStatus.SUBMITTED
        if submitted and one.number == filing.number and one.readable:
            return one
    raise NotFound()


def _local(filing: Filing, kept: KeptVersion) -> str:
    """The moment as the clocks of the State show it; empty where they show several times."""
    state = filing.state or ""
    offset = offset_in(state, kept.at)
    if offset is None:
        return ""
    shown = numbers.local_moment(kept.at, current(), offset)
    return _("%(moment)s in %(state)s") % {"moment": shown, "state": name_of(state, current())}


def _facts(filing: Filing, kept: KeptVersion) -> list[Fact]:
    counts = kept.body["counts"]
    given = [value for _key, value, _no_value in counts if value is not None]
    return [
        Fact(_("Reference"), filing.ref),
        Fact(_("Version"), filing.number),
        Fact(_("Organisation"), filing.owner.called),
        Fact(_("Section"), heading.headed(filing)["section"]),
        Fact(_("Period"), filing.whole),
        Fact(_("Submitted by"), kept.by),
        Fact(_("Places filled in"), len(counts)),
        Fact(_("of these with a number"), len(given)),
        Fact(_("of these zero"), given.count(0)),
        Fact(_("of these with a reason instead"), len(counts) - len(given)),
        *_empty(filing, [key for key, _value, _no_value in counts]),
        Fact(_("Records"), len(kept.body.get("records", ()))),
    ]


def _empty(filing: Filing, keys: list[str]) -> list[Fact]:
    """The places that were left empty in a table of which others were filled in."""
    found = left_empty(keys)
    if not found:
        return []
    named = side_by_side(key_words(filing, key) for key in found[:NAMED])
    note = f"{named} …" if len(found) > NAMED else named
    return [Fact(_("Left empty in tables by month; not zeros"), len(found), note=note)]


def _totals(filing: Filing, kept: KeptVersion) -> list[Fact]:
    """The totals that were sent, in the order of the section; of a number of which only parts were
    sent, what these add up to, said as such."""
    sent = {key: (value, no_value) for key, value, no_value in kept.body["counts"]}
    given = [input_of(row) for row in filing.counts.order_by("key")]
    caveats, summed = not_whole(filing, given), totals_of(given)
    found = []
    for measure in section(filing.section).measures:
        value, no_value = sent.get(key_of(measure, {}), (summed.get(measure), None))
        if value is None and no_value is None:
            continue
        shown = Cell(no_value) if value is None else value
        note = caveats.get(measure, "") if value is not None else ""
        if key_of(measure, {}) not in sent:
            words = [_("No total was written."), parts_words(filing, measure, given), note]
            note = " ".join(filter(None, words))
        found.append(Fact(measure_words(filing, measure), shown, note=note))
    return found


def _next(request: HttpRequest, filing: Filing) -> str:
    if filing.merged_into:
        words = _("The contact point merged it into %(ref)s; what becomes of it is decided there.")
        return words % {"ref": isolated(filing.merged_into)}
    match filing.status:
        case FilingStatus.SUBMITTED if powers(request, filing).clear:
            return _(
                "You may clear it yourself, as a contact point of your State; until then the "
                "secretariat does not see it."
            )
        case FilingStatus.SUBMITTED if other := second_eyes(request, filing):
            if not other.names:
                return _("It waits: today nobody in your State may clear it.")
            told = _("Another contact point of your State now clears it or returns it.")
            return f"{told} {other.names}"
        case FilingStatus.SUBMITTED:
            return _(
                "The contact point of your State now clears it or returns it with a reason. You "
                "will find it in the list of filings. Until somebody has decided, the organisation "
                "that filed it can take it back to correct it."
            )
        case FilingStatus.CLEARED:
            return _("The State has cleared it; the secretariat looks at its form.")
        case FilingStatus.RETURNED:
            return _("It was returned with a reason; correct it and submit it again.")
    return _("It was validated and may be counted. It is amended by a new version only.")


@require_GET
@needs(Permission.DESK_READ)
def whole_return(request: HttpRequest, ref: str) -> HttpResponse:
    """All numbers with their markings, to print or to keep."""

    def leaves(found: Filing) -> None:
        if found.marking != RED:  # which is read on the screen and does not come out on paper
            terms_together([found], viewer_of(request), timezone.localdate())
            check_leaves(request, [(found.ref, found.number)])

    filing = read(request, lambda: find_filing(request, ref), Door.PAPER, leaves)
    if filing.status == FilingStatus.WITHDRAWN:
        raise NotFound()
    noted = ""
    if filing.marking != RED:
        agreed = agreed_of(request)
        noted = note_export(filing=filing, kind="print", by=person_of(request), agreed=agreed)
        has_left(request, noted)
    inside = is_inside(viewer_of(request), filing)
    purpose = purpose_for(request, filing)
    context: dict[str, Any] = {
        **heading.headed(filing),
        "line": line_in_words(envelope_of(filing, noted, inside=inside, purpose=purpose)),
        "facts": facts_about(filing),
        "judgement": judgement_facts(filing),
        "conduct_help": conduct_help(filing),
        "measures": measures_of(filing, lines=MOST),
        "records": sections.shown(filing, viewer_of(request)),
        "index": sections.index(filing),
        "reasons_given": reasons_of(filing, inside=inside),
        "made": made_from(request, filing),
    }
    return render(request, "desk/filings/return.html", context)
