"""Files of cases: the open form, our own form, and two tables; and files that are wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cairn.formats.writers import stream_csv
from cairn.knowledge.cases.reading import read_file
from cairn.knowledge.cases.spoken import names_in
from cairn.knowledge.cases.tables import CASES, CHARGES, case_line, charge_lines
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.rows import as_native
from tests.knowledge.cases.cases import DATA, made, shipped, tern

OPEN = {
    "id": "ita-case-cap-anamur",
    "title": "Case N. 3267/04 R.G.N.R. (Cap Anamur)",
    "jurisdiction": "ITA",
    "court": None,
    "date": "2009",
    "date_precision": "year (from source URL)",
    "stage": None,
    "offences": ["enabling illegal entry", "financial or other material benefit"],
    "outcome": None,
    "sentence": None,
    "transport_mode": ["sea"],
    "origin_countries": ["SDN"],
    "transit_countries": ["LBY"],
    "destination_countries": ["ITA"],
    "migrants": 37,
    "deaths": None,
    "summary": "A cargo ship took 37 people off a failing inflatable.",
    "source_url": "https://sherloc.unodc.org/cld/ita/2009/case_n._326704.html",
    "read": "opening of the public page, November 2026",
    "note": None,
}


@pytest.fixture
def rows(tmp_path):
    def read(*lines):
        path = tmp_path / "cases.jsonl"
        path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), "utf-8")
        return list(read_file(path))

    return read


def test_the_open_form_is_taken_in_with_tags_that_are_no_findings(rows):
    (row,) = rows(OPEN)
    body = row.body
    assert row.key == "ita-case-cap-anamur"
    assert body["elements"] == [
        {"element": "benefit", "by": "summary"},
        {"element": "crossing", "by": "summary"},
    ]
    assert [one["text"] for one in body["offences"]] == ["enabling illegal entry"]
    assert body["migrants_total"] == 37
    assert "deaths" not in body
    assert body["proceedings"] == [{"id": "1", "date": "2009", "dated": "address"}]
    assert body["sources"][0]["read_on"] == "2026-11"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Jufri v The Queen [2012] QCA 248", ["Jufri"]),
        ("United States v. A.D.N. (Marlow Ben Tarn), 16-cr-00096", ["Marlow Ben Tarn"]),
        ("R v Naillie; R v Kanesarajah", ["Naillie", "Kanesarajah"]),
        ("Pylos 9 (sinking of the Adriana)", []),
        ("Resolución 292/2004", []),
        ("BGH 3 StR 358/15", []),
    ],
)
def test_names_in_titles_are_known_from_numbers_and_ships(title, names):
    assert names_in(title) == names


def test_names_of_the_open_form_stay_outside_of_title_key_sentence_and_address(rows):
    given_ = OPEN | {
        "id": "aus-tarn-v-the-queen",
        "title": "Tarn v The Queen [2012] QCA 248",
        "sentence": "5 years (Tarn)",
        "source_url": "https://example.org/tarrn_v_the_queen.html",  # misspelt, and still a name
    }
    (row,) = rows(given_)
    told = json.dumps([row.key, row.body]).lower()
    assert "tarn" not in told
    assert "tarrn" not in told
    assert row.body["number"] == "T. v The Queen [2012] QCA 248"
    other = rows(given_ | {"id": "aus-born-v-the-queen", "title": "Born v The Queen"})[0]
    assert other.key != row.key


def test_one_bad_line_among_ten_thousand_is_told_and_the_others_are_read(tmp_path):
    path = tmp_path / "cases.jsonl"
    line = json.dumps(OPEN)
    lines = [line.replace("ita-case", f"case-{n}") for n in range(10_000)]
    lines[6_543] = '{"kind": "case", "key": "broken", "record": {"state": '
    path.write_text("\n".join(lines), "utf-8")
    found = list(read_file(path))
    assert len(found) == 10_000
    assert [one.line for one in found if one.body is None] == [6_544]


@pytest.mark.parametrize(
    "change",
    [
        {"migrants": "many"},
        {"migrants": True},
        {"offences": "smuggling"},
        {"title": 5},
        {"jurisdiction": "ZZZ"},
        {"jurisdiction": None},
        {"transport_mode": ["by magic"]},
        {"date": "sometime"},
        {"stage": "on the moon"},
        {"unheard_of": 1},
        {"origin_countries": [None]},
    ],
)
def test_a_line_of_another_shape_is_told_whole(rows, change):
    (row,) = rows(OPEN | change)
    assert row.body is None
    assert row.problems


def test_signs_that_turn_a_line_around_are_taken_out_and_html_is_text(rows):
    (row,) = rows(OPEN | {"summary": "\u202egnp.exe <script>alert(1)</script>\x00 \u2066x"})
    text = row.body["texts"][0]["texts"][0]["text"]
    assert text == "gnp.exe <script>alert(1)</script> x"


@pytest.mark.parametrize("line", ["[]", "5", '"text"', "null", "{}", "[" * 100_000])
def test_json_that_is_no_record_is_told(tmp_path, line):
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{line}\n{json.dumps(OPEN)}\n", "utf-8")
    first, second = read_file(path)
    assert first.body is None
    assert second.body


@given(some.sampled_from([*(one["record"] for one in shipped("cases.jsonl")), tern()]), some.data())
def test_what_is_written_comes_back_the_same(tmp_path_factory, body, data):
    text = data.draw(some.text(min_size=1).filter(str.strip))
    body = body | {"licence": f"x{text}x"}
    kind = kind_of("case")
    record = made(body)
    path = tmp_path_factory.mktemp("round") / "cases.jsonl"
    path.write_text(as_native("case", "k", kind.write(record)) + "\n", "utf-8")
    (row,) = read_file(path)
    assert row.key == "k"
    assert made(dict(row.body)) == record


def _tables(folder, records):
    cases = (case_line(key, one) for key, one in records)
    charges = (line for key, one in records for line in charge_lines(key, one))
    (folder / "cases.csv").write_bytes(b"".join(stream_csv(cases, CASES)))
    (folder / "charges.csv").write_bytes(b"".join(stream_csv(charges, CHARGES)))
    return (folder / "cases.csv").read_bytes(), (folder / "charges.csv").read_bytes()


def test_the_two_tables_come_back_as_the_same_two_tables(tmp_path):
    records = [(one["key"], made(one["record"])) for one in shipped("cases.jsonl")]
    records.append(("tern", made(tern())))
    before = _tables(tmp_path, records)
    found = list(read_file(tmp_path / "cases.csv"))
    assert [one.problems for one in found if one.body is None] == []
    again = [(one.key, made(dict(one.body))) for one in found]
    assert len(again[-1][1].charges) == 63
    assert _tables(tmp_path, again) == before


def test_a_formula_in_a_text_is_no_formula_in_the_table_and_comes_back(tmp_path):
    body = {"state": "ITA", "number": "=1+1"}
    cases, _ = _tables(tmp_path, [("k", made(body))])
    assert b"'=1+1" in cases
    assert next(iter(read_file(tmp_path / "cases.csv"))).body["number"] == "=1+1"


def test_a_table_of_charges_alone_and_charges_of_no_case_are_told(tmp_path):
    _tables(tmp_path, [("tern", made(tern()))])
    (row,) = read_file(tmp_path / "charges.csv")
    assert "charges.csv" in str(row.problems[0].error)
    (tmp_path / "cases.csv").write_text("key,state\nother,ITA\n", "utf-8")
    found = list(read_file(tmp_path / "cases.csv"))
    assert [bool(one.body) for one in found] == [True, False]
    (tmp_path / "cases.csv").write_text("key,colour\n1,2\n", "utf-8")
    assert not any(one.body for one in read_file(tmp_path / "cases.csv"))


def test_the_shipped_files_are_read_whole():
    for path in sorted(DATA.glob("*.jsonl")):
        assert all(one.body and one.key for one in read_file(path))
