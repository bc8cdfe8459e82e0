"""How subjects of claims, and what a program recognized, are said."""

from cairn.kernel.text import noop
from cairn.knowledge.documents.schema import Recognized, Subject
from cairn.web.say import say

SUBJECTS = {
    Subject.MIGRANTS: noop("International migrants"),
    Subject.SHARE: noop("International migrants as a share of the population"),
    Subject.FACILITATED: noop("Irregular migration that smugglers facilitate"),
    Subject.PROFIT: noop("Profit of the smuggling of migrants"),
    Subject.DEATHS: noop("Deaths on migration routes"),
    Subject.ABUSED: noop("People on the move who met with abuse"),
    Subject.PARTIES: noop("Parties to the Protocol"),
    Subject.CASES: noop("Cases in the case law database"),
    Subject.LAWS: noop("Legislation in the database"),
    Subject.WRITINGS: noop("Entries in the bibliography"),
    Subject.TRAINED: noop("People trained or reached"),
    Subject.ASSISTED: noop("States that received support"),
    Subject.TARGETED: noop("States with targeted technical cooperation"),
    Subject.ARRESTED: noop("Arrests in joint operations"),
    Subject.FOUND: noop("Migrants identified in joint operations"),
    Subject.CHECKS: noop("Checks in joint operations"),
    Subject.ADVICE: noop("Recommendations"),
}
RECOGNIZED = {
    Recognized.SYMBOL: noop("Documents"),
    Recognized.STATE: noop("States"),
    Recognized.DATE: noop("Dates"),
    Recognized.FIGURE: noop("Figures"),
}
TEXT = {"held": noop("text held"), "not_held": noop("text not held")}


def subject_words(key: str) -> str:
    return say(SUBJECTS[Subject(key)]) if key in set(Subject) else key


def text_words(key: str) -> str:
    return say(TEXT[key]) if key in TEXT else key
