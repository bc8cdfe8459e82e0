"""Which providers a page speaks of."""

from cairn.accounts.models import Membership, Organisation, Provider, ProviderLink, User
from cairn.kernel.errors import NotFound


def listed() -> list[Provider]:
    """Those that stand on the page where everybody signs in."""
    rows = Provider.objects.filter(listed=True, withdrawn_at__isnull=True)
    return list(rows.order_by("name", "pk"))


def for_organisation(organisation: Organisation) -> list[Provider]:
    """Those that sign the people of an organisation in."""
    rows = Provider.objects.filter(organisations=organisation, withdrawn_at__isnull=True)
    return list(rows.order_by("name", "pk"))


def found(key: str) -> Provider:
    """The open one with this key."""
    held = Provider.objects.filter(key=key, withdrawn_at__isnull=True).first()
    if held is None:
        raise NotFound()
    return held


def signing_in(user: User) -> list[Provider]:
    """Those that sign the person in today."""
    places = Membership.objects.current().filter(user=user).values("organisation")
    rows = Provider.objects.filter(links__user=user, withdrawn_at__isnull=True)
    return list(rows.filter(organisations__in=places).distinct().order_by("name", "pk"))


def of_person(user: User) -> list[tuple[Provider, ProviderLink | None]]:
    """Those that could sign the person in, and those to which she is linked; with her link."""
    links = {
        one.provider_id: one
        for one in ProviderLink.objects.filter(user=user).select_related("provider")
    }
    places = Membership.objects.current().filter(user=user).values("organisation")
    rows = Provider.objects.filter(organisations__in=places, withdrawn_at__isnull=True)
    there = {one.pk: one for one in rows} | {pk: one.provider for pk, one in links.items()}
    shown = sorted(there.values(), key=lambda one: (one.name.casefold(), one.pk))
    return [(one, links.get(one.pk)) for one in shown]
