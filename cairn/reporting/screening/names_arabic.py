"""Likely names in Arabic script, which has no capitals: by given names, by the words that announce
them, and by how names are built (kunya, ibn, bint, Abd al-…).
"""

import re
from collections.abc import Iterator

from cairn.reporting.screening.cues import Cues
from cairn.reporting.screening.findings import DESCENT, KNOWN, TITLE, Act, Hit, Kind, Where
from cairn.reporting.screening.lists import Words, words
from cairn.reporting.screening.plain import Plain, low

WORD = re.compile(r"[\u0620-\u06d3]+")
ARABIC = re.compile(r"[\u0620-\u06d3]")
_SON = frozenset(map(low, ("بن", "ابن", "بنت", "ولد", "آل")))
_FATHER = frozenset(map(low, ("أبو", "أبي", "أم", "ابو")))
_SERVANT = low("عبد")
_ARTICLE = "ال"
_GLUE = re.compile("^[وفبلك]")
# These announce much else too, so that a given name must follow.
_WEAK = frozenset(map(low, ("بحسب", "وكذلك", "كذلك", "كل من", "اسم", "المؤلف")))
LONGEST = 5


def names_arabic(page: Plain, where: Where) -> Iterator[Hit]:
    if not ARABIC.search(page.low):
        return
    lists = words()
    tokens = [(found.start(), found.end(), found[0]) for found in WORD.finditer(page.low)]
    cues = Cues(lists.arabic_cues.find(page.low))
    cued = {cue.end for cue in cues.all}
    weak = {cue.end for cue in cues.all if page.low[cue.start : cue.end] in _WEAK}
    heads = {cue.start for cue in cues.all}
    at = 0
    while at < len(tokens):
        announced = (
            at > 0 and tokens[at - 1][1] in cued and _side_by_side(page, tokens, at - 1, ': «"')
        )
        if announced and tokens[at - 1][1] in weak and not _given(tokens[at][2], lists):
            announced = False
        length, strength = _stretch(tokens, at, page, lists, announced)
        beside = at > 0 and _side_by_side(page, tokens, at - 1, "")
        before = tokens[at - 1][2] if beside else ""
        placed = (
            f"{before} {tokens[at][2]}" in lists.arabic_places
            or (at > 1 and _place(tokens[at - 2][2], lists))
            if announced
            else _place(before, lists)
        )
        if where is not Where.TEXT and _given(tokens[at][2], lists):
            if length > 1:  # outside of running text, a doubtful given name and another word
                strength = max(strength, 0.55)
            elif before.startswith(_ARTICLE) and before not in lists.arabic_stop:
                yield Hit(tokens[at - 1][0], tokens[at][1], Kind.NAME, Act.ASK, 0.6, KNOWN)
        if length and not placed:
            start, end = tokens[at][0], tokens[at + length - 1][1]
            if announced and tokens[at][0] not in heads:
                yield Hit(start, end, Kind.NAME, Act.ASK, 0.85, TITLE)
                at += length
                continue
            if strength >= 0.5:
                start += _glued(tokens[at][2], lists)
                because = DESCENT if strength > 0.75 else KNOWN
                yield Hit(start, end, Kind.NAME, Act.ASK, strength, because)
                at += length
                continue
        at += max(1, length if placed else 1)


def _glued(word: str, lists: Words) -> int:
    return 1 if word not in lists.arabic and _GLUE.match(word) and word[1:] in lists.arabic else 0


def _place(word: str, lists: Words) -> bool:
    bare = word
    for cut in range(4):
        if word[cut:] in lists.arabic_places:
            return True
        if cut == 0 and not (_GLUE.match(bare) or bare.startswith(_ARTICLE)):
            return False
    return False


def _given(word: str, lists: Words) -> bool:
    return word in lists.arabic or (
        len(word) > 3 and word[1:] in lists.arabic and bool(_GLUE.match(word))
    )


def _side_by_side(page: Plain, tokens: list[tuple[int, int, str]], at: int, more: str) -> bool:
    gap = page.low[tokens[at][1] : tokens[at + 1][0]]
    return len(gap) <= 3 and not gap.strip(" " + more)


def _stretch(
    tokens: list[tuple[int, int, str]], at: int, page: Plain, lists: Words, announced: bool
) -> tuple[int, float]:
    """How many words a name that begins here has, and how sure that is without an announcement."""
    known = built = length = 0
    sure = False
    index = at
    while index < len(tokens) and length < LONGEST:
        word = tokens[index][2]
        if index > at and not _side_by_side(page, tokens, index - 1, ""):
            break
        following = index + 1 < len(tokens) and _side_by_side(page, tokens, index, "")
        after = tokens[index + 1][2] if following else ""
        if (
            (word in _FATHER or word in _SON or word == _SERVANT)
            and after
            and after not in lists.arabic_stop
        ):
            if word in _FATHER and f"{word} {after}" in lists.arabic_places:
                break
            if word == _SERVANT and not after.startswith(_ARTICLE):
                break
            if word in _SON and not length and not announced:
                break
            if word in _FATHER and not length and not (announced or _given(after, lists)):
                break
            built, length, index = built + 1, length + 2, index + 2
            continue
        if word in lists.arabic_stop or word in lists.arabic_places:
            break
        if _given(word, lists) and (length == 0 or word in lists.arabic):
            known += 1
            bare = word if word in lists.arabic else word[1:]
            sure = sure or bare not in lists.arabic_doubtful
        elif _ends_before(word, length, announced or known + built > 0, announced, lists):
            break
        length, index = length + 1, index + 1
    if known + built >= 2:
        strength = 0.9 if built or known > 2 else 0.75
    elif built:
        strength = 0.7
    elif known and sure:
        strength = 0.6
    else:
        strength = 0.0
    return length, strength


def _ends_before(word: str, length: int, begun: bool, announced: bool, lists: Words) -> bool:
    """True where a word that is no known given name cannot go on with the name, or begin it."""
    article = word.startswith(_ARTICLE)
    if length == 0:
        return article or not announced
    joined = word[0] == "و" and len(word) > 3  # "and …"
    return (
        length >= 3
        or not begun
        or joined
        or _no_family(word, lists)
        or (length == 2 and not article and not announced)
    )


def _no_family(word: str, lists: Words) -> bool:
    """Words that follow a name in a sentence and are not of it: verbs, nationalities."""
    return (
        word in lists.places
        or (word.startswith(_ARTICLE) and (word[2:] in lists.places or word in lists.places))
        or word[0] in "يت"
        and len(word) <= 5
    )
