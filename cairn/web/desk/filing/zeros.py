"""The zeros of a filing by name: whoever says that they are true sees which they are."""

from cairn.reporting.filings.models import Filing
from cairn.web.desk.filing.words import key_words

TICKS = ("zeros", "repetition")  # what whoever clears it stands for


def zeros_of(filing: Filing) -> list[str]:
    """What each zero is of, in the order in which the filing shows its numbers."""
    keys = filing.counts.filter(value=0).order_by("pk").values_list("key", flat=True)
    return [key_words(filing, key) for key in keys]
