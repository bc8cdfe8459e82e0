"""Problems as they may be kept and passed on: place, code and sentence, never the value."""

from collections import defaultdict
from functools import cache

from cairn.kernel.errors import CairnError

HIDDEN = "…"
# Values in a sentence that the software chose, not the file.
HARMLESS = {
    *("allowed", "columns", "cells", "megabytes", "layout", "name", "known", "field", "source"),
    *("row", "rows", "ref", "since", "read", "rejected", "line", "offset", "encoding", "other"),
    *("today", "candidates", "found", "expected", "part", "lacking", "column", "held", "given"),
}


def masked(error: CairnError) -> CairnError:
    """The same mistake with every value from the file replaced; its sentence still helps."""
    hidden = {name: value if name in HARMLESS else HIDDEN for name, value in error.values.items()}
    same = type(error).__new__(type(error))
    Exception.__init__(same, error.text % hidden)
    same.values = hidden
    return same


@cache
def _classes() -> dict[str, type[CairnError]]:
    found: dict[str, type[CairnError]] = {}
    waiting = [CairnError]
    while waiting:
        each = waiting.pop()
        found[each.__new__(each).code] = each
        waiting += each.__subclasses__()
    return found


def sentence_of(code: str) -> CairnError:
    """The mistake that a stored code stands for, without its values."""
    import cairn.reporting.errors
    import cairn.reporting.reading.errors  # noqa: F401

    kind = _classes().get(code, CairnError)
    same = kind.__new__(kind)
    values: dict[str, str] = defaultdict(lambda: HIDDEN)
    Exception.__init__(same, kind.text % values)
    same.values = values
    return same
