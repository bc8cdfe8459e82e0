"""Which text a reader gets, and what it says of itself.

kt01  in the reader's language, else the original, else English, else any
kt02  among texts of one language the one nearest to the original
"""

from hypothesis import given

from cairn.knowledge.face import Face
from cairn.knowledge.texts import Standing, Text, best
from tests.knowledge.leaflet.there import lists, texts

ITALIAN = Text("legge", "it")
ENGLISH = Text("law", "en", Standing.UNOFFICIAL)
FRENCH = Text("loi", "fr", Standing.MACHINE)
ARABIC = Text("قانون", "ar-EG", Standing.OFFICIAL)


def test_kt01_the_readers_language_then_the_original_then_english_then_any():
    assert best([ITALIAN, ENGLISH, FRENCH], "fr") == FRENCH
    assert best([ENGLISH, FRENCH, ITALIAN], "ru") == ITALIAN
    assert best([FRENCH, ENGLISH], "ru") == ENGLISH
    assert best([FRENCH, ARABIC], "ru") == ARABIC
    assert best([], "ru") is None
    assert best([ENGLISH, ARABIC], "ar").direction == "rtl"


def test_kt02_an_official_text_stands_before_one_by_a_machine():
    official = Text("loi", "fr", Standing.OFFICIAL)
    assert best([FRENCH, official], "fr") == official


@given(found=lists(texts))
def test_kt01_a_text_is_found_wherever_there_is_one(found):
    made = best(found, "en")
    assert (made in found) if found else made is None
    spoken = [one for one in found if one.language == "en"]
    assert not spoken or made.language == "en"


def test_completeness_is_what_is_said_of_what_is_asked():
    assert Face(titles=(), asked={"a": True, "b": False, "c": True}).completeness == 67
    assert Face(titles=()).completeness is None
