"""Looks up a spelling among known ones: exactly first, then by likeness.

Pure look-up: it reports what it found and how alike it is. What is certain enough to be used
without asking is decided in `names`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cairn.reference.folding import compact, fold, romanize


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write one code."""

    iso3: str
    text: str
    language: str
    kind: str  # official, short, long, abbreviation, misspelling, former, demonym
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the best spelling of one code is to what was written."""

    iso3: str
    score: float  # 0 to 1; 1 is equal after folding
    edits: int  # letters to insert, delete, replace or swap
    spelling: Spelling


class NameIndex:
    """All spellings, folded once."""

    def __init__(
        self, spellings: Iterable[Spelling], ambiguous: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.exact: dict[str, tuple[Spelling, ...]] = {}
        for spelling in spellings:
            key = compact(spelling.text)
            self.exact[key] = (*self.exact.get(key, ()), spelling)
        self.ambiguous = {compact(text): candidates for text, candidates in ambiguous.items()}
        self._twins: dict[str, set[str]] = {}
        for candidates in ambiguous.values():
            for iso3 in candidates:
                self._twins.setdefault(iso3, set()).update(candidates)
        self._by_code: dict[str, list[str]] = {}
        for key, found in self.exact.items():
            for one in found:
                self._by_code.setdefault(one.iso3, []).append(key)
        self._keys = list(self.exact)
        self._sorted = {
            "".join(sorted(fold(found[0].text).split())): key for key, found in self.exact.items()
        }

    def twin_within(self, iso3: str, key: str, edits: int) -> bool:
        """True where a name easily confused with this one is also that near, as Niger, Nigeria."""
        return any(
            OSA.distance(key, name, score_cutoff=edits) <= edits
            for twin in self._twins.get(iso3, set()) - {iso3}
            for name in self._by_code.get(twin, ())
        )

    def inside(self, text: str) -> tuple[Spelling, ...]:
        """The longest known spelling of four letters or more that stands among the words."""
        words = fold(text).split()
        for length in range(min(len(words), 5), 0, -1):
            for start in range(len(words) - length + 1):
                key = "".join(words[start : start + length])
                if len(key) >= 4 and (found := self.exact.get(key)):
                    return found
        return ()

    def like(self, text: str, *, limit: int = 5) -> tuple[Likeness, ...]:
        """The codes with the most similar spellings, best first, one spelling for each."""
        key = compact(text)
        best: dict[str, Likeness] = {}
        reordered = self._sorted.get("".join(sorted(fold(text).split())))
        found = [(name, score) for name, score, _ in self._extract(key)]
        if reordered is not None:
            found.append((reordered, 0.99))
        if (latin := romanize(key)) != key:
            found += [(name, 0.9 * score) for name, score, _ in self._extract(latin)]
        for name, score in found:
            edits = OSA.distance(key, name)
            for spelling in self.exact[name]:
                known = best.get(spelling.iso3)
                if known is None or score > known.score:
                    best[spelling.iso3] = Likeness(spelling.iso3, score, edits, spelling)
        return tuple(sorted(best.values(), key=lambda one: (-one.score, one.iso3))[:limit])

    def _extract(self, key: str) -> list[tuple[str, float, int]]:
        return process.extract(
            key,
            self._keys,
            scorer=OSA.normalized_similarity,
            processor=None,
            limit=20,
            score_cutoff=0.55,
        )
