"""What somebody collects: a page, a document and citations, kept by nobody.

fo01  the address holds the folder; what cannot be read in it is left out and counted
fo02  an article stands as on the day that was chosen, with how sure that is
fo03  a case stands with stage, finality, sources and the day they were read
fo04  the document holds the same, notes included, with language and direction of each passage
fo05  a withdrawn record says so and nothing else of itself
fo06  as many queries whatever the folder holds; no more than sixty things
fo07  nothing is set, stored or executed
fo09  the articles that a case charges are offered as on the day of the act
fo08  the PDF holds what the document for a word processor holds
"""

import io
import zipfile
from datetime import date

import pypdfium2 as pdfium
import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.console.demo_library import shipped
from cairn.kernel.refs import new_ref
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.models import Item
from cairn.knowledge.shelving import shelve
from cairn.web.library.folder.keys import MOST, Key, TooMany, read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACES = st.from_regex(r"[a-z0-9-]{0,30}", fullmatch=True)


def shelved(kind, wanted):
    """The first shipped record of this kind whose content the question finds."""
    for path in shipped(kind_of(kind)):
        for row in kind_of_reading(kind)(path):
            if wanted(row.body):
                return shelve(
                    ref=new_ref("lib"),
                    kind=kind,
                    key=row.key,
                    number=1,
                    body=row.body,
                    at=timezone.now(),
                )
    raise AssertionError(f"no {kind} like this is shipped")


def kind_of_reading(kind):
    from importlib import import_module

    return import_module(f"{kind_of(kind).package}.reading").read_file


@pytest.fixture
def article(db):
    """Spain's Criminal Code, which has the article on smuggling in five wordings."""
    return shelved(
        "law",
        lambda body: (
            body["country"] == "ESP"
            and any(one["number"] == "318 bis" for one in body.get("articles", ()))
        ),
    )


@pytest.fixture
def case(db):
    return shelved("case", lambda body: body.get("quotations"))


def document(client, **given):
    answer = client.post("/en/library/folder/bundle.docx", given)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return ElementTree.fromstring(packed.read("word/document.xml"))


def words(tree):
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in tree.iter(f"{W}p")]


@given(st.lists(st.tuples(PLACES, st.none() | st.dates(date(1900, 1, 1))), max_size=20))
def test_fo01_what_an_address_writes_is_read_again(given):
    keys = list(dict.fromkeys(Key(new_ref("lib"), place, on) for place, on in given))
    assert read(map(str, keys)) == (keys, 0)


@given(st.lists(st.text(max_size=60), max_size=20))
def test_fo01_whatever_else_stands_there_is_left_out(texts):
    found, wrong = read(texts)
    assert wrong + len(found) <= len(texts)
    assert all(one.ref.startswith("lib-") for one in found)


def test_fo06_a_folder_has_an_end():
    refs = [new_ref("lib") for _ in range(MOST + 1)]
    assert len(read(refs[:MOST])[0]) == MOST
    with pytest.raises(TooMany):
        read(refs)


def test_fo02_the_article_of_spain_as_on_the_day_of_the_offence(client, article):
    key = f"{article.ref}~art-318-bis~2017-03-14"
    page = client.get("/en/library/folder/", {"i": key}).content.decode()
    assert "14 Mar 2017" in page
    assert "certain" in page
    assert f"/laws/{article.ref}/?on=2017-03-14#art-318-bis" in page
    assert "El que intencionadamente ayude a una persona" in page
    before = client.get("/en/library/folder/", {"i": f"{article.ref}~art-318-bis~2005-01-01"})
    assert "El que intencionadamente ayude a una persona" not in before.content.decode()


def test_fo03_a_case_stands_with_its_stage_its_finality_and_its_sources(client, case):
    page = client.get("/en/library/folder/", {"i": case.ref}).content.decode()
    assert "Finality" in page
    assert "read on" in page
    quoted = case.body["quotations"][0]["texts"][0]["text"]
    assert quoted.split()[0] in page
    assert "Nobody may cite it" in page  # it is the invented one, and says so


def test_fo04_the_document_holds_what_the_page_holds_and_the_note(client, article, case):
    key = f"{article.ref}~art-318-bis~2017-03-14"
    tree = document(
        client, i=[case.ref, key], title="Hearing <of> ٥ May", **{f"note-{key}": "Read ‮aloud"}
    )
    said = words(tree)
    assert said[0] == "Hearing <of> ٥ May"
    assert any("El que intencionadamente ayude" in one for one in said)
    assert "Read aloud" in " ".join(said) or "Read ‮aloud" in said
    spoken = {one.get(f"{W}val") for one in tree.iter(f"{W}lang")}
    assert {"es", "en"} <= spoken


def test_fo04_in_arabic_paragraphs_run_from_the_right_and_quotations_keep_their_side(
    client, article
):
    key = f"{article.ref}~art-318-bis~2017-03-14"
    answer = client.post("/ar/library/folder/bundle.docx", {"i": key})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        tree = ElementTree.fromstring(packed.read("word/document.xml"))
    turned = {
        "".join(t.text or "" for t in p.iter(f"{W}t")): p.find(f"{W}pPr/{W}bidi") is not None
        for p in tree.iter(f"{W}p")
    }
    assert any(turned.values())
    spanish = [one for one in turned if "intencionadamente ayude" in one]
    assert spanish
    assert not any(turned[one] for one in spanish)


def test_fo08_the_pdf_holds_the_same(client, article, case):
    key = f"{article.ref}~art-318-bis~2017-03-14"
    given = {"i": [case.ref, key], "title": "Hearing", f"note-{key}": "Read #aloud"}
    answer = client.post("/en/library/folder/bundle.pdf", given)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    pages = pdfium.PdfDocument(answer.content)
    there = "".join(page.get_textpage().get_text_range() for page in pages)
    there = "".join(there.split())
    missing = [
        said
        for said in words(document(client, **given))
        if said.isascii() and "".join(said.split()) not in there.replace("\ufffe", "-")
    ]
    assert missing == []


def test_fo08_a_sign_of_no_font_is_told_on_a_page(client, article):
    given = {"i": article.ref, f"note-{article.ref}": "\ufffe"}
    answer = client.post("/en/library/folder/bundle.pdf", given)
    assert answer.status_code == 400
    assert "in no font of this server" in answer.content.decode()


def test_fo05_a_withdrawn_record_says_so_and_nothing_else(client, case):
    Item.objects.filter(pk=case.pk).update(
        body={}, withdrawn_at=timezone.now(), withdrawn_because="rights"
    )
    page = client.get("/en/library/folder/", {"i": case.ref}).content.decode()
    assert "This record was withdrawn on" in page
    assert case.key not in page
    assert "quote" not in page[page.index("<ol") : page.index("</ol>")]


def test_fo09_from_a_case_to_its_article_as_on_the_day_of_the_act(client, case):
    page = client.get("/en/library/folder/", {"i": case.ref}).content.decode()
    assert "Migration Offences Act 2008 (invented), art. 7; " in page  # charged, though not held
    assert "~art-7~2021-05-09" not in page
    law = shelved(
        "law", lambda body: body["country"] == "QMA" and len(body.get("articles", ())) > 30
    )
    page = client.get("/en/library/folder/", {"i": case.ref}).content.decode()
    assert f'data-folder-add="{law.ref}~art-7~2021-05-09"' in page


def test_fo06_queries_do_not_grow_with_the_folder(client, article, case):
    def asked(keys):
        with CaptureQueriesContext(connection) as told:
            assert client.get("/en/library/folder/", {"i": keys}).status_code == 200
        return len(told)

    many = [case.ref, *(f"{article.ref}~art-318-bis~20{n:02}-01-01" for n in range(10, 40))]
    assert asked(many) == asked([case.ref])
    full = [new_ref("lib") for _ in range(MOST + 1)]
    assert "at most 60" in client.get("/en/library/folder/", {"i": full}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "~~~", "x" * 10_000, "lib-A~../x"])
def test_fo07_what_is_no_reference_is_harmless(client, text):
    answer = client.get("/en/library/folder/", {"i": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-store"
    assert client.post("/en/library/folder/bundle.docx", {"i": text}).status_code == 200
