"""How a number is cited: whose data, under what terms, from which snapshot, at which address."""

from datetime import date

from django.utils.translation import gettext as _

from cairn.figures.manifest import Source
from cairn.figures.measures import Measure
from cairn.web import numbers
from cairn.web.explore.composed import composed
from cairn.web.explore.filed import (
    INVENTED,
    is_filed,
    last_validated,
    marking,
    noted,
    on_the_way_words,
)
from cairn.web.explore.labels import apart, bare, listing, plain_title, publisher_of, selected
from cairn.web.explore.lacking import footnotes, marked
from cairn.web.explore.leaving import carried
from cairn.web.explore.numbers_of import coverage_words, parts_of
from cairn.web.explore.pictures import attribution
from cairn.web.explore.subject import Subject
from cairn.web.say import current, paired, say
from cairn.web.units import in_words

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


def definition_of(measure: Measure) -> str:
    """What is counted, and by whose counting."""
    return f"{say(measure.question)} {say(measure.source_note)}"


def _named_number(subject: Subject) -> str:
    """The number of a selection with its unit, its name and, where it has any, its parts."""
    row = subject.row
    value = row.value if row else None
    told = _("Not recorded")
    if isinstance(value, int):
        told = marked(subject, in_words(subject.question.defined.unit, value), row)
    if row and row.parts:
        heads = (paired(one.label, _cell(one.value)) for one in parts_of(row))
        told = f"{told} ({listing(heads)})"
    name = selected(subject.question) or _("Everything that is recorded")
    return _("%(name)s: %(value)s") % {"name": name, "value": told}


def _cell(value: object) -> str:
    return numbers.number(value, current()) if isinstance(value, int) else _("not recorded")


def in_full(subject: Subject, second: Subject | None, address: str) -> str:
    """The number with everything that must be said of it, as plain text to be taken over: one
    thing a line, the citation last."""
    sides = (subject, second) if second else (subject,)
    lines = [say(subject.question.defined.title)]
    for side in sides:
        lines.append(_named_number(side))
        lines += footnotes(side, [side.row])
        lines += composed(side, side.grouped()).sentences
        lines += noted(side)[0].footnotes
        lines += coverage_words(side)
    lines += [definition_of(subject.question.defined), say(subject.question.defined.caveat)]
    if any(side.source.invented for side in sides):
        lines.append(say(INVENTED))
    lines.append(on_the_way_words(*sides))
    lines += [marking(*sides), carried(*sides).line]
    lines.append(
        _("Figures of %(day)s, snapshot %(snapshot)s")
        % {"day": numbers.day(_built(subject), current()), "snapshot": subject.door.data.id[:12]}
    )
    lines.append(citation(subject, address))
    return bare("\n".join(dict.fromkeys(filter(None, lines))))


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
