"""How values of a publication are said."""

from babel.core import Locale, UnknownLocaleError

from cairn.kernel.text import noop
from cairn.web.say import current, say

TYPES = {
    "article": noop("Working paper or preprint"),
    "article-journal": noop("Article in a journal"),
    "article-magazine": noop("Article in a magazine"),
    "article-newspaper": noop("Article in a newspaper"),
    "book": noop("Book"),
    "chapter": noop("Chapter of a book"),
    "dataset": noop("Data set"),
    "document": noop("Document"),
    "legal_case": noop("Court decision"),
    "legislation": noop("Act of law"),
    "paper-conference": noop("Conference paper"),
    "report": noop("Study or report"),
    "thesis": noop("Thesis"),
    "treaty": noop("Treaty"),
    "webpage": noop("Web page"),
}


def type_words(key: str) -> str:
    """A type of CSL; one that has no words here by its own name."""
    return say(TYPES[key]) if key in TYPES else key.replace("_", " ")


def language_words(tag: str) -> str:
    """The name of a language in that of the reader."""
    try:
        name = Locale.parse(tag.split("-")[0]).get_language_name(current())
    except (ValueError, UnknownLocaleError):
        name = None
    return name or tag
