"""The account of a sheet's numbers in one line, as its page and the page after it say it."""

from cairn.kernel.cells import Cell
from cairn.kernel.text import Message
from cairn.reporting.sheets.tallying import Tally
from cairn.web.say import say


def tally_words(tally: Tally) -> str:
    """ "32 cells read = 18 for filings (15 numbers + 1 zero in words + 2 not recorded) + 14 in
    totals, not counted again"; what is none is left out."""
    parts = [
        Message("%(n)s number", "%(n)s numbers", tally.numbers),
        Message("%(n)s zero in words", "%(n)s zeros in words", tally.zeros),
        *(_reason(why, n) for why, n in sorted(tally.reasons.items())),
    ]
    rest = [
        Message("%(n)s left out", "%(n)s left out", tally.left_out),
        Message("%(n)s to be asked", "%(n)s to be asked", tally.asked),
        Message(
            "%(n)s in totals, not counted again",
            "%(n)s in totals, not counted again",
            tally.totals,
        ),
    ]
    read = say(Message("%(n)s cell read", "%(n)s cells read", tally.read))
    taken = say(Message("%(n)s for filings", "%(n)s for filings", tally.taken))
    if inside := _sum(parts):
        taken += f" ({inside})"
    return f"{read} = {' + '.join(filter(None, (taken, _sum(rest))))}"


def _sum(parts: list[Message]) -> str:
    return " + ".join(say(one) for one in parts if one.n)


def _reason(why: Cell, n: int) -> Message:
    match why:
        case Cell.NOT_RECORDED:
            return Message("%(n)s not recorded", "%(n)s not recorded", n)
        case Cell.NOT_APPLICABLE:
            return Message("%(n)s that does not apply", "%(n)s that do not apply", n)
        case Cell.WITHHELD:
            return Message("%(n)s withheld", "%(n)s withheld", n)
