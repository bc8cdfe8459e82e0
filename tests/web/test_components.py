"""The parts of pages: three kinds of nothing stay apart, tables close, forms tell all problems."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.web.components import Column, Figure, Link, Table, steps


def draw(source: str, **values: object) -> str:
    loads = "{% load cairn_ui cairn_numbers %}"
    return Template(loads + source).render(Context(values))


@pytest.mark.parametrize(
    ("value", "read_aloud", "seen"),
    [
        (0, "0", "0"),
        (Cell.NOT_RECORDED, "Not recorded", 'class="no-record"'),
        (Cell.WITHHELD, "Withheld", 'class="withheld"'),
        (Cell.NOT_APPLICABLE, "Does not apply", 'class="no-sense"'),
    ],
)
def test_each_kind_of_nothing_looks_and_sounds_different(value, read_aloud, seen):
    drawn = draw("{% cell value %}", value=value)
    assert seen in drawn
    assert read_aloud in re.sub("<[^>]+>", "", drawn)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (18211, "number", "18,211"),
        (0.389, "percent", "38.9%"),
        (1.0, "percent", "100.0%"),
        (date(2026, 3, 1), "text", "1 Mar 2026"),
        (Period.parse("2015-Q3"), "text", "Q3 2015"),
        ("<b>", "text", "&lt;b&gt;"),
        (None, "text", ""),
    ],
)
def test_a_cell_writes_what_it_is_given(value, kind, shown):
    assert draw("{% cell value kind %}", value=value, kind=kind) == shown


def two_columns(**more: object) -> Table:
    columns = [Column("Quarter"), Column("Detections", "number")]
    rows = [("Q1", 12), ("Q2", Cell.NOT_RECORDED)]
    return Table("Detections", columns, rows, **more)  # type: ignore[arg-type]


def test_a_table_has_a_caption_row_headings_and_a_key_where_it_needs_one():
    drawn = draw("{% table one %}{% table two %}", one=two_columns(), two=two_columns())
    assert drawn.count("<caption") == 2
    assert drawn.count('scope="row"') == 4
    assert 'class="key"' in drawn
    names = re.findall(r'<caption id="([^"]+)"', drawn)
    assert len(set(names)) == 2
    for name in names:
        assert f'aria-labelledby="{name}"' in drawn


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="a row of 1"):
        Table("x", [Column("a"), Column("b")], [("only",)])


def test_totals_close_the_table():
    lines = list(two_columns(totals=[("All", 12)]).lines())
    assert [line.total for line in lines] == [False, False, True]


def test_a_figure_frames_its_chart():
    figure = Figure("Title", "n = 3", caveat="Minimum", table=two_columns(), how="#how")
    figure = Figure(**{**_fields(figure), "downloads": [Link("CSV", "x.csv")]})
    drawn = draw("{% figure f %}<svg></svg>{% endfigure %}", f=figure)
    for part in ["Title", "n = 3", "Minimum", "<svg></svg>", "<table", "x.csv", "#how"]:
        assert part in drawn


def _fields(figure: Figure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in figure.__slots__}


def test_steps_say_what_is_past_and_what_is_now():
    assert [(s.past, s.current) for s in steps(["a", "b", "c"], 2)] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert all(step.past for step in steps(["a", "b"], 3))


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As written.")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A")])
    sure = forms.BooleanField(label="Sure")


def test_a_form_names_every_problem_twice_and_leads_to_its_field():
    drawn = draw("{% form f 'Save' %}<input name='extra'>{% endform %}", f=Form({}))
    anchors = re.findall(r'<a href="#([^"]+)"', drawn)
    assert anchors == ["id_name", "id_kind", "id_sure"]
    for anchor in anchors:
        assert re.search(rf'id="{anchor}"', drawn)
        assert f'id="{anchor}_error"' in drawn
    assert "name='extra'" in drawn


def test_a_form_that_was_not_sent_has_no_problems():
    assert "summary" not in draw("{% form f 'Save' %}{% endform %}", f=Form())


def test_a_definition_stands_in_the_language_of_the_page_and_without_space_around_it():
    with override("fr"):
        drawn = draw("({% term 'smuggling_of_migrants' %})")
    assert drawn.startswith("(<span")
    assert drawn.endswith("</span>)")
    assert "trafic illicite de migrants" in drawn
    assert 'href="/fr/glossary/#smuggling_of_migrants"' in drawn


def test_text_of_unknown_direction_is_kept_apart_and_escaped():
    assert draw("{{ x|bdi }}", x="<i>") == "<bdi>&lt;i&gt;</bdi>"


@pytest.mark.parametrize(("share", "value"), [(0.42, 'value="42"'), (2, 'value="100"')])
def test_progress_stays_within_its_bounds(share, value):
    assert value in draw("{% progress 'Checking' share %}", share=share)


def test_progress_that_is_not_known_has_no_value():
    assert "value=" not in draw("{% progress 'Checking' %}")
