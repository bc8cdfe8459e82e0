"""What screening reports: where in a text something personal stands, of what kind, and why.

A hit knows places and never the value itself, so that it can be kept and passed on. What is then
done is decided by whoever receives it; `act` says what the rules of the house ask for.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class Kind(StrEnum):
    """What was found."""

    PASSPORT = "passport"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ACCOUNT_NUMBER = "account_number"
    SHELTER_ADDRESS = "shelter_address"
    BIRTH_DATE = "birth_date"
    HANDLE = "handle"  # a name in a social network or a messenger
    NAME = "name"


class Act(StrEnum):
    """What is to happen with it before anything is stored."""

    REFUSE = "refuse"  # the cell, file name or author is not taken
    MASK = "mask"  # in running text: offered to be replaced by a mark
    ASK = "ask"  # kept aside until a person says what it is


class Where(StrEnum):
    """Where the text stands."""

    TEXT = "text"
    CELL = "cell"
    FILE_NAME = "file_name"
    METADATA = "metadata"


LABELS = {
    Kind.PASSPORT: noop("passport number"),
    Kind.IDENTITY_NUMBER: noop("identity number"),
    Kind.PHONE: noop("phone number"),
    Kind.EMAIL: noop("e-mail address"),
    Kind.PLATE: noop("number plate"),
    Kind.ACCOUNT_NUMBER: noop("account number"),
    Kind.SHELTER_ADDRESS: noop("address of a shelter"),
    Kind.BIRTH_DATE: noop("date of birth"),
    Kind.HANDLE: noop("name in a social network"),
    Kind.NAME: noop("likely name of a person"),
}

CUE = noop("It follows a word that announces it.")
HEADING = noop("It stands under a heading that announces it.")
CHECKSUM = noop("Its check digits are right.")
FORMAT = noop("It has the form of one.")
ZONE = noop("It is a line that machines read in a travel document.")
NEAR_PERSON = noop("It has the form of one and stands near a person or a vehicle.")
NEAR_SHELTER = noop("It is an exact place beside a word for a shelter.")
TITLE = noop("A title or a word such as “named” stands before it.")
ROLE = noop("A word for a person stands before it.")
AGE = noop("An age or a sex stands after it.")
KNOWN = noop("It holds a common given name or family name.")
DESCENT = noop("It is built like a name that tells the father or the child.")
INITIALS = noop("It holds initials.")
ALONE = noop("It has the form of a passport number and stands alone in its cell.")
BESIDE = noop("It is a long number beside a likely name in one cell.")
AUTHOR = noop("It stands where documents keep the name of their author.")


@dataclass(frozen=True, slots=True)
class Hit:
    """One stretch of a text, by the offsets of the text as it was given."""

    start: int
    end: int
    kind: Kind
    act: Act
    score: float  # 0 to 1: how sure the rules are
    because: str  # a template, translated for the person who decides
    values: dict[str, Any] = field(default_factory=dict)  # never the value found


@dataclass(frozen=True, slots=True)
class CellHit:
    """The hits of one cell. Row and column are as the caller counts them; columns from 0."""

    row: int
    column: int
    hits: tuple[Hit, ...]


class PersonalData(CairnError):
    """What a problem says of a hit: place and kind, never the value."""

    text = noop(
        "Row %(row)s, column %(column)s: this looks like a number or an address that identifies a "
        "person; take it out, nothing of the kind may be stored."
    )


class LikelyName(CairnError):
    text = noop(
        "Row %(row)s, column %(column)s: this looks like the name of a person; take it out, or say "
        "that it is a place."
    )


def problem_of(hit: Hit, *, row: int, column: object) -> CairnError:
    """The problem to keep for a hit in a cell."""
    if hit.kind is Kind.NAME:
        return LikelyName(row=row, column=column)
    return PersonalData(row=row, column=column, kind=hit.kind.value)
