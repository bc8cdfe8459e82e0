"""How laws, articles and wordings are said on pages; presenters, none of which asks a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.laws.applying import Answer, Sure
from cairn.knowledge.laws.schema import Article, Record, Source, Tag, Version
from cairn.knowledge.laws.words import ELEMENTS, SURE, TAGGED_BY
from cairn.knowledge.texts import WORDS, Text, best
from cairn.reference.treaties import obligations, treaties
from cairn.web import numbers
from cairn.web.say import current, paired, say

STATES = {
    Sure.CERTAIN: "done",
    Sure.POSSIBLY: "attention",
    Sure.NOT_KNOWN: "waiting",
    Sure.NONE: "information",
}


class NotADay(CairnError):
    text = noop("%(value)r is not a day; write it as 2017-03-14.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with what it is."""

    text: str
    language: str
    direction: str
    name: str  # of its language
    standing: str
    translator: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag with who put it there."""

    words: str
    obligation: str
    by: str
    note: str
    address: str  # of the comparison of States on it


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure an answer is: an icon, a word and the reason."""

    state: str
    words: str
    because: str


def day_of(request: HttpRequest, name: str = "on") -> tuple[date | None, str, CairnError | None]:
    """The day in the address, as it is written there, and what is wrong with it."""
    written = request.GET.get(name, "").strip()[:40]
    if not written:
        return None, "", None
    try:
        return date.fromisoformat(written), written, None
    except ValueError:
        return None, written, NotADay(value=written)


def spoken(text: Text) -> Spoken:
    return Spoken(
        text.text,
        text.language,
        text.direction,
        language_name(text.language),
        say(WORDS[text.standing]),
        text.translator,
    )


def best_spoken(texts: Iterable[Text]) -> Spoken | None:
    """The text nearest to the reader, with what it is."""
    found = best(texts, current())
    return spoken(found) if found else None


def language_name(tag: str) -> str:
    """The name of a language in that of the reader; its tag where nobody has named it."""
    if tag == "und":
        return _("language not recorded")
    known = numbers.locale(current()).languages.get(tag.split("-")[0])
    return str(known) if known else tag


def obligation_words(id: str) -> str:
    """Where an obligation stands: "Smuggling of Migrants Protocol, art. 6(1)(a)"."""
    one = obligations().get(id)
    if one is None:
        return id
    names: Mapping[str, str] = treaties()[one.treaty].short_titles
    comma = numbers.comma(current())
    return f"{names.get(current()) or names['en']}{comma}{one.ref}"


def short_obligation(id: str) -> str:
    one = obligations().get(id)
    return one.ref if one else id


def topic_words(key: str) -> str:
    """An obligation by its place, an element by its name."""
    element = next((words for one, words in ELEMENTS.items() if one.value == key), None)
    return say(element) if element else obligation_words(key)


def tagged(tags: Iterable[Tag], compare: str) -> list[Tagged]:
    """Tags as a page shows them; `compare` is the address of the comparison."""
    found = []
    for one in tags:
        key = one.obligation or str(one.element)
        name = "obligation" if one.obligation else "element"
        by = say(TAGGED_BY[one.by]) if one.by in TAGGED_BY else one.by
        found.append(
            Tagged(topic_words(key), one.obligation, by, one.note, f"{compare}?{name}={key}")
        )
    return found


def verdict(answer: Answer) -> Verdict:
    return Verdict(STATES[answer.sure], say(SURE[answer.sure]), say(answer.because))


def days_words(version: Version) -> str:
    """The days of a wording in one line, none of them guessed."""
    language, found = current(), []
    for words, value in (
        (_("applied from"), version.valid_from),
        (_("to"), version.valid_to),
        (_("last read as it was on"), version.seen_until),
        (_("published on"), version.published),
        (_("as consolidated on"), version.consolidated_on),
    ):
        if value:
            found.append(paired(words, numbers.day(value, language)))
    if version.valid_from and not version.valid_to:
        found.append(_("no end was read"))
    if not version.valid_from:
        found.append(_("no first day was read"))
    return numbers.comma(language).join(found)


def name_of_version(version: Version) -> str:
    """The heading of a wording: its best day."""
    language = current()
    if version.valid_from:
        words = _("wording from %(day)s")
        return words % {"day": numbers.day(version.valid_from, language)}
    if version.consolidated_on:
        words = _("wording as consolidated on %(day)s")
        return words % {"day": numbers.day(version.consolidated_on, language)}
    if version.published:
        words = _("wording published on %(day)s")
        return words % {"day": numbers.day(version.published, language)}
    return _("wording of an unknown day")


def citation(law: Record, article: Article, version: Version | None, country: str, url: str) -> str:
    """One paragraph of plain text that can be copied."""
    parts = [country, best_or_first(law.titles)]
    if law.official_id:
        parts[-1] += f" ({law.official_id})"
    parts.append(_("article %(number)s") % {"number": article.number})
    if version is not None:
        parts.append(name_of_version(version))
        parts += [_source(one) for one in version.sources[:1]]
    if law.invented:
        parts.append(_("invented for a demonstration"))
    return ". ".join([*parts, url])


def best_or_first(texts: Iterable[Text]) -> str:
    """A title for a citation: in the original, as whoever looks it up needs it."""
    found = best(texts, "")
    return found.text if found else ""


def _source(source: Source) -> str:
    if source.read is None:
        return source.url
    day = numbers.day(source.read, current())
    return _("%(url)s, read on %(day)s") % {"url": source.url, "day": day}
