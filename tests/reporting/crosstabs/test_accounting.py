"""Whatever stands in a sheet and whatever a person says: every cell is in exactly one class."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.formats.grids import Area, RawRow
from cairn.reporting.reading.crosstabs.accounting import Accounting, Class, closes
from cairn.reporting.reading.crosstabs.layout import Axis, Role, with_meaning, with_role
from cairn.reporting.reading.crosstabs.proposing import propose_all
from cairn.reporting.reading.crosstabs.questions import Answers
from cairn.reporting.reading.crosstabs.reading import read_cells
from cairn.reporting.reading.crosstabs.sheets import sheet_of
from tests.reporting.crosstabs.making import TODAY, WORDS

LABELS = ["Mali", "Togo", "Congolais", "Total", "Sous-total", "Hommes", "F", "Nationalité", "Poste",
          "janv. 24", "févr.", "T1 2024", "2024", "Année 2024", "NB : provisoire", "Europe",
          "Observations", "Moyenne", "%", "inconnu", "x y z"]  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.integers(-2, 3000),
    st.sampled_from(["RAS", "ND", "-", "12*", "1 234", "1,5", "…", "néant", "<5", "#"]),
    st.sampled_from(LABELS),
    st.dates(TODAY.replace(year=2023), TODAY),
    st.floats(0, 100),
    st.booleans(),
)


@st.composite
def sheets(draw):
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    rows = [[draw(CELLS) for _ in range(width)] for _ in range(height)]
    if draw(st.booleans()):  # mostly tables, as sheets are
        rows[0] = ["Pays", *[f"{2020 + at}" for at in range(width - 1)]]
        for row in rows[1:]:
            row[0] = draw(st.sampled_from(LABELS))
    corner = st.tuples(st.integers(1, height), st.integers(0, width - 1))
    (top, left), (bottom, right) = draw(corner), draw(corner)
    areas = [Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))]
    return sheet_of(
        "s",
        [RawRow(number, row) for number, row in enumerate(rows, 1)],
        hidden=draw(st.sampled_from([False, False, True])),
        merges=tuple(areas) if draw(st.booleans()) and areas[0][:2] != areas[0][2:] else (),
        hidden_rows=draw(st.sets(st.integers(1, height), max_size=2)),
        hidden_columns=draw(st.sets(st.integers(0, width - 1), max_size=1)),
    )


@settings(max_examples=150, deadline=None)
@given(sheet=sheets(), data=st.data())
def test_the_account_always_closes_and_only_data_and_zeros_have_numbers(sheet, data):
    layout, _ = propose_all([sheet], today=TODAY, words=WORDS)
    for block in layout.sheets[0].blocks[:1]:
        row = data.draw(st.integers(block.area.top, block.area.bottom))
        role = data.draw(st.sampled_from(Role))
        layout = with_role(layout, "s", row=row, role=role, sums=(block.area.top,))
        column = data.draw(st.integers(block.area.left, block.area.right))
        role = data.draw(st.sampled_from(Role))
        layout = with_role(layout, "s", column=column, role=role, block=0)
        layout = with_meaning(layout, "s", (row, column), Axis.PLACE, "Rosso")
    answer = data.draw(st.sampled_from(["count", "leave_out"]))
    answers = Answers(words={"": "zero", "nd": "withheld"}, hidden={"s": answer, "s!2": answer})
    reading = read_cells([sheet], layout, answers, today=TODAY)
    assert closes(reading.accounting)
    assert Accounting.from_json(reading.accounting.as_json()) == reading.accounting
    counting = (Class.DATA, Class.ZERO)
    assert all((cell.value is not None) == (cell.kind in counting) for cell in reading.cells)
    for one in counting:
        cells = sum(cell.kind is one for cell in reading.cells)
        assert cells == reading.accounting.total(one)
    places = [(cell.row, cell.column) for cell in reading.cells]
    assert len(places) == len(set(places))


def test_an_account_with_a_cell_too_many_or_an_unknown_class_does_not_close():
    stored = {"sheets": [{"name": "s", "rows": 2, "columns": 2, "classes": {"data": 4}}]}
    assert closes(Accounting.from_json(stored))
    for wrong in ({"data": 5}, {"data": 3}, {"data": 3, "lost": 1}, {"data": 5, "note": -1}):
        stored["sheets"][0]["classes"] = wrong
        assert not closes(Accounting.from_json(stored))
