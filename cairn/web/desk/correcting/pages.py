"""The queue of requests for correction, one request, and what editors have to do for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission, may
from cairn.corrections import actions, queries
from cairn.corrections.models import Request
from cairn.corrections.passages import places
from cairn.corrections.policies import check_may_decide, entry_of
from cairn.corrections.states import TO_DECIDE
from cairn.kernel.errors import CairnError, NotFound
from cairn.knowledge.asking.vocabulary import Outcome, Status
from cairn.knowledge.editing.asked import people_of
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.kinds import kind_of, kinds
from cairn.knowledge.models import Item
from cairn.web.components import Link
from cairn.web.desk.correcting.forms import DecideForm
from cairn.web.desk.correcting.words import decided, facts, line
from cairn.web.desk.filing.asking import no_persons
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import by_key, needs, person_of
from cairn.web.desk.library.wording import way
from cairn.web.desk.once import once
from cairn.web.desk.rights.forms import refuse
from cairn.web.desk.rights.own import ticked
from cairn.web.navigation import url_of
from cairn.web.say import say

ORDER = {"": "decide_by", "to_carry_out": "carry_out_by", "closed": "-closed_on"}


@require_safe
@needs(Permission.CORRECTION_DECIDE)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, what is late first; what editors carry out; what is closed."""
    tab = request.GET.get("tab", "")
    if tab not in ORDER:
        raise NotFound()
    rows = by_key(queries.requests_in(tab), request, (ORDER[tab], "pk"))
    titles = _titles([one.record for one in rows.rows])
    names = {"": _("To decide"), "to_carry_out": _("To carry out"), "closed": _("Closed")}
    here = reverse("desk:corrections")
    context = {
        "lines": [line(one, titles) for one in rows.rows],
        "page_of": rows,
        "tabs": [
            Link(words, f"{here}?tab={key}" if key else here, key == tab)
            for key, words in names.items()
        ],
    }
    return render(request, "desk/correcting/queue.html", context)


@require_safe
@needs(Permission.LIBRARY_WRITE, Permission.LIBRARY_REVIEW, Permission.CORRECTION_DECIDE)
def for_editors(request: HttpRequest) -> HttpResponse:
    """What was accepted and has to be changed: the instruction, and nothing of who asked or why."""
    rows = list(queries.to_carry_out()[:100])
    titles = _titles([one.request.record for one in rows])
    today = timezone.localdate()
    context = {
        "lines": [
            {
                "title": titles.get(one.request.record, one.request.record),
                "url": reverse("desk:library_entry", args=[one.request.record]),
                "instruction": one.instruction,
                "due": one.request.carry_out_by,
                "late": one.request.overdue(today),
            }
            for one in rows
        ]
    }
    return render(request, "desk/correcting/for_editors.html", context)


def _titles(refs: list[str]) -> dict[str, str]:
    """Reference → the title at the desk; one query."""
    return dict(Entry.objects.filter(ref__in=refs).values_list("ref", "title"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CORRECTION_DECIDE)
@once
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One request with the passage of the record, and the decision."""
    found = queries.request_of(ref)
    entry = entry_of(found)
    form, wrong = _form(None, entry), NOTHING_WRONG
    if request.method == "POST":
        match request.POST.get("act"):
            case "decide":
                form = _form(request.POST, entry)
                done, wrong = _decided(request, found, form)
                words = _("Your decision was entered. The person who asked can look it up now.")
            case "carried_out":
                done, wrong = tried(actions.carried_out, request=found, by=person_of(request))
                words = _("It was entered that this was carried out.")
            case _:
                raise NotFound()
        if done:
            messages.success(request, words)
            return redirect("desk:correction", ref=ref)
        if form.is_bound:
            refuse(form, wrong)
    return _page(request, found, entry, form, wrong)


def _form(data: Any, entry: Entry | None) -> DecideForm:
    changes = entry is not None and entry.published_number is not None
    known = entry is not None and entry.kind in kinds()
    return DecideForm(data, people=people_of(entry) if entry and known else [], changes=changes)


def _decided(request: HttpRequest, found: Request, form: DecideForm) -> tuple[Any, Wrong]:
    if not form.is_valid():
        return None, NOTHING_WRONG
    given = dict(form.cleaned_data)
    names = given.pop("names", "").splitlines()
    if given["outcome"] == Outcome.REFUSED:
        given |= {"remedy": "", "instruction": ""}
    return tried(
        actions.decide,
        request=found,
        by=person_of(request),
        names=names,
        not_persons=ticked(request),
        **given,
    )


def _page(
    request: HttpRequest, found: Request, entry: Entry | None, form: DecideForm, wrong: Wrong
) -> HttpResponse:
    item = Item.objects.published().filter(ref=found.record, kind__in=kinds()).first()
    person, why_not = person_of(request), ""
    open_now = found.status in TO_DECIDE
    if open_now:
        try:
            check_may_decide(person, found)
        except CairnError as error:
            why_not = say(error)
    last = found.decisions.order_by("-number").first()
    moved = last is not None and (entry is None or entry.published_number != last.version)
    failed = bool(wrong or form.errors)
    context = {
        "found": found,
        "line": line(found, {found.record: entry.title} if entry else {}),
        "facts": list(facts(found)),
        "decided": decided(found),
        "entry": entry,
        "keeps_library": may(person, Permission.LIBRARY_WRITE)
        or may(person, Permission.LIBRARY_REVIEW),
        "public": _address(item),
        "places": [
            (way(kind_of(item.kind).schema, steps), text)
            for steps, text in places(item.body, found.passage)
        ]
        if item
        else [],
        "form": form if open_now and not why_not else None,
        "why_not": why_not,
        "carrying": found.status == Status.TO_CARRY_OUT,
        "moved": moved,
        "wrong": wrong.all if failed and not form.is_bound else (),
        "no_persons": no_persons(request.POST, wrong),
    }
    return render(request, "desk/correcting/page.html", context, status=400 if failed else 200)


def _address(item: Item | None) -> str:
    if item is None or not url_of(kind_of(item.kind).listed):
        return ""
    return reverse(kind_of(item.kind).address, args=[item.ref])
