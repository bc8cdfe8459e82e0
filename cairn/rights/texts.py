"""Screening the texts of a report.

As everywhere, before anything is stored; but what the writer calls "a place, not a person" is
remembered nowhere: a list kept for her organisation would tell her colleagues that she wrote.
"""

from collections.abc import Collection, Mapping

from cairn.reporting.filings.texts import NotClean, TextProblem
from cairn.reporting.screening.findings import Where
from cairn.reporting.screening.screen import screen


def check_clean(texts: Mapping[str, str], *, not_persons: Collection[str] = ()) -> None:
    """Raise `NotClean` with all that is wrong with any of the texts."""
    cleared = frozenset(words.casefold() for words in not_persons)
    problems = [
        TextProblem(name, hit.start, hit.end, hit.kind, hit.because)
        for name, text in texts.items()
        if text
        for hit in screen(text, where=Where.TEXT, not_persons=cleared)
    ]
    if problems:
        raise NotClean(problems, {})
