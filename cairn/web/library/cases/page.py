"""The page of one case, and that of its brief."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.cases.face import asked, outcomes_of, span_of, untold
from cairn.knowledge.cases.schema import Brief, Quotation, Record, Shown, Source
from cairn.knowledge.cases.words import By, Element, Section
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.queries import cited_in, item, that_cite
from cairn.knowledge.texts import WORDS, Standing, Text, best
from cairn.web import numbers
from cairn.web.components import Fact
from cairn.web.library.answering import kept
from cairn.web.library.cases import parts, people, words
from cairn.web.library.laws.said import language_name
from cairn.web.library.linking import linked_in_page
from cairn.web.library.stubs import stub
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say

KIND = "case"
BRIEF = (
    ("facts", noop("Facts")),
    ("background", noop("Background")),
    ("success", noop("Elements of success")),
    ("challenges", noop("Challenges")),
    ("issues", noop("Key issues")),
    ("investigation", noop("Investigation")),
    ("reasoning", noop("Reasoning and decision")),
)


class NoBrief(NotFound):
    text = noop("There is no brief of this case.")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is shown: in which language, and what it is."""

    text: str
    language: str
    direction: str
    standing: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a decision, with where they stand and in which languages they are held."""

    id: str
    place: str
    texts: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one element for some of the accused."""

    words: str
    by: str
    is_finding: bool
    whom: str
    facts: tuple[Fact, ...]
    reasoning: tuple[Written, ...]
    quotations: tuple[Cited, ...]


@require_safe
def case(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record = held(found)
    links = list(found.links.all())
    targets = cited_in(links)
    values = {
        "item": found,
        "record": record,
        "heading": heading(found),
        "line": line_of(found),
        "facts": _facts(found, record),
        "texts": texts_of(record),
        "unread": not asked(record)["outcome"] and not outcomes_of(record),
        "proceedings": [parts.proceeding(one) for one in record.proceedings],
        "people": people.rows(record, _articles(links, targets)),
        "by_outcome": people.by_outcome(record),
        "by_person": people.by_person(record),
        "migrants": parts.migrants(record),
        "states": parts.states(record),
        "legs": parts.legs(record),
        "elements": _elements(record),
        "offences": parts.tagged(record.offences),
        "keywords": parts.tagged(record.keywords),
        "techniques": [words.term("investigation_techniques", key) for key in record.techniques],
        "cooperation": parts.cooperation(record),
        "penalties": [words.term("case_outcomes", key) for key in record.penalties],
        "quotations": [cited_words(one, record) for one in record.quotations],
        "sources": [_source(one) for one in record.sources],
        "missing": [say(words.ASKED[key]) for key, there in asked(record).items() if not there],
        "cites": [line_of(one) for one in _each(targets.values())],
        "cited_by": [_citing(one) for one in that_cite(found)],
        "obligations": parts.obligations(links),
        "citation": citation(found, record),
        "linked": linked_in_page(found, record),
    }
    return kept(request, render(request, "library/cases/case.html", values))


@require_safe
def brief(request: HttpRequest, ref: str) -> HttpResponseBase:
    found = item(KIND, ref)
    if found.withdrawn_at:
        return stub(request, found)
    record = held(found)
    if record.brief is None:
        raise NoBrief()
    values = {
        "item": found,
        "line": line_of(found),
        "heading": heading(found),
        "sections": _brief(record.brief),
        "citation": citation(found, record),
    }
    return kept(request, render(request, "library/cases/brief.html", values))


def held(found: Item) -> Record:
    """The record as anyone may read it; what is on the shelf was masked, and is masked again."""
    kind = kind_of(KIND)
    record: Record = kind.outward(found.key, kind.load(found.body))[1]
    return record


def heading(found: Item) -> Written:
    line = line_of(found)
    return Written(line.title, line.language or current(), line.direction, "")


def address_of(found: Item) -> str:
    return f"{settings.ENVIRONMENT.origin}{reverse('library:case', args=[found.ref])}"


def citation(found: Item, record: Record) -> str:
    """One paragraph of plain text: what, which number, which stage and day, where it is."""
    last = record.proceedings[-1] if record.proceedings else None
    day = numbers.date_span(last.date, current()) if last and last.date else _("not dated")
    told = _(
        "%(title)s. %(number)s%(court)s, %(date)s. Cairn, version %(version)s. %(address)s"
    ) % {
        "title": found.title_in(current()),
        "number": f"{record.number}. " if record.number else "",
        "court": last.court if last and last.court else _("court not recorded"),
        "date": day,
        "version": found.number,
        "address": address_of(found),
    }
    invented = _("Invented.")
    return f"{invented} {told}" if found.invented else told


def written(text: Text) -> Written:
    return Written(text.text, text.language, text.direction, standing_of(text))


def standing_of(text: Text) -> str:
    """What a text is, in which language, and whether anybody has read a translation."""
    told = [say(WORDS[text.standing]), language_name(text.language)]
    if text.translator:
        told.append(text.translator)
    if text.standing in (Standing.UNOFFICIAL, Standing.MACHINE) and not text.reviewed:
        told.append(_("not reviewed by a person"))
    return words.listed(told)


def chosen(texts: Iterable[Text]) -> tuple[Written, ...]:
    """The text for the reader; where that is no original, the original is told too."""
    given = list(texts)
    found = best(given, current())
    return (written(found),) if found else ()


def _facts(found: Item, record: Record) -> list[Fact]:
    last = record.proceedings[-1] if record.proceedings else None
    ended = words.listed([words.verdict(one) for one in outcomes_of(record) or [untold(record)]])
    total = record.migrants_total
    facts = [
        Fact(say(noop("State")), words.state(record.state)),
        Fact(say(noop("Cited as")), record.number or say(noop("not recorded"))),
        Fact(
            say(noop("Last decision")),
            span_of(record) or say(noop("not recorded")),
            words.word(last.dated) if last and last.dated else "",
        ),
    ]
    if last:
        stage = words.stage(last.stage) if last.stage else say(noop("not recorded"))
        facts.append(Fact(say(noop("Stage")), stage, words.word(last.finality)))
    facts.append(Fact(say(noop("Outcome")), ended))
    smuggled = words.people(total, record.migrants_at_least) if total is not None else ""
    facts.append(Fact(say(noop("Smuggled migrants")), smuggled or say(noop("not recorded"))))
    dead = words.people(record.deaths, record.deaths_at_least) if record.deaths is not None else ""
    facts.append(Fact(say(noop("Deaths")), dead or say(noop("not recorded"))))
    if found.completeness is not None:
        share = numbers.percent(found.completeness / 100, current())
        facts.append(Fact(say(noop("Completeness")), share))
    return facts


def texts_of(record: Record) -> list[tuple[str, tuple[Written, ...]]]:
    order = {one: at for at, one in enumerate(Section)}
    given = sorted(record.texts, key=lambda one: order[one.section])
    return [(words.word(one.section), chosen(one.texts)) for one in given]


def _elements(record: Record) -> list[tuple[str, str, list[Found]]]:
    """(anchor, element, what is known of it), in the order of the list of elements."""
    given: dict[Element, list[Found]] = {}
    quoted = {one.id: one for one in record.quotations}
    for one in record.elements:
        given.setdefault(one.element, []).append(_found(one, record, quoted))
    return [(f"element-{one}", words.word(one), given[one]) for one in Element if one in given]


def _found(one: Shown, record: Record, quoted: Mapping[str, Quotation]) -> Found:
    facts = []
    if one.benefit:
        told = words.listed([words.term("benefit_types", key) for key in one.benefit])
        facts.append(Fact(say(noop("Kind of benefit")), told))
    if one.payment:
        facts.append(Fact(say(noop("Payment")), words.word(one.payment)))
    if one.evidence:
        told = words.listed([words.term("evidence_types", key) for key in one.evidence])
        facts.append(Fact(say(noop("Evidence relied on")), told))
    return Found(
        words.word(one.finding) if one.finding else words.word(one.by),
        words.word(one.by),
        one.by is By.COURT,
        words.listed(list(one.people)),
        tuple(facts),
        chosen(one.reasoning),
        tuple(cited_words(quoted[key], record) for key in one.quotations),
    )


def cited_words(one: Quotation, record: Record) -> Cited:
    """The words as they stand, and for another reader the nearest translation below."""
    original = [of for of in one.texts if of.standing is Standing.ORIGINAL]
    near = best(one.texts, current())
    shown = [*original[:1], *([near] if near and near not in original[:1] else [])]
    stage = next((of for of in record.proceedings if of.id == one.proceeding), None)
    place = [words.stage(stage.stage) if stage and stage.stage else ""]
    place += [_("paragraph %(number)s") % {"number": one.paragraph}] if one.paragraph else []
    place += [_("page %(number)s") % {"number": one.page}] if one.page else []
    return Cited(one.id, words.listed(place), tuple(written(of) for of in shown))


def _source(one: Source) -> dict[str, object]:
    """A source as it is shown; an address that is only its site holds a name, which is said."""
    path = one.address.partition("://")[2].partition("/")[2]
    return {
        "title": one.title or one.publisher or one.address,
        "address": one.address if one.address.startswith(("http://", "https://")) else "",
        "site_only": bool(one.address) and not path,
        "form": words.word(one.form),
        "read_on": one.read_on,
        "extent": one.extent,
        "complete": one.complete,
    }


def _brief(given: Brief) -> list[tuple[str, str, tuple[Written, ...]]]:
    return [(name, say(title), chosen(getattr(given, name))) for name, title in BRIEF]


def _articles(links: list[ItemLink], targets: Mapping[str, Item]) -> dict[tuple[str, str], str]:
    """(law, article) → the address of the article in the library, as on the day of the act."""
    found = {}
    for one in links:
        target = targets.get(one.target) if one.place == "charges" else None
        if target:
            day = f"?on={one.note}" if one.note else ""
            address = f"{line_of(target).address}{day}#{one.target_place}"
            found[one.target, one.target_place] = address
    return found


def _each(found: Iterable[Item]) -> list[Item]:
    return list({one.pk: one for one in found}.values())


def _citing(one: ItemLink) -> tuple[Line, str]:
    line = line_of(one.item)
    return line, f"{line.address}#{one.place}" if one.place else line.address
