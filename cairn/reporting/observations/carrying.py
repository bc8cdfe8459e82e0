"""Records that come back with a saved form: taken in where nobody wrote meanwhile.

As with numbers: what the file did not change changes nothing; what it changed and somebody else
changed too comes back with both. In another filing of the section nothing stood there before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.reporting.filings.models import Filing
from cairn.reporting.observations.actions import add_observation, change_observation
from cairn.reporting.observations.keeping import body_of
from cairn.reporting.observations.queries import observed
from cairn.reporting.observations.restoring import Kept, NoRecord, restored
from cairn.reporting.observations.values import Observed

MOST = 500  # records of one file


@dataclass(frozen=True, slots=True)
class Arriving:
    """A record that the file says otherwise than the filing; `theirs` is what stands there."""

    mine: Kept
    theirs: Observed | None
    meets: bool  # somebody else wrote it meanwhile, or took it out


def arriving(filing: Filing, records: Any, were: Any, *, same: bool) -> list[Arriving]:
    """What the file would change. `were`: the records when it was saved; `same`: the file is of
    this very version."""
    if not isinstance(records, list) or not isinstance(were, list) or len(records) > MOST:
        raise NoRecord()
    before = {_ref(one): _bare(one) for one in were} if same else {}
    now = {one.ref: one for one in observed(filing)}
    found = []
    for body in records:
        mine, theirs = restored(body), now.get(_ref(body))
        was, stands = before.get(mine.ref), body_of(theirs) if theirs else None
        if _bare(body) in (was, _bare(stands)):
            continue
        found.append(Arriving(mine, theirs, _bare(stands) != was))
    return found


def _ref(body: Any) -> Any:
    return body.get("ref") if isinstance(body, Mapping) else None


def _bare(body: Any) -> Any:
    """What a writer may change of it."""
    if not isinstance(body, Mapping):
        return None
    return {name: body.get(name) or [] for name in ("kind", "values", "legs", "persons")}


def take_in(*, filing: Filing, one: Arriving, by: Any) -> Observed:
    """Put the file's record there: added under its reference, or in the place of what stands."""
    kept = one.mine
    if one.theirs is None:
        return add_observation(filing=filing, kind=kept.kind, given=kept.given, by=by, ref=kept.ref)
    return change_observation(
        filing=filing,
        kind=kept.kind,
        ref=kept.ref,
        given=kept.given,
        revision=one.theirs.revision,
        by=by,
    )


def bodies_of(filing: Filing) -> Sequence[Mapping[str, Any]]:
    """The records as a saved form holds them."""
    return [body_of(one) for one in observed(filing)]
