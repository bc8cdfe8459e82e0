"""Whether a record may be used for what somebody says that she reads it for.

Reading is not using: what is shared with a reader stays readable to her, and only its owner decides
what it may be used for. But nothing leaves in a file for a purpose that its owner does not permit.
Pure: reads no clock and no database.
"""

import enum
from collections.abc import Collection

from cairn.sharing.carrying import FORBIDS
from cairn.sharing.purposes import KEPT_FROM_ENFORCEMENT
from cairn.sharing.reads.purposes import BY_OFFICE, Purpose


class Fit(enum.StrEnum):
    """What the permitted uses of a record say of a purpose."""

    PERMITTED = "yes"
    PARTLY = "partly"  # not the purpose itself, but something that serves it
    BARRED = "no"  # no use in common


# Purpose → the uses that permit it (keys of `sharing_permissible_use`), and those that permit a
# part of it: whoever analyses may still count, whoever has evidence may follow it. A lead is never
# evidence, and what is for protection only is for nothing else.
SERVED: dict[Purpose, tuple[frozenset[str], frozenset[str]]] = {
    Purpose.STATISTICS: (
        frozenset({"statistics_only", "strategic_analysis", "publication_permitted"}),
        frozenset(),
    ),
    Purpose.ANALYSIS: (
        frozenset({"strategic_analysis"}),
        frozenset({"statistics_only", "publication_permitted"}),
    ),
    Purpose.LEAD: (
        frozenset({"operational_lead"}),
        frozenset({"evidence_with_mla", "evidence_permitted"}),
    ),
    Purpose.EVIDENCE: (frozenset({"evidence_with_mla", "evidence_permitted"}), frozenset()),
    Purpose.PROTECTION: (frozenset({"protection_only"}), frozenset()),
}
ENFORCEMENT = (Purpose.LEAD, Purpose.EVIDENCE)
UNSTATED = frozenset({"statistics_only"})  # what a record that states no use may be used for


def fit(purpose: Purpose, uses: Collection[str], *, protected: bool = False) -> Fit:
    """What these uses say of the purpose. `protected`: by its kind, as what people told in a
    survey; like what is for protection only, it never serves enforcement. A purpose that is given
    by an office is not held against uses."""
    if purpose in BY_OFFICE or purpose is Purpose.NOT_ASKED:
        return Fit.PERMITTED
    kept = protected or not KEPT_FROM_ENFORCEMENT.isdisjoint(uses)
    if purpose in ENFORCEMENT and kept:
        return Fit.BARRED
    whole, part = SERVED[purpose]
    permitted = (frozenset(uses) - FORBIDS) or UNSTATED
    if not whole.isdisjoint(permitted):
        return Fit.PERMITTED
    return Fit.BARRED if part.isdisjoint(permitted) else Fit.PARTLY
