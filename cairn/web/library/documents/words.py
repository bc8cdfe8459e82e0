"""How subjects of claims, and what a program recognized, are said."""

from cairn.kernel.text import noop
from cairn.knowledge.documents.schema import Recognized, Subject
from cairn.knowledge.documents.words import SUBJECTS
from cairn.web.say import say

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
