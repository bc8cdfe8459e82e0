"""What was asked and said of a filing, field by field, and what of it is still open.

What bodies of a State said to one another before it cleared the filing stays with them, also where
somebody else is warned of what is open.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.filings import actions
from cairn.reporting.filings.asked import Check
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing, FilingComment
from cairn.reporting.filings.texts import say_not_a_person
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.queries import kinds_of, rows_of
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, is_inside, of_state, tried
from cairn.web.desk.filing.words import check_words, measure_words
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.say import paired, say

FIELDS = {"coverage_note": noop("Coverage note"), "narrative": noop("What happened, in words")}
MOST_WORDS = 50  # that are called no person at once
MOST = 300  # comments that a page shows
RECORD = "record|"  # before the reference of a record that a comment is about
TICK = "open"  # the field that says that somebody read what is open


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, for whoever may read it."""

    comment: FilingComment
    by: str
    field: str
    url: str  # of what it speaks of, on the same page


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is still open, and where it stands on the page of the filing."""

    words: str
    about: str
    anchor: str


def remarks(request: HttpRequest, filing: Filing) -> list[Remark]:
    """What this viewer may read of it, the oldest first; three queries."""
    viewer, rows = viewer_of(request), filing.comments.select_related("organisation")
    if not is_inside(viewer, filing):
        return []
    if not of_state(viewer, filing):
        rows = rows.filter(
            Q(organisation__ref__in=viewer.organisations) | Q(at__gte=filing.decided_at)
        )
    found = list(rows.order_by("at", "pk")[:MOST])
    names = people({one.by for one in found}, viewer, about=[filing.ref])
    words = dict(fields_of(filing)) if found else {}
    return [
        Remark(
            one,
            names.get(one.by, ""),
            words.get(one.field) or _gone(filing, one.field),
            _anchor(filing, one.field) if one.field in words else "",
        )
        for one in found
    ]


def _gone(filing: Filing, field: str) -> str:
    if field.startswith(RECORD):
        return _("A record that is no longer in this filing")
    return measure_words(filing, field)


def _anchor(filing: Filing, field: str) -> str:
    if field.startswith(RECORD):
        return f"#{field.removeprefix(RECORD)}"
    return f"#m-{field}" if field in section(filing.section).measures else ""


def fields_of(filing: Filing) -> list[tuple[str, str]]:
    """What a comment may be about, and how it is called: a query for each kind of record."""
    details = [(name, say(words)) for name, words in FIELDS.items()]
    measures = [(name, say(one.title)) for name, one in section(filing.section).measures.items()]
    records = [
        (f"{RECORD}{ref}", paired(say(kind(key).title), title or ref))
        for key in kinds_of(filing)
        for ref, title in rows_of(filing, key).values_list("ref", "title")
    ]
    return [("", _("The whole filing")), *details, *measures, *records]


def open_questions(
    filing: Filing, shown: Sequence[Remark], asked: Sequence[Check] = ()
) -> list[Question]:
    """Comments that nobody settled, and checks without an answer."""
    found = [
        Question(one.comment.text, one.field, f"#{one.comment.ref}")
        for one in shown
        if one.comment.settled_at is None
    ]
    for check in asked:
        anchor = f"#{check.record}" if check.record else f"#m-{check.measure}"
        words = check_words(filing, check)
        found.append(Question(words, "", anchor if check.record or check.measure else ""))
    return found


def stamp_of(found: Sequence[Question]) -> str:
    """Other as soon as something else is open, so that nobody passes over what she has not read."""
    text = "\n".join(f"{one.anchor} {one.words}" for one in found)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def passed_over(request: HttpRequest, found: Sequence[Question], words: str) -> Wrong:
    """Nothing wrong where nothing is open, or where the person says that she has read it."""
    if not found or request.POST.get(TICK) == stamp_of(found):
        return Wrong({}, ())
    return Wrong({}, (words,))


def comment(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    """Whoever comments speaks for the organisation that gives her the right to."""
    field, organisation = request.POST.get("field", ""), speaks_for(request, filing)
    if wrong := say_no_persons(request, organisation):
        return None, wrong
    return tried(
        actions.comment,
        filing=filing,
        field=field if field in dict(fields_of(filing)) else "",
        text=request.POST.get("text", ""),
        by=person_of(request),
        organisation=organisation,
    )


def say_no_persons(request: HttpRequest, organisation: Organisation) -> Wrong:
    """Remember the words that the person ticked as a place or a thing."""
    for words in request.POST.getlist("not_a_person")[:MOST_WORDS]:
        _done, wrong = tried(
            say_not_a_person, organisation=organisation, words=words[:200], by=person_of(request)
        )
        if wrong:
            return wrong
    return NOTHING_WRONG


def no_persons(sent: Mapping[str, Any], wrong: Wrong, field: str = "") -> list[str]:
    """Words of a refused text that may be a place or a thing. `field`: as the form calls the text,
    where that is not what the refusal calls it."""
    found = [
        str(sent.get(field or name, ""))[start:end].strip() for name, start, end in wrong.names
    ]
    return list(dict.fromkeys(filter(None, found)))


def settle(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    shown = {one.comment.ref: one.comment for one in remarks(request, filing)}
    found: FilingComment | None = shown.get(request.POST.get("comment", ""))
    if found is None:
        raise NotFound()
    return tried(actions.settle_comment, comment=found, by=person_of(request))


def speaks_for(request: HttpRequest, filing: Filing) -> Organisation:
    """Her own body of the State first, else where she may validate, else any of hers."""
    mine = list(Organisation.objects.filter(ref__in=viewer_of(request).organisations))
    mine.sort(key=lambda one: (one.ref != filing.owner_id, one.state != filing.state, one.pk))
    if not mine:
        raise NotFound()
    others = [one for one in mine if one.kind == "international"]
    at_home = mine[0].ref == filing.owner_id or mine[0].state == filing.state
    return mine[0] if at_home or not others else others[0]
