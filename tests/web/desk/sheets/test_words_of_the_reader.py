"""What a reader is told: why a State is proposed, in her language, and what is kept of a file."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from cairn.reference.names import UNSURE, named_elsewhere
from cairn.web.desk.sheets.words import reason_words


@pytest.mark.parametrize(
    ("spelling", "language", "code"),
    [("Burmese", "fr", "MMR"), ("Burmese", "en", None), ("Nigeria", "es", None), ("x", "fr", None)],
)
def test_of_what_is_spelled_so_in_another_language_only_the_code_is_told(spelling, language, code):
    assert named_elsewhere(spelling, language) == code


def test_no_name_in_another_language_is_held_against_what_was_written():
    values = {"spelling": "Burmese"}
    assert "Burmese" in reason_words(UNSURE, values)
    with override("fr"):
        words = reason_words(UNSURE, values)
    assert "Burmese" not in words
    assert "Myanmar" in words


def test_of_a_file_that_is_sent_one_thing_is_said_of_what_is_kept(officer):
    text = officer.get(reverse("desk:sheets")).content.decode()
    assert "is kept until the rest comes" in text
    assert "the file itself is deleted" in text
    assert "What has arrived stays" not in text
    assert "is not kept" not in text
