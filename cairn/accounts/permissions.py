"""What may be done, and which role may do it.

Code asks for a permission, never for a role. A role holds inside one organisation; whether the
record concerned is that organisation's, and in a state that allows it, is decided elsewhere.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override

from cairn.accounts.holding import Held, held_by
from cairn.accounts.models import Organisation, OrganisationKind
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop


class Permission(enum.StrEnum):
    """`subject.object.verb`, in alphabetical order."""

    CORRECTION_DECIDE = "corrections.request.decide"
    DATASET_ACCEPT = "reporting.dataset.accept"
    DESK_READ = "desk.read"
    EMERGENCY_REVIEW = "access.emergency.review"
    EMERGENCY_TAKE = "access.emergency.take"
    ERASURE_CONFIRM = "erasure.confirm"
    FILING_CLEAR = "reporting.filing.clear"
    FILING_VALIDATE = "reporting.filing.validate"
    FILING_WRITE = "reporting.filing.write"
    FINDING_WRITE = "reporting.finding.write"
    GROUP_WRITE = "sharing.group.write"
    IMPORT_WRITE = "reporting.import.write"
    LIBRARY_REVIEW = "knowledge.entry.review"
    LIBRARY_WRITE = "knowledge.entry.write"
    MEMBERSHIP_WRITE = "accounts.membership.write"
    OPEN_PUBLISH = "releases.open.publish"
    PARTICIPATION_DECIDE = "sharing.participation.decide"
    READS_SEE = "sharing.reads.see"
    RETENTION_CHANGE = "erasure.retention.change"
    RIGHTS_REVIEW = "rights.report.review"
    RULE_ANNOUNCE = "sharing.rule.announce"
    SECOND_AGREE = "access.second.agree"
    SNAPSHOT_MAKE = "observatory.snapshot.make"


@dataclass(frozen=True, slots=True)
class Role:
    """A bundle of permissions under a name; the description is what administrators read. `kinds`:
    of which bodies it may be held; empty: of any."""

    name: str
    description: str
    permissions: frozenset[Permission]
    kinds: frozenset[str] = frozenset()

    def held_in(self, kind: str) -> bool:
        """Whether it may be held in a body of this kind; elsewhere it gives nothing."""
        return not self.kinds or kind in self.kinds


# Who may look into what officials are said to have done: nobody whom a State instructs.
REVIEWING = frozenset({OrganisationKind.INDEPENDENT.value, OrganisationKind.INTERNATIONAL.value})
# Who contributes in a name other than a State's.
NOT_OF_A_STATE = REVIEWING | {
    OrganisationKind.CIVIL_SOCIETY.value,
    OrganisationKind.PROJECT.value,
    OrganisationKind.UNIVERSITY.value,
}


ROLES = {
    "administrator": Role(
        noop("Administrator"),
        noop(
            "Opens and closes accounts and gives roles; reads the desk; decides what is erased of "
            "the own organisation, and what must be kept; has emergency access to hand over drafts "
            "of the organisation, and reviews that of others."
        ),
        frozenset(
            {
                Permission.DESK_READ,
                Permission.EMERGENCY_REVIEW,
                Permission.EMERGENCY_TAKE,
                Permission.ERASURE_CONFIRM,
                Permission.MEMBERSHIP_WRITE,
                Permission.SECOND_AGREE,
            }
        ),
    ),
    "analyst": Role(
        noop("Analyst"),
        noop("Reads the desk and everything that its owners share with the organisation."),
        frozenset({Permission.DESK_READ}),
    ),
    "contact_point": Role(
        noop("National contact point"),
        noop(
            "Merges what the agencies of a State file, and clears it or returns it with reasons; "
            "decides whether the State takes part in the exchange; sees who has read what is the "
            "State's, and recalls it; gives roles in its own organisation for a time; decides "
            "what is erased of the State's own records; has emergency access to drafts of bodies "
            "of the State, and reviews that of others."
        ),
        frozenset(
            {
                Permission.DESK_READ,
                Permission.EMERGENCY_REVIEW,
                Permission.EMERGENCY_TAKE,
                Permission.ERASURE_CONFIRM,
                Permission.FILING_CLEAR,
                Permission.FILING_WRITE,
                Permission.GROUP_WRITE,
                Permission.PARTICIPATION_DECIDE,
                Permission.READS_SEE,
                Permission.SECOND_AGREE,
            }
        ),
    ),
    "contributor": Role(
        noop("Contributor"),
        noop(
            "Writes and shares the findings of a body that is not a State's, such as a university "
            "or a civil-society organisation, and sees who has read them; no State can change them."
        ),
        frozenset(
            {
                Permission.DESK_READ,
                Permission.FINDING_WRITE,
                Permission.READS_SEE,
                Permission.SECOND_AGREE,
            }
        ),
        NOT_OF_A_STATE,
    ),
    "correction_reviewer": Role(
        noop("Corrections reviewer"),
        noop(
            "Decides what people outside ask of published records: correction, taking out a name, "
            "withdrawal. Never on a record that she wrote or published, and never twice on one "
            "request."
        ),
        frozenset({Permission.CORRECTION_DECIDE, Permission.DESK_READ}),
    ),
    "librarian": Role(
        noop("Librarian"),
        noop(
            "Brings cases, laws, publications and documents into the library and corrects them; "
            "another person publishes them."
        ),
        frozenset({Permission.DESK_READ, Permission.LIBRARY_WRITE}),
    ),
    "library_reviewer": Role(
        noop("Library reviewer"),
        noop(
            "Looks at what librarians brought in and publishes it or gives it back; withdraws what "
            "is wrong."
        ),
        frozenset({Permission.DESK_READ, Permission.LIBRARY_REVIEW}),
    ),
    "officer": Role(
        noop("Reporting officer"),
        noop("Writes and submits the filings of one organisation, and sees who has read them."),
        frozenset(
            {
                Permission.DESK_READ,
                Permission.FILING_WRITE,
                Permission.READS_SEE,
                Permission.SECOND_AGREE,
            }
        ),
    ),
    "publisher": Role(
        noop("Publisher"),
        noop("Publishes open series once a snapshot of them has been made."),
        frozenset({Permission.DESK_READ, Permission.OPEN_PUBLISH, Permission.SNAPSHOT_MAKE}),
    ),
    "rights_reviewer": Role(
        noop("Rights reviewer"),
        noop(
            "Reads and decides reports of abuse against migrants; only in an international or "
            "independent body, and never on its own."
        ),
        frozenset({Permission.DESK_READ, Permission.RIGHTS_REVIEW}),
        REVIEWING,
    ),
    "secretariat": Role(
        noop("Secretariat"),
        noop(
            "Looks at the form of what States have cleared and validates it; changes no content. "
            "Announces changes to the rule of who may read, and to the rules of how long what is "
            "kept."
        ),
        frozenset(
            {
                Permission.DESK_READ,
                Permission.FILING_VALIDATE,
                Permission.RETENTION_CHANGE,
                Permission.RULE_ANNOUNCE,
                Permission.SECOND_AGREE,
            }
        ),
    ),
    "steward": Role(
        noop("Data steward"),
        noop(
            "Imports files, accepts data sets and makes snapshots of what was imported; decides "
            "what is erased of it."
        ),
        frozenset(
            {
                Permission.DATASET_ACCEPT,
                Permission.DESK_READ,
                Permission.ERASURE_CONFIRM,
                Permission.IMPORT_WRITE,
                Permission.SECOND_AGREE,
                Permission.SNAPSHOT_MAKE,
            }
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class RolesWith:
    """The names of the roles that hold a permission, in the language of whoever reads them."""

    permission: Permission

    def __str__(self) -> str:
        return " / ".join(role.name for role in self._roles())

    def in_language(self, language: str) -> str:
        with override(language):
            return " / ".join(gettext(role.name) for role in self._roles())

    def _roles(self) -> list[Role]:
        return [role for role in ROLES.values() if self.permission in role.permissions]


class MissingPermission(Refused):
    text = noop(
        "You may not do that: it needs the role “%(roles)s”. Ask an administrator of your "
        "organisation."
    )

    def __init__(self, permission: Permission) -> None:
        super().__init__(roles=RolesWith(permission))


def permissions_of(user: Any, organisation: Organisation | None = None) -> frozenset[Permission]:
    """All that the person may do today in this organisation, or in any where none is named."""
    return frozenset().union(
        *(
            ROLES[one.role].permissions
            for one in held_by(user)
            if (organisation is None or one.organisation_id == organisation.pk)
            and role_held(one.role, one.kind)
        )
    )


def holds_where(user: Any, permission: Permission) -> tuple[Held, ...]:
    """In which organisations the person holds the permission today."""
    return giving(held_by(user), permission)


def giving(held: Iterable[Held], permission: Permission) -> tuple[Held, ...]:
    """Those of these roles that give it, in a body of a kind in which they may be held."""
    return tuple(
        one
        for one in held
        if role_held(one.role, one.kind) and permission in ROLES[one.role].permissions
    )


def role_held(role: str, kind: str) -> bool:
    """Whether there is such a role and it may be held in a body of this kind."""
    return role in ROLES and ROLES[role].held_in(kind)


def roles_of_kind(kind: str) -> dict[str, Role]:
    """The roles that may be given in a body of this kind."""
    return {key: role for key, role in ROLES.items() if role.held_in(kind)}


def roles_with(permission: Permission) -> list[str]:
    """The keys of the roles that hold a permission."""
    return [key for key, role in ROLES.items() if permission in role.permissions]


def may(user: Any, permission: Permission, organisation: Organisation | None = None) -> bool:
    """Whether the person holds the permission today in this organisation, or in any."""
    return permission in permissions_of(user, organisation)


def check_may(user: Any, permission: Permission, organisation: Organisation | None = None) -> None:
    """Raise a sentence for the person unless they hold the permission."""
    if not may(user, permission, organisation):
        raise MissingPermission(permission=permission)
