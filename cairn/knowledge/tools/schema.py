"""A tool for practitioners: a manual, a course, a film, a database. What it is and where it is; the
tool itself stays with whoever published it."""

from dataclasses import dataclass

from cairn.kernel.dates import DateSpan
from cairn.knowledge.checking import check_described, check_languages, check_obligations
from cairn.knowledge.sources import Source
from cairn.knowledge.texts import Text
from cairn.knowledge.tools.words import For, Sort


@dataclass(frozen=True, slots=True)
class Record:
    """One tool."""

    titles: tuple[Text, ...]
    sort: Sort
    publishers: tuple[str, ...] = ()
    published: DateSpan | None = None
    serves: tuple[For, ...] = ()
    languages: tuple[str, ...] = ()  # in which it is known to exist; there may be more
    summary: tuple[Text, ...] = ()
    obligations: tuple[str, ...] = ()
    address: str = ""  # of the tool itself
    sources: tuple[Source, ...] = ()
    licence: str = ""
    licence_url: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        check_described(self.titles, self.sources)
        check_languages(self.languages)
        check_obligations(self.obligations)
