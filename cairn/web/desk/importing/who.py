"""Who did it, in words: a name inside one's own organisation, the organisation's name outside."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from cairn.accounts.models import Membership, User
from cairn.sharing.viewer import Viewer


def people(usernames: Iterable[str], viewer: Viewer) -> Mapping[str, str]:
    """What to call each of them before this viewer; two queries however many there are."""
    wanted = {name for name in usernames if name}
    words = {"": _("this server"), "console": _("an operator of this server")}
    known = User.objects.filter(username__in=wanted) if wanted else ()
    names = {one.username: one.called for one in known}
    held: dict[str, list[tuple[str, str]]] = {}
    rows = Membership.objects.filter(user__username__in=names).order_by("pk") if names else ()
    if names:
        for one in rows.select_related("user", "organisation"):  # type: ignore[union-attr]
            organisation = one.organisation
            held.setdefault(one.user.username, []).append((organisation.ref, organisation.called))
    for username in wanted - set(words):
        organisations = held.get(username, [])
        own = username == viewer.username
        if own or any(ref in viewer.organisations for ref, _title in organisations):
            words[username] = names[username]
        elif organisations:
            words[username] = organisations[0][1]
        else:
            words[username] = _("somebody without an organisation")
    return words
