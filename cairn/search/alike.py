"""What is like a record: what shares its tags, and the words that are rare elsewhere."""

import math
from collections import Counter

from cairn.search.documents import Document
from cairn.search.fields import terms
from cairn.search.index import Reader
from cairn.search.lexicon import passed_over
from cairn.search.questions import AtLeast, Plan, Term

MOST_WORDS = 20
MOST_KEYS = 12
LOOKED_AT = 120  # words whose frequency is asked for


def alike(document: Document, index: Reader) -> Plan:
    """The question that finds what is like this one, without it."""
    told = terms(document)
    heads = {word for row in told["title"] for word in row}
    counted = Counter(word for row in told["fold"] for word in row[:2_000])
    worth: list[tuple[float, str]] = []
    for word, n in counted.most_common(LOOKED_AT):
        others = index.frequency("fold", word) - 1
        if others < 1 or len(word) < 2 or word in passed_over():
            continue
        worth.append(((1 + math.log(n)) * (2 if word in heads else 1) / math.log(2 + others), word))
    words = [word for _, word in sorted(worth, key=lambda one: (-one[0], one[1]))[:MOST_WORDS]]
    parts = [Term("fold", word) for word in words]
    parts += [Term("concept", key, 2.0, True) for key in sorted(document.keys)[:MOST_KEYS]]
    need = max(1, len(parts) // 5)
    return Plan(AtLeast(tuple(parts), need) if parts else None, without=document.ref)
