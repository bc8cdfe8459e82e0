"""One entry: what it says, what differs from what the public reads, who did what, and what may be
done with it next."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.models import User
from cairn.corrections.queries import to_carry_out
from cairn.history.models import Version
from cairn.kernel.errors import NotFound, allowed
from cairn.knowledge.differing import differences
from cairn.knowledge.editing import actions
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.policies import MASKED, check_may_publish
from cairn.knowledge.editing.states import NEXT, REASONS, WORDS, Because, Status
from cairn.knowledge.kinds import Kind, kind_of
from cairn.knowledge.models import Item
from cairn.web.components import Fact
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.library.doors import enters, find_entry, listed, reviews, writes
from cairn.web.desk.library.drawing import drawn
from cairn.web.desk.library.wording import pieces_of, problem_of, way
from cairn.web.desk.once import once
from cairn.web.given import whole_number
from cairn.web.say import say

VERSIONS = 100  # steps of its history that the page lists, the newest first


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that differs, in words."""

    place: str
    pieces: Any


@require_http_methods(["GET", "HEAD", "POST"])
@enters
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    entry = find_entry(ref)
    if request.method == "POST":
        _done(request, entry)
        return redirect("desk:library_entry", ref=ref)
    kind = kind_of(entry.kind)
    shown = Item.objects.published().filter(ref=ref).first()
    record, problems = kind.read(entry.body)
    context = {
        "line": listed(entry),
        "entry": entry,
        "facts": _facts(entry),
        "drawn": drawn(record) if record is not None else None,
        "problems": [problem_of(kind.schema, one) for one in problems],
        "changes": changes(kind, shown.body, entry.body) if shown else None,
        "public": _address(kind, entry) if shown else "",
        "steps": _steps(entry),
        "may": _may(request, entry),
        "accepted": list(to_carry_out(entry.ref)),
        "reasons": [(one.value, say(words)) for one, words in REASONS.items()],
        "withdrawn": say(REASONS[Because(entry.withdrawn_because)])
        if entry.withdrawn_because
        else "",
    }
    return render(request, "desk/library/entry.html", context)


def _done(request: HttpRequest, entry: Entry) -> None:
    person, given = person_of(request), request.POST
    match given.get("act"):
        case "hand_over":
            actions.hand_over(entry=entry, by=person)
            messages.success(request, _("It now waits for a second person."))
        case "give_back":
            actions.give_back(entry=entry, because=given.get("because", "")[:2_000], by=person)
            messages.success(request, _("It was given back with your reason."))
        case "publish":
            number = whole_number(given.get("number", ""), 0)
            actions.publish(entry=entry, number=number, by=person)
            messages.success(request, _("It was published."))
        case "withdraw" if given.get("because") in Because.values:
            actions.withdraw(entry=entry, because=given["because"], by=person)
            messages.success(request, _("It was withdrawn."))
        case "withdraw":
            raise actions.SayWhy()
        case _:
            raise NotFound()


def _may(request: HttpRequest, entry: Entry) -> dict[str, bool]:
    """What this person may do with it now."""
    steps = NEXT[Status(entry.status)]
    judges = allowed(check_may_publish, person_of(request), entry)
    waits = entry.status == Status.IN_REVIEW
    return {
        "change": writes(request),
        "hand_over": writes(request) and entry.status in (Status.DRAFT, Status.WITHDRAWN),
        "publish": judges and waits,
        "own": reviews(request) and waits and not judges,
        "withdraw": reviews(request) and Status.WITHDRAWN in steps,
    }


def _facts(entry: Entry) -> list[Fact]:
    found = [
        Fact(_("Key of its source"), entry.key),
        Fact(_("Version"), entry.number),
        Fact(_("Version that the public reads"), entry.published_number or _("none")),
        Fact(_("Last changed by"), _who(entry)),
        Fact(_("Last changed on"), entry.changed_at.date()),
    ]
    if entry.origin:
        found.append(Fact(_("Came with the file"), entry.origin))
    if entry.owner:
        found.append(Fact(_("Brought in by"), entry.owner.called))
    return found


def _who(entry: Entry) -> str:
    return entry.changed_by.called if entry.changed_by else _("whoever sat at the console")


def _address(kind: Kind, entry: Entry) -> str:
    from cairn.web.navigation import url_of

    return reverse(kind.address, args=[entry.ref]) if url_of(kind.listed) else ""


def changes(kind: Kind, before: Any, after: Any) -> list[Changed]:
    """What differs between two contents, as the pages show it."""
    cls = kind.schema
    return [Changed(way(cls, one.place), pieces_of(cls, one)) for one in differences(before, after)]


def _steps(entry: Entry) -> list[dict[str, Any]]:
    rows = Version.objects.filter(key=entry.ref).order_by("-number").defer("body")[:VERSIONS]
    names = {one.by for one in rows}
    people = {one.username: one.called for one in User.objects.filter(username__in=names)}
    said = {one.value: say(words) for one, words in WORDS.items()}
    said[MASKED] = _("names were taken out, because somebody asked")
    return [
        {
            "number": one.number,
            "at": one.at,
            "who": people.get(one.by, one.by) or _("whoever sat at the console"),
            "words": said.get(one.reason, _("changed")),
            "changed": one.reason == "changed",
        }
        for one in rows
    ]


@require_safe
@enters
def versions(request: HttpRequest, ref: str) -> HttpResponse:
    """What differs between two steps of its history."""
    entry = find_entry(ref)
    asked = [whole_number(request.GET.get(name, ""), 0) for name in ("from", "to")]
    rows = {one.number: one for one in Version.objects.filter(key=ref, number__in=asked)}
    if not all(one in rows for one in asked):
        raise NotFound()
    older, newer = (rows[number] for number in sorted(asked))
    kind = kind_of(entry.kind)
    context = {
        "line": listed(entry),
        "entry": entry,
        "older": older,
        "newer": newer,
        "changes": changes(kind, content_of(older), content_of(newer)),
    }
    return render(request, "desk/library/versions.html", context)


def content_of(version: Version) -> Any:
    """The record as it stood in a version of its entry."""
    return json.loads(version.body).get("body") or {}
