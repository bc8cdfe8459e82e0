"""The parts of a case that its page shows as lists and tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.kernel.cells import Cell
from cairn.kernel.text import noop
from cairn.knowledge.cases.people import Migrants
from cairn.knowledge.cases.schema import Leg, Named, Proceeding, Record
from cairn.knowledge.cases.words import AGES, KNOWN_HOW, SEXES, Role
from cairn.knowledge.models import ItemLink
from cairn.knowledge.texts import best
from cairn.reference.treaties import obligations as obligation_list
from cairn.web.components import Column, Fact, Table
from cairn.web.library.cases import words
from cairn.web.say import current, say


@dataclass(frozen=True, slots=True)
class Tagged:
    """An offence or keyword, and who says so."""

    text: str
    language: str
    by: str


def proceeding(one: Proceeding) -> tuple[str, list[Fact]]:
    """(stage, its facts); what the source says in its own words stands there as it is."""
    result, sentence = best(one.result, current()), best(one.sentence, current())
    verdicts = words.listed([words.verdict(of) for of in one.verdicts])
    facts = [
        Fact(say(noop("Court")), one.court or Cell.NOT_RECORDED),
        Fact(say(noop("Place")), one.place),
        Fact(say(noop("Official number")), one.number),
        Fact("ECLI", one.ecli),
        Fact(
            say(noop("Decided")),
            one.date or Cell.NOT_RECORDED,
            words.word(one.dated) if one.dated else "",
        ),
        Fact(say(noop("Finality")), words.word(one.finality)),
        Fact(say(noop("Outcome")), verdicts),
        Fact(say(noop("Outcome as the source has it")), result.text if result else ""),
        Fact(say(noop("Sentence as the source has it")), sentence.text if sentence else ""),
    ]
    name = words.stage(one.stage) if one.stage else say(noop("Stage not recorded"))
    return name, [fact for fact in facts if fact.value]


def migrants(record: Record) -> Table | None:
    """Who was smuggled, by profile; None where nothing of it is recorded."""
    if not record.migrants:
        return None
    columns = [
        Column(say(noop("Profile"))),
        Column(say(noop("People")), "number"),
        Column(say(noop("Nationality"))),
        Column(say(noop("Status"))),
        Column(say(noop("Crimes suffered"))),
    ]
    rows = [_group(one) for one in record.migrants]
    return Table(
        say(noop("Smuggled migrants by profile")),
        columns,
        rows,
        help=say(
            noop(
                "Nobody is recorded as an offender for having been smuggled (Protocol, article 5)."
            )
        ),
        stacked=True,
    )


def _group(one: Migrants) -> list[str | int | Cell]:
    profile = [say(AGES[one.ages])] if one.ages else []
    profile += [say(SEXES[one.sex])] if one.sex else []
    profile += [words.term("migrant_vulnerability_factors", key) for key in one.vulnerable]
    if one.also_accused:
        profile.append(say(noop("one or more of them also accused")))
    nationality = [words.state(one.nationality)] if one.nationality else []
    nationality += [say(KNOWN_HOW[one.known_how])] if one.known_how else []
    number: str | int | Cell = Cell.NOT_RECORDED if one.number is None else one.number
    if one.number is not None and one.at_least:
        number = words.people(one.number, at_least=True)
    suffered = words.listed([words.term("crimes_suffered", key) for key in one.suffered])
    return [
        words.listed(profile) or say(noop("profile not recorded")),
        number,
        words.listed(nationality) or Cell.NOT_RECORDED,
        words.term("migrant_status", one.status) if one.status else Cell.NOT_RECORDED,
        suffered or Cell.NOT_RECORDED,
    ]


def states(record: Record) -> list[Fact]:
    """The States by role; a role of which nothing is recorded says so."""
    return [
        Fact(
            words.word(role),
            words.states(tuple(one.state for one in record.states if one.role is role))
            or Cell.NOT_RECORDED,
        )
        for role in Role
    ]


def legs(record: Record) -> list[str]:
    return [_leg(one) for one in record.legs]


def _leg(one: Leg) -> str:
    ends = []
    for place, state in ((one.start, one.start_state), (one.end, one.end_state)):
        told = [place, words.state(state) if state else ""]
        ends.append(words.listed(told))
    how = [words.mode(one.mode)]
    how += [words.term("conveyance_types", one.conveyance)] if one.conveyance else []
    way = " – ".join(filter(None, ends))
    return words.listed([*how, way, one.note])


def tagged(given: Iterable[Named]) -> list[Tagged]:
    """What was charged or tagged: in the words of the reader where it has a key."""
    return [
        Tagged(
            words.term("conduct_offence_types", one.key) if one.key else one.text,
            current() if one.key else one.language,
            words.word(one.by),
        )
        for one in given
    ]


def cooperation(record: Record) -> list[str]:
    return [
        words.listed(
            [
                words.term("international_cooperation_forms", one.form),
                words.states(one.states),
                one.note,
            ]
        )
        for one in record.cooperation
    ]


def obligations(links: Iterable[ItemLink]) -> list[str]:
    """The provisions of the Protocol that the case speaks of, by their numbers."""
    known = obligation_list()
    given = [one.target for one in links if one.kind == "obligation"]
    return [known[one].ref for one in dict.fromkeys(given) if one in known]
