"""`protect`: from the truth to the tables of a release, and never past what an audit proves.

The order: what a revision may change; each cell by its own rules, rounded from its true value; then
the audit of all tables together, with earlier releases. Where the audit fails, and only there, a
neighbour is withheld or a table made coarser, until it passes. The audit is another's code, handed
in: it reads what the public reads and answers which cells it could not prove safe, and why is not
asked. Whatever it cannot prove, for want of time as well, is not published.

Which neighbour is withheld depends on where cells stand, never on their numbers: else one who runs
this algorithm again could read the numbers from the choice.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from cairn.kernel.cells import Cell
from cairn.kernel.errors import Refused
from cairn.kernel.text import noop
from cairn.releases.disclosure.drafts import Draft
from cairn.releases.disclosure.primary import (
    Reason,
    Shown,
    check_strength,
    edges_of,
    primary,
    written,
)
from cairn.releases.disclosure.reports import Report, reported
from cairn.releases.disclosure.revisions import Earlier, stand
from cairn.releases.disclosure.rules import Rule
from cairn.releases.disclosure.tables import Truth
from cairn.releases.disclosure.viewers import PUBLIC, Known, Viewer
from cairn.releases.folder import Folder, Key

Audit = Callable[[Folder, Sequence[Folder]], Collection[Key]]


class NotProven(Refused):
    text = noop(
        "The audit of %(release)s could not be passed, so nothing of it is published. Cells that "
        "remain unproven: %(cells)s."
    )


@dataclass(frozen=True, slots=True)
class Protected(Earlier):
    """What may go to approval: `folder` for the public; `truth` as it is told in it and `report`,
    both internal. It is the `Earlier` of the releases that follow."""

    report: Report


def protect(
    truth: Truth,
    rule: Rule,
    viewers: Collection[Viewer],
    *,
    audit: Audit,
    earlier: Sequence[Earlier] = (),
    waived: frozenset[Known] = frozenset(),
    supersedes: str | None = None,
) -> Protected:
    """The tables of a release, proven by `audit(folder, earlier folders)`, which returns the keys
    that are not safe. `viewers`: everybody who knows more than the public; `earlier`: the releases
    that are out, the oldest first; `waived`: from `waivers.waived`.

    Raises `WeakerMeasure` if a measure asks for less than the rule, and `NotProven` if the audit
    does not pass even where nothing is left to withhold."""
    check_strength(truth, rule)
    knowing = [one.knowing(waived, truth.open) for one in dict.fromkeys((PUBLIC, *viewers))]
    standing = stand(truth, earlier, rule, knowing, waived)
    told = standing.truth
    reasons = primary(told, rule, knowing)
    reasons |= dict.fromkeys(
        (key for key in told.keys if key in standing.withheld), Reason.REVISION
    )
    draft = Draft(told, rule, _first(told, rule, reasons), reasons, supersedes)
    if earlier:
        _carry(draft, earlier[-1])
    before = [one.folder for one in earlier]
    rounds, folder = 1, draft.folder()
    while failing := {*audit(folder, before)}:
        if not draft.retreat(failing):
            raise NotProven(release=truth.release, cells=len(failing))
        rounds, folder = rounds + 1, draft.folder()
    return Protected(folder, told, reported(draft, standing.waiting, rounds))


def _first(truth: Truth, rule: Rule, reasons: Collection[Key]) -> dict[Key, Shown]:
    """Every cell by its own rules alone."""
    edges = edges_of(truth, rule)
    shown: dict[Key, Shown] = {}
    for key in truth.keys:
        given = truth.contributions.get(key)
        if given is None:
            shown[key] = Cell.NOT_RECORDED
        elif key in reasons:
            shown[key] = Cell.WITHHELD
        elif {*given} <= truth.open and key.measure not in edges:
            shown[key] = sum(given.values())  # anyone may read it where it came from
        else:
            n = sum(given.values())
            shown[key] = written(truth.measures[key.measure], n, edges.get(key.measure))
    return shown


def _carry(draft: Draft, last: Earlier) -> None:
    """A cell whose contributions did not change keeps its fate: told, withheld or left out."""
    published = {(one.measure, frozenset(one.dimensions)) for one in last.folder.tables}
    for key in [*draft.shown]:
        if last.truth.measures.get(key.measure) != draft.truth.measures[key.measure]:
            continue
        if last.truth.contributions.get(key) != draft.truth.contributions.get(key):
            continue
        stands = {name for name, _ in key.at}
        if key in last.folder.cells:
            draft.keep(key, last.folder.cells[key])
        elif all(
            name in last.folder.dimensions and code in last.folder.dimensions[name].part_of
            for name, code in key.at
        ) and any(one == key.measure and stands <= dims for one, dims in published):
            draft.leave_out(key)
