"""Files of publications as reference managers write them, and as they should not be."""

import json

import pytest

from cairn.formats.errors import LineTooLong, NotText
from cairn.knowledge.publications.reading import NoPdf, UnknownForm, read_file

ZOTERO = r"""
% exported
@string{ijmbs = "International Journal of Migration"}
@comment{jabref-meta: databaseType:bibtex;}
@article{izcara_smugglers_2017,
	title = {Smugglers who cheat migrants: {Rule} or {Exception} in {M\'exico}},
	volume = 74, number = {0}, pages = {1--21},
	author = {Izcara Palacios, Sim{\'o}n Pedro and van der Berg, Jan and {World Bank} and others},
	journal = ijmbs # " and Border Studies", month = jan, year = 2017,
	file = {/home/ana/paper.pdf:application/pdf}, mendeley-groups = {own}, shelfmark = {Q 7},
}
@phdthesis{cuca, author = "Dra\v{z}en {\'C}u{\'c}a", title = "{{Kriminalizacija}} pomo{\'c}i",
  school = {Universit{\"a}t Wien}, year = {2019}}
@online{ar, title = {تهريب المهاجرين}, author = {الأمم المتحدة}, date = {2020-05/2021-02},
  langid = {arabic}, url = {https://example.org/a_b%20c}}
@misc{zh, title = {偷运移民}, author = {Li, 明 and de la Cruz, Jr., Juan}, note = {50\% \& more}}
"""
RIS = """TY  - JOUR
AU  - Achilli, Luigi
AU  - International Organization for Migration
TI  - The “good” smuggler
  and what he is
T2  - The Annals
PY  - 2018/03//
SP  - 77
EP  - 96
KW  - ethics
KW  - Syria
L1  - file:///home/ana/paper.pdf
C7  - e0225684
SN  - 0002-7162
ER  -

TY  - RPRT
ID  - arabic
TI  - تهريب المهاجرين
DA  - 2020/05/17/
ER  -
"""


def read(tmp_path, text, name="file.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_file(path))


def test_bibtex_as_managers_write_it(tmp_path):
    first, thesis, arabic, chinese = read(tmp_path, ZOTERO, "own.bib")
    csl = first.body["csl"]
    assert csl["title"] == "Smugglers who cheat migrants: Rule or Exception in México"
    assert csl["author"] == [
        {"family": "Izcara Palacios", "given": "Simón Pedro"},
        {"non-dropping-particle": "van der", "family": "Berg", "given": "Jan"},
        {"literal": "World Bank"},
        {"literal": "others"},
    ]
    assert csl["container-title"] == "International Journal of Migration and Border Studies"
    assert (csl["issue"], csl["page"], csl["issued"]) == ("0", "1-21", {"date-parts": [[2017, 1]]})
    assert csl["custom"] == {"bibtex": {"shelfmark": "Q 7"}}  # and nobody's folders
    assert thesis.body["csl"]["author"] == [{"given": "Dražen", "family": "Ćuća"}]
    assert thesis.body["csl"]["title"] == "Kriminalizacija pomoći"
    assert (thesis.body["csl"]["type"], thesis.body["csl"]["genre"]) == ("thesis", "PhD thesis")
    assert arabic.body["csl"]["title"] == "تهريب المهاجرين"
    assert arabic.body["csl"]["issued"] == {"date-parts": [[2020, 5], [2021, 2]]}
    assert arabic.body["csl"]["URL"] == "https://example.org/a_b%20c"
    assert chinese.body["csl"]["note"] == "50% & more"
    assert chinese.body["csl"]["author"][1] == {
        "non-dropping-particle": "de la",
        "family": "Cruz",
        "suffix": "Jr.",
        "given": "Juan",
    }


def test_ris_as_managers_write_it(tmp_path):
    article, report = read(tmp_path, RIS, "own.ris")
    csl = article.body["csl"]
    assert csl["title"] == "The “good” smuggler and what he is"
    assert csl["author"][1] == {"literal": "International Organization for Migration"}
    assert (csl["issued"], csl["page"]) == ({"date-parts": [[2018, 3]]}, "77-96")
    assert (csl["keyword"], csl["custom"]) == ("ethics, Syria", {"ris": {"C7": ["e0225684"]}})
    assert (report.key, report.body["csl"]["issued"]) == ("arabic", {"date-parts": [[2020, 5, 17]]})


def test_of_broken_bibtex_only_what_is_broken_is_lost(tmp_path):
    text = "@article{a, title={One}}\n@article{b, title={Two {unclosed}, year=2002}\n"
    text += "@article{c, title={Three}}\n@book{d, title=}\n@book{e, year=2000, year=2001}\n"
    text += '@book{f, title="Six"}\n@book{g, title={Seven}'
    rows = read(tmp_path, text)
    assert [(row.line, row.body is not None) for row in rows] == [
        (1, True), (2, False), (3, True), (4, False), (5, False), (6, True), (7, False)
    ]  # fmt: skip
    codes = [row.problems[0].error.code for row in rows if row.problems]
    assert codes == ["not_closed", "not_a_field", "field_twice", "not_closed"]


def test_of_broken_ris_only_what_is_broken_is_lost(tmp_path):
    text = "TY  - JOUR\nTI  - A\nER  - \nlost\nTY  - JOUR\nTI  - B\nTY  - BOOK\nTI  - C\nER  - \n"
    rows = read(tmp_path, text + "TY  - BOOK\nTI  - D\n")
    told = [(row.line, row.problems[0].error.code if row.problems else "") for row in rows]
    assert told == [(1, ""), (4, "not_a_tag"), (5, "no_end"), (7, ""), (10, "no_end")]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"id": "x", "type": "book", "titel": "A"}, "not_of_csl"),
        ({"id": "x", "type": "buch", "title": "A"}, "value_is_wrong"),
        ({"id": "x", "type": "book", "title": ["A"]}, "value_is_wrong"),
        ({"id": "x", "type": "book"}, "field_is_missing"),
        ({"id": "x", "type": "book", "title": "A", "author": ["B"]}, "value_is_wrong"),
        ({"id": "x", "type": "book", "title": "A", "issued": {"date-parts": [[2018, 13]]}},
         "value_is_wrong"),
    ],
)  # fmt: skip
def test_one_bad_entry_among_ten_thousand_is_told_with_its_place(tmp_path, broken, code, indent):
    many = 10_000 if code == "not_of_csl" else 100
    good = [{"id": f"k{n}", "type": "book", "title": f"T {n}"} for n in range(many)]
    rows = read(tmp_path, json.dumps([*good[:43], broken, *good[43:]], indent=indent))
    bad = [row for row in rows if row.body is None]
    assert (len(rows), [one.problems[0].error.code for one in bad]) == (many + 1, [code])
    assert bad[0].line == (44 if indent is None else 2 + 43 * 5)


def test_a_slip_in_json_takes_only_its_own_entry(tmp_path):
    text = json.dumps([{"id": f"k{n}", "type": "book", "title": "T"} for n in range(9)], indent=1)
    for slip in (('"k3"', '"k3'), ('"k3",', '"k3"'), ('"k3"', "{"), ('"k3",', '"k3"}')):
        rows = read(tmp_path, text.replace(*slip))
        assert {f"k{n}" for n in range(9)} - {row.key for row in rows if row.body} == {"k3"}, slip
        assert [row.line for row in rows if row.body is None][0] == 17


def test_signs_that_turn_a_line_around_are_taken_out_and_html_stays_text(tmp_path):
    entry = {"id": "k", "type": "book", "title": "\u202eA<script>alert(1)</script>\u0007"}
    [row] = read(tmp_path, json.dumps([entry]))
    assert row.body["csl"]["title"] == "A<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7 ...", NoPdf),
        (b"MZ\x00\x00\x00\x00" * 100, NotText),
        (b"<!doctype html><title>x</title>", UnknownForm),
        (b"nothing of the kind", UnknownForm),
        (b"@book{a, title={" + b"x" * 5_000_000 + b"}}", LineTooLong),
    ],
)
def test_what_is_no_file_of_publications_is_refused_in_a_sentence(tmp_path, content, error):
    with pytest.raises(error):
        read(tmp_path, content)


def test_an_entry_of_a_hundred_megabytes_is_told_and_the_next_one_read(tmp_path):
    path = tmp_path / "long.json"
    with path.open("w") as file:
        file.write('[{"id": "a", "title": "')
        for _ in range(100):
            file.write("x" * 1_000_000)
        file.write('"}, {"id": "b", "type": "book", "title": "B"}]')
    long, next_one = read_file(path)
    assert (long.problems[0].error.code, next_one.key) == ("object_too_long", "b")


def test_a_hostile_depth_is_told(tmp_path):
    [row] = read(tmp_path, '{"id": "a", "custom": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert row.body is None
    [row] = read(tmp_path, "@a{b, title={" + "{" * 200_000 + "x" + "}" * 200_000 + "}}")
    assert row.body is not None or row.problems


def test_a_file_in_an_older_encoding_is_read_as_what_it_is(tmp_path):
    [row] = read(tmp_path, "@book{a, title={Die Schleusung über Zürich}}".encode("latin-1"))
    assert row.body["csl"]["title"] == "Die Schleusung über Zürich"
