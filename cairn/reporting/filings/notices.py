"""What waits for whom: written by actions in their transaction, shown on the desk's first page.

A notice speaks to an organisation and goes when what it asks for is done. It names a filing that
the organisation may see, or one that it has read before.
"""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, OrganisationKind
from cairn.accounts.permissions import ROLES, Permission
from cairn.kernel.text import noop
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.findings.models import Finding

Told = Filing | Finding  # what may be read by others, who are then told of its changes
LAPSES = "lapses"
SENT_BACK = "sent_back"  # by the secretariat, after a contact point cleared it
TAKEN_BACK = "taken_back"  # by the agency, before a contact point decided about it
GONE_BACK = (SENT_BACK, TAKEN_BACK)  # told to those who do not see it while it is written
OF_FILINGS = ("new_version", "narrowed", "withdrawn", "recalled")  # changes of what others read
OF_FINDINGS = ("finding_version", "finding_narrowed", "finding_withdrawn")
CHANGES = (*OF_FILINGS, *OF_FINDINGS)
LEFT = "left"  # a State left the exchange; its target is the participation that ended
CLOSED = "closed"  # a sharing group narrowed; its target is the group
ACKNOWLEDGED = (*CHANGES, LEFT, CLOSED)  # wait until the organisation that read has taken note

# kind → what the first page says; (waits for somebody to act, or only tells)
WORDS = {
    "submitted": (noop("An agency of your State submitted a filing: clear it or return it."), True),
    "cleared": (noop("A State cleared a filing: look at its form."), True),
    "returned": (noop("A filing of yours was returned with a reason."), True),
    "due": (noop("A filing of yours is due soon."), True),
    "overdue": (noop("A filing of yours is overdue."), True),
    "validated": (noop("A filing of yours was validated."), False),
    "merged": (noop("A filing of yours is part of a national filing that was validated."), False),
    "commented": (noop("Somebody asked or said something about a filing."), True),
    "answered": (noop("What you asked about a filing was answered."), False),
    TAKEN_BACK: (
        noop("An agency of your State took back a filing that it had submitted, to correct it."),
        False,
    ),
    SENT_BACK: (
        noop("A filing that your State cleared was returned to its agency by the secretariat."),
        False,
    ),
    "new_version": (noop("A filing that you have read has a new version."), True),
    "narrowed": (
        noop("A filing that you have read has a new version that is not open to you."),
        True,
    ),
    "withdrawn": (noop("A filing that you have read was withdrawn."), True),
    "recalled": (
        noop("A filing that you have read was recalled: its State asks you not to use it."),
        True,
    ),
    LEFT: (
        noop("A State left the exchange; what you have read of its filings is closed to you."),
        True,
    ),
    CLOSED: (
        noop("What a State shared with you, and you have read, is closed to you."),
        True,
    ),
    "finding_version": (noop("A finding that you have read has a new version."), True),
    "finding_narrowed": (
        noop("A finding that you have read has a new version that is not open to you."),
        True,
    ),
    "finding_withdrawn": (noop("A finding that you have read was withdrawn."), True),
    "four_eyes": (noop("The rule of who clears a filing was changed."), False),
    LAPSES: (
        noop(
            "After the day below, filings of other States are closed to you, unless your State "
            "contributes this section for these months."
        ),
        False,
    ),
}


def about(record: Told) -> dict[str, Any]:
    """What a record is called, also for whoever has read it and may not open it any more."""
    return {
        "section": record.section,
        "period": str(record.period),
        "period_last": str(record.period_last),
        "state": record.about if isinstance(record, Finding) else record.state,
    }


def tell(organisation: Organisation, kind: str, filing: Filing, **values: Any) -> None:
    """One notice of this kind for this filing; a second one while the first waits is the same."""
    named = {name: it for name, it in about(filing).items() if name != "state"}
    told = {**named, "number": filing.number, **values}
    try:
        with transaction.atomic():
            Notice.objects.create(
                organisation=organisation,
                kind=kind,
                target=filing.ref,
                values=told,
                at=timezone.now(),
            )
    except IntegrityError:
        waiting = Notice.objects.filter(
            organisation=organisation, kind=kind, target=filing.ref, done_at__isnull=True
        )
        waiting.update(values=told, at=timezone.now())


def tell_contact_points(filing: Filing, kind: str) -> None:
    """Every body of the State in which somebody may clear."""
    for organisation in with_permission(
        Permission.FILING_CLEAR, kind=OrganisationKind.STATE_BODY, state=filing.state
    ):
        tell(organisation, kind, filing, owner=filing.owner.name)


def tell_secretariat(filing: Filing, kind: str) -> None:
    for organisation in with_permission(
        Permission.FILING_VALIDATE, kind=OrganisationKind.INTERNATIONAL
    ):
        tell(organisation, kind, filing, owner=filing.owner.name, state=filing.state)


def done(*, target: str, kinds: Iterable[str]) -> None:
    """What was asked has been done, by whomever."""
    waiting = Notice.objects.filter(target=target, kind__in=list(kinds), done_at__isnull=True)
    waiting.update(done_at=timezone.now())


def put_away(organisation: Organisation) -> int:
    """Put away what only tells; what waits for somebody to act stays."""
    telling = [kind for kind, (_, acts) in WORDS.items() if not acts]
    waiting = Notice.objects.filter(
        organisation=organisation, kind__in=telling, done_at__isnull=True
    )
    return waiting.update(done_at=timezone.now())


def with_permission(permission: Permission, **about: Any) -> Iterable[Organisation]:
    """Organisations in which somebody holds the permission today."""
    roles = [key for key, role in ROLES.items() if permission in role.permissions]
    held = Membership.objects.current().filter(role__in=roles, user__is_active=True)
    return Organisation.objects.filter(pk__in=held.values("organisation"), **about)
