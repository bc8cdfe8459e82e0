"""What the pages of filings share: finding a filing, who may do what with it, saying what was wrong
beside the field.

Hidden and absent are one answer. A refusal that names fields (`problems`) is shown beside them; any
other one is shown by the page that asked, with what was written kept.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.accounts.working import roles_held_by
from cairn.kernel.errors import CairnError, NotFound, allowed
from cairn.kernel.text import noop
from cairn.reporting.filings import policies
from cairn.reporting.filings.actions import ZerosNotAttested
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.querysets import FilingQuerySet
from cairn.reporting.filings.recalling import shared_with_others
from cairn.reporting.filings.states import NEXT, WRITABLE, FilingStatus
from cairn.sharing.viewer import Viewer
from cairn.web.desk.filing.words import filled_words, problem_words
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.once import View, once_with_the_save
from cairn.web.errors import Elsewhere, wants_json
from cairn.web.say import say

FEW = 10  # people who are named in one sentence


def newest_seen(viewer: Viewer) -> FilingQuerySet:
    """Of each filing the newest version that the viewer may see."""
    seen: FilingQuerySet = Filing.objects.newest_seen_by(viewer)
    return seen


def find_filing(request: HttpRequest, ref: str, number: int | None = None) -> Filing:
    """The newest version that this viewer may see, or the one of that number."""
    if number is None:
        seen = newest_seen(viewer_of(request))
    else:
        seen = Filing.objects.visible_to(viewer_of(request)).filter(number=number)
    filing: Filing | None = seen.filter(ref=ref).select_related("owner").first()
    if filing is None:
        raise NotFound()
    return filing


def find_own(request: HttpRequest, ref: str) -> Filing:
    """A filing that the person may write now; whoever may only read it is told so."""
    filing = find_filing(request, ref)
    check_written_here(request, filing)
    return filing


class NoLongerWritten(Elsewhere):
    text = noop("Filing %(ref)s is not open for writing any more; this is how it stands now.")


def check_written_here(request: HttpRequest, filing: Filing) -> None:
    """The person may write it now; whoever comes back to a page of its form after it was handed
    over is led to the filing. What she sends is refused."""
    try:
        policies.check_may_write(person_of(request), filing)
    except policies.NotWritable:
        if request.method == "POST" or wants_json(request):
            raise
        raise NoLongerWritten(reverse("desk:filing", args=[filing.ref]), ref=filing.ref) from None


def of_state(viewer: Viewer, filing: Filing) -> bool:
    """Whether it is the viewer's own, or that of a body of the viewer's State."""
    return filing.owner_id in viewer.organisations or filing.state in viewer.states


def is_inside(viewer: Viewer, filing: Filing) -> bool:
    """Whether the viewer may know how it came about: its State, and the secretariat. Another State
    reads what the filing says, and nothing of who did what with it."""
    return of_state(viewer, filing) or viewer.secretariat


def may_file_for(request: HttpRequest) -> list[Organisation]:
    """The bodies of a State for which the person may file."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_WRITE in role.permissions]
    held = roles_held_by(person_of(request)).filter(role__in=roles)  # type: ignore[attr-defined]
    bodies = Organisation.objects.filter(
        pk__in=held.values("organisation"), kind=OrganisationKind.STATE_BODY
    )
    return list(bodies.order_by("name"))


def once_for_pages(view: View) -> View:
    """A form sent twice by its button acts once; the view hands `save` where it leads. What a
    script saves may be sent again: each cell says what stood there, so nothing is done twice."""
    acts_once = once_with_the_save(view)

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = view if wants_json(request) else acts_once
        return chosen(request, *args, **kwargs)

    return wrapped


@dataclass(frozen=True, slots=True)
class Powers:
    """What this person may do with this version now; each is a button."""

    write: bool
    clear: bool
    give_back: bool
    validate: bool
    amend: bool
    withdraw: bool
    comment: bool
    recall: bool
    take_back: bool

    @property
    def any(self) -> bool:
        decides = self.clear or self.give_back or self.validate
        return decides or self.amend or self.withdraw or self.recall or self.take_back


def powers(request: HttpRequest, filing: Filing) -> Powers:
    user = person_of(request)
    can = partial(_allowed, user, filing)
    free = not filing.merged_into  # what went into a national filing is decided there
    following = NEXT[FilingStatus(filing.status)]
    return Powers(
        write=can(policies.check_may_write),
        clear=free and FilingStatus.CLEARED in following and can(policies.check_may_clear),
        give_back=free and can(policies.check_may_return),
        validate=FilingStatus.VALIDATED in following and can(policies.check_may_validate),
        amend=filing.status == FilingStatus.VALIDATED and _may_file(user, filing),
        withdraw=free and can(policies.check_may_withdraw),
        comment=filing.status != FilingStatus.WITHDRAWN and can(policies.check_may_comment),
        recall=shared_with_others(filing) and can(policies.check_may_recall),
        take_back=free and can(policies.check_may_take_back),
    )


@dataclass(frozen=True, slots=True)
class SecondEyes:
    """Who clears what this person submits, where the State wants four eyes."""

    names: str  # "" where there is nobody else

    def __bool__(self) -> bool:
        return True


def second_eyes(request: HttpRequest, filing: Filing) -> SecondEyes | None:
    """None where the person may clear it herself, or could not clear it anyway."""
    user, submitted = person_of(request), filing.status == FilingStatus.SUBMITTED
    if submitted and filing.submitted_by != user.username:
        return None
    if not submitted and filing.status not in WRITABLE:
        return None
    if not policies.clears_for(user, filing.state) or not policies.wants_four_eyes(filing.state):
        return None
    others = policies.who_clears(filing.state, besides=user.username)
    named = people(others[:FEW], viewer_of(request))
    return SecondEyes(" · ".join(dict.fromkeys(named[name] for name in others[:FEW])))


def _allowed(user: Any, filing: Filing, check: Callable[..., None]) -> bool:
    return allowed(check, user, filing)


def _may_file(user: Any, filing: Filing) -> bool:
    if not allowed(policies.check_may_file, user, filing.owner):
        return False
    on_its_way = [FilingStatus.DRAFT, *(FilingStatus.SUBMITTED, FilingStatus.RETURNED)]
    later = Filing.objects.filter(ref=filing.ref, status__in=[*on_its_way, FilingStatus.CLEARED])
    return not later.exists()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why something was not done: sentences beside fields, and those that belong to none."""

    fields: Mapping[str, str]
    others: tuple[str, ...]
    names: tuple[tuple[str, int, int], ...] = ()  # stretches of fields that may be no person
    at_zeros: bool = False  # nobody said yet that the zeros are true

    def __bool__(self) -> bool:
        return bool(self.fields or self.others)

    @property
    def all(self) -> list[str]:
        return [*self.others, *self.fields.values()]


NOTHING_WRONG = Wrong({}, ())


def tried(act: Callable[..., Any], /, **given: Any) -> tuple[Any, Wrong]:
    """Do it, and say what was wrong where the person can correct it."""
    try:
        return act(**given), NOTHING_WRONG
    except CairnError as error:
        return None, wrong_of(error)


def wrong_of(error: CairnError) -> Wrong:
    """The problems that a refusal names, by their field; else its own sentence."""
    fields: dict[str, list[str]] = {}
    others: list[str] = []
    stretches = []
    for problem in getattr(error, "problems", ()):
        sentence, field = _sentence(problem), _field(problem)
        told = fields.setdefault(field, []) if field else others
        if sentence not in told:
            told.append(sentence)
        if getattr(problem, "asks", False):
            stretches.append((field, problem.start, problem.end))
    if not fields and not others:
        others.append(problem_words(error))
    joined = {name: " ".join(told) for name, told in fields.items()}
    unattested = isinstance(error, ZerosNotAttested)
    return Wrong(joined, tuple(others), tuple(stretches), unattested)


def _field(problem: Any) -> str:
    if isinstance(problem, CairnError):
        return str(problem.values.get("field") or problem.values.get("check") or "")
    whole, bar, item = str(getattr(problem, "field", "")).partition("|")
    return f"{whole}.{item}" if bar else whole


def _sentence(problem: Any) -> str:
    if isinstance(problem, CairnError):
        return problem_words(problem)
    return filled_words(problem.sentence, {"kind": say(problem.label)})
