"""Zero, not recorded and withheld are three different things."""

import enum


class Cell(enum.StrEnum):
    """What may stand in a table where a number would be."""

    NOT_RECORDED = "not_recorded"  # nobody answered
    NOT_APPLICABLE = "not_applicable"  # the question makes no sense here
    WITHHELD = "withheld"  # there is a count, and it may not be shown
