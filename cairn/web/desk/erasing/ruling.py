"""The rules of keeping: in force, announced, and what there was; whoever may announces another.

Everybody at the desk reads them. What a version concerns is told to each of her own organisations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Organisation
from cairn.accounts.permissions import Permission
from cairn.erasure import ruling
from cairn.erasure.models import RetentionRule
from cairn.erasure.periods import InForce, in_force, term_of
from cairn.erasure.retention import Concerned, concerned
from cairn.erasure.rules import COUNTED_WORDS, ENDS_WORDS, PERIOD_WORDS, Term, within
from cairn.erasure.ruling import Standing
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.web.desk.filing.doors import NOTHING_WRONG, Wrong, tried
from cairn.web.desk.importing.doors import needs, person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import once
from cairn.web.given import whole_number
from cairn.web.numbers import comma
from cairn.web.numbers import number as in_figures
from cairn.web.say import current, say

SHOWN = 50  # versions
STANDINGS = {
    Standing.WAITS: ("attention", noop("waits for a second person")),
    Standing.ANNOUNCED: ("waiting", noop("announced")),
    Standing.IN_FORCE: ("done", noop("in force")),
    Standing.REPLACED: ("information", noop("replaced")),
    Standing.LAPSED: ("information", noop("lapsed: nobody confirmed it")),
    Standing.TAKEN_BACK: ("information", noop("taken back")),
}


class RuleForm(forms.Form):
    """Another version of the rule of one kind of thing; asked is only what can be chosen."""

    days = forms.IntegerField(label=lazy("How many days it is kept"))
    counted = forms.ChoiceField(label=lazy("From which day"))
    ends = forms.ChoiceField(label=lazy("What happens then"))
    in_force_from = forms.DateField(
        label=lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=lazy("Why it changes"),
        max_length=ruling.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Needed to announce it; everybody at the desk reads it. No names."),
    )

    def __init__(self, old: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old, bounds = old, within(old.key)
        days: Any = self.fields["days"]
        days.help_text = _("From %(least)s to %(most)s.") % {
            "least": in_figures(bounds.least, current()),
            "most": in_figures(bounds.most, current()),
        }
        choices = (("counted", bounds.counted, COUNTED_WORDS), ("ends", bounds.ends, ENDS_WORDS))
        for name, keys, words in choices:
            if len(keys) == 1:
                del self.fields[name]
            else:
                field: Any = self.fields[name]
                field.choices = [(key, say(words[key])) for key in keys]

    def term(self) -> Term | None:
        """The rule as it is in the form; None where a number is out of any range."""
        given = self.cleaned_data
        if given["days"] < 1:
            return None
        return Term(
            key=self.old.key,
            days=given["days"],
            counted=given.get("counted", self.old.counted),
            ends=given.get("ends", self.old.ends),
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its card shows it."""

    rule: RetentionRule
    what: str
    words: list[str]
    kind: str  # of the state's mark
    state: str
    by: str
    confirmed_by: str
    concerns: Concerned | None
    may_confirm: bool
    may_take_back: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DESK_READ)
@once
def page(request: HttpRequest) -> HttpResponse:
    """Everybody reads the rules; whoever may change them has buttons, and a form for one kind."""
    person, today = person_of(request), timezone.localdate()
    changes, wrong = ruling.changes_rules(person), NOTHING_WRONG
    form, tried_out, ready = None, None, False
    act = request.POST.get("act", "")
    if request.method == "POST" and not changes:
        raise NotFound()
    if act in ("confirm", "take_back"):
        wrong = _decided(request, act)
        if not wrong:
            return redirect("desk:keeping_rules")
    force = in_force(today)
    kind = request.GET.get("kind", "")
    if changes and kind in force:
        old, bound = force[kind].term, request.POST if act in ("try", "announce") else None
        form = RuleForm(old, bound, initial=_initial(old, today))
        if bound is not None and form.is_valid():
            tried_out, ready = _sent(request, form, act, today)
            if act == "announce" and ready:
                messages.success(request, _("The rule was announced; everybody can read it."))
                return redirect("desk:keeping_rules")
    bodies = ruling.concerned_bodies(person)
    context = {
        "lines": [_line(one) for one in force.values()],
        "versions": list(_versions(request, bodies, today, changes=changes)),
        "bodies": bodies,
        "changes": changes,
        "form": form,
        "what": say(PERIOD_WORDS[kind]) if form else "",
        "seen": ruling.newest(),
        "tried_out": tried_out,
        "wrong": wrong,
    }
    status = 400 if wrong or (form and form.errors) else 200
    return render(request, "desk/erasing/rules.html", context, status=status)


def _decided(request: HttpRequest, act: str) -> Wrong:
    number = whole_number(request.POST.get("number", ""), None)
    if number is None or not RetentionRule.objects.filter(number=number).exists():
        raise NotFound()
    acts = {"confirm": ruling.confirm, "take_back": ruling.take_back}
    done, wrong = tried(acts[act], number=number, by=person_of(request))
    if done and act == "confirm":
        messages.success(request, _("The rule was confirmed; it is in force from its day on."))
    elif done:
        messages.success(request, _("The announcement was taken back."))
    return wrong


def _initial(old: Term, today: date) -> dict[str, Any]:
    first = today + ruling.NOTICE
    return {"days": old.days, "counted": old.counted, "ends": old.ends, "in_force_from": first}


def _sent(
    request: HttpRequest, form: RuleForm, act: str, today: date
) -> tuple[Mapping[str, Any] | None, bool]:
    """Try it out, or announce it; what is wrong is said beside its field."""
    person, first, term = person_of(request), form.cleaned_data["in_force_from"], form.term()
    if term is None:
        form.add_error("days", say(ruling.TooShort(least=within(form.old.key).least)))
        return None, False
    if act == "announce":
        done, wrong = tried(
            ruling.announce,
            term=term,
            in_force_from=first,
            reason=form.cleaned_data["reason"],
            seen=whole_number(request.POST.get("seen", ""), None) or 0,
            by=person,
        )
    else:
        done, wrong = tried(_checked, term=term, first=first, today=today)
    for name, sentence in wrong.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    for sentence in wrong.others:
        form.add_error(None, sentence)
    if not done or act == "announce":
        return None, bool(done)
    told = concerned(term, ruling.concerned_bodies(person), first)
    needs_two = ruling.is_sooner(term, form.old)
    return {"first": first, "concerns": told, "needs_two": needs_two}, True


def _checked(*, term: Term, first: date, today: date) -> bool:
    ruling.check_rule(term, first, today)
    return True


def _line(one: InForce) -> dict[str, Any]:
    return {"in_force": one, "what": say(PERIOD_WORDS[one.term.key]), "words": _words(one.term)}


def _words(term: Term) -> list[str]:
    """What a rule says: how long and from which day, and what happens then."""
    days = ngettext("%(n)s day", "%(n)s days", term.days) % {"n": in_figures(term.days, current())}
    return [
        f"{days}{comma(current())}{say(COUNTED_WORDS[term.counted])}",
        say(ENDS_WORDS[term.ends]),
    ]


def _versions(
    request: HttpRequest, bodies: list[Organisation], today: date, *, changes: bool
) -> Any:
    rows = list(RetentionRule.objects.order_by("-number")[:SHOWN])
    names = people(
        {name for one in rows for name in (one.announced_by, one.confirmed_by or "")},
        viewer_of(request),
    )
    mine = person_of(request).username
    for one in rows:
        if one.kind not in PERIOD_WORDS:
            continue  # a later version of the program may know a kind no more
        standing = ruling.standing(one, today)
        ahead = standing in (Standing.WAITS, Standing.ANNOUNCED)
        waits = standing == Standing.WAITS
        term = term_of(one)
        yield Version(
            rule=one,
            what=say(PERIOD_WORDS[one.kind]),
            words=_words(term),
            kind=STANDINGS[standing][0],
            state=say(STANDINGS[standing][1]),
            by=names.get(one.announced_by, ""),
            confirmed_by=names.get(one.confirmed_by, "") if one.confirmed_by else "",
            concerns=concerned(term, bodies, one.in_force_from) if ahead and bodies else None,
            may_confirm=changes and waits and one.announced_by != mine,
            may_take_back=changes and ahead,
        )


def told_of_rules(request: HttpRequest) -> dict[str, Any]:
    """For the first page: what waits for this person's word, and what will concern what is hers."""
    person = person_of(request)
    rows = list(ruling.waiting().order_by("in_force_from", "number")[:SHOWN])
    if not rows:
        return {}
    changes = ruling.changes_rules(person)
    confirms, coming = [], []
    for one in rows:
        waits = ruling.standing(one) == Standing.WAITS
        what = say(PERIOD_WORDS[one.kind]) if one.kind in PERIOD_WORDS else ""
        if waits and changes and one.announced_by != person.username:
            confirms.append((one, what))
        else:
            coming.append((one, what))
    if not changes and not ruling.concerned_bodies(person):
        coming = []
    url = reverse("desk:keeping_rules")
    found = {"rules_to_confirm": confirms, "rules_coming": coming}
    return {name: lines for name, lines in found.items() if lines} and {**found, "url": url}
