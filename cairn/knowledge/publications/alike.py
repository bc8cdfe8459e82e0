"""Publications that the file or the library has already under another name: told, never merged.

Two entries are alike where their DOI is the same, or where title, year and first author are. A key
that means another publication in the library is told too: it would be overwritten. The annotation
of a publication stays when its entry comes again from a reference manager, which knows of none.
"""

import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.publications.citing import plain, year
from cairn.knowledge.rows import Row
from cairn.knowledge.shapes import Wrong
from cairn.reference.folding import compact

KIND = "publication"
ASCII = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)  # all that SQLite lowers


class TwiceInTheFile(CairnError):
    text = noop("The same publication stands in line %(first)s already; keep one of the two.")


class InTheLibrary(CairnError):
    text = noop(
        "The library has this publication already under the key %(key)r; leave it out, or give it "
        "that key to replace what is there."
    )


class KeyOfAnother(CairnError):
    text = noop(
        "In the library the key %(key)r means another publication, %(title)r; give this one a key "
        "of its own."
    )


class Alike:
    """Looks at rows as they come; remembers what it saw."""

    def __init__(self) -> None:
        self.seen: dict[int, tuple[int, int]] = {}  # sign → (row, its line)
        self.rows = 0

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        """The rows, rejected where they are the same as another, else with what is known here."""
        csls = [row.body["csl"] if row.body else {} for row in rows]
        there = _there(rows, csls)
        looked = []
        for row, csl in zip(rows, csls, strict=True):
            same = self._one(row, csl, there)
            known = there.by_key.get(row.key)
            if same:
                looked.append(Row(row.line, row.key, problems=(same,)))
            else:
                looked.append(_with_annotation(row, known) if known else row)
        return looked

    def _one(self, row: Row, csl: Mapping[str, Any], there: "_There") -> Wrong | None:
        self.rows += 1
        if row.body is None:
            return None
        signs = signs_of(csl)
        if (same := there.by_key.get(row.key)) and _differ(csl, same.body["csl"]):
            return Wrong("key", KeyOfAnother(key=row.key, title=same.title[:120]))
        for sign in signs:
            known = there.by_sign.get(sign)
            if known and known != row.key:
                return Wrong("key", InTheLibrary(key=known))
            number, line = self.seen.setdefault(hash(sign), (self.rows, row.line))
            if number != self.rows:
                return Wrong("key", TwiceInTheFile(first=line))
        return None


def _with_annotation(row: Row, known: Entry) -> Row:
    """A file of a reference manager has no annotation; the one that people wrote here stays."""
    if row.body is None or row.body.get("annotation", {}).keys() - {"verified"}:
        return row
    ours = known.body.get("annotation", {}) | row.body.get("annotation", {})
    terms = {name: known.body[name] for name in ("licence", "licence_url") if name in known.body}
    body = terms | dict(row.body) | ({"annotation": ours} if ours else {})
    return Row(row.line, row.key, body)


class _There:
    def __init__(self) -> None:
        self.by_key: dict[str, Entry] = {}
        self.by_sign: dict[tuple[str, ...], str] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for sign in signs_of(entry.body["csl"]):
                self.by_sign[sign] = entry.key


def _there(rows: Sequence[Row], csls: Sequence[Mapping[str, Any]]) -> _There:
    """What the library has of these, in three queries."""
    found = _There()
    every = Entry.objects.filter(kind=KIND)
    keys = [row.key for row in rows if row.body is not None]
    dois = {str(csl["DOI"]).lower() for csl in csls if csl.get("DOI")}
    titles = {plain(str(csl["title"]))[:500] for csl in csls if csl}
    low = {one.lower() for one in titles} | {one.translate(ASCII) for one in titles}
    found.by_key = {one.key: one for one in every.filter(key__in=keys)}
    if dois:
        found.add(every.annotate(doi=Lower(KT("body__csl__DOI"))).filter(doi__in=dois))
    lowered = every.annotate(low=Lower("title"))
    found.add(lowered.filter(Q(title__in=titles) | Q(low__in=low)))
    return found


def signs_of(csl: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """By what a publication is known again."""
    signs: list[tuple[str, ...]] = []
    if csl.get("DOI"):
        signs.append(("doi", str(csl["DOI"]).lower()))
    when, first = year(csl), (csl.get("author") or [{}])[0]
    who = compact(str(first.get("family") or first.get("literal") or ""))
    signs.append(("title", compact(plain(str(csl.get("title", "")))), when, who))
    return signs


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two entries of one key are hardly the same publication."""
    if one.get("DOI") and other.get("DOI"):
        return str(one["DOI"]).lower() != str(other["DOI"]).lower()
    same_title = compact(plain(str(one["title"]))) == compact(plain(str(other["title"])))
    return not same_title and year(one) != year(other)
