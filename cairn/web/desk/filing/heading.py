"""What stands above every page of one filing: what it is, where it stands, and its marking."""

from typing import Any

from cairn.reference.countries import name_of
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing, Marking
from cairn.web.desk.filing.words import (
    MARKINGS,
    conduct_words,
    coverage_words,
    marking_words,
    section_words,
    stands_as,
)
from cairn.web.say import current, say


def headed(filing: Filing) -> dict[str, Any]:
    """For templates that show `desk/filings/head.html`."""
    asked = section(filing.section)
    status, kind = stands_as(filing)
    return {
        "has_numbers": bool(asked.measures),
        "has_records": bool(asked.observes),
        "filing": filing,
        "section": section_words(filing.section),
        "state": name_of(filing.state or "", current()),
        "status": status,
        "status_kind": kind,
        "conduct": conduct_words(filing.conduct),
        "covers": coverage_words(filing),
        "red": filing.marking == Marking.RED,
        "marking": marking_words(filing.marking),
        "marking_help": say(MARKINGS[Marking(filing.marking)][1]),
    }
