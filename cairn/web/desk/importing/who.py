"""Who did it, in words: a name inside one's own organisation, the organisation's name outside."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Membership, User
from cairn.audit.models import Event
from cairn.sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class _Place:
    """An organisation for which somebody works or has worked, and when."""

    ref: str
    called: str
    since: date
    until: date | None

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def people(
    usernames: Iterable[str], viewer: Viewer, *, about: Collection[str] = ()
) -> Mapping[str, str]:
    """What to call each of them before this viewer; two queries however many there are.

    `about`: references of the records with which they did it. Of whoever works, or has worked, for
    several organisations the log then says in whose name that was, which takes a third query;
    colleagues elsewhere are told no more than that name.
    """
    wanted = {name for name in usernames if name}
    words = {"": _("this server"), "console": _("an operator of this server")}
    known = User.objects.filter(username__in=wanted) if wanted else ()
    names = {one.username: one.called for one in known}
    held: dict[str, list[_Place]] = {}
    rows = Membership.objects.filter(user__username__in=names).order_by("pk") if names else ()
    if names:
        for one in rows.select_related("user", "organisation"):  # type: ignore[union-attr]
            place = _Place(one.organisation.ref, one.organisation.called, one.since, one.until)
            held.setdefault(one.user.username, []).append(place)
    held |= _in_whose_name(held, about)
    for username in wanted - set(words):
        places = held.get(username, [])
        own = username == viewer.username
        if own or any(one.ref in viewer.organisations for one in places):
            words[username] = names[username]
        elif places:
            words[username] = places[0].called
        else:
            words[username] = _("somebody without an organisation")
    return words


def _in_whose_name(
    held: Mapping[str, list[_Place]], about: Collection[str]
) -> dict[str, list[_Place]]:
    """Of those who have several organisations: the one in whose name they last did something with
    one of these records. Where the log names none, the one for which they worked on that day."""
    several = [name for name, places in held.items() if len({one.ref for one in places}) > 1]
    if not several or not about:
        return {}
    found: dict[str, list[_Place]] = {}
    done = Event.objects.filter(target__in=list(about), by__in=several).order_by("pk")
    for by, at, values in done.values_list("by", "at", "values"):
        chosen, day = values.get("in_the_name_of"), timezone.localdate(at)
        named = [one for one in held[by] if one.ref == chosen]
        found[by] = named or [one for one in held[by] if one.held_on(day)] or held[by]
    return found
