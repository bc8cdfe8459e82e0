"""What binds whoever holds a copy of a filing, and files of several of them."""

from collections.abc import Iterable
from datetime import date

from cairn.reporting.filings.models import Filing
from cairn.sharing.carrying import Part, Terms, check_may_leave
from cairn.sharing.groups import CLASSES
from cairn.sharing.viewer import Viewer


def terms_of(filing: Filing) -> Terms:
    """What its owner said of it. What is marked narrower than GREEN is for whoever its group names,
    or for its State."""
    limits: tuple[str, ...] = ()
    if filing.marking in CLASSES:
        grouped = filing.shared_with and filing.audience_class == CLASSES[filing.marking]
        limits = ((filing.shared_with if grouped else filing.state) or "",)
    return Terms.of(filing.marking, filing.uses, limits=limits, until=filing.uses_until)


def terms_together(filings: Iterable[Filing], viewer: Viewer, today: date) -> Terms:
    """The terms of a file of all of these, each of which the viewer may see; refused where it may
    not be made, naming only what she asked for."""
    listed = list(filings)
    own = {one.ref for one in listed if is_own(viewer, one)}
    return check_may_leave([Part(one.ref, terms_of(one)) for one in listed], today, inside=own)


def is_own(viewer: Viewer, filing: Filing) -> bool:
    """Whether it is her own organisation's, or a body's of her State."""
    return filing.owner_id in viewer.organisations or filing.state in viewer.states
