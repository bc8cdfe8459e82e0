"""What the terminal says is in its language, down to the names inside a sentence."""

from cairn.console.say import say
from cairn.reference.countries import OneOf
from cairn.reporting.reading.errors import UncertainCountry


def test_countries_are_named_in_the_language_of_the_terminal(monkeypatch):
    error = UncertainCountry(value="Congo", candidates=OneOf(("COG", "COD")))
    monkeypatch.setenv("CAIRN_LANGUAGE", "es")
    assert "Congo / República Democrática del Congo" in say(error)
    monkeypatch.setenv("CAIRN_LANGUAGE", "en")
    assert "Congo / Democratic Republic of the Congo" in say(error)
