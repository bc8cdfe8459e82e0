"""One digest for many rows, so that a batch is one event and each row can still be proved."""

import hashlib
from collections.abc import Iterable


def merkle_root(leaves: Iterable[str]) -> str:
    """The root over the leaves in their order; constant memory. Empty for no leaves.

    Leaves and nodes are hashed with different prefixes, and an odd node is carried up unchanged
    (as in RFC 6962), so that no other list has the same root.
    """
    waiting: list[tuple[int, bytes]] = []  # (height, digest), highest first
    for leaf in leaves:
        node, height = hashlib.sha256(b"\0" + leaf.encode()).digest(), 0
        while waiting and waiting[-1][0] == height:
            node, height = hashlib.sha256(b"\1" + waiting.pop()[1] + node).digest(), height + 1
        waiting.append((height, node))
    if not waiting:
        return ""
    node = waiting.pop()[1]
    while waiting:
        node = hashlib.sha256(b"\1" + waiting.pop()[1] + node).digest()
    return node.hex()
