"""An article of a treaty in its own words beside what it asks in ours; and, for each thing it asks,
which laws, cases and writings in the library speak of it.

An obligation without a law here is not one that no law meets: what is recorded is what was found.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import ItemLink
from cairn.knowledge.queries import that_speak_of
from cairn.reference.treaties import Force, Obligation, obligations, obligations_of, treaties
from cairn.reference.treaty_texts import (
    HELD,
    PARAPHRASED,
    Article,
    Text,
    not_held,
    paraphrase,
    text,
)
from cairn.web.library.answering import kept
from cairn.web.library.treaties import in_reader, treaty_of
from cairn.web.library.words import Line, line_of
from cairn.web.say import current, say

FORCES = {
    Force.MANDATORY: noop("States shall do it."),
    Force.MANDATORY_SUBJECT: noop(
        "States shall do it, subject to the basics of their legal system."
    ),
    Force.MANDATORY_QUALIFIED: noop("States shall do it as far as they can."),
    Force.CONSIDER: noop("States shall consider it, or endeavour to do it."),
    Force.OPTIONAL: noop("States may do it."),
    Force.INTERPRETIVE: noop("It says how the treaty is to be read."),
}
MOST = 200  # places that speak of one obligation; more are found in the lists


class NoSuchObligation(NotFound):
    text = noop("There is no such obligation here.")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an article asks."""

    ref: str
    words: str
    force: str
    address: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """An article in one authentic language."""

    language: str
    name: str
    text: Text
    article: Article


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the library that speaks of an obligation."""

    line: Line
    place: str
    address: str
    note: str


@require_safe
def article(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """One article: authentic texts that are held, and what it asks."""
    treaty = treaty_of(key)
    provision = next((one for one in treaty.provisions if one.article == number), None)
    if provision is None:
        raise NoSuchObligation()
    ours = key in PARAPHRASED
    values = {
        "treaty": treaty,
        "short": in_reader(treaty.short_titles),
        "number": number,
        "heading": in_reader(provision.headings),
        "spoken": spoken(key, number),
        "missing": missing(),
        "asked": [asked(one) for one in obligations_of(key, number)] if ours else [],
        "ours": ours,
        "current": current(),
    }
    return kept(request, render(request, "library/treaties/article.html", values))


@require_safe
def obligation(request: HttpRequest, key: str) -> HttpResponseBase:
    """What is asked, in whose words, and who in the library speaks of it."""
    found = obligations().get(key)
    if found is None or found.treaty not in PARAPHRASED:
        raise NoSuchObligation()
    treaty = treaties()[found.treaty]
    links = list(that_speak_of("obligation", key)[: MOST + 1])
    shelves: dict[str, list[Place]] = {}
    for one in links[:MOST]:
        if one.item.kind in kinds():
            shelves.setdefault(one.item.kind, []).append(place_of(one))
    values = {
        "found": found,
        "asked": asked(found),
        "treaty": treaty,
        "short": in_reader(treaty.short_titles),
        "article": reverse("library:treaty_article", args=[found.treaty, found.article]),
        "spoken": spoken(found.treaty, found.article),
        "missing": missing(),
        "shelves": [(say(kinds()[kind].words), places) for kind, places in shelves.items()],
        "states": len({one.item.country for one in links if one.item.country}),
        "more": len(links) > MOST,
        "model_law": model_law(found),
        "current": current(),
    }
    return kept(request, render(request, "library/treaties/obligation.html", values))


def asked(one: Obligation) -> Asked:
    return Asked(
        one.ref,
        paraphrase(one.id, current()),
        say(FORCES[one.force]),
        reverse("library:obligation", args=[one.id]),
    )


def spoken(treaty: str, number: int) -> list[Spoken]:
    """The article in the authentic languages that are held, that of the reader first."""
    found = []
    for language in sorted(HELD, key=lambda one: (one != current(), one)):
        whole = text(treaty, language)
        part = whole.article(number) if whole else None
        if whole and part:
            found.append(Spoken(language, languages()[language], whole, part))
    return found


def missing() -> list[str]:
    """The names of the authentic languages that are not held."""
    return [languages()[one] for one in not_held()]


def languages() -> dict[str, str]:
    return {
        "ar": _("Arabic"),
        "zh": _("Chinese"),
        "en": _("English"),
        "fr": _("French"),
        "ru": _("Russian"),
        "es": _("Spanish"),
    }


def place_of(link: ItemLink) -> Place:
    line = line_of(link.item)
    address = f"{line.address}#{link.place}" if link.place else line.address
    return Place(line, link.place, address, link.note)


def model_law(one: Obligation) -> str:
    """Where the UNODC Model Law treats it, and whether that was read."""
    law = one.model_law
    if law is None or law.ref is None:
        return ""
    if law.verified:
        return _("UNODC Model Law, %(ref)s") % {"ref": law.ref}
    return _("UNODC Model Law, %(ref)s (derived, not read)") % {"ref": law.ref}
