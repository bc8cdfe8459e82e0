"""What goes out as BibTeX or RIS comes back the same in meaning (ADR 46 says what cannot)."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cairn.knowledge.publications import bibtex_reading, bibtex_writing, ris
from cairn.knowledge.publications.csl import tidied
from cairn.knowledge.publications.latex import to_latex, to_unicode
from tests.knowledge.publications.strategies import entries, for_ris


def test_every_entry_comes_back_from_bibtex():
    @given(entries)
    def holds(entry):
        text = bibtex_writing.entry("k", entry)
        [(_, key, back)] = bibtex_reading.entries(enumerate(text.splitlines(True), 1))
        assert isinstance(back, dict), back
        assert (key, meaning(back)) == ("k", meaning(entry))
        assert tidied(back)[1] == []

    holds()


def test_every_entry_that_ris_can_hold_comes_back_from_it():
    @given(for_ris)
    def holds(entry):
        text = ris.entry("k", entry)
        [(_, key, back)] = ris.entries(enumerate(text.splitlines(True), 1))
        assert isinstance(back, dict), back
        assert (key, meaning(back)) == ("k", meaning(entry))

    holds()


def test_any_text_comes_back_from_latex():
    @given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
    def holds(text):
        assert to_unicode(to_latex(text)) == folded(text).strip(" ")

    holds()


def meaning(entry):
    """An entry without what is no meaning: its key, white space, the kind of dash in pages."""
    return {name: _meaning(value) for name, value in entry.items() if name != "id"}


def _meaning(value):
    match value:
        case str():
            return folded(value)
        case list() | tuple():
            return [_meaning(one) for one in value]
        case dict():
            return {name: _meaning(one) for name, one in value.items()}
    return value


def folded(text):
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text))
