"""How a number is cited: whose data, under what terms, from which snapshot, at which address."""

from datetime import date

from django.utils.translation import gettext as _

from cairn.figures.manifest import Source
from cairn.web import numbers
from cairn.web.explore.filed import is_filed, last_validated
from cairn.web.explore.labels import apart, plain_title, publisher_of, selected
from cairn.web.explore.pictures import attribution
from cairn.web.explore.subject import Subject
from cairn.web.say import current, say

ESCAPED = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "/", "~": " ", "^": " "})


def citation(subject: Subject, address: str) -> str:
    """One paragraph of plain text, with both selections where two are compared."""
    if is_filed(subject):
        day = last_validated(subject)
        words = _(
            "%(source)s. Last validated on %(validated)s. %(measure)s%(selection)s. Counted by "
            "Cairn from snapshot %(snapshot)s of %(day)s. %(address)s"
        )
    else:
        day = subject.source.retrieved
        words = _(
            "%(source)s. Retrieved on %(retrieved)s. %(measure)s%(selection)s. Counted by "
            "Cairn from snapshot %(snapshot)s of %(day)s. %(address)s"
        )
    told = numbers.day(day, current()) if day else _("not stated")
    return words % {
        "source": ". ".join(map(apart, _told(subject.source))),
        "retrieved": told,
        "validated": told,
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
        "author": "{" + _plain(publisher_of(source) or plain_title(source)) + "}",
        "title": _plain(say(subject.question.defined.title) + _selection(subject)),
        "year": str((source.retrieved or last_validated(subject) or built).year),
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
        for words in dict.fromkeys((publisher_of(source), plain_title(source)))
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
