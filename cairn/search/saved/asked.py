"""What a saved search asks, and how much of the answer is new to its owner."""

from urllib.parse import parse_qs, urlencode

from cairn.kernel.errors import CairnError
from cairn.search.addresses import pairs_of, question_of
from cairn.search.asking import Question, published_since
from cairn.search.opened import reader
from cairn.search.saved.models import SavedSearch


def asked_of(question: Question) -> str:
    """A question as it is kept, without the place on a page and the order."""
    return urlencode([pair for pair in pairs_of(question) if pair[0] != "sort"])


def question_asked(saved: SavedSearch) -> Question:
    return question_of(parse_qs(saved.asked), saved.language)


def fresh_of(saved: SavedSearch) -> int:
    """How much of what it finds was published since its owner looked. None where it cannot be
    asked: the record that others are to be like is withdrawn, or there is no index yet."""
    try:
        return published_since(question_asked(saved), saved.since, reader())
    except CairnError:
        return 0
