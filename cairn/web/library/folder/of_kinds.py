"""What stands of each kind of record in a folder: of a case its stage, its finality and the words
of the court; of a law the article as on a day, and how sure that is; of a document its paragraph;
of a procedure its answers; of a publication how to cite it; of a strategy its actions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Precision
from cairn.kernel.languages import direction
from cairn.knowledge.documents.schema import Is
from cairn.knowledge.documents.schema import Record as Document
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.applying import applying
from cairn.knowledge.laws.schema import Record as Law
from cairn.knowledge.mandates.schema import Record as Mandate
from cairn.knowledge.models import Item
from cairn.knowledge.procedures.schema import Record as Procedure
from cairn.knowledge.publications import citing
from cairn.knowledge.publications.schema import Record as Publication
from cairn.knowledge.strategies.schema import Record as Strategy
from cairn.knowledge.texts import Text
from cairn.knowledge.tools.schema import Record as Tool
from cairn.reference.countries import name_of
from cairn.web import numbers
from cairn.web.library.cases import page as cases
from cairn.web.library.cases import parts as case_parts
from cairn.web.library.cases import words
from cairn.web.library.folder.excerpts import Excerpt, Maker, Passage
from cairn.web.library.folder.keys import Key
from cairn.web.library.laws import said as laws
from cairn.web.library.mandates import pages as mandates
from cairn.web.library.procedures import words as procedures
from cairn.web.say import current


def of_case(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """Stage, finality and outcome of each decision; the quotation that was chosen, or all."""
    record = cases.held(item)
    facts = list(base.facts)
    if record.proceedings:
        last = record.proceedings[-1]
        stage_name = words.stage(last.stage) if last.stage else _("not recorded")
        facts += [(_("Stage"), stage_name), (_("Finality"), words.word(last.finality))]
    for stage in record.proceedings:
        name, told = case_parts.proceeding(stage)
        said = [f"{one.label}{numbers.colon(current())}{_said(one.value)}" for one in told]
        facts.append((name, numbers.comma(current()).join(said)))
    charged = list(dict.fromkeys(one.provision for one in record.charges if one.provision))
    cited = dict.fromkeys(one.cited for one in charged if one.cited)
    if cited:
        facts.append((_("Charged under"), "; ".join(cited)))
    chosen = [one for one in record.quotations if key.place in ("", one.id, f"quote-{one.id}")]
    passages = [
        Passage(cited.place, text.text, text.language, text.direction, text.standing)
        for cited in (cases.cited_words(one, record) for one in chosen)
        for text in cited.texts
    ]
    if not passages:
        passages = [
            Passage(title, text.text, text.language, text.direction, text.standing)
            for title, texts in cases.texts_of(record)
            for text in texts[:1]
        ]
    sources = [
        _read(one.address or one.title or one.publisher, one.read_on) for one in record.sources
    ]
    notes = []
    if not record.quotations:
        notes.append(_("No words of the decision are held; what stands here is a summary."))
    return replace(
        base,
        facts=tuple(facts),
        passages=tuple(passages),
        notes=tuple(notes),
        sources=tuple(sources),
        citation=cases.citation(item, record),
        charged=tuple(one for one in charged if one.law and one.article),
    )


def of_law(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """One article as on a day, else its newest wording; a law without an article only by name."""
    record: Law = kind_of("law").load(item.body)
    country = name_of(record.country, current())
    article = record.article(key.place) if key.place else None
    if article is None:
        known = tuple(_read(one.url, one.read) for one in record.sources)
        return replace(base, sources=known)
    on = key.on or timezone.localdate()
    answer = applying(article, on, record)
    facts = [
        *base.facts,
        (_("Article"), article.number),
        (_("As on"), numbers.day(on, current())),
        (_("How sure that is"), laws.verdict(answer).words),
    ]
    notes = [laws.verdict(answer).because]
    passages: list[Passage] = []
    read: list[str] = []
    for candidate in answer.candidates:
        version = candidate.version
        name = laws.name_of_version(version)
        for text in map(laws.spoken, version.texts):
            standing = f"{text.standing}{numbers.comma(current())}{text.name}"
            passages.append(Passage(name, text.text, text.language, text.direction, standing))
        if not version.texts and not version.repealed:
            notes.append(_("%(wording)s: text not held") % {"wording": name})
        notes += [version.date_basis] if version.date_basis else []
        read += [_read(one.url, one.read) for one in version.sources]
    shown = answer.version if answer.candidates else None
    return replace(
        base,
        title=f"{base.title} – {article.number}",
        facts=tuple(facts),
        passages=tuple(passages),
        notes=tuple(notes),
        sources=tuple(dict.fromkeys(read)),
        citation=laws.citation(record, article, shown, country, base.address),
    )


def of_document(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """The paragraph that was chosen, or the figures that are quoted from the document."""
    record: Document = kind_of("document").load(item.body)
    standing = numbers.locale(current()).languages.get(record.language, record.language)
    passages = [
        Passage(
            _("paragraph %(number)s") % {"number": one.number} if one.number else "",
            one.text,
            record.language,
            "ltr",
            str(standing),
        )
        for one in record.pieces
        if one.kind is Is.PARAGRAPH and one.anchor == key.place and one.text
    ]
    chosen = next((one.number for one in record.pieces if one.anchor == key.place), "")
    place = _("paragraph %(number)s") % {"number": chosen}
    title = f"{base.title} – {place}" if chosen else base.title
    wanted = [one for one in record.claims if not key.place or one.anchor == key.place]
    passages += [
        Passage(one.counted, one.quote, record.language, "ltr", str(standing)) for one in wanted
    ]
    notes = (
        [] if record.text_held else [_("Text not held; quotations are short and as they stand.")]
    )
    citation = ". ".join(
        part for part in (record.organ, record.title, record.symbol, base.address) if part
    )
    return replace(
        base,
        title=title,
        passages=tuple(passages),
        notes=tuple(notes),
        sources=(_read(record.source, record.read_on),) if record.source else (),
        citation=citation,
    )


def of_procedure(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """The answer that was chosen, or all that are recorded, each with whether the State says so."""
    record: Procedure = kind_of("procedure").load(item.body)
    passages, sources = [], []
    for question, answer in record.answers():
        if key.place not in ("", question):
            continue
        shown = procedures.shown(question, answer, {}, record.as_on)
        said = numbers.comma(current()).join(one.words for one in shown.values)
        standing = shown.state[1]
        if said:
            passages.append(Passage(shown.title, said, current(), direction(current()), standing))
        passages += [
            Passage(shown.title, one.text, one.language, one.direction, standing)
            for one in shown.texts
        ]
        sources += [_read(one.words, one.read_on) for one in shown.sources]
    return replace(
        base,
        passages=tuple(passages),
        sources=tuple(dict.fromkeys(sources)),
        citation=". ".join((base.title, base.address)),
    )


def of_publication(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """How to cite it, and what it is about in our words."""
    record: Publication = kind_of("publication").load(item.body)
    passages = [_passage(_("Synopsis"), one) for one in record.annotation.synopsis]
    return replace(base, passages=tuple(passages), citation=citing.author_date(record.csl))


def of_strategy(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """The action that was chosen, or the summary and all actions."""
    record: Strategy = kind_of("strategy").load(item.body)
    passages = [_passage(_("Summary"), one) for one in record.summary[:1] if not key.place]
    passages += [
        _passage(one.number, one.what[0])
        for one in record.actions
        if key.place in ("", one.anchor) and one.what
    ]
    sources = (_read(one.title or one.address, one.read_on) for one in record.sources)
    return replace(
        base,
        passages=tuple(passages),
        sources=tuple(dict.fromkeys(sources)),
        citation=". ".join(part for part in (record.body, base.title, base.address) if part),
    )


def of_tool(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """What it is for, and who published it."""
    record: Tool = kind_of("tool").load(item.body)
    sources = (_read(one.title or one.address, one.read_on) for one in record.sources)
    by = numbers.comma(current()).join(record.publishers)
    parts = (by, base.title, record.address or base.address)
    return replace(
        base,
        passages=tuple(_passage(_("What the tool is for"), one) for one in record.summary[:1]),
        sources=tuple(dict.fromkeys(sources)),
        citation=". ".join(part for part in parts if part),
    )


def of_mandate(item: Item, key: Key, base: Excerpt) -> Excerpt:
    """What it says in our words, and whose it is."""
    record: Mandate = kind_of("mandate").load(item.body)
    sources = (_read(one.title or one.address, one.read_on) for one in record.sources)
    parts = (mandates.heading(record), record.symbol, base.address)
    return replace(
        base,
        passages=tuple(_passage(_("What it says"), one) for one in record.says[:1]),
        sources=tuple(dict.fromkeys(sources)),
        citation=". ".join(part for part in parts if part),
    )


def _passage(place: str, text: Text) -> Passage:
    return Passage(place, text.text, text.language, text.direction, cases.standing_of(text))


def _read(address: str, on: DateSpan | date | None) -> str:
    if on is None:
        return address
    language = current()
    day = numbers.day(on, language) if isinstance(on, date) else numbers.date_span(on, language)
    if isinstance(on, DateSpan) and on.precision is not Precision.DAY:
        return _("%(url)s, read in %(month)s") % {"url": address, "month": day}
    return _("%(url)s, read on %(day)s") % {"url": address, "day": day}


def _said(value: object) -> str:
    if isinstance(value, DateSpan):
        return numbers.date_span(value, current())
    return _("not recorded") if isinstance(value, Cell) else str(value)


MAKERS: Mapping[str, Maker] = {
    "case": of_case,
    "document": of_document,
    "law": of_law,
    "mandate": of_mandate,
    "procedure": of_procedure,
    "publication": of_publication,
    "strategy": of_strategy,
    "tool": of_tool,
}
