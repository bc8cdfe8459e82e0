"""How the values of a document are said; translated at the door."""

import enum

from cairn.kernel.text import noop
from cairn.knowledge.documents.schema import Is, Recognized, Subject

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
WORDS: dict[enum.Enum, str] = {
    Is.FRONT: noop("before the first paragraph"),
    Is.HEADING: noop("heading of a section"),
    Is.PARAGRAPH: noop("paragraph"),
    Is.NOTE: noop("footnote"),
    Is.TABLE: noop("table"),
    Recognized.SYMBOL: noop("Document"),
    Recognized.STATE: noop("State"),
    Recognized.DATE: noop("Date"),
    Recognized.FIGURE: noop("Figure"),
}
WORDS.update(SUBJECTS.items())
