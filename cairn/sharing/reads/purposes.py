"""For what a record of others is read: asked of the reader once, or given by her office.

The words are those of the vocabulary `reading_purpose`.
"""

import enum

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

VOCABULARY = "reading_purpose"


class Purpose(enum.StrEnum):
    """A key of the vocabulary."""

    STATISTICS = "statistics"
    ANALYSIS = "analysis"
    LEAD = "lead"
    EVIDENCE = "evidence"
    PROTECTION = "protection"
    OWN_STATE = "own_state"  # a body of the State that filed it
    SECRETARIAT = "secretariat"
    EMERGENCY = "emergency"  # opened in an emergency, for which there is a reason in words
    NOT_ASKED = "not_asked"  # in a figure, before she said anything, or before it was asked


BY_OFFICE = (Purpose.OWN_STATE, Purpose.SECRETARIAT, Purpose.EMERGENCY)
ASKED = tuple(one for one in Purpose if one not in (*BY_OFFICE, Purpose.NOT_ASKED))


class PurposeMissing(CairnError):
    text = noop("Choose for what you read it: its owner sees the purpose, and never who you are.")


def asked_purpose(key: str) -> Purpose:
    """The purpose that a person chose; what is on no list, or given by office alone, is none."""
    if key not in [str(one) for one in ASKED]:
        raise PurposeMissing()
    return Purpose(key)
