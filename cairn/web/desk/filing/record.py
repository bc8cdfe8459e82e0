"""One filing as those who may see it read it, and what they may do with it: one button each."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.reporting.filings import actions
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.exporting import RED
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.repeating import repeated_by
from cairn.reporting.filings.sharing_with import NOT_SHARED
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.filings.waiting import cleared_on
from cairn.sharing.participation import rule_on
from cairn.sharing.reads.models import Door
from cairn.web.desk.erasing.beside import beside as erasing_beside
from cairn.web.desk.erasing.beside import stub_words
from cairn.web.desk.filing import asking, heading
from cairn.web.desk.filing.doors import (
    NOTHING_WRONG,
    Powers,
    Wrong,
    find_filing,
    is_inside,
    newest_seen,
    powers,
    second_eyes,
    tried,
)
from cairn.web.desk.filing.giving import given_back
from cairn.web.desk.filing.replacing import replaced
from cairn.web.desk.filing.showing import (
    classification_facts,
    conduct_help,
    facts_about,
    judgement_facts,
    measures_of,
    reasons_of,
)
from cairn.web.desk.filing.versions import told_history
from cairn.web.desk.filing.words import status_words
from cairn.web.desk.filing.zeros import TICKS, zeros_of
from cairn.web.desk.findings.doors import beside
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.merging.made_from import made_from
from cairn.web.desk.observing import sections
from cairn.web.desk.once import kept, once
from cairn.web.desk.participation.before import before as readers_before
from cairn.web.desk.reads.after import after, confirm_by, nothing_to_recall
from cairn.web.desk.reads.noting import read
from cairn.web.given import whole_number

KEPT_FIELDS = ("reason", "text", "field", "act", *TICKS)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """The newest version that the person may see; a form of it does one thing with it."""
    if request.method == "POST":
        return _act(request, ref)
    about = {"act": "comment", "field": request.GET["about"]} if "about" in request.GET else {}
    return _page(request, ref, None, kept(request) or about)


@require_safe
@needs(Permission.DESK_READ)
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version; whoever opens an old one is told of the newer."""
    return _page(request, ref, number, {})


def _page(
    request: HttpRequest, ref: str, number: int | None, sent: Any, wrong: Wrong = NOTHING_WRONG
) -> HttpResponse:
    filing = read(request, lambda: find_filing(request, ref, number), Door.PAGE)
    newest = newest_seen(viewer_of(request)).filter(ref=filing.ref).first()
    stub, held = filing.status == FilingStatus.WITHDRAWN, powers(request, filing)
    context = {
        **heading.headed(filing),
        "newer": newest if newest and newest.number > filing.number else None,
        "powers": held,
        **after(request, filing),
        "nothing_to_recall": nothing_to_recall(request, filing),
        "versions": [
            (one, status_words(one.status))
            for one in Filing.objects.visible_to(viewer_of(request))
            .filter(ref=filing.ref)
            .exclude(pk=filing.pk)
            .order_by("-number")[:50]
        ],
        "wrong": wrong,
        "no_persons": asking.no_persons(sent, wrong),
        "sent": {name: sent.get(name, "") for name in KEPT_FIELDS},
        "stub": stub,
        "confirm_by": confirm_by(filing),
        "erased": stub_words(filing.reason) if stub else "",
        "inside": is_inside(viewer_of(request), filing),
        "national_cleared": cleared_on([filing.merged_into]).get(filing.merged_into)
        if filing.merged_into
        else None,
        "national_seen": bool(filing.merged_into)
        and newest_seen(viewer_of(request)).filter(ref=filing.merged_into).exists(),
        "names": people(
            {filing.submitted_by or "", filing.decided_by or "", filing.validated_by or ""},
            viewer_of(request),
            about=[filing.ref],
        ),
    }
    if not stub:
        context |= _content(request, filing, held)
    context["decider"] = context["names"].get(filing.decided_by or "", "")
    status = 400 if wrong else 200
    return render(request, "desk/filings/record.html", context, status=status)


def _content(request: HttpRequest, filing: Filing, held: Powers) -> dict[str, Any]:
    kept_versions, shown = told_history(filing, viewer_of(request)), asking.remarks(request, filing)
    return {
        "measures": measures_of(filing),
        "records": sections.shown(filing, viewer_of(request)),
        "index": sections.index(filing),
        "facts": facts_about(filing),
        "judgement": judgement_facts(filing),
        "conduct_help": conduct_help(filing),
        "first_classified": classification_facts(filing),
        "comments": shown,
        "comment_fields": asking.fields_of(filing),
        **_warned(request, filing, held, shown),
        "history": kept_versions,
        "comparable": sum(one.readable for one in kept_versions) > 1,
        "zeros": zeros_of(filing),
        "reasons_given": reasons_of(filing, inside=is_inside(viewer_of(request), filing)),
        "made": made_from(request, filing),
        "findings": beside(
            request, about=filing.state, section=filing.section, period=filing.whole
        ),
        "back": given_back(request, filing),
        "erasing": erasing_beside(
            request, filing.ref, filing.owner_id, inside=is_inside(viewer_of(request), filing)
        ),
        "leaves": filing.marking != RED,
        "before": readers_before(filing) if held.clear else None,
        "replaced": replaced(filing, viewer_of(request)) if held.clear or held.validate else "",
        "choose": filing.state in viewer_of(request).clears and filing.status not in NOT_SHARED,
        "repeated": repeated_by(filing, least=rule_on(timezone.localdate()).repeated_cells)
        if held.clear
        else None,
    }


def _warned(
    request: HttpRequest, filing: Filing, held: Powers, shown: Sequence[asking.Remark]
) -> dict[str, Any]:
    """What is still open before somebody clears or validates it; and who clears it instead."""
    found: list[asking.Question] = []
    if held.clear or held.validate:
        found = asking.open_questions(filing, shown, actions.asked_of(filing))
    return {
        "questions": found,
        "questions_stamp": asking.stamp_of(found),
        "cleared_by": second_eyes(request, filing),
    }


def _act(request: HttpRequest, ref: str) -> HttpResponse:
    sent = request.POST
    filing = find_filing(request, ref, whole_number(sent.get("number", ""), None))
    acts: dict[str, Callable[[HttpRequest, Filing], tuple[Any, Wrong]]] = {
        "clear": _clear,
        "return": _return,
        "validate": _validate,
        "amend": _amend,
        "take_back": _take_back,
        "withdraw": _withdraw,
        "recall": _recall,
        "comment": _comment,
        "settle": _settle,
    }
    act = acts.get(sent.get("act", ""))
    if act is None:
        raise NotFound()
    done, wrong = act(request, filing)
    if wrong:
        return _page(request, ref, filing.number, sent, wrong)
    if isinstance(done, Filing) and done.status == FilingStatus.DRAFT:
        return redirect("desk:filing_write", ref=ref)
    seen = newest_seen(viewer_of(request)).filter(ref=ref).first()
    if seen is None:
        return redirect("desk:filings")  # it went back to its organisation
    returned = isinstance(done, Filing) and done.status == FilingStatus.RETURNED
    if returned and seen.number < filing.number:
        messages.info(request, _gone_back(filing, seen))
    return redirect("desk:filing", ref=ref)


def _gone_back(acted: Filing, seen: Filing) -> str:
    """What is shown instead of a version that left the person's sight by what she did."""
    words = _(
        "Version %(acted)s is with %(organisation)s now. What you see below is version %(seen)s, "
        "which stands until the new one is validated."
    )
    if seen.recalled_at is not None:
        words = _(
            "Version %(acted)s is with %(organisation)s now. What you see below is version "
            "%(seen)s, which was recalled."
        )
    return words % {
        "acted": acted.number,
        "organisation": acted.owner.called,
        "seen": seen.number,
    }


def _clear(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    left = _open(request, filing)
    words = _("Something is still open. Read it, then tick that you clear it all the same.")
    if powers(request, filing).clear and (wrong := asking.passed_over(request, left, words)):
        return None, wrong
    done = tried(
        actions.clear_filing,
        filing=filing,
        by=person_of(request),
        zeros_are_true=bool(request.POST.get("zeros")),
        repetition_is_true=bool(request.POST.get("repetition")),
        still_open=len(left),
    )
    return _said(request, done, _("The filing was cleared; the secretariat looks at its form."))


def _return(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = _with_reason(request, filing, actions.return_filing)
    return _said(request, done, _("The filing was returned with your reason."))


def _with_reason(
    request: HttpRequest, filing: Filing, act: Callable[..., Any]
) -> tuple[Any, Wrong]:
    """Words of the reason that are ticked as no person are asked about no more."""
    organisation, reason = asking.speaks_for(request, filing), request.POST.get("reason", "")
    if wrong := asking.say_no_persons(request, organisation):
        return None, wrong
    return tried(
        act, filing=filing, reason=reason, by=person_of(request), organisation=organisation
    )


def _validate(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    left = _open(request, filing)
    words = _("Something is still open. Read it, then tick that you validate it all the same.")
    if powers(request, filing).validate and (wrong := asking.passed_over(request, left, words)):
        return None, wrong
    done = tried(
        actions.validate_filing, filing=filing, by=person_of(request), still_open=len(left)
    )
    return _said(request, done, _("The filing was validated and may be counted."))


def _amend(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = tried(begin_version, filing=filing, by=person_of(request))
    words = _("A new version was begun. The version before stands until this one is validated.")
    if filing.recalled_at is not None:
        words = _("A new version was begun. The version before stays recalled.")
    return _said(request, done, words)


def _take_back(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = tried(actions.take_back_filing, filing=filing, by=person_of(request))
    words = _("It is a draft of your organisation again. Correct it and submit it once more.")
    return _said(request, done, words)


def _withdraw(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = _with_reason(request, filing, actions.withdraw_filing)
    return _said(request, done, _("The filing was withdrawn; a stub with your reason is left."))


def _recall(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = _with_reason(request, filing, actions.recall_filing)
    words = _("The filing was recalled: whoever has read it is asked not to use it.")
    return _said(request, done, words)


def _comment(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = asking.comment(request, filing)
    return _said(request, done, _("Your comment stands beside the filing."))


def _settle(request: HttpRequest, filing: Filing) -> tuple[Any, Wrong]:
    done = asking.settle(request, filing)
    return _said(request, done, _("The comment is settled; it stays in the record."))


def _open(request: HttpRequest, filing: Filing) -> list[asking.Question]:
    """What is open, for a person who may decide; whoever may not is told so by the action."""
    return asking.open_questions(filing, asking.remarks(request, filing), actions.asked_of(filing))


def _said(request: HttpRequest, done: tuple[Any, Wrong], words: str) -> tuple[Any, Wrong]:
    if not done[1]:
        messages.success(request, words)
    return done
