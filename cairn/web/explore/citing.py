"""How a number is cited: whose data, under what terms, from which snapshot, at which address."""

from datetime import date

from django.utils.translation import gettext as _

from cairn.figures.manifest import Source
from cairn.web import numbers
from cairn.web.explore.labels import apart, selected
from cairn.web.explore.pictures import attribution
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

ESCAPED = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "/", "~": " ", "^": " "})


def citation(subject: Subject, address: str) -> str:
    """One paragraph of plain text, with both selections where two are compared."""
    retrieved = subject.source.retrieved
    return _(
        "%(source)s. Retrieved on %(retrieved)s. %(measure)s%(selection)s. Counted by Cairn from "
        "snapshot %(snapshot)s of %(day)s. %(address)s"
    ) % {
        "source": ". ".join(map(apart, _told(subject.source))),
        "retrieved": numbers.day(retrieved, current()) if retrieved else _("not stated"),
        "measure": say(subject.question.defined.title),
        "selection": _selection(subject),
        "snapshot": subject.door.data.id[:12],
        "day": numbers.day(_built(subject), current()),
        "address": address,
    }


def bibtex(subject: Subject, address: str) -> str:
    """The same as an entry for a bibliography."""
    source, built = subject.source, _built(subject)
    fields = {
        "author": "{" + _plain(source.publisher or source.title) + "}",
        "title": _plain(say(subject.question.defined.title) + _selection(subject)),
        "year": str((source.retrieved or built).year),
        "howpublished": _plain(named(source)),
        "note": _plain(
            f"{say(source.licence)}; snapshot {subject.door.data.id[:12]} ({built.isoformat()})"
        ),
        "url": address,
    }
    key = f"cairn-{subject.question.measure}-{subject.door.data.id[:8]}".replace("_", "-")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


def named(source: Source) -> str:
    """Publisher, title and terms, where the publisher's own words leave one of them out."""
    return ". ".join(_told(source))


def _told(source: Source) -> list[str]:
    told = attribution(source)
    missing = [
        words
        for words in (source.publisher, say(source.title))
        if words and words.casefold() not in told.casefold()
    ]
    return [*missing, told]


def _selection(subject: Subject) -> str:
    chosen = selected(subject.question)
    if (second := subject.asked.second) is not None:
        everything = _("Everything that is recorded")
        chosen = _("%(first)s, compared with %(second)s") % {
            "first": chosen or everything,
            "second": selected(second) or everything,
        }
    return f" ({chosen})" if chosen else ""


def _built(subject: Subject) -> date:
    return date.fromisoformat(subject.door.data.manifest.built_at[:10])


def _plain(text: str) -> str:
    return text.translate(ESCAPED)
