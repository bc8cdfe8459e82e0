"""People and charges of a case as its page shows them: by person, and summed up by outcome."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cairn.kernel.text import Message, noop
from cairn.knowledge.cases.naming import WEIGHT, final_status, standing
from cairn.knowledge.cases.people import Charge, Outcome, Person
from cairn.knowledge.cases.schema import Proceeding, Record
from cairn.knowledge.cases.words import SEXES, Status
from cairn.web.components import Column, Table, Value
from cairn.web.library.cases import words
from cairn.web.say import say

MARKS = {
    Status.CONVICTED: "information",
    Status.ACQUITTED: "information",
    Status.REVERSED: "information",
    Status.DISCONTINUED: "information",
    Status.RETRIAL: "waiting",
    Status.ACCUSED: "waiting",
    Status.SUSPECTED: "waiting",
    Status.NOT_KNOWN: "attention",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What one decision made of a charge."""

    stage: str
    verdict: str
    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One charge in the table of its person."""

    id: str
    offence: str
    cited: str
    address: str  # of the article in the library, "" where it has none
    on: date | None
    details: str  # liability and aggravations
    steps: tuple[Step, ...]
    stands: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with all that was charged."""

    anchor: str
    label: str
    name: str  # only where it may be shown
    why_named: str
    about: str
    also: str
    stood: tuple[str, ...]
    status: str
    mark: str
    summary: str
    charges: tuple[ChargeRow, ...]
    note: str


def rows(record: Record, articles: Mapping[tuple[str, str], str]) -> list[PersonRow]:
    """All people with their charges; `articles`: (law, article) → its address in the library."""
    held = {one.id: one for one in record.proceedings}
    by_person: dict[str, list[Charge]] = {}
    for charge in record.charges:
        by_person.setdefault(charge.person, []).append(charge)
    return [
        _person(at, one, by_person.get(one.label, []), record, held, articles)
        for at, one in enumerate(record.people, 1)
    ]


def _person(
    at: int,
    one: Person,
    charged: list[Charge],
    record: Record,
    held: Mapping[str, Proceeding],
    articles: Mapping[tuple[str, str], str],
) -> PersonRow:
    status = final_status(record, one)
    also = [words.word(of) for of in one.capacities]
    also += [words.term("crimes_suffered", key) for key in one.suffered]
    return PersonRow(
        anchor=f"person-{at}",
        label=one.label,
        name=one.names[0] if one.names else "",
        why_named=one.reveal.reason if one.names and one.reveal else "",
        about=_about(one),
        also=words.listed(also),
        stood=tuple(f"{_stage(held[of.proceeding])} – {words.word(of.status)}" for of in one.stood),
        status=words.word(status),
        mark=MARKS[status],
        summary=_summary(charged),
        charges=tuple(_charge(of, held, articles) for of in charged),
        note=one.note,
    )


def _about(one: Person) -> str:
    found = [say(noop("legal person"))] if one.legal else []
    found += [words.term("smuggler_roles", key) for key in one.roles]
    found += [say(SEXES[one.sex])] if one.sex else []
    if one.age is not None:
        found.append(say(Message("%(n)s year old", "%(n)s years old", one.age)))
    found += [words.state(one.nationality)] if one.nationality else []
    return words.listed(found)


def _summary(charged: list[Charge]) -> str:
    counted = Counter(standing(one) for one in charged)
    total = say(Message("%(n)s charge", "%(n)s charges", len(charged)))
    told = [f"{words.word(one)} {counted[one]}" for one in _ordered(counted)]
    return f"{total} ({words.listed(told)})" if charged else ""


def _charge(
    one: Charge, held: Mapping[str, Proceeding], articles: Mapping[tuple[str, str], str]
) -> ChargeRow:
    status = standing(one)
    given = one.provision
    details = [words.term("liability_participation", key) for key in one.liability]
    details += [words.term("aggravating_circumstances", key) for key in one.aggravations]
    return ChargeRow(
        id=one.id,
        offence=words.term("conduct_offence_types", one.offence) if one.offence else "",
        cited=(given.cited or given.article) if given else "",
        address=articles.get((given.law, given.article), "") if given else "",
        on=given.on if given else None,
        details=words.listed(details),
        steps=tuple(_step(of, held) for of in one.outcomes),
        stands=words.word(status) if one.outcomes else say(words.NOT_READ),
        mark=MARKS[status],
        note=one.note,
    )


def _step(one: Outcome, held: Mapping[str, Proceeding]) -> Step:
    return Step(
        _stage(held[one.proceeding]),
        words.verdict(one.verdict),
        words.sentence(one.sentence),
        one.note,
    )


def _stage(one: Proceeding) -> str:
    return words.stage(one.stage) if one.stage else one.court or one.id


def by_outcome(record: Record) -> Table | None:
    """How many charges stand how, and how many people are concerned; None without charges."""
    if not record.charges:
        return None
    charges = Counter(standing(one) for one in record.charges)
    people = {
        status: len({one.person for one in record.charges if standing(one) is status})
        for status in charges
    }
    columns = [
        Column(say(noop("How a charge stands"))),
        Column(say(noop("Charges")), "number"),
        Column(say(noop("People and bodies concerned")), "number"),
    ]
    lines: list[list[Value]] = [
        [_standing(status), charges[status], people[status]] for status in _ordered(charges)
    ]
    total: list[Value] = [
        say(noop("All")),
        len(record.charges),
        len({one.person for one in record.charges}),
    ]
    help_ = say(noop("Somebody whose charges ended differently is counted in several lines."))
    return Table(say(noop("Charges by outcome")), columns, lines, [total], help_)


def by_person(record: Record) -> Table | None:
    """How many people are what in the end; None where nobody is recorded."""
    if not record.people:
        return None
    counted = Counter(final_status(record, one) for one in record.people)
    columns = [
        Column(say(noop("What somebody is in the end"))),
        Column(say(noop("People and bodies")), "number"),
    ]
    lines: list[list[Value]] = [
        [words.word(status), counted[status]] for status in _ordered(counted)
    ]
    return Table(
        say(noop("People and bodies by outcome")),
        columns,
        lines,
        [[say(noop("All")), len(record.people)]],
        say(noop("Whoever was convicted of one charge counts as convicted.")),
    )


def _standing(status: Status) -> str:
    return say(words.NOT_READ) if status is Status.NOT_KNOWN else words.word(status)


def _ordered(counted: Mapping[Status, int]) -> list[Status]:
    order = [Status.CONVICTED, Status.REVERSED, Status.ACQUITTED, Status.DISCONTINUED, *WEIGHT]
    return [one for one in dict.fromkeys([*order, *Status]) if counted.get(one)]
