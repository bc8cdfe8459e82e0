"""What reviewers and reporters look at; nobody else has a query here."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cairn.accounts.models import User
from cairn.kernel.errors import NotFound
from cairn.rights import policies, sealing
from cairn.rights.models import Report, Word
from cairn.rights.states import OPEN, Status


def own(user: User) -> QuerySet[Report]:
    """What the person reported; in a session through an identity provider, nothing."""
    if not policies.by_her_own_means(user):
        return Report.objects.none()
    return Report.objects.filter(ref__in=sealing.reports_of(user))


def own_report(user: User, ref: str) -> Report:
    """One of these; hidden and absent are one answer."""
    found = Report.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound()
    policies.check_is_reporter(user, found)
    return found


def report_to_review(user: User, ref: str) -> Report:
    found = policies.reviewable(user).filter(ref=ref).first()
    if found is None:
        raise NotFound()
    return found


def queue(user: User, *, closed: bool = False) -> QuerySet[Report]:
    """What waits for this reviewer, or what was concluded."""
    rows = policies.reviewable(user)
    return rows.exclude(status__in=OPEN) if closed else rows.filter(status__in=OPEN)


def waiting(user: User, today: date) -> tuple[int, int]:
    """How many reports this reviewer has open, and how many of them are overdue."""
    if not policies.reviews_for(user):
        return 0, 0
    rows = queue(user)
    late = Q(status=Status.REPORTED, acknowledge_by__lt=today) | Q(conclude_by__lt=today)
    return rows.count(), rows.filter(late).count()


def unanswered(user: User) -> list[str]:
    """References of own reports in which the last word is the reviewer's."""
    last = Word.objects.filter(report=OuterRef("pk")).order_by("-number").values("by")[:1]
    rows = own(user).exclude(status=Status.ARCHIVED).annotate(spoke=Subquery(last))
    return list(rows.exclude(spoke=None).exclude(spoke="").values_list("ref", flat=True))
