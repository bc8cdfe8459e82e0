"""Tools for practitioners: the list and one of them."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.text import Message, noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.queries import item
from cairn.knowledge.tools.schema import Record
from cairn.knowledge.tools.words import WORDS, For, Sort
from cairn.web import numbers
from cairn.web.components import Fact
from cairn.web.library.laws.said import language_name
from cairn.web.library.listing import Filter
from cairn.web.library.sending import all_chosen, one_alone
from cairn.web.library.shortly import list_page, record_page, said_of, together
from cairn.web.library.stubs import stub
from cairn.web.say import current, say

KIND = "tool"
FILTERS = (
    Filter("sort", noop("Kind of tool"), lambda key: said_of(WORDS, Sort, key)),
    Filter("serves", noop("Made for"), lambda key: said_of(WORDS, For, key)),
    Filter("exists_in", noop("Languages"), language_name),
    Filter("publisher", noop("Published by"), str),
    Filter("year", noop("Year"), str),
)


@require_safe
def tools(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        KIND,
        FILTERS,
        lead=_(
            "Manuals, courses, films and other tools for those who investigate, judge, protect or "
            "write law: what each is for and where it is. The tools stay with their publishers."
        ),
        teaches=_(
            "Bring in what is known of a tool: cairn import tools FILE.jsonl takes one record on "
            "each line. A second person publishes it."
        ),
        counted=lambda n: Message("%(n)s tool", "%(n)s tools", n),
    )


@require_safe
def tool(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of(KIND).load(found.body)
    return record_page(
        request,
        found,
        record,
        titles=record.titles,
        summary=record.summary,
        summary_words=_("What the tool is for"),
        address_words=_("The tool at its publisher"),
        facts=_facts(record),
    )


@require_safe
def tool_file(request: HttpRequest) -> HttpResponseBase:
    return all_chosen(request, KIND, FILTERS)


@require_safe
def tool_alone(request: HttpRequest, ref: str) -> HttpResponseBase:
    return one_alone(request, KIND, ref)


def _facts(record: Record) -> Iterator[Fact]:
    none, comma = _("not recorded"), numbers.comma(current())
    yield Fact(_("Kind of tool"), say(WORDS[record.sort]))
    yield Fact(_("Published by"), comma.join(record.publishers) or none)
    yield Fact(_("Published"), record.published or none)
    yield Fact(_("Made for"), together(WORDS, record.serves) or none)
    languages = comma.join(language_name(one) for one in record.languages)
    yield Fact(_("Languages"), languages or none)
