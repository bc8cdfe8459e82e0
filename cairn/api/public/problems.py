"""What clients of the public API get wrong, as sentences that say what to do."""

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop


class SpoiltCursor(CairnError):
    text = noop("This cursor belongs to another question or snapshot; begin again without it.")


class WrongParameter(CairnError):
    text = noop("The parameter %(name)s cannot be read: %(problem)s.")


class UnknownFilter(CairnError):
    text = noop("This list has no filter %(name)s; it has: %(known)s.")


class FilterTwice(CairnError):
    text = noop("The filter %(name)s is given twice; give it once.")


class NotATime(CairnError):
    text = noop(
        "The parameter %(name)s is no time: %(value)r; write it as 2026-03-01 or "
        "2026-03-01T12:00:00Z."
    )
