"""What the pages of sharing groups share: who may enter, a group of the person's State, names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.accounts.models import Organisation
from cairn.kernel.errors import NotFound
from cairn.kernel.text import noop
from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.policies import NotOfThisState
from cairn.sharing.models import GroupKind, GroupMember, SharingGroup
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.say import current, say

KIND_WORDS = {
    GroupKind.ORGANISATIONS: noop("Organisations, for TLP:AMBER and TLP:AMBER+STRICT"),
    GroupKind.ACCOUNTS: noop("Named persons, for TLP:RED"),
}
ByState = tuple[tuple[str, tuple[str, ...]], ...]


def states_of(request: HttpRequest) -> list[str]:
    """The States as whose contact point the person keeps groups; whoever is none is told so."""
    states = sorted(viewer_of(request).clears)
    if not states:
        raise NotOfThisState()
    return states


def find_group(request: HttpRequest, ref: str) -> SharingGroup:
    """A group of the person's State; another State's and none at all are one answer."""
    rows = SharingGroup.objects.filter(ref=ref, state__in=states_of(request))
    group: SharingGroup | None = rows.select_related("owner").first()
    if group is None:
        raise NotFound()
    return group


def by_state(found: Sequence[Organisation]) -> ByState:
    """Names of organisations under those of their States; who belongs to none comes last."""

    def place(one: Organisation) -> str:
        return name_of(one.state, current()) if one.state else _("Organisations of no State")

    listed = sorted(found, key=lambda one: (one.state is None, place(one), one.called))
    return tuple(
        (name, tuple(one.called for one in group)) for name, group in groupby(listed, key=place)
    )


def persons_by_state(found: Sequence[GroupMember]) -> ByState:
    """Persons as their organisation calls them, under the name of that organisation."""
    listed = sorted(found, key=lambda one: (one.organisation.called, one.pk))
    return tuple(
        (body, tuple(person_words(one) for one in group))
        for body, group in groupby(listed, key=lambda one: one.organisation.called)
    )


def person_words(member: GroupMember) -> str:
    """The name with which a person signs in, which is how she was named."""
    return member.account.username if member.account else ""


def section_list(member: GroupMember) -> str:
    """For which sections the member may read."""
    known = [say(sections()[key].title) for key in member.sections if key in sections()]
    return " · ".join(known) if member.sections else _("all sections")


@dataclass(frozen=True, slots=True)
class Line:
    """One member as a page lists it."""

    ref: str
    body: str
    place: str
    person: str
    sections: str
    member: GroupMember
    left: bool  # the person has no role there any more


def lines_of(members: Sequence[GroupMember], there: set[tuple[int | None, int]]) -> list[Line]:
    return [
        Line(
            one.ref,
            one.organisation.called,
            name_of(one.organisation.state, current()) if one.organisation.state else "",
            person_words(one),
            section_list(one),
            one,
            one.account_id is not None and (one.account_id, one.organisation_id) not in there,
        )
        for one in members
    ]
