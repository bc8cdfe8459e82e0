"""A file of a reference manager goes in, is published, and comes out unchanged in meaning.

The files beside this are written as Zotero and EndNote write them; what they tell is invented.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from cairn.knowledge.bulk import Written, written
from cairn.knowledge.forms import file_named
from cairn.knowledge.outgoing import pages_in
from cairn.knowledge.publications.reading import read_file
from tests.knowledge.publications.test_round_trips import meaning
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "managers"
FORMS = {"bib": "publications.bib", "ris": "publications.ris", "json": "publications.csl.json"}
TAG = re.compile(r"([A-Z][A-Z0-9])  - (.*)")


def taken_in(path):
    rows = list(read_file(path))
    assert [row.problems for row in rows if row.problems] == []
    return rows


def sent_out(form, to):
    file = file_named(FORMS[form])
    to.write_bytes(b"".join(written(file, pages_in("en"), Written())))
    return to


@pytest.mark.parametrize("name", ["zotero.ris", "endnote.ris", "zotero.csl.json", "zotero.bib"])
@pytest.mark.parametrize("form", ["ris", "json", "bib"])
def test_what_goes_in_in_one_form_comes_out_in_any(tmp_path, name, form):
    came = taken_in(FILES / name)
    for row in came:
        shelved("publication", row.key, row.body)
    ending = FORMS[form].partition(".")[2]
    back = taken_in(sent_out(form, tmp_path / f"out.{ending}"))
    was = {row.body["csl"]["title"]: told(row, form) for row in came}
    assert {row.body["csl"]["title"]: told(row, form) for row in back} == was


def told(row, form):
    """The meaning of an entry; of RIS without what ADR 46 says that it has no tag for."""
    found = meaning(row.body["csl"])
    if form == "ris":
        for name in ("event-place", "number-of-pages"):
            found.pop(name, None)
        for one in found.get("author", ()):
            if particle := one.pop("non-dropping-particle", ""):
                one["family"] = f"{particle} {one['family']}"
    return found


def test_csl_json_of_zotero_comes_out_field_by_field(tmp_path):
    for row in taken_in(FILES / "zotero.csl.json"):
        shelved("publication", row.key, row.body)
    came = json.loads((FILES / "zotero.csl.json").read_text("utf-8"))
    back = json.loads(sent_out("json", tmp_path / "out.csl.json").read_text("utf-8"))
    assert {one["id"]: plain(one) for one in back} == {one["id"]: plain(one) for one in came}


def plain(value):
    """Zotero writes years as text, and numbers mean the same."""
    match value:
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case list():
            return [plain(one) for one in value]
        case str() if value.isdecimal():
            return int(value)
    return value


def test_ris_of_zotero_comes_out_tag_by_tag(tmp_path):
    for row in taken_in(FILES / "zotero.ris"):
        shelved("publication", row.key, row.body)
    came = (FILES / "zotero.ris").read_text("utf-8")
    back = sent_out("ris", tmp_path / "out.ris").read_text("utf-8")
    assert tags(back) == tags(came)


def test_a_year_of_endnote_is_not_lost_to_its_month_and_keywords_stay_apart():
    first = taken_in(FILES / "endnote.ris")[0].body["csl"]
    assert first["issued"] == {"date-parts": [[2011, 6]]}
    assert first["keyword"] == "Invented, Smuggling of migrants, Sea"


@pytest.mark.parametrize("name", ["Bali Process, Third Office", "A, B, and C", "Office,"])
def test_a_body_with_a_comma_in_its_name_stays_a_body_in_ris(tmp_path, name):
    shelved(
        "publication",
        "k",
        {"csl": {"type": "report", "title": "One", "author": [{"literal": name}]}},
    )
    (row,) = taken_in(sent_out("ris", tmp_path / "out.ris"))
    assert row.body["csl"]["author"] == [{"literal": name}]


def tags(text):
    """(tag, value) without what says the same: a day of a year alone, the hour of a reading."""
    found = []
    for tag, value in TAG.findall(text.replace("\r", "")):
        value = value.removesuffix("/")
        if tag == "Y2":
            value = "/".join(value.split("/")[:3])
        if tag != "ID" and not (tag == "DA" and value.endswith("/")):
            found.append((tag, value))
    return Counter(found)
