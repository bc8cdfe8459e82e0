"""Who is told of a question about a filing, and who of its answer.

A question from outside the State, as of the secretariat, waits for the body that filed and for the
contact points, who stand behind it. A question of a contact point waits for the body that filed.
What one of them says then is the answer: nobody is asked any more, and whoever asked is told.
"""

from typing import Any

from cairn.accounts.models import Organisation, OrganisationKind
from cairn.accounts.permissions import Permission
from cairn.reporting.filings import notices
from cairn.reporting.filings.models import Filing, FilingComment, Notice

ASKED, ANSWERED = "commented", "answered"


def tell_of(made: FilingComment) -> None:
    """In the transaction that makes the comment."""
    filing, speaker = made.filing, made.organisation
    at_home = speaker.pk == filing.owner.pk or speaker.state == filing.state is not None
    asked = Notice.objects.filter(target=filing.ref, kind=ASKED, done_at__isnull=True)
    # Where somebody outside waits for an answer, what a body of the State says is that answer.
    answers = at_home and (speaker.pk == filing.owner.pk or _waits_outside(filing, made))
    told = [] if answers else _asked_by(filing, speaker, at_home=at_home)
    if answers:
        notices.done(target=filing.ref, kinds=[ASKED])
    else:
        asked.filter(organisation=speaker).update(done_at=made.at)
    Notice.objects.filter(
        target=filing.ref, kind=ANSWERED, organisation=speaker, done_at__isnull=True
    ).update(done_at=made.at)
    values: dict[str, Any] = {"who": speaker.called, "comment": made.ref}
    for one in told:
        notices.tell(one, ASKED, filing, **values)
    if answers:
        for one in _askers(filing, made):
            notices.tell(one, ANSWERED, filing, **values)


def _asked_by(filing: Filing, speaker: Organisation, *, at_home: bool) -> list[Organisation]:
    bodies = {filing.owner.pk: filing.owner}
    if not at_home:
        clearing = notices.with_permission(
            Permission.FILING_CLEAR, kind=OrganisationKind.STATE_BODY, state=filing.state
        )
        bodies |= {one.pk: one for one in clearing}
    bodies.pop(speaker.pk, None)
    return list(bodies.values())


def _open_before(filing: Filing, made: FilingComment) -> Any:
    rows = FilingComment.objects.filter(filing__ref=filing.ref, settled_at__isnull=True)
    return rows.exclude(pk=made.pk).exclude(organisation=made.organisation)


def _waits_outside(filing: Filing, made: FilingComment) -> bool:
    found: bool = _open_before(filing, made).exclude(organisation__state=filing.state).exists()
    return found


def _askers(filing: Filing, made: FilingComment) -> list[Organisation]:
    """Bodies whose questions are open, but those that answer together: of the State, where somebody
    outside asked."""
    rows = _open_before(filing, made).exclude(organisation=filing.owner)
    found = Organisation.objects.filter(pk__in=rows.values("organisation"))
    outside = [one for one in found if one.state != filing.state]
    return outside or list(found)
