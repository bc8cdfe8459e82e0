"""A pasted table with "-" and "RAS" in the place of numbers: asked by word, and taken as said."""

import pytest
from django.urls import reverse

from cairn.kernel.cells import Cell
from tests.reporting.filings.doing import drafted
from tests.web.desk.filing.conftest import text_of

pytestmark = pytest.mark.django_db
TABLE = "Nationality\tNumber\nNiger\t12\nMali\t-\nChad\tRAS\nTogo\t\nBenin\tabout 5"


def test_signs_in_the_place_of_numbers_are_named_asked_and_taken_as_said(niger):
    filing = drafted(niger.people)
    page = reverse("desk:filing_paste", args=[filing.ref, "smuggled_detected"])
    answer = niger.officer.send(page, table=TABLE)
    held = {word: cells for _field, word, cells, _more, _said in answer.context["words"]}
    assert held == {"-": ("Mali",), "RAS": ("Chad",)}
    assert len(answer.context["certain"]) == 1
    assert "1 empty cell was left out" in text_of(answer)
    assert "about 5" in text_of(answer)
    dash, nothing = (field for field, *_rest in answer.context["words"])
    answer = niger.officer.send(page, table=TABLE, **{dash: "not_recorded", nothing: "zero"})
    lines = {one.values[0].value: (one.text, one.reason) for one in answer.context["certain"]}
    assert lines == {"NER": ("12", ""), "MLI": ("", Cell.NOT_RECORDED), "TCD": ("0", "")}
    assert '<option value="not_recorded" selected>' in text_of(answer)
