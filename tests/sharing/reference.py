"""The rules read aloud: who is meant by each letter of `who_may_read.yaml`.

Plain loops over plain values. Nothing of the code under test is imported here, and nothing of it
may be: that is what makes the answers of `test_matrix.py` worth comparing.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Body:
    key: str
    kind: str
    state: str = ""


@dataclass(frozen=True)
class Place:
    """A role in a body, from one day until (not including) another."""

    body: Body
    role: str
    since: date = date(2020, 1, 1)
    until: date | None = None


@dataclass(frozen=True)
class Person:
    name: str
    places: tuple[Place, ...] = ()

    def today(self, today: date) -> list[Place]:
        return [
            one
            for one in self.places
            if one.since <= today and (one.until is None or today < one.until)
        ]


@dataclass(frozen=True)
class Named:
    """A member of a sharing group: a body, or a person of it."""

    body: Body
    person: str = ""
    sections: tuple[str, ...] = ()
    since: date = date(2020, 1, 1)
    until: date | None = None


@dataclass(frozen=True)
class Circle:
    """A sharing group."""

    members: tuple[Named, ...] = ()
    until: date | None = None

    def for_section(self, section: str, today: date) -> list[Named]:
        if self.until is not None and today >= self.until:
            return []
        return [
            one
            for one in self.members
            if one.since <= today
            and (one.until is None or today < one.until)
            and (not one.sections or section in one.sections)
        ]


@dataclass(frozen=True)
class Record:
    """What is read: `letters` say who may."""

    name: str
    letters: tuple[str, ...]
    owner: Body
    section: str = ""
    months: tuple[date, ...] = ()
    group: Circle = Circle()
    embargo_until: date | None = None


@dataclass(frozen=True)
class Rules:
    today: date
    waits: frozenset[str]
    opened: dict[str, set[tuple[str, date]]] = field(default_factory=dict)  # State → contributed


def may_read(person: Person | None, record: Record, rules: Rules) -> bool:
    """Whether any letter of the record means this person; None: nobody who has signed in."""
    early = record.embargo_until is not None and rules.today < record.embargo_until
    for letter in record.letters:
        if early and letter in rules.waits:
            continue
        if means(letter, person, record, rules):
            return True
    return False


def means(letter: str, person: Person | None, record: Record, rules: Rules) -> bool:
    if letter == "A":
        return True
    places = person.today(rules.today) if person else []
    members = record.group.for_section(record.section, rules.today)
    for place in places:
        of_a_state = place.body.kind == "state_body" and place.body.state != ""
        match letter:
            case "D":
                return True
            case "O" if place.body == record.owner:
                return True
            case "S" if of_a_state and place.body.state == record.owner.state:
                return True
            case "P" if of_a_state and place.body.state == record.owner.state:
                if place.role == "contact_point":
                    return True
            case "T" if place.role == "secretariat" and place.body.kind == "international":
                return True
            case "R" if of_a_state and record.months:
                held = rules.opened.get(place.body.state, set())
                if all((record.section, month) in held for month in record.months):
                    return True
            case "G" | "H":
                for member in members:
                    if member.person:
                        continue
                    if member.body == place.body:
                        return True
                    beside = of_a_state and member.body.kind == "state_body"
                    if letter == "H" and beside and member.body.state == place.body.state:
                        return True
            case "N":
                for member in members:
                    if member.person == person.name and member.body == place.body:
                        return True
    return False


@dataclass(frozen=True)
class Abuse:
    """A report of abuse: by whom, to which body, about which body or the officials of a State."""

    name: str
    reporter: str
    chosen: Body
    second: Body | None = None
    about_body: Body | None = None
    about_state: str = ""


def may_review(person: Person, report: Abuse, today: date) -> bool:
    """A reviewer of the chosen body, or of the second; none who works for whom it speaks of."""
    reviews = False
    for place in person.today(today):
        if place.body == report.about_body:
            return False
        if place.body.kind == "state_body" and place.body.state == report.about_state != "":
            return False
        independent = place.body.kind in ("independent", "international")
        if place.role == "rights_reviewer" and independent:
            reviews = reviews or place.body in (report.chosen, report.second)
    return reviews


def sees_who_read(person: Person, record: Record, today: date) -> bool:
    """The access log of a filing: its own organisation's officers and contact points, and the
    contact points of its State; not administrators, not the secretariat, nobody else."""
    for place in person.today(today):
        if place.body == record.owner and place.role in ("officer", "contact_point"):
            return True
        of_state = place.body.kind == "state_body" and place.body.state == record.owner.state
        if of_state and place.role == "contact_point":
            return True
    return False
