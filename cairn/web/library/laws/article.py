"""One article: every wording that is recorded, two of them side by side, and what cites it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.applying import applying
from cairn.knowledge.laws.differences import Piece, changed, differences
from cairn.knowledge.laws.schema import Article, Record, Source, Version
from cairn.knowledge.models import Item, ItemLink
from cairn.knowledge.queries import cited_in, item, that_cite
from cairn.knowledge.texts import Standing, Text
from cairn.reference.countries import name_of
from cairn.web.library.answering import kept
from cairn.web.library.laws.said import (
    Spoken,
    Tagged,
    best_spoken,
    citation,
    day_of,
    days_words,
    name_of_version,
    spoken,
    tagged,
    verdict,
)
from cairn.web.library.stubs import stub
from cairn.web.library.words import line_of
from cairn.web.say import current


class NoSuchArticle(NotFound):
    text = noop("This law has no such article here.")


@dataclass(frozen=True, slots=True)
class Wording:
    """A version as the page shows it: originals first, translations apart from them."""

    id: str
    name: str
    days: str
    basis: str
    amending_act: str
    amending_address: str
    repealed: bool
    quality: str
    originals: tuple[Spoken, ...]
    translations: tuple[Spoken, ...]
    tags: list[Tagged]
    sources: tuple[Source, ...]
    applies: bool  # on the day that was asked for, certainly or possibly


@dataclass(frozen=True, slots=True)
class Compared:
    """Two wordings in one language, word by word."""

    left: str
    right: str
    language: str
    direction: str
    pieces: list[Piece]
    differs: bool


@require_safe
def article(request: HttpRequest, ref: str, anchor: str) -> HttpResponseBase:
    found = item("law", ref)
    if found.withdrawn_at:
        return stub(request, found)
    record: Record = kind_of("law").load(found.body)
    one = record.article(anchor)
    if one is None:
        raise NoSuchArticle()
    on, written, problem = day_of(request)
    answer = applying(one, on, record) if on else None
    applied = [each.version.id for each in answer.candidates] if answer else []
    laws = cited_in(_amending(one))
    wordings = [_wording(each, one, laws, applied) for each in one.versions]
    newest_first = list(reversed(wordings))
    shown = sorted(newest_first, key=lambda each: not each.applies)
    left, right = _pair(request, one, applied)
    here = request.build_absolute_uri()
    cited = answer.version if answer else None
    values = {
        "item": found,
        "law": record,
        "title": best_spoken(record.titles),
        "country": name_of(record.country, current()),
        "article": one,
        "heading": best_spoken(one.heading),
        "wordings": wordings,
        "shown": shown,  # what applied on the day first, then the newest
        "on": on,
        "written": written,
        "folder_key": "~".join([found.ref, anchor, *([written] if on else [])]),
        "problem": problem,
        "verdict": verdict(answer) if answer else None,
        "left": left,
        "right": right,
        "compared": _compared(one, left, right),
        "citation": citation(record, one, cited, name_of(record.country, current()), here),
        "citing": [
            (line_of(each.item), each.place)
            for each in that_cite(found)
            if each.target_place == anchor
        ],
        "law_address": _law_address(found, one, written),
    }
    return kept(request, render(request, "library/laws/article.html", values))


def _law_address(found: Item, one: Article, written: str) -> str:
    query = f"?on={written}" if written else ""
    return f"{reverse('library:law', args=[found.ref])}{query}#{one.anchor}"


def _amending(one: Article) -> list[ItemLink]:
    """The laws that made its wordings, asked for in one query."""
    names = {each.amending_law for each in one.versions if each.amending_law}
    return [ItemLink(kind="entry", target=f"law:{name}") for name in sorted(names)]


def _wording(
    version: Version, one: Article, laws: Mapping[str, Item], applied: list[str]
) -> Wording:
    amending = laws.get(f"law:{version.amending_law}")
    originals = tuple(spoken(t) for t in version.texts if t.standing is Standing.ORIGINAL)
    others = tuple(spoken(t) for t in version.texts if t.standing is not Standing.ORIGINAL)
    compare = reverse("library:law_compare")
    return Wording(
        version.id,
        name_of_version(version),
        days_words(version),
        version.date_basis,
        version.amending_act,
        reverse("library:law", args=[amending.ref]) if amending else "",
        version.repealed,
        version.quality,
        originals,
        others,
        tagged(one.tags_of(version), compare),
        version.sources,
        version.id in applied,
    )


def _pair(request: HttpRequest, one: Article, applied: list[str]) -> tuple[str, str]:
    """The two wordings to compare: as asked, else the one of the day and the one before it, else
    the last two."""
    ids = [each.id for each in one.versions]
    left, right = request.GET.get("left", ""), request.GET.get("right", "")
    if left in ids and right in ids:
        return left, right
    if len(ids) < 2:
        return "", ""
    at = ids.index(applied[0]) if applied else len(ids) - 1
    at = max(at, 1)
    return ids[at - 1], ids[at]


def _compared(one: Article, left: str, right: str) -> Compared | None:
    """None where no text of both is held in one language and of one standing."""
    versions = {each.id: each for each in one.versions}
    if left not in versions or right not in versions:
        return None
    pair = _same_language(versions[left].texts, versions[right].texts)
    if pair is None:
        return None
    pieces = differences(pair[0].text, pair[1].text)
    return Compared(
        name_of_version(versions[left]),
        name_of_version(versions[right]),
        pair[0].language,
        pair[0].direction,
        pieces,
        changed(pieces),
    )


def _same_language(left: tuple[Text, ...], right: tuple[Text, ...]) -> tuple[Text, Text] | None:
    """Two originals, in the language of the reader if there is one; else none: a translation says
    nothing certain of what changed."""
    wanted = get_language() or "en"
    pairs = [
        (before, after)
        for before in left
        for after in right
        if before.standing is after.standing is Standing.ORIGINAL
        and before.language == after.language
    ]
    return min(pairs, key=lambda pair: pair[0].language != wanted, default=None)
