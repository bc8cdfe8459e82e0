"""For what a record may be used, beside what its reader says that she reads it for: said before it
is shown, on its page and in its files; none is made for a purpose that its owner does not permit.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.reference.vocabularies import label
from cairn.reporting.filings.notices import Told
from cairn.reporting.findings.models import Finding, Method
from cairn.sharing.carrying import Terms
from cairn.sharing.purposes import KEPT_FROM_ENFORCEMENT, SERVES
from cairn.sharing.purposes import Purpose as Answers
from cairn.sharing.reads.purposes import VOCABULARY, Purpose
from cairn.sharing.reads.uses import ENFORCEMENT, Fit, fit
from cairn.web.errors import Elsewhere, wants_json
from cairn.web.say import current

KEPT = "told_of_uses"  # in the session: records, versions and purposes of which she was told
MOST = 200
TOLD_BY_PEOPLE = (Method.INTERVIEWS, Method.SURVEY)


class ReadUses(Elsewhere):
    text = noop("Read first for what its owner permits it to be used.")


class NotForThat(Refused):
    text = noop(
        "You said that you read this for: %(purpose)s. Its owner permits: %(permitted)s. So no "
        "file of it is made for you. If you need it for something that its owner permits, change "
        "on its page what you read it for; otherwise ask its owner."
    )


@dataclass(frozen=True, slots=True)
class Beyond:
    """A purpose that goes beyond what the owner permits."""

    purpose: str
    permitted: str
    barred: bool  # nothing in common: no file


def fit_of(record: Told, purpose: Purpose | None) -> Fit:
    """None: it is her own."""
    if purpose is None:
        return Fit.PERMITTED
    return fit(purpose, record.uses, protected=_protected(record))


def _protected(record: Told) -> bool:
    return isinstance(record, Finding) and record.method in TOLD_BY_PEOPLE


def beyond(record: Told, purpose: Purpose | None) -> Beyond | None:
    """In words; None where the purpose is permitted."""
    found = fit_of(record, purpose)
    if purpose is None or found is Fit.PERMITTED:
        return None
    words = label(VOCABULARY, purpose, current())
    return Beyond(words, _permitted(record, purpose), found is Fit.BARRED)


def _permitted(record: Told, purpose: Purpose) -> str:
    """What is permitted, without what something else that was said takes away."""
    if purpose in ENFORCEMENT and _protected(record):
        return _("nothing of that kind, because people told it in interviews or a survey")
    uses = Terms.of(record.marking, record.uses).permitted
    if not KEPT_FROM_ENFORCEMENT.isdisjoint(uses):
        uses = tuple(one for one in uses if one not in SERVES[Answers.ENFORCEMENT])
    if not uses:
        return _("statistics only, because no use is stated")
    return " · ".join(label("sharing_permissible_use", one, current()) for one in uses)


def check_told(request: HttpRequest, record: Told, purpose: Purpose | None) -> None:
    """Lead to the sentence before the record is shown for the first time; a form that is sent, and
    a program, come from a page that said it."""
    if request.method not in ("GET", "HEAD") or wants_json(request):
        return
    if fit_of(record, purpose) is Fit.PERMITTED or _key(record, purpose) in _told(request):
        return
    asked = {"number": record.number, "next": request.get_full_path()}
    raise ReadUses(f"{reverse('desk:reads_uses', args=[record.ref])}?{urlencode(asked)}")


def check_may_take(record: Told, purpose: Purpose | None) -> None:
    """Refused where nothing that its owner permits serves the purpose."""
    if (found := beyond(record, purpose)) and found.barred:
        raise NotForThat(purpose=found.purpose, permitted=found.permitted)


def was_told(request: HttpRequest, record: Told, purpose: Purpose | None) -> None:
    """Remember it for this session."""
    known = [one for one in _told(request) if one != _key(record, purpose)]
    request.session[KEPT] = [*known, _key(record, purpose)][-MOST:]


def _told(request: HttpRequest) -> list[str]:
    held: Any = request.session.get(KEPT, [])
    return list(held)


def _key(record: Told, purpose: Purpose | None) -> str:
    return f"{record.ref} {record.number} {purpose}"
