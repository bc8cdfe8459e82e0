"""Making a new snapshot, and releasing what is open, in the background."""

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission, check_may, may
from cairn.jobs.models import JobNote
from cairn.jobs.queue import enqueue, job
from cairn.kernel.text import noop
from cairn.observatory.actions import desk_snapshot
from cairn.releases.actions import refresh

ABOUT = "snapshot"  # what the note of the job is found by


@job(sentence=noop("Making a new snapshot"))
def refresh_figures(username: str, works_for: str | None = None) -> None:
    """Snapshot what counts now; publish the open part where the person may, in the name in which
    she asked."""
    by = User.objects.get(username=username)
    by.works_for = works_for
    if may(by, Permission.OPEN_PUBLISH):
        refresh(by=by)
    else:
        desk_snapshot(by=by)


def ask_for_refresh(*, by: User) -> JobNote:
    """Queue one; a second wish while the first waits is the same wish."""
    check_may(by, Permission.SNAPSHOT_MAKE)
    about_whom = (by.username,) if by.works_for is None else (by.username, by.works_for)
    return enqueue(refresh_figures, *about_whom, about=ABOUT, key="-".join([ABOUT, *about_whom]))
