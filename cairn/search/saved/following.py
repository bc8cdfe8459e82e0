"""Looking into saved searches for what was published since, whenever the index has changed.

Counts are kept beside each search, so that the desk's first page asks the database alone.
"""

from cairn.search.opened import NoIndexYet, newest_state
from cairn.search.saved.asked import fresh_of
from cairn.search.saved.models import SavedSearch

TOGETHER = 200
_looked_into = ""  # the state of the index when all were


def follow_all() -> int:
    """Count anew what is new in each; return in how many that is another number."""
    global _looked_into
    try:
        state = newest_state()
    except NoIndexYet:
        return 0
    if state == _looked_into:
        return 0
    changed = 0
    rows = SavedSearch.objects.followed().order_by("pk")
    for one in rows.iterator(chunk_size=TOGETHER):
        fresh = fresh_of(one)
        if fresh != one.fresh:  # unless its owner looked meanwhile
            same = SavedSearch.objects.filter(pk=one.pk, since=one.since, paused=False)
            changed += same.update(fresh=fresh)
    _looked_into = state
    return changed


def forget_of_closed_accounts() -> int:
    """Nobody is told of them any more, so they go."""
    gone, _ = SavedSearch.objects.filter(user__is_active=False).delete()
    return gone
