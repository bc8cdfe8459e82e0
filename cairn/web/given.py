"""Whole numbers as they stand in addresses and hidden fields, where anybody may write anything."""

from typing import TypeVar

LONGEST = 9  # digits: every database and every part of Python takes such a number
Other = TypeVar("Other")


def whole_number(text: str, otherwise: Other) -> int | Other:
    """The number that is written in decimal digits; `otherwise` for whatever else is sent."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise
