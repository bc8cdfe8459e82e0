"""How the keys of a case are said: by the shared vocabularies and by what cases add to them."""

import enum

from cairn.kernel.text import Message, noop
from cairn.knowledge.cases.face import TAGGED, TAGGED_UNPAID, UNPAID
from cairn.knowledge.cases.people import Money, Sentence
from cairn.knowledge.cases.words import MODES, STAGES, Element, Finding, Term, Verdict
from cairn.knowledge.describing import words_of
from cairn.reference.countries import name_of
from cairn.reference.vocabularies import label
from cairn.web import numbers
from cairn.web.say import current, paired, say

NOT_READ = noop("outcome not read")
TAG = noop("tagged from a summary or by the source, not a finding")
WITHOUT_PAYMENT = noop("found or inferred without direct proof of payment")
TAG_WITHOUT_PAYMENT = noop("tagged as a benefit without direct payment, not a finding")
UNTOLD = {"not_read": NOT_READ, "in_words": noop("told in words only, see the record")}
BANDS = {
    "0": noop("less than a quarter of a full record"),
    "1": noop("a quarter to a half of a full record"),
    "2": noop("a half to three quarters of a full record"),
    "3": noop("three quarters of a full record or more"),
}
ASKED = {
    "summary": noop("a summary"),
    "court": noop("the court"),
    "date": noop("the date of the decision"),
    "stage": noop("the stage of the proceedings"),
    "outcome": noop("the outcome of every charge"),
    "people": noop("the people and bodies accused, one by one"),
    "charges": noop("the charges, one by one"),
    "migrants": noop("how many people were smuggled, and who they were"),
    "states": noop("the States of origin, transit and destination"),
    "way": noop("how they travelled"),
    "findings": noop("what the court found of each element"),
    "decision": noop("the decision itself, read as a whole"),
}


def word(key: enum.StrEnum) -> str:
    return say(words_of(key) or key.value)


def state(key: str) -> str:
    return name_of(key, current())


def states(keys: tuple[str, ...]) -> str:
    return numbers.comma(current()).join(state(one) for one in keys)


def listed(words: list[str]) -> str:
    """Several words as this language lists them."""
    return numbers.comma(current()).join(filter(None, words))


def term(vocabulary: str, key: str) -> str:
    return label(vocabulary, key, current())


def stage(key: str) -> str:
    return say(STAGES[key]) if key in STAGES else term("case_stage", key)


def mode(key: str) -> str:
    return say(MODES[key]) if key in MODES else term("transport_modes", key)


def verdict(key: str) -> str:
    """A verdict, or that none was read."""
    if key in UNTOLD:
        return say(UNTOLD[key])
    found = Verdict(key)
    return word(found) if words_of(found) else term("case_outcomes", key)


def element(key: str) -> str:
    """A value of the filter: an element, and what is known of it."""
    name, _, known = key.partition(":")
    if name not in set(Element):
        return key
    said = word(Element(name))
    return paired(said, _known(known)) if known else said


def _known(key: str) -> str:
    if key == TAGGED:
        return say(TAG)
    if key == UNPAID:
        return say(WITHOUT_PAYMENT)
    if key == TAGGED_UNPAID:
        return say(TAG_WITHOUT_PAYMENT)
    return word(Finding(key)) if key in set(Finding) else key


def band(key: str) -> str:
    return say(BANDS[key]) if key in BANDS else key


def sentence(one: Sentence | None) -> str:
    """A sentence in words; "" where none is recorded."""
    return listed(_parts(one)) if one else ""


def _parts(one: Sentence) -> list[str]:
    found: list[str] = []
    if one.months is not None:
        found.append(say(Message("%(n)s month", "%(n)s months", one.months)))
    elif one.term:
        found.append(word(one.term))
    if one.minimum_months is not None:
        least = Message("%(n)s month at least", "%(n)s months at least", one.minimum_months)
        found.append(say(least))
    if one.suspended_months:
        found.append(_suspended(one))
    if one.served:
        found.append(word(one.served))
    if one.fine:
        found.append(paired(term("case_outcomes", "fine"), money(one.fine)))
    if one.compensation:
        name = term("case_outcomes", "compensation_migrants")
        found.append(paired(name, money(one.compensation)))
    return [*found, *(term("case_outcomes", key) for key in one.other)]


def _suspended(one: Sentence) -> str:
    if one.term is Term.FIXED and one.suspended_months == one.months:
        return say(noop("all of it suspended"))
    n = one.suspended_months or 0
    return say(Message("%(n)s month of it suspended", "%(n)s months of it suspended", n))


def money(one: Money) -> str:
    return f"{numbers.number(one.amount, current())} {one.currency}"


def people(n: int, at_least: bool = False) -> str:
    """How many people, and whether that is a lower bound."""
    if at_least:
        return say(Message("at least %(n)s person", "at least %(n)s people", n))
    return say(Message("%(n)s person", "%(n)s people", n))
