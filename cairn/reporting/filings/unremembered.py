"""Screening texts that are nobody's filing: a report of abuse, a request for a role.

As everywhere, before anything is stored; but what the writer calls "a place, not a person" is
remembered nowhere: a list kept for her organisation would tell her colleagues that she wrote.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from cairn.reporting.filings.texts import NotClean, TextProblem
from cairn.reporting.screening.findings import Where
from cairn.reporting.screening.screen import screen


class _Cleared(Collection[str]):
    """Words that the writer called no person, however their spaces and lines are broken."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(map(_plain, words))

    def __contains__(self, words: object) -> bool:
        return _plain(str(words)) in self.words

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def check_clean(texts: Mapping[str, str], *, not_persons: Collection[str] = ()) -> None:
    """Raise `NotClean` with all that is wrong with any of the texts."""
    cleared = _Cleared(not_persons)
    problems = [
        TextProblem(name, hit.start, hit.end, hit.kind, hit.because)
        for name, text in texts.items()
        if text
        for hit in screen(text, where=Where.TEXT, not_persons=cleared)
    ]
    if problems:
        raise NotClean(problems, {})
