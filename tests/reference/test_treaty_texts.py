"""The treaties in their own words, and ours.

tt01  two authentic texts are held whole, the others are said not to be
tt02  every obligation of the Protocol is paraphrased in six languages
"""

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference.treaties import obligations, treaties
from cairn.reference.treaty_texts import AUTHENTIC, HELD, not_held, paraphrase, text


@pytest.mark.parametrize("language", HELD)
@pytest.mark.parametrize("treaty", ["som", "untoc"])
def test_tt01_each_article_is_there_with_its_words(treaty, language):
    held = text(treaty, language)
    assert [one.number for one in held.articles] == [
        one.article for one in treaties()[treaty].provisions
    ]
    assert all(one.paragraphs and all(one.paragraphs) for one in held.articles)


def test_tt01_what_is_not_held_is_said():
    assert set(not_held()) == set(AUTHENTIC) - {"en", "es"}
    assert all(text("som", language) is None for language in not_held())


def test_tt01_article_five_keeps_its_words():
    words = " ".join(text("som", "en").article(5).paragraphs)
    assert words.startswith("Migrants shall not become liable to criminal prosecution")


@pytest.mark.parametrize("language", LANGUAGES)
def test_tt02_each_obligation_is_said_in_the_language_of_the_reader(language):
    said = {one.id: paraphrase(one.id, language) for one in obligations().values()
            if one.treaty == "som"}  # fmt: skip
    assert len(said) == 97
    assert all(said.values())
    if language != "en":
        assert not {one for one in said if said[one] == obligations()[one].paraphrase}
