"""What changed between two wordings, word by word: pure.

A word keeps the white space behind it, so that the pieces of the right side, put together, are that
text again, and those of the left one have its words. Beyond `MOST` words, where comparing every
word with every other would take too long, lines are compared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST = 3_000
WORD = re.compile(r"\S+\s*|\s+")
# Chinese has no spaces: there each sign counts as a word.
SIGN = re.compile(r"[\u3400-\u9fff]\s*|[^\s\u3400-\u9fff]+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: on both sides, or gone, or new."""

    kind: Literal["same", "gone", "new"]
    text: str


def differences(left: str, right: str) -> list[Piece]:
    """The left text with what is gone, and the right one with what is new, as one sequence."""
    before, after = _pieces(left), _pieces(right)
    if max(len(before), len(after)) > MOST:
        before, after = left.splitlines(keepends=True), right.splitlines(keepends=True)
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    found: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        gone, new = "".join(before[i:j]), "".join(after[k:m])
        if kind == "equal":  # as the right side breaks its lines
            found.append(Piece("same", new))
            continue
        found += [Piece("gone", gone)] if gone else []
        found += [Piece("new", new)] if new else []
    return found


def changed(pieces: Sequence[Piece]) -> bool:
    """Whether any word differs; other white space is no difference."""
    before = "".join(one.text for one in pieces if one.kind != "new")
    after = "".join(one.text for one in pieces if one.kind != "gone")
    return before.split() != after.split()


def _pieces(text: str) -> list[str]:
    return SIGN.findall(text) if re.search(r"[\u3400-\u9fff]", text) else WORD.findall(text)


def _bare(words: Sequence[str]) -> list[tuple[str, bool]]:
    """The word, and whether anything is between it and the next: how much does not matter."""
    return [(" ".join(one.split()), one[-1:].isspace()) for one in words]
