"""What a folder shows of each thing in it: enough to stand before a court, and no more.

Which kinds can be put in is said by `MAKERS`. Everything comes from the published record at the
moment of reading; a record that was withdrawn says so and shows nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.knowledge.cases.people import Provision
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.queries import cited_in
from cairn.reference.countries import name_of
from cairn.web import numbers
from cairn.web.components import Table
from cairn.web.library.folder.keys import FIGURE, Key
from cairn.web.library.stubs import reason_of
from cairn.web.library.words import line_of
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the thing itself, and what they are."""

    place: str
    text: str
    language: str
    direction: str
    standing: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One thing in a folder as it is shown and exported."""

    key: str
    kind: str
    title: str
    language: str
    direction: str
    address: str  # whole, as it is printed
    facts: tuple[tuple[str, str], ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    citation: str = ""
    invented: bool = False
    missing: bool = False  # withdrawn, or not there
    table: Table | None = None  # numbers
    charged: tuple[Provision, ...] = ()  # of a case: the articles, as on the day of the act
    articles: tuple[tuple[str, str], ...] = ()  # of these what the library has: words, key
    without: str = field(default="", compare=False)  # address of the folder without it


Maker = Callable[[Item, Key, Excerpt], Excerpt]


def excerpts(keys: Iterable[Key]) -> list[Excerpt]:
    """In the order of the folder; as many queries whatever it holds."""
    wanted = list(keys)
    there = {one.ref: one for one in Item.objects.filter(ref__in={key.ref for key in wanted})}
    figure = figures()
    return _with_articles(
        [figure(key) if key.ref == FIGURE else _excerpt(key, there.get(key.ref)) for key in wanted]
    )


def _with_articles(found: list[Excerpt]) -> list[Excerpt]:
    """The same, each case with the articles charged that can be collected; one query."""
    laws = {of.law for one in found for of in one.charged}
    held = cited_in([ItemLink(kind="entry", target=law) for law in laws])
    return [
        replace(
            one,
            articles=tuple(
                (of.cited or of.article, str(Key(held[of.law].ref, of.article, of.on)))
                for of in one.charged
                if of.law in held
            ),
        )
        if one.charged
        else one
        for one in found
    ]


def _excerpt(key: Key, item: Item | None) -> Excerpt:
    if item is None or item.kind not in makers():
        words = _("There is no such record in this library.")
        return Excerpt(str(key), "", key.ref, "", "ltr", "", notes=(words,), missing=True)
    if item.withdrawn_at:
        return _withdrawn(key, item)
    line = line_of(item)
    address = f"{settings.ENVIRONMENT.origin}{line.address}"
    if key.on:
        address += f"?on={key.on.isoformat()}"
    if key.place:
        address += f"#{key.place}"
    base = Excerpt(
        str(key),
        say(kind_of(item.kind).word),
        line.title,
        line.language or current(),
        line.direction,
        address,
        tuple(common(item)),
        invented=item.invented,
    )
    made = makers()[item.kind](item, key, base)
    if item.invented:
        words = _("Invented to show the full depth of a record. Nobody may cite it.")
        made = replace(made, notes=(words, *made.notes))
    return made


def common(item: Item) -> list[tuple[str, str]]:
    """Facts that every record has, as far as they are recorded."""
    language = current()
    found = []
    if item.country:
        found.append((_("State"), name_of(item.country, language)))
    if item.official_number:
        found.append((_("Official number"), item.official_number))
    if item.span:
        found.append((_("Date"), numbers.date_span(item.span, language)))
    return found


def _withdrawn(key: Key, item: Item) -> Excerpt:
    assert item.withdrawn_at is not None
    words = _("This record was withdrawn on %(day)s, because %(reason)s.") % {
        "day": numbers.day(item.withdrawn_at.date(), current()),
        "reason": reason_of(item),
    }
    return Excerpt(
        str(key),
        say(kind_of(item.kind).word),
        item.ref,
        "",
        "ltr",
        "",
        notes=(words,),
        missing=True,
    )


def makers() -> Mapping[str, Maker]:
    """Kind → what makes its excerpt."""
    from cairn.web.library.folder import of_kinds

    return of_kinds.MAKERS


def figures() -> Callable[[Key], Excerpt]:
    """What makes the excerpt of a figure, from one state of what is published."""
    from cairn.web.explore.doors import public_door
    from cairn.web.library.folder import of_figures

    door = public_door()
    return lambda key: of_figures.of_figure(key, door)
