"""Who might look, and what each of them knows already: K_v of the residual rule.

A viewer knows the contributions of its own (`owners`), and single ones that it may see elsewhere
(`knows`), at a leaf or as the sum below a cell. Open series and waived contributions are added for
everybody by `protect`. Who may see what is decided by the caller, who must name every State, every
group that sees the same, and with `with_pairs` every two States together.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import combinations

from cairn.releases.folder import Key

Known = tuple[Key, str]  # a cell and the contributor whose part of it is known


@dataclass(frozen=True, slots=True)
class Viewer:
    name: str
    owners: frozenset[str] = frozenset()
    knows: frozenset[Known] = frozenset()

    def knowing(self, knows: frozenset[Known], owners: frozenset[str] = frozenset()) -> "Viewer":
        return replace(self, knows=self.knows | knows, owners=self.owners | owners)


PUBLIC = Viewer("public")


def together(one: Viewer, other: Viewer) -> Viewer:
    """Both, who tell each other everything."""
    return (
        other.knowing(one.knows, one.owners)
        if one == PUBLIC
        else Viewer(f"{one.name}+{other.name}", one.owners | other.owners, one.knows | other.knows)
    )


def with_pairs(viewers: Collection[Viewer]) -> tuple[Viewer, ...]:
    """Each of them, and any two of them together."""
    alone = sorted(viewers, key=lambda one: one.name)
    return (*alone, *(together(one, other) for one, other in combinations(alone, 2)))
