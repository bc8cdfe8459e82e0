"""Worlds with and without what is hidden: who looks, what she must not see, and how to look.

Each viewer holds every role that a body of her kind can give, so that no door is shut to her for
want of a role and each is tried for what it says of the record behind it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from cairn.accounts.actions import set_code_generator
from cairn.accounts.models import User
from cairn.kernel.dates import Period
from cairn.kernel.errors import CairnError
from cairn.kernel.refs import new_ref
from cairn.reporting.filings.actions import (
    clear_filing,
    recall_filing,
    submit_filing,
    validate_filing,
    withdraw_filing,
)
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.participating import join
from cairn.reporting.filings.sharing_with import share_filing
from cairn.rights.actions import Told, report
from cairn.sharing.reads.models import Copy, Read
from cairn.sharing.viewer import Viewer, viewer_of
from cairn.web.desk.once import new_token
from tests.factories import (
    AccountFactory,
    CountFactory,
    DataSetFactory,
    FilingCommentFactory,
    ImportBatchFactory,
    MembershipFactory,
    NoticeFactory,
    OrganisationFactory,
    ProblemFactory,
    ScheduleFactory,
    StateBodyFactory,
    UploadFactory,
    UserFactory,
)
from tests.factories_of_erasure import ErasureFactory, HoldFactory
from tests.factories_of_people import (
    AgreementFactory,
    EmergencyFactory,
    EmergencyReadingFactory,
    InvitationFactory,
    RecoveryFactory,
    RoleRequestFactory,
)
from tests.factories_of_records import MethodObservationFactory, SheetFileFactory
from tests.factories_of_sharing import (
    CopyFactory,
    GroupMemberFactory,
    ReadFactory,
    SharingGroupFactory,
)
from tests.reporting.filings.doing import World, drafted, world
from tests.reporting.filings.exchange import filed
from tests.reporting.findings.test_findings import begun, shared
from tests.web.desk.conftest import SECRET, Desk

OF_A_STATE = ("contact_point", "officer", "administrator", "analyst", "steward", "publisher")
BESIDE = OF_A_STATE[1:]  # another agency of the State: whoever is no contact point
SCIENCE = ("contributor", "administrator", "analyst", "steward", "publisher")
REVIEW = ("rights_reviewer", "contributor", "administrator", "analyst", "steward")
OFFICE = ("secretariat", "contributor", "administrator", "analyst", "steward")
EVERYBODY = ("mali", "beside", "university", "reviewer", "secretary")
BEYOND_HOME = ("mali", "beside", "university", "reviewer")  # what is RED or STRICT, once cleared
BEYOND_STATE = ("mali", "university", "reviewer")
ABUSED = ("unit",)  # beside everybody, of a report of abuse: the agency that it speaks of


@dataclass(frozen=True)
class Hidden:
    """One record: its reference, the viewers from whom it is hidden, and who may see it."""

    kind: str  # of `ADDRESSES` in the test
    what: str
    ref: str
    viewers: tuple[str, ...]
    seen_by: str = ""  # one who opens it, so that the test knows that it is there
    more: dict[str, str] = field(default_factory=dict)  # other references in its addresses


@dataclass
class Stage:
    """Niger, which hides things; and those who look, each with a browser."""

    niger: World
    mali: World
    people: dict[str, User]
    desks: dict[str, Desk]
    bodies: dict[str, Any]
    base: Filing  # Niger's, open to Mali

    seen_as: dict[str, Viewer] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """Who looks, asked once: nothing that is hidden later changes it."""
        if name not in self.seen_as:
            self.seen_as[name] = viewer_of(self.people[name], timezone.localdate())
        return self.seen_as[name]


def with_roles(body: Any, roles: tuple[str, ...]) -> User:
    user = UserFactory()
    for role in roles:
        MembershipFactory(user=user, organisation=body, role=role)
    return user


def stage() -> Stage:
    """Two States that take part, each with a filing of one quarter that the other reads."""
    niger, mali = world("NER"), world("MLI")
    since = date(2024, 1, 1)
    for one in (niger, mali):
        join(state=one.agency.state, by=one.contact, today=since)
    base = filed(niger, "2024-Q1")
    filed(mali, "2024-Q1")
    bodies = {
        "beside": StateBodyFactory(state="NER"),
        "university": OrganisationFactory(kind="university"),
        "reviewer": OrganisationFactory(kind="independent"),
        "secretary": OrganisationFactory(kind="international"),
        "mali": StateBodyFactory(state="MLI"),
        "chad": StateBodyFactory(state="TCD"),
        "commission": OrganisationFactory(kind="independent", key="a-commission"),
        "hill": OrganisationFactory(kind="university"),
        "project": OrganisationFactory(kind="project"),
    }
    people = {
        "mali": with_roles(bodies["mali"], OF_A_STATE),
        "beside": with_roles(bodies["beside"], BESIDE),
        "university": with_roles(bodies["university"], SCIENCE),
        "reviewer": with_roles(bodies["reviewer"], REVIEW),
        "secretary": with_roles(bodies["secretary"], OFFICE),
        "unit": with_roles(niger.agency, OF_A_STATE),
        "contact": niger.contact,
        "officer": niger.officer,
        "chosen": with_roles(bodies["commission"], ("rights_reviewer",)),
        "hill": with_roles(bodies["hill"], ("contributor",)),
        "steward": with_roles(bodies["project"], ("steward",)),
    }
    for user in people.values():
        set_code_generator(user=user, secret=SECRET, by=None)
    desks = {name: Desk().enter(user) for name, user in people.items()}
    return Stage(niger, mali, people, desks, bodies, base)


def _draft(on: Stage, period: str, marking: str) -> Filing:
    made = drafted(on.niger, period, 31)
    return save_details(filing=made, values={"marking": marking}, by=on.niger.officer)


def _submitted(on: Stage, period: str, marking: str) -> Filing:
    return submit_filing(filing=_draft(on, period, marking), by=on.niger.officer)


def _cleared(on: Stage, period: str, marking: str) -> Filing:
    return clear_filing(
        filing=_submitted(on, period, marking), by=on.niger.contact, repetition_is_true=True
    )


def _validated(on: Stage, period: str, marking: str) -> Filing:
    return validate_filing(filing=_cleared(on, period, marking), by=on.niger.secretary)


def _for_chad(on: Stage, period: str, marking: str) -> Filing:
    group = SharingGroupFactory(owner=on.niger.agency, state="NER")
    GroupMemberFactory(group=group, organisation=on.bodies["chad"])
    made = _validated(on, period, marking)
    return share_filing(filing=made, group=group.ref, by=on.niger.contact)


def _recalled(on: Stage, filing: Filing) -> Filing:
    return recall_filing(filing=filing, reason="A column was read twice.", by=on.niger.contact)


def _withdrawn(on: Stage, filing: Filing) -> Filing:
    return withdraw_filing(filing=filing, reason="Sent twice.", by=on.niger.contact)


def _filings(on: Stage, viewers: tuple[str, ...], **made: Filing) -> Iterator[Hidden]:
    for what, filing in made.items():
        seen_by = "officer"
        yield Hidden("filing", what, filing.ref, viewers, seen_by, {"record": new_ref("obs")})


def kept_inside(on: Stage) -> list[Hidden]:
    """What nobody of the five viewers may know of, not even the secretariat."""
    niger, agency = on.niger, on.niger.agency
    draft = _draft(on, "2024-Q2", "amber")
    record = MethodObservationFactory(filing=draft)
    FilingCommentFactory(filing=draft, organisation=agency)
    found: list[Hidden] = [
        Hidden("filing", "draft", draft.ref, EVERYBODY, "officer", {"record": record.ref}),
        *_filings(on, EVERYBODY, submitted_red=_submitted(on, "2024-Q3", "red")),
    ]
    sheet = SheetFileFactory(owner=niger.officer, organisation=agency)
    upload = UploadFactory(owner=niger.officer)
    erasure = ErasureFactory(owner=agency, target=draft.ref)
    HoldFactory(owner=agency, target=draft.ref)
    invited = UserFactory()
    invitation = InvitationFactory(user=invited, organisation=agency, by=niger.contact)
    colleague = with_roles(agency, ("analyst",))
    recovery = RecoveryFactory(user=colleague, expires_at=timezone.now())
    soon = timezone.now() + timedelta(days=7)
    asked = RoleRequestFactory(user=colleague, organisation=agency, expires_at=soon)
    emergency = EmergencyFactory(user=on.people["unit"], place=agency)
    EmergencyReadingFactory(emergency=emergency, record=draft.ref)
    agreement = AgreementFactory(user=colleague, organisation=agency, expires_at=soon)
    group = SharingGroupFactory(owner=agency, state="NER", name="Hidden circle")
    GroupMemberFactory(group=group, organisation=on.bodies["chad"])
    notice = NoticeFactory(
        organisation=agency,
        kind="recalled",
        target=new_ref("fil"),
        values={
            **{"section": "smuggled_migrants", "period": "2024-01-01", "state": "TCD"},
            **{"period_last": "2024-03-31", "number": 1, "read": 1, "files": False},
            "first": "2026-11-01",
        },
    )
    ScheduleFactory(organisation=agency, section="fees")
    ReadFactory(owner=agency, reader=on.bodies["chad"], record=draft.ref)
    CopyFactory(owner=agency, reader=on.bodies["chad"], record=draft.ref)
    table = {"tab": "monthly", "basis": "arrivals", "dimensions": [], "level": "month"}
    dataset = DataSetFactory(
        owner=on.bodies["project"], audience_class="organisation", tables=[table]
    )
    private = {"owner": on.bodies["project"], "audience_class": "organisation"}
    batch = ImportBatchFactory(dataset=dataset, **private)
    ProblemFactory(batch=batch)
    account = AccountFactory(batch=batch, dataset=dataset, incident__batch=batch, **private)
    count = CountFactory(batch=batch, dataset=dataset, **private)
    hill, scholar = on.bodies["hill"], on.people["hill"]
    found += [
        Hidden("sheet", "spreadsheet", sheet.ref, EVERYBODY),
        Hidden("upload", "upload", upload.ref, EVERYBODY, "", {"token": upload.token}),
        Hidden("erasure", "erasure", erasure.ref, EVERYBODY, "contact"),
        Hidden("invitation", "invitation", invitation.ref, EVERYBODY),
        Hidden("recovery", "recovery", recovery.ref, EVERYBODY),
        Hidden("role_request", "role request", asked.ref, EVERYBODY),
        Hidden("emergency", "emergency", emergency.ref, EVERYBODY, "contact", {"draft": draft.ref}),
        Hidden("agreement", "asking of a second", agreement.ref, EVERYBODY, "officer"),
        Hidden("person", "colleague", colleague.ref, EVERYBODY, "", {"body": agency.ref}),
        Hidden("group", "group", group.ref, EVERYBODY, "contact"),
        Hidden("notice", "notice", notice.ref, EVERYBODY),
        Hidden("data_set", "data set", dataset.key, EVERYBODY, "steward"),
        Hidden("batch", "import", batch.ref, EVERYBODY),
        Hidden("account", "account", account.ref, EVERYBODY, "steward"),
        Hidden("count", "number", count.ref, EVERYBODY, "steward"),
        Hidden("finding", "draft finding", begun(hill, scholar).ref, EVERYBODY, "hill"),
        Hidden(
            *("finding", "strict finding"),
            shared(hill, scholar, "2024-Q2", marking="amber_strict").ref,
            *(EVERYBODY, "hill"),
        ),
    ]
    return found


def of_abuse(on: Stage) -> Hidden:
    """A report about the agency, by an officer of it, to a body that none of the viewers is of."""
    told = Told(
        harms=["physical_violence"],
        by_whom=["border_guard"],
        what="Guards beat a group at the fence (invented).",
        knowledge="seen",
        period=Period.parse("2026-09"),
        reviewer=on.bodies["commission"].ref,
        concerned_state="NER",
        unit="The post at the northern fence",
        country="NER",
    )
    made = report(told=told, by=on.niger.officer, today=timezone.localdate())
    return Hidden("report", "report of abuse", made.ref, (*EVERYBODY, *ABUSED), "chosen")


def of_contact_points(on: Stage) -> list[Hidden]:
    """What the secretariat sees, and at home only the owner and contact points."""
    hill, scholar = on.bodies["hill"], on.people["hill"]
    amber = shared(hill, scholar, "2024-Q3", marking="amber")
    return [
        *_filings(
            on,
            BEYOND_HOME,
            cleared_red=_cleared(on, "2023-Q1", "red"),
            validated_red=_validated(on, "2023-Q2", "red"),
            strict_for_another=_for_chad(on, "2023-Q3", "amber_strict"),
            recalled_strict=_recalled(on, _for_chad(on, "2023-Q4", "amber_strict")),
            withdrawn_red=_withdrawn(on, _validated(on, "2022-Q1", "red")),
        ),
        Hidden("finding", "amber finding", amber.ref, BEYOND_HOME, "hill"),
    ]


def of_the_state(on: Stage) -> list[Hidden]:
    """What all bodies of Niger see; nothing of it stands on the roll."""
    hill, scholar = on.bodies["hill"], on.people["hill"]
    green = shared(hill, scholar, "2024-Q4", marking="green")
    return [
        *_filings(
            on,
            BEYOND_STATE,
            submitted=_submitted(on, "2021-Q1", "amber"),
            cleared_amber=_cleared(on, "2021-Q2", "amber"),
            validated_amber=_validated(on, "2021-Q3", "amber"),
            amber_for_another=_for_chad(on, "2021-Q4", "amber"),
            recalled_green=_recalled(on, _validated(on, "2022-Q2", "green")),
            withdrawn_green=_withdrawn(on, _recalled(on, _validated(on, "2022-Q3", "green"))),
        ),
        Hidden("finding", "green finding of other months", green.ref, BEYOND_STATE, "hill"),
    ]


def on_the_roll(on: Stage) -> list[Hidden]:
    """That it is there is known to those who take part; what it says, to who contributed as well
    (Mali did not contribute these months)."""
    return list(_filings(on, BEYOND_STATE, green_elsewhere=_validated(on, "2020-Q1", "green")))


# --- looking ------------------------------------------------------------------------------------

RANDOM = re.compile(
    r'(name="(?:csrfmiddlewaretoken|once)" value=")[^"]*|'
    r"(X-CSRFToken&quot;: &quot;|&quot;x-csrftoken&quot;:&quot;)[^&]*"
)
EXPORT = re.compile(r"exp-[0-9A-Z]{10}-(?:%..|&#x3D;|.)")
OF_ONE_ANSWER = {"X-Request-ID", "Content-Length", "Date", "Last-Modified", "Expires", "Set-Cookie"}


def masked(answer: Any, *refs: str) -> tuple[int, tuple[tuple[str, str], ...], str]:
    """Status, headers and content without what differs between any two answers."""
    content = b"".join(answer) if answer.streaming else answer.content
    text = RANDOM.sub(lambda found: found[1] or found[2], content.decode("utf-8", "replace"))
    text = EXPORT.sub("exp", text)
    head = {k: v for k, v in answer.items() if k not in OF_ONE_ANSWER}
    if "Content-Security-Policy" in head:
        head["Content-Security-Policy"] = re.sub(r"nonce-\S+", "", head["Content-Security-Policy"])
    told = EXPORT.sub("exp", json.dumps(sorted(head.items())))
    for ref in sorted(refs, key=len, reverse=True):
        for written in {ref, quote(ref), quote(ref, safe="~*$="), ref.replace("=", "&#x3D;")}:
            text, told = text.replace(written, "REF"), told.replace(written, "REF")
    return answer.status_code, tuple(map(tuple, json.loads(told))), text


def looked(desk: Client, address: str, *refs: str) -> tuple[Any, ...]:
    return masked(desk.get(address), *refs)


def sent(desk: Desk, user: User, address: str, act: str, *refs: str, **fields: Any) -> Any:
    given = {"act": act, "once": new_token(user), "reason": "Why.", "number": 1, **fields}
    return masked(desk.post(address, given), *refs)


def directly(on: Stage, viewer: str, method: str, address: str, *refs: str, **fields: Any) -> Any:
    """The same at the view itself, which is several times quicker: what it refuses is compared in
    the place of the page that says so, which is drawn from nothing else."""
    desk, user, match = on.desks[viewer], on.people[viewer], resolve(address)
    request = getattr(RequestFactory(), method.lower())(address, fields)
    request.user, request.session, request.resolver_match = user, desk.session, match
    request.viewer = on.viewer(viewer)
    request.htmx, request.LANGUAGE_CODE = False, "en"
    request._messages = FallbackStorage(request)
    request._dont_enforce_csrf_checks = True
    try:
        return masked(match.func(request, *match.args, **match.kwargs), *refs)
    except CairnError as refused:
        values = json.dumps(refused.values, default=str, sort_keys=True)
        for ref in refs:
            values = values.replace(ref, "REF")
        return type(refused).__name__, values
    except Http404:
        return ("Http404",)


def forget_looking(on: Stage) -> None:
    """What looking itself leaves behind is taken away, so that it is no difference."""
    mine = [one.pk for name, one in on.bodies.items() if name in EVERYBODY]
    Read.objects.filter(reader__in=mine).delete()
    Copy.objects.filter(reader__in=mine).delete()
