"""Mandates: resolutions, decisions and recommendations in our own words, by body and theme."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.text import Message, noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.mandates.schema import Record
from cairn.knowledge.mandates.words import WORDS, Act, Checked, Theme
from cairn.knowledge.queries import item
from cairn.web.components import Fact
from cairn.web.library.listing import Filter
from cairn.web.library.sending import all_chosen, one_alone
from cairn.web.library.shortly import list_page, record_page, said_of, together
from cairn.web.library.stubs import stub
from cairn.web.say import paired, say

KIND = "mandate"
FILTERS = (
    Filter("organ", noop("Body"), str),
    Filter("act", noop("Kind of text"), lambda key: said_of(WORDS, Act, key)),
    Filter("theme", noop("Theme"), lambda key: said_of(WORDS, Theme, key)),
    Filter("year", noop("Year"), str),
    Filter("checked", noop("How far it was seen"), lambda key: said_of(WORDS, Checked, key)),
)


@require_safe
def mandates(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        KIND,
        FILTERS,
        lead=_(
            "What bodies of the United Nations have asked for, in our own words and by themes of "
            "our own. The Working Group alone has made more than 200 recommendations; most are not "
            "here, because their text was not read."
        ),
        teaches=_(
            "Bring in a resolution or a recommendation: cairn import mandates FILE.jsonl takes one "
            "record on each line. A second person publishes it."
        ),
        counted=lambda n: Message("%(n)s mandate", "%(n)s mandates", n),
    )


@require_safe
def mandate(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    return record_page(
        request,
        found,
        record,
        heading=heading(record),
        summary=record.says,
        summary_words=_("What it says"),
        address_words=_("The text at its body"),
        facts=_facts(record),
        note=record.note,
    )


@require_safe
def mandate_file(request: HttpRequest) -> HttpResponseBase:
    return all_chosen(request, KIND, FILTERS)


@require_safe
def mandate_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    return one_alone(request, KIND, ref)


def heading(record: Record) -> str:
    """Whose it is and its number; without one, whose it is and what."""
    if record.number:
        return f"{record.body} {record.number}"
    return paired(record.body, say(WORDS[record.act]))


def _facts(record: Record) -> Iterator[Fact]:
    none = _("not recorded")
    yield Fact(_("Body"), record.body)
    yield Fact(_("Kind of text"), say(WORDS[record.act]))
    yield Fact(_("Official number"), record.number or none)
    yield Fact(_("Adopted"), record.adopted or none)
    if record.act is Act.RECOMMENDATION:
        yield Fact(_("Meeting"), record.meeting or none)
    yield Fact(_("Symbol"), record.symbol or none)
    yield Fact(_("Addressed to"), record.addressee or none)
    yield Fact(_("Themes"), together(WORDS, record.themes) or none)
    seen = say(WORDS[record.checked]) if record.checked else none
    yield Fact(_("How far it was seen"), seen)
