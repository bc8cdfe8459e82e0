"""What a report may say: kinds of harm, who did it, how the reporter knows.

Kinds of harm are terms of `abuse_types` with three of our own beside them, which no list that was
read has: these are not shown as anybody's official terms.
"""

from collections.abc import Mapping

from cairn.kernel.text import noop
from cairn.reference.vocabularies import label, vocabulary

ABUSES, PERPETRATORS = "abuse_types", "perpetrator_types"
OURS = {
    "death_in_custody": noop("Death in custody or during an operation"),
    "rescue_denied": noop("Rescue denied or delayed"),
    "other_harm": noop("Other harm"),
}
# Terms of surveys, or of what is no incident.
LEFT_OUT = frozenset({"death_witnessed", "none", "refused", "deception"})
KNOWLEDGE: Mapping[str, str] = {
    "seen": noop("I saw it, or was there"),
    "told_by_affected": noop("Somebody to whom it happened told me"),
    "told_by_witness": noop("Somebody who saw it told me"),
    "record": noop("I read it in a record or a message"),
    "several": noop("Several sources that do not know of each other"),
    "heard": noop("It is being talked about; I cannot say more"),
}


def harms() -> list[str]:
    """The keys of the kinds of harm, in the order in which they are shown."""
    known = vocabulary(ABUSES).terms.values()
    return [
        *(one.key for one in known if one.key not in LEFT_OUT and not one.deprecated),
        *OURS,
    ]


def perpetrators() -> list[str]:
    """The keys of who may have done it."""
    return [one.key for one in vocabulary(PERPETRATORS).terms.values() if not one.deprecated]


def harm_label(key: str, language: str) -> str:
    """In that language, or a template where the term is ours."""
    return OURS.get(key) or label(ABUSES, key, language)


def perpetrator_label(key: str, language: str) -> str:
    return label(PERPETRATORS, key, language)
