"""Which words of an index are nearest to one that it does not have.

Asked of the list of words itself, so that the answer can say what a word was read as. Two letters
that changed places are one mistake, as is a letter too much, too few or wrong.
"""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from cairn.search.index import Reader

MOST = 4  # words that one is read as
LOOKED_AT = 20_000


def nearest(word: str, index: Reader) -> tuple[str, ...]:
    """The words with fewest mistakes between, the more frequent first; none beyond the bound."""
    if word.isdigit():
        return ()
    bound = 1 if len(word) < 8 else 2
    for length in (2, 1):
        listed = index.terms("fold", word[:length], limit=LOOKED_AT)
        held = {one: n for one, n in listed if abs(len(one) - len(word)) <= bound}
        near = extract(word, held.keys(), scorer=OSA.distance, score_cutoff=bound, limit=None)
        if near:
            least = near[0][1]
            same = [one for one, far, _ in near if far == least]
            return tuple(sorted(same, key=lambda one: (-held[one], one)))[:MOST]
    swapped = word[1] + word[0] + word[2:]
    others = (swapped, word[1:])  # the first letter itself is wrong, or one too much
    return tuple(one for one in others if index.frequency("fold", one))
