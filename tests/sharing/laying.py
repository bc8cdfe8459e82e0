"""The world of the permission matrix: people in every role of every kind of body, and records that
their actions bring through their life, each with who is expected to read it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from cairn.accounts.models import Membership, Organisation, User
from cairn.reporting.filings import actions
from cairn.reporting.filings.drafting import begin_version
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.sharing_with import share_filing
from cairn.reporting.findings.actions import audience_of as finding_audience
from cairn.sharing.models import Entitlement, GroupMember, Participant, SharingGroup
from tests.factories import (
    DataSetFactory,
    FilingCountFactory,
    FilingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories_of_rights import FindingFactory
from tests.factories_of_sharing import SharingGroupFactory
from tests.sharing.reference import Body, Circle, Named, Person, Place, Record

TABLE = yaml.safe_load((Path(__file__).parent / "who_may_read.yaml").read_text())
MARKINGS = ("clear", "green", "amber", "amber_strict", "red")
SECTION = "smuggled_migrants"
TODAY = timezone.localdate()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

AGENCY, MINISTRY = Body("ner-agency", "state_body", "NER"), Body("ner-min", "state_body", "NER")
POLICE = Body("ner-police", "state_body", "NER")
MALI, MALI_TOO = Body("mli-agency", "state_body", "MLI"), Body("mli-police", "state_body", "MLI")
CHAD, CHAD_TOO = Body("tcd-agency", "state_body", "TCD"), Body("tcd-police", "state_body", "TCD")
OUTSIDE = Body("bfa-agency", "state_body", "BFA")  # its State takes no part in the exchange
OUTSIDE_TOO = Body("bfa-min", "state_body", "BFA")
UNIVERSITY, HILL = Body("university", "university"), Body("hill", "university", "MLI")
OFFICE, COMMISSION = Body("office", "international"), Body("commission", "independent")
SOCIETY, PUBLISHER = Body("society", "civil_society"), Body("publisher", "publisher")
BODIES = (
    *(AGENCY, MINISTRY, POLICE, MALI, MALI_TOO, CHAD, CHAD_TOO, OUTSIDE, OUTSIDE_TOO),
    *(UNIVERSITY, HILL, OFFICE, COMMISSION, SOCIETY, PUBLISHER),
)
ANYWHERE = (
    *("administrator", "analyst", "contact_point", "correction_reviewer", "librarian"),
    *("library_reviewer", "officer", "publisher", "secretariat"),
)
HELD = {  # roles by the kind of body, as the descriptions of the roles say
    "state_body": (*ANYWHERE, "steward"),
    "university": (*ANYWHERE, "steward", "contributor"),
    "civil_society": (*ANYWHERE, "steward", "contributor"),
    "publisher": (*ANYWHERE, "steward"),
    "international": (*ANYWHERE, "steward", "contributor", "rights_reviewer"),
    "independent": (*ANYWHERE, "steward", "contributor", "rights_reviewer"),
}
PEOPLE = (
    *(
        Person(f"{body.key}.{role}"[:40].replace("_", "-"), (Place(body, role),))
        for body in BODIES
        for role in HELD[body.kind]
    ),
    Person("nowhere"),
    Person("ended", (Place(AGENCY, "officer", until=YESTERDAY),)),
    Person("ends-today", (Place(AGENCY, "contact_point", until=TODAY),)),
    Person("last-day", (Place(MINISTRY, "contact_point", until=TOMORROW),)),
    Person("begins", (Place(AGENCY, "officer", since=TOMORROW),)),
    Person("moved", (Place(AGENCY, "contact_point", until=YESTERDAY), Place(MALI, "analyst"))),
    Person("of-two-states", (Place(OUTSIDE, "contact_point"), Place(MALI, "officer"))),
    Person("left-the-circle", (Place(MALI, "officer", until=TODAY), Place(CHAD, "officer"))),
    Person("reviews-own", (Place(COMMISSION, "rights_reviewer"), Place(AGENCY, "analyst"))),
    Person("reviews-ngo", (Place(COMMISSION, "rights_reviewer"), Place(SOCIETY, "contributor"))),
    Person("reporter", (Place(COMMISSION, "rights_reviewer"),)),
    Person("was-reviewer", (Place(COMMISSION, "rights_reviewer", until=TODAY),)),
)
NAMED = "mli-agency.officer"  # whom the circle of persons names, beside one who left her body
BY_BODY = Circle(
    (
        Named(CHAD),
        Named(SOCIETY),
        Named(HILL, sections=("fees",)),
        Named(OUTSIDE, until=TODAY),
        Named(UNIVERSITY, since=TOMORROW),
    )
)
BY_NAME = Circle((Named(MALI, NAMED), Named(MALI, "left-the-circle")))
ENDED = Circle((Named(CHAD),), until=TODAY)


@dataclass
class Laid:
    """The rows by what is expected of them."""

    users: dict[str, User] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    groups: dict[int, SharingGroup] = field(default_factory=dict)
    rows: dict[type, dict[int, Record]] = field(default_factory=dict)  # model → row → expected
    months: int = 0

    def next_month(self, *, opened: bool) -> date:
        """Every second month was contributed by Mali."""
        self.months += 1 + ((self.months % 2 == 0) == opened)
        return date(2005 + self.months // 12, self.months % 12 + 1, 1)

    def expect(self, row: Any, record: Record) -> None:
        self.rows.setdefault(type(row), {})[row.pk] = record


def first_of_next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def laid() -> Laid:
    """All of it."""
    made = Laid()
    for body in BODIES:
        made.bodies[body.key] = OrganisationFactory(
            key=body.key, kind=body.kind, state=body.state or None
        )
    for person in PEOPLE:
        made.users[person.name] = UserFactory(username=person.name)
    Membership.objects.bulk_create(
        MembershipFactory.build(
            user=made.users[person.name],
            organisation=made.bodies[place.body.key],
            role=place.role,
            since=place.since,
            until=place.until,
        )
        for person in PEOPLE
        for place in person.places
    )
    for state in ("NER", "MLI", "TCD"):
        Participant.objects.create(state=state, since=date(2024, 1, 1), joined_by="console")
    for circle in (BY_BODY, BY_NAME, ENDED):
        kind = "accounts" if circle is BY_NAME else "organisations"
        made.groups[id(circle)] = group = SharingGroupFactory(
            owner=made.bodies["ner-min"], kind=kind, state="NER"
        )
        for one in circle.members:
            GroupMember.objects.create(
                group=group,
                organisation=made.bodies[one.body.key],
                account=made.users[one.person] if one.person else None,
                sections=list(one.sections),
                since=one.since,
                until=one.until,
                added_by="console",
            )
    _filings(made)
    _findings(made)
    _data_sets(made)
    return made


# --- filings, by the actions of their people -----------------------------------------------------


def brought(
    made: Laid,
    step: str,
    marking: str,
    *,
    opened: bool = True,
    owner: Body = AGENCY,
    circle: Circle = Circle(),  # noqa: B008
    months: int = 1,
    embargo: date | None = None,
) -> Filing:
    """A filing at this step of its life, and what is expected of who reads it."""
    state = owner.state.lower()
    officer = made.users[f"{owner.key}.officer"]
    contact = made.users[f"{state}-min.contact-point"]
    secretary = made.users["office.secretariat"]
    first = made.next_month(opened=opened)
    covered = [first]
    while len(covered) < months:
        covered.append(first_of_next(covered[-1]))
        made.months += 1
    filing = FilingFactory(
        owner=made.bodies[owner.key],
        section=SECTION,
        marking=marking,
        period=first,
        period_last=first_of_next(covered[-1]) - timedelta(days=1),
        coverage_note="All posts.",
        begun_by=officer.username,
        embargo_until=embargo or date(1970, 1, 1),
    )
    FilingCountFactory(filing=filing, value=12)
    wanted = step.removesuffix(" outside the exchange")
    if wanted != "draft":
        filing = actions.submit_filing(filing=filing, by=officer)
    if wanted == "returned":
        filing = actions.return_filing(filing=filing, reason="Which posts?", by=contact)
    if wanted not in ("draft", "submitted", "returned"):
        filing = actions.clear_filing(filing=filing, by=contact)
    if wanted not in ("draft", "submitted", "returned", "cleared"):
        filing = actions.validate_filing(filing=filing, by=secretary)
    if wanted == "grouped" or (wanted == "recalled" and marking not in ("clear", "green")):
        filing = share_filing(filing=filing, group=made.groups[id(circle)].ref, by=contact)
    if wanted == "recalled":
        filing = actions.recall_filing(filing=filing, reason="Read twice.", by=contact)
    if wanted == "withdrawn":
        filing = actions.withdraw_filing(filing=filing, reason="Twice.", by=contact)
    if wanted == "replaced by amber":
        newer = begin_version(filing=filing, by=officer)
        Filing.objects.filter(pk=newer.pk).update(marking="amber")
        newer = actions.submit_filing(filing=newer, by=officer)
        newer = actions.clear_filing(filing=newer, by=contact, repetition_is_true=True)
        newer = actions.validate_filing(filing=newer, by=secretary)
        letters = tuple(TABLE["filing"]["validated"]["amber"])
        made.expect(newer, Record(f"the amber one after {marking}", letters, owner, SECTION))
    letters = tuple(TABLE["filing"][step][marking])
    name = f"{step} {marking} {first}"
    known = Record(name, letters, owner, SECTION, tuple(covered), circle, embargo)
    made.expect(filing, known)
    return filing


def _filings(made: Laid) -> None:
    for number in range(0, 400):
        month = date(2005 + number // 12, number % 12 + 1, 1)
        if number % 2 == 0:
            Entitlement.objects.create(state="MLI", section=SECTION, month=month, why="contributed")
    for step, by_marking in TABLE["filing"].items():
        outside = step.endswith("outside the exchange")
        owner = OUTSIDE if outside else AGENCY
        for marking in by_marking:
            circle = BY_NAME if marking == "red" else BY_BODY
            if "grouped" in step and outside:
                continue  # its State keeps groups of its own; see below
            grouped = "grouped" in step or (step == "recalled" and marking not in ("clear",))
            used = circle if grouped and marking not in ("clear", "green") else Circle()
            brought(made, step, marking, owner=owner, circle=used)
            if step in ("validated", "withdrawn"):
                brought(made, step, marking, owner=owner, opened=False)
    brought(made, "validated", "green", months=3)  # a quarter of which a month is not open
    for marking in MARKINGS:
        for day in (TODAY, TOMORROW):
            grouped = marking in ("amber", "amber_strict", "red")
            circle = BY_NAME if marking == "red" else BY_BODY
            step = "grouped" if grouped else "validated"
            used = circle if grouped else Circle()
            brought(made, step, marking, circle=used, embargo=day)
    ended = brought(made, "grouped", "amber", circle=BY_BODY)
    group = made.groups[id(ENDED)]
    group.until = TODAY
    group.save(update_fields=["until"])
    Filing.objects.filter(pk=ended.pk).update(shared_with=group.ref)
    held = made.rows[Filing][ended.pk]
    made.expect(ended, Record("grouped ended", held.letters, AGENCY, SECTION, held.months, ENDED))
    _outside_groups(made)


def _outside_groups(made: Laid) -> None:
    """A State that takes no part opens nothing through its groups."""
    for circle in (BY_BODY, BY_NAME):
        theirs = SharingGroupFactory(
            owner=made.bodies["bfa-min"], state="BFA", kind=made.groups[id(circle)].kind
        )
        for one in made.groups[id(circle)].members.all():
            one.pk, one.group, one._state.adding = None, theirs, True
            one.ref = GroupMember().ref
            one.save()
        held = made.groups[id(circle)]
        made.groups[id(circle)] = theirs
        markings = ("red",) if circle is BY_NAME else ("amber", "amber_strict")
        for marking in markings:
            brought(made, "grouped outside the exchange", marking, owner=OUTSIDE, circle=circle)
        made.groups[id(circle)] = held


def _findings(made: Laid) -> None:
    for step, by_marking in TABLE["finding"].items():
        for marking, letters in by_marking.items():
            for opened in (True, False):
                first = made.next_month(opened=opened)
                row = FindingFactory(
                    owner=made.bodies["university"],
                    section=SECTION,
                    marking=marking,
                    period=first,
                    period_last=first_of_next(first) - timedelta(days=1),
                )
                if step == "shared":
                    row.status, row.audience_class = "shared", finding_audience(row)
                    row.save()
                known = Record(f"{step} {marking}", tuple(letters), UNIVERSITY, SECTION, (first,))
                made.expect(row, known)


def _data_sets(made: Laid) -> None:
    for step, audience in (("open", "open"), ("private", "organisation")):
        for day in (TODAY, TOMORROW):
            row = DataSetFactory(
                owner=made.bodies["publisher"], audience_class=audience, embargo_until=day
            )
            letters = tuple(TABLE["data set"][step]["clear"])
            made.expect(row, Record(f"{step} {day}", letters, PUBLISHER, embargo_until=day))
