"""How a number is cited: whose data, under what terms, from which snapshot, at which address."""

from datetime import date

from django.utils.translation import gettext as _

from cairn.web import numbers
from cairn.web.explore.labels import selected
from cairn.web.explore.pictures import attribution
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

ESCAPED = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "/", "~": " ", "^": " "})


def citation(subject: Subject, address: str) -> str:
    """One paragraph of plain text."""
    return _(
        "%(source)s. %(measure)s%(selection)s. Counted by Cairn from snapshot %(snapshot)s of "
        "%(day)s. %(address)s"
    ) % {
        "source": attribution(subject.source),
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
        "howpublished": _plain(source.attribution or source.title),
        "note": _plain(
            f"{say(source.licence)}; snapshot {subject.door.data.id[:12]} ({built.isoformat()})"
        ),
        "url": address,
    }
    key = f"cairn-{subject.question.measure}-{subject.door.data.id[:8]}".replace("_", "-")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


def _selection(subject: Subject) -> str:
    chosen = selected(subject.question)
    return f" ({chosen})" if chosen else ""


def _built(subject: Subject) -> date:
    return date.fromisoformat(subject.door.data.manifest.built_at[:10])


def _plain(text: str) -> str:
    return text.translate(ESCAPED)
