"""Plain texts of documents of the United Nations, as programs make them of papers."""

import re

import pytest
import typst

from cairn.formats.errors import NotText
from cairn.formats.pdf_text import BrokenPdf
from cairn.knowledge.documents.parsing import pieces
from cairn.knowledge.documents.reading import NoParagraph, NotADocument, read_file, shipped
from cairn.knowledge.documents.recognizing import recognized
from cairn.knowledge.documents.schema import Is
from cairn.knowledge.kinds import kind_of

MARKED = """
# Conference of Invented Parties

Distr.: General
16 July 2020

## **Report of the Secretariat**

#### **I. Introduction**

1. The first paragraph cites (A/CONF.234/3) and resolution 74/148 and goes on over a
2. A second one follows without an empty line.

* [CTOC/COP/2020/1](#).



### **1. Support to bodies**

General Assembly

3. This one is broken by a page in the middle of a sentence<sup>1</sup> and the Niger and

<sup>1</sup> See www.example.org/a\\_b.

---

goes on here:

(a) With one item;

(b) And another.

B. Technical assistance

4. As of June 2020, 801 cases from 44 jurisdictions, as article 6 asks, and \\$5.5 billion.
"""
WRAPPED = """  I. Introduction \n \n
1. The Conference, in its resolution 5/3,
requested a report from Guinea-Bissau and
Nigeria.

__________________

 * CTOC/COP/2012/1.
 2. In that resolution it was welcomed,1 and it goes on over the

__________________

 1  See www.example.org/Issue-
Papers.pdf.
 page to its end.

 B. Tools that have a heading over
two lines

3. The end.
"""


def told(text):
    return [(one.kind, one.anchor, one.text) for one in pieces(text.splitlines(True))]


def test_paragraphs_are_those_whose_number_is_the_next():
    found = told(MARKED)
    paragraphs = [(anchor, text) for kind, anchor, text in found if kind is Is.PARAGRAPH]
    assert [anchor for anchor, _ in paragraphs] == ["p1", "p2", "p3", "p4"]
    assert paragraphs[2][1] == (
        "This one is broken by a page in the middle of a sentence¹ and the Niger and goes on here:"
        "\n(a) With one item;\n(b) And another."
    )
    headings = [text for kind, _, text in found if kind is Is.HEADING]
    assert headings[-4:] == [
        "I. Introduction", "1. Support to bodies", "General Assembly", "B. Technical assistance"
    ]  # fmt: skip
    notes = [text for kind, _, text in found if kind is Is.NOTE]
    assert notes == ["* CTOC/COP/2020/1.", "¹ See www.example.org/a_b."]


def test_a_text_with_hard_line_ends_is_read_alike():
    found = told(WRAPPED)
    assert [(kind.value, text) for kind, _, text in found] == [
        ("heading", "I. Introduction"),
        ("paragraph", "The Conference, in its resolution 5/3, requested a report from "
         "Guinea-Bissau and Nigeria."),
        ("note", "* CTOC/COP/2012/1."),
        ("paragraph", "In that resolution it was welcomed,1 and it goes on over the page to its "
         "end."),
        ("note", "1  See www.example.org/Issue- Papers.pdf."),
        ("heading", "B. Tools that have a heading over two lines"),
        ("paragraph", "The end."),
    ]  # fmt: skip


def test_the_figures_of_paragraph_35_are_recognized():
    text = (
        "a case law database containing, as of June 2020, 801 cases from 44 jurisdictions; 245 "
        "pieces of legislation from 99 countries; and a database containing 384 entries."
    )
    found = [(one.kind.value, one.said, one.value) for one in recognized(text)]
    assert found == [
        ("date", "June 2020", "2020-06"),
        ("figure", "801 cases", "801"),
        ("figure", "44 jurisdictions", "44"),
        ("figure", "245 pieces", "245"),
        ("figure", "99 countries", "99"),
        ("figure", "384 entries", "384"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guinea-Bissau, Equatorial Guinea and Guinea", ["GNB", "GNQ", "GIN"]),
        ("the Niger and Nigeria, not Nigerian", ["NER", "NGA"]),
        ("the United Kingdom of Great Britain and Northern Ireland", ["GBR"]),
        ("under article 6, paragraph 3, objectives 9 and 10 set out in 2018", []),
        ("281 million migrants, 3.6 per cent of all", ["281 million", "3.6 per cent"]),
        ("a profit of $5.5 billion per year", ["$5.5 billion"]),
        ("see CTOC/COP/WG.7/2019/2 and E/CN.15/2020/6.", ["CTOC/COP/WG.7/2019/2",
         "E/CN.15/2020/6"]),
        ("from 4 and 5 July 2018 to 12–16 October 2020", ["2018-07-04", "2020-10-12"]),
    ],
)  # fmt: skip
def test_states_symbols_dates_and_figures_are_recognized_and_numbers_of_articles_are_not(
    text, found
):
    assert [one.value for one in recognized(text)] == found


def test_what_is_shipped_has_no_text_and_the_import_brings_it(tmp_path):
    shipped_ones = shipped()
    assert len(shipped_ones) == 5
    for key, body in shipped_ones.items():
        record = kind_of("document").load(body)
        assert not record.text_held
        assert all(not one.text for one in record.pieces if one.kind is not Is.HEADING), key
    paragraph = next(
        one for one in shipped_ones["CTOC/COP/2020/3"]["pieces"] if one["anchor"] == "p35"
    )
    assert {"801 cases", "44 jurisdictions"} <= {one["said"] for one in paragraph["found"]}
    bare = shipped_ones["CTOC-COP-2012_activities-report"]
    path = tmp_path / "CTOC-COP-2012_activities-report.txt"
    path.write_text(WRAPPED)
    [row] = read_file(path)
    assert (row.key, row.body["title"]) == (path.stem, bare["title"])
    assert row.body["text_held"]
    assert row.body["pieces"][1]["text"].startswith("The Conference")


def test_a_claim_must_stand_where_it_says(tmp_path):
    body = {
        "title": "T",
        "pieces": [{"kind": "paragraph", "anchor": "p1", "text": "There were 801 cases."}],
        "claims": [{"subject": "cases", "anchor": "p1", "value": "801", "quote": "802 cases",
                    "counted": "cases"}],
    }  # fmt: skip
    _, [wrong] = kind_of("document").read(body)
    assert wrong.error.code == "quote_is_not_there"
    body["claims"][0]["quote"] = "801 cases"
    record, problems = kind_of("document").read(body)
    assert problems == []
    assert kind_of("document").read(kind_of("document").write(record)) == (
        record,
        [],
    )


def typeset(path, made):
    """A PDF of these pieces, as an office sets its documents: heads, feet, notes below."""
    shown = []
    for one in made:
        text = re.sub(r"([\\#$*_`<>@\[\]~=/\-\"'+])", r"\\\1", one.text)
        if one.kind in (Is.HEADING, Is.FRONT):
            shown.append(f"#block(text(weight: 700)[{text}])")
        elif one.kind is Is.PARAGRAPH:
            items = text.split("\n")
            begun = f"{one.number}\\. {items[0]}" if one.number else items[0]
            shown.append("\n\n".join([begun, *items[1:]]))
    paper = """#set page(paper: "a4", header: [CTOC\\/COP\\/2020\\/3],
      footer: context [V.20\\-03811 #h(1fr) #counter(page).display()])
    #set text(size: 10pt)
    #set par(justify: true, spacing: 1.4em)
    """
    path.write_bytes(typst.compile((paper + "\n\n".join(shown)).encode()))


def test_a_report_that_was_set_and_printed_has_the_paragraphs_of_its_text(tmp_path, open_data):
    text = open_data.parent / "un-documents/CTOC-COP-2020-3_activities-report.txt"
    [plain] = read_file(text)
    made = kind_of("document").load(plain.body).pieces
    typeset(tmp_path / "CTOC-COP-2020-3_report.pdf", made)
    [row] = read_file(tmp_path / "CTOC-COP-2020-3_report.pdf")
    assert (row.key, row.problems) == ("CTOC/COP/2020/3", plain.problems)
    assert row.body["symbol"] == "CTOC/COP/2020/3"

    def paragraphs(body):
        return {
            one["anchor"]: re.sub(r"[\s-]", "", one["text"])  # a divided word has lost its hyphen
            for one in body["pieces"]
            if one["kind"] == "paragraph"
        }

    expected, found = paragraphs(plain.body), paragraphs(row.body)
    assert found.keys() == expected.keys()
    alike = [anchor for anchor, text in expected.items() if found[anchor] == text]
    assert alike == list(expected)
    assert "801casesfrom44jurisdictions" in found["p35"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7", BrokenPdf),
        (b"<html>", NotADocument),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\xff" * 100, NotText),
        (b"## only a heading\n1. \n", NoParagraph),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(tmp_path, content, error):
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(error):
        list(read_file(path))
