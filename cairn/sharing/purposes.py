"""What a door is for, and whether a record may answer at it. Permitted uses bar; they are no label.

Each door knows its purpose. A record that states uses answers only where one of them serves that
purpose; one that states none answers statistics and nothing else. What is for protection only, and
what is protected by its kind (surveys, abuse) or forbids it, never answers enforcement.
"""

import enum
from collections.abc import Collection

from cairn.sharing.carrying import FORBIDS


class Purpose(enum.StrEnum):
    """What is asked for at a door."""

    STATISTICS = "statistics"  # figures in which no record is looked at
    ENFORCEMENT = "enforcement"  # leads, matches, evidence
    PROTECTION = "protection"  # assistance to people


PROTECTION_ONLY = "protection_only"
KEPT_FROM_ENFORCEMENT = frozenset({PROTECTION_ONLY, "immigration_enforcement_forbidden"})
SERVES = {  # keys of `sharing_permissible_use`
    Purpose.STATISTICS: frozenset(
        {"statistics_only", "strategic_analysis", "publication_permitted"}
    ),
    Purpose.ENFORCEMENT: frozenset({"operational_lead", "evidence_with_mla", "evidence_permitted"}),
    Purpose.PROTECTION: frozenset({PROTECTION_ONLY}),
}


def answers(purpose: Purpose, uses: Collection[str], *, protected: bool = False) -> bool:
    """Whether a record with these permitted uses may answer. `protected`: by its kind."""
    kept = protected or not KEPT_FROM_ENFORCEMENT.isdisjoint(uses)
    if purpose is Purpose.ENFORCEMENT and kept:
        return False
    permitted = frozenset(uses) - FORBIDS
    if not permitted:
        return purpose is Purpose.STATISTICS
    return not SERVES[purpose].isdisjoint(permitted)
