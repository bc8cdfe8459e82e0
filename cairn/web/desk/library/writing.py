"""Writing a record by hand: a form made from its kind, saved as a draft or handed over.

Nothing is lost: what is wrong is told beside its field and the form keeps what was written; where
another person was faster, the differences are shown and what was written stays in the form.
"""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.corrections.models import Request
from cairn.corrections.proposals import begun, take_up
from cairn.corrections.queries import proposal_of
from cairn.kernel.errors import CairnError, NotFound
from cairn.kernel.text import noop
from cairn.knowledge.editing import actions
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.states import MovedOn, Status
from cairn.knowledge.kinds import Kind, kind_of
from cairn.knowledge.rows import LONGEST_KEY
from cairn.knowledge.shapes import Wrong, clean
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.library.doors import find_entry, listed, owner_for, writes_only
from cairn.web.desk.library.forming import form_of, ids_of, sent_of, without
from cairn.web.desk.library.record import changes
from cairn.web.desk.library.wording import problem_of
from cairn.web.desk.once import kept, once
from cairn.web.given import whole_number
from cairn.web.say import say

# Fields of ours have a hyphen in their names, which no field of a kind has.
PROPOSAL = "desk-proposal"


class KeyTaken(CairnError):
    text = noop("Another record of this kind has this key already; choose another.")


@require_http_methods(["GET", "HEAD", "POST"])
@writes_only
@once
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A record that nobody has brought in yet; `proposal`: what somebody outside proposed."""
    found = (request.GET.get("proposal") or request.POST.get(PROPOSAL, ""))[:20]
    proposal = proposal_of(found) if found else None
    return _form(request, kind_of(kind), None, proposal)


@require_http_methods(["GET", "HEAD", "POST"])
@writes_only
@once
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """The newest content of a record, to be changed."""
    entry = find_entry(ref)
    return _form(request, kind_of(entry.kind), entry)


def _form(
    request: HttpRequest, kind: Kind, entry: Entry | None, proposal: Request | None = None
) -> HttpResponse:
    given = request.POST if request.method == "POST" else kept(request)
    if given is None:
        empty = begun(proposal) if proposal else {}
        return _shown(request, kind, entry, entry.body if entry else empty, proposal=proposal)
    sent = {name: str(given.get(name, "")) for name in given}
    body, act = sent_of(kind.schema, sent), sent.get("desk-act", "")
    key = entry.key if entry else clean(sent.get("desk-key", ""))
    place = act.partition(":")[2]
    if request.method != "POST":
        return _shown(request, kind, entry, body, sent=sent, key=key, proposal=proposal)
    if act.startswith("add:"):
        return _shown(
            request, kind, entry, body, sent=sent, key=key, extra=place, proposal=proposal
        )
    if act.startswith("remove:"):
        try:
            body = without(body, place)
        except (KeyError, IndexError, ValueError, TypeError, AttributeError):
            if not any(name.startswith(f"{place}.") or name == place for name in sent):
                raise NotFound() from None  # else it was left empty, and is not there already
        return _shown(request, kind, entry, body, sent=sent, key=key, proposal=proposal)
    if act not in ("save", "hand_over"):
        raise NotFound()
    return _saved(request, kind, entry, body, sent, key, proposal)


def _saved(
    request: HttpRequest,
    kind: Kind,
    entry: Entry | None,
    body: dict[str, Any],
    sent: dict[str, str],
    key: str,
    proposal: Request | None,
) -> HttpResponse:
    problems = kind.read(body)[1]
    number = whole_number(sent.get("desk-number", ""), 0)
    ready = sent["desk-act"] == "hand_over"
    if len(key) > LONGEST_KEY:
        problems = [Wrong("key", actions.KeyTooLong(most=LONGEST_KEY)), *problems]
    if not problems:
        try:
            with transaction.atomic():
                made, changed = actions.put_entry(
                    kind=kind.key,
                    key=key or f"cairn-{secrets.token_hex(6)}",
                    body=body,
                    by=person_of(request),
                    owner=owner_for(request),
                    origin=entry.origin if entry else "",
                    ready=ready,
                    number=number,
                )
                if proposal:
                    take_up(request=proposal, entry=made, by=person_of(request))
            if ready and not changed and made.status == Status.DRAFT:
                actions.hand_over(entry=made, by=person_of(request))
        except MovedOn:
            if entry is None:
                problems = [Wrong("key", KeyTaken())]
            else:
                return _shown(request, kind, find_entry(entry.ref), body, sent=sent, moved=True)
        except CairnError as error:
            problems = [Wrong("/", error)]
        else:
            words = _("It now waits for a second person.") if ready else _("The draft was saved.")
            messages.success(request, words if changed or ready else _("Nothing was changed."))
            return redirect("desk:library_entry", ref=made.ref)
    return _shown(
        request, kind, entry, body, sent=sent, key=key, problems=problems, proposal=proposal
    )


def _shown(
    request: HttpRequest,
    kind: Kind,
    entry: Entry | None,
    body: Any,
    *,
    sent: dict[str, str] | None = None,
    key: str = "",
    problems: list[Wrong] | None = None,
    extra: str = "",
    moved: bool = False,
    proposal: Request | None = None,
) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for one in problems or []:
        errors.setdefault(one.place, []).append(problem_of(kind.schema, one))
    nodes = form_of(kind.schema, body, errors, extra)
    ids = ids_of(nodes) | {"key": "f-key"}
    number = entry.number if entry else 0
    if sent and not moved:
        number = whole_number(sent.get("desk-number", ""), number)
    context = {
        "kind": say(kind.word),
        "kind_key": kind.key,
        "entry": entry,
        "line": listed(entry) if entry else None,
        "nodes": nodes,
        "number": number,
        "proposal": proposal,
        "key": key,
        "key_errors": errors.get("key", []) if entry is None else [],
        "summary": [(ids.get(place, ""), text) for place, told in errors.items() for text in told],
        "moved": moved,
        "changes": changes(kind, entry.body, body) if moved and entry else [],
    }
    status = 400 if problems else 409 if moved else 200
    return render(request, "desk/library/write.html", context, status=status)
