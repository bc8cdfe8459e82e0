"""The rows of one kind of problem, page by page."""

from cairn.reporting.models import ImportBatch, Problem
from cairn.reporting.problems import sentence_of
from cairn.reporting.reviewing import Example, Group, with_values


def rows_of(
    batch: ImportBatch, code: str, column: str, *, after: int, size: int, values: bool
) -> tuple[Group, int]:
    """The rows after this one, and the row after which the next page goes on (0: none)."""
    kind = Problem.objects.filter(batch=batch, code=code, column=column)
    found = list(kind.filter(row__gt=after).order_by("row")[: size + 1])
    following = found[size - 1].row if len(found) > size else 0
    found = found[:size]
    warning = found[0].warning if found else False
    group = Group(code, column, warning, kind.count())
    group.examples = [Example(problem.row, sentence_of(code)) for problem in found]
    if values:
        with_values(batch, [group])
    return group, following
