"""Between finding a record of others and showing it: the purpose is known, and the read is entered.

Only what the viewer may see is asked about, so that being asked tells nothing new. Own records ask
nothing; nor do those of bodies of the viewer's State, or the secretariat's work: their purpose is
given by the office.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.notices import Told
from cairn.reporting.filings.reading import note_figures, note_reading, take_along
from cairn.reporting.filings.states import FilingStatus
from cairn.reporting.findings.models import Finding, FindingStatus
from cairn.sharing.reads.models import Door
from cairn.sharing.reads.noting import keys_of
from cairn.sharing.reads.purposes import ASKED, Purpose, PurposeMissing
from cairn.sharing.viewer import Viewer
from cairn.web.desk.importing.doors import person_of, viewer_of
from cairn.web.desk.rates import agreed_of, check_leaves, has_left
from cairn.web.desk.reads.uses import check_may_take, check_told
from cairn.web.errors import Elsewhere, wants_json
from cairn.web.explore.doors import Door as FigureDoor

KEPT = "reading_for"  # in the session
EMPTY = (FilingStatus.WITHDRAWN, FindingStatus.WITHDRAWN)  # there is no content of it
TAKEN_OUT = (Door.PAPER, Door.FILE)  # what leaves by these is not only read
ATTEMPTS = 3  # a record that changes under the reader is looked up again


Record = TypeVar("Record", Filing, Finding)


class SayPurpose(Elsewhere):
    text = noop("Say first for what you read what belongs to others; you are asked once.")


def kept_purpose(request: HttpRequest) -> Purpose | None:
    """What the person chose since she signed in, in the name in which she works."""
    key, _sign, name = request.session.get(KEPT, "").partition("@")
    if name != (person_of(request).works_for or ""):
        return None
    return Purpose(key) if key in [str(one) for one in ASKED] else None


def keep_purpose(request: HttpRequest, purpose: Purpose) -> None:
    """Until she signs out, or works in another name."""
    request.session[KEPT] = f"{purpose.value}@{person_of(request).works_for or ''}"


def by_office(viewer: Viewer, state: str | None) -> Purpose | None:
    """The purpose of whoever reads what bodies of this State have filed, where it is not asked. A
    finding is of no State: the one that it speaks of is asked like any other."""
    if state and state in viewer.states:
        return Purpose.OWN_STATE
    return Purpose.SECRETARIAT if viewer.secretariat else None


def purpose_for(request: HttpRequest, record: Told) -> Purpose | None:
    """None for one's own. Raises what leads to the question, where it was not answered yet."""
    viewer = viewer_of(request)
    if record.owner_id in viewer.organisations:
        return None
    known = by_office(viewer, record.state) or kept_purpose(request)
    if known is None:
        if wants_json(request) or request.method == "POST":
            raise PurposeMissing()
        address = f"{reverse('desk:purpose')}?{urlencode({'next': request.get_full_path()})}"
        raise SayPurpose(address)
    return known


def read(
    request: HttpRequest,
    find: Callable[[], Record],
    door: Door,
    before: Callable[[Record], None] = lambda _record: None,
) -> Record:
    """The record, once it is entered that it is read; of a withdrawn one there is no content.
    `before`: what may refuse it still, once nothing else does."""
    record = find()
    for _attempt in range(ATTEMPTS):
        if record.status in EMPTY:
            break
        purpose = purpose_for(request, record)
        if door in TAKEN_OUT:
            check_may_take(record, purpose)
        check_told(request, record, purpose)
        before(record)
        if purpose is None or note_reading(
            record,
            readers=keys_of(viewer_of(request).organisations),
            purpose=purpose,
            door=door,
            day=timezone.localdate(),
        ):
            break
        record = find()
    else:
        raise NotFound()  # it changes all the time; nothing is shown that was not entered
    return record


def taken_along(request: HttpRequest, filing: Filing, kind: str) -> str:
    """The reference of an export of this filing; "" where it was changed meanwhile."""
    purpose = purpose_for(request, filing)
    check_may_take(filing, purpose)
    check_told(request, filing, purpose)
    check_leaves(request, [(filing.ref, filing.number)])
    export = take_along(
        filing,
        kind=kind,
        by=person_of(request),
        readers=keys_of(viewer_of(request).organisations) if purpose else (),
        purpose=purpose,
        agreed=agreed_of(request),
    )
    has_left(request, export)
    return export


def note_shown(request: HttpRequest, shown: FigureDoor, door: Door, *, again: bool = True) -> None:
    """Enter the filings of others behind the figures that were shown. A figure is read for what the
    person said; where she said nothing, the log says that nobody asked, and never a purpose.
    `again`: as in `note_figures`."""
    viewer = viewer_of(request)
    if not shown.shown or not viewer.organisations:
        return
    note_figures(
        sorted(shown.shown),
        own=viewer.states,
        readers=keys_of(viewer.organisations),
        besides=viewer.organisations,
        purpose=Purpose.SECRETARIAT
        if viewer.secretariat
        else kept_purpose(request) or Purpose.NOT_ASKED,
        door=door,
        day=timezone.localdate(),
        again=again,
    )
