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
def refresh_figures(username: str) -> None:
    """Snapshot what counts now; publish the open part where the person may."""
    by = User.objects.get(username=username)
    if may(by, Permission.OPEN_PUBLISH):
        refresh(by=by)
    else:
        desk_snapshot(by=by)


def ask_for_refresh(*, by: User) -> JobNote:
    """Queue one; a second wish while the first waits is the same wish."""
    check_may(by, Permission.SNAPSHOT_MAKE)
    return enqueue(refresh_figures, by.username, about=ABOUT, key=f"{ABOUT}-{by.username}")
