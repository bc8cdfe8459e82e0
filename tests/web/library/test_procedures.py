"""Pages of national procedures: the list, one, two side by side, and the eight questions.

pp01  question by question, each answer with what it rests on; what is not recorded says so
pp02  both ways between a procedure, the law and the document that it rests on, and the State
pp03  two States side by side, with what differs marked; what cannot be chosen is told
pp04  the eight questions answer from records, State by State, or say that nothing is held
pp05  lists, files, folder and search have it; withdrawn is a stub at every address
pp06  as many queries for thirty as for three; nothing that was brought in runs
"""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cairn.knowledge.documents.reading import shipped as documents
from cairn.knowledge.procedures.eight import EIGHT
from cairn.knowledge.procedures.schema import Record
from cairn.knowledge.searching import documents as found_of
from cairn.knowledge.shelving import unshelve
from cairn.web.desk.library.drawing import drawn
from cairn.web.desk.library.forming import form_of, sent_of
from tests.knowledge.laws.shipped import bodies as laws
from tests.knowledge.procedures.shipped import bodies, record
from tests.web.desk.library.test_forming import as_sent
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
SPAIN, ACT = "esp-2026", "esp-boe-a-2000-544"
PAPER = "CTOC-COP-WG7-2022_national-procedures"
QUESTIONS = "/en/library/procedures/questions"


def put(*keys):
    """These procedures, published; by key."""
    return {key: shelved("procedure", key, bodies()[key]) for key in keys}


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.text if not answer.streaming else b"".join(answer).decode()


def page_of(item):
    return f"/en/library/procedures/{item.ref}/"


def test_pp01_each_answer_says_where_it_comes_from_and_who_confirmed_it(client):
    there = put(SPAIN, "qma-2021")
    spain = text(client, page_of(there[SPAIN]))
    assert "3 of 18 questions are answered" in spain
    assert spain.count(">not recorded</p>") == 15
    assert spain.count("not confirmed by the State</span>") == 3
    assert "as the State confirmed" not in spain
    assert "read on 21 Nov 2026" in spain
    assert "“" in spain
    assert "routinely conduct joint international counter-smuggling investigations</q>" in spain
    verania = text(client, page_of(there["qma-2021"]))
    assert "Nobody may cite them" in verania
    assert "<bdi>Office of the Prosecutor General of Verania (invented)</bdi> · 30 Nov" in verania
    assert "for offences that carry at least 4 years, authorized by: a court" in verania
    for language in ("ar", "zh"):
        assert client.get(page_of(there[SPAIN]).replace("/en/", f"/{language}/")).status_code == 200
    spanish = text(client, page_of(there[SPAIN]).replace("/en/", "/es/"))
    assert "El Ministerio Fiscal" in spanish or "Cuando el Ministerio Fiscal" in spanish
    assert "Where the prosecutor holds" not in spanish


def test_pp02_it_leads_to_law_document_and_state_and_they_lead_to_it(client):
    law, paper = shelved("law", ACT, laws()[ACT]), shelved("document", PAPER, documents()[PAPER])
    assert "Not held: how this State opens" in text(client, "/en/library/states/ESP/")
    item = put(SPAIN)[SPAIN]
    page = text(client, page_of(item))
    assert f"/en/library/laws/{law.ref}/article/art-59/" in page
    assert f"/en/library/documents/{paper.ref}/#p40" in page
    of_law = text(client, f"/en/library/laws/{law.ref}/")
    assert "How this State opens and shares an investigation" in of_law
    assert f"{page_of(item)}#testimony" in of_law
    assert page_of(item) in text(client, f"/en/library/documents/{paper.ref}/")
    state = text(client, "/en/library/states/ESP/")
    assert page_of(item) in state
    assert "compare/?a=ESP" in state
    assert "Not held: how this State opens" not in state


def test_pp03_what_only_one_of_two_says_is_marked(client):
    put(SPAIN, "qma-2021")
    address = "/en/library/procedures/compare/"
    page = text(client, f"{address}?a=ESP&b=qma")
    assert "The two differ in 3 questions." in page
    assert page.count('<li class="alone">') == 11
    assert "<li>a residence permit may be granted</li>" in page  # both have it
    assert "recorded of one State only" in page
    only = text(client, f"{address}?a=ESP&b=QMA&only=differ")
    assert only.count("<tr id=") == 3
    assert "No procedure of Chad is held here" in text(client, f"{address}?a=TCD&b=ESP")
    assert "The same State was chosen twice" in text(client, f"{address}?a=ESP&b=ESP")
    assert "Choose two States" in text(client, address + "?a=" + "%3Cscript%3E" * 90)


def test_pp03_the_newest_record_of_a_state_stands_for_it(client):
    put(SPAIN)
    older = {**bodies()[SPAIN], "as_on": "2020", "languages": None}
    older.pop("languages")
    old = shelved("procedure", "esp-2020", older)
    page = text(client, "/en/library/procedures/compare/?a=ESP&b=ESP")
    assert "The same State" in page
    put("fra-2026")
    assert "9 Apr 2026" in text(client, "/en/library/procedures/compare/?a=ESP&b=FRA")
    assert "As on other days" in text(client, page_of(old))


def test_pp04_without_records_every_question_says_not_held(client):
    for one in EIGHT:
        page = text(client, f"{QUESTIONS}/{one.key}/")
        assert "Something is held of 0 States." in page
        assert "Not held" in page
        assert "Türkiye" in page
    assert text(client, f"{QUESTIONS}/").count(f"{QUESTIONS}/") >= 8
    assert "all eight stand" in text(client, f"{QUESTIONS}/none/", 404)
    assert client.get(f"{QUESTIONS}/none.csv").status_code == 404


def test_pp04_each_answers_from_records_with_source_and_day(client):
    put(*bodies())
    code = "esp-c-digo-penal-title-xv-bis-as-amended-by"
    law = shelved("law", code, laws()[code])
    conduct = text(client, f"{QUESTIONS}/criminalization/")
    assert "an offence, as its source says" in conduct
    assert "art. 6(1)(a)" in conduct
    assert "read on 21 Nov 2026" in conduct
    benefit = text(client, f"{QUESTIONS}/benefit/")
    assert f"/en/library/laws/{law.ref}/article/art-318-bis/" in benefit
    assert "318 bis · benefit aggravates" in benefit
    worked = text(client, f"{QUESTIONS}/collaboration/")
    assert "Something is held of 6 States." in worked  # the invented one is not counted
    assert "Senegal" in worked.partition('id="not-held"')[0]
    assert "Verania (invented)" in worked
    assert "Spanish" in text(client, f"{QUESTIONS}/aspects/")
    assert "Something is held of 0 States." in text(client, f"{QUESTIONS}/forums/")
    file = csv.DictReader(
        io.StringIO(text(client, f"{QUESTIONS}/collaboration.csv").lstrip("\ufeff"))
    )
    rows = {row["iso3"]: row for row in file}
    assert set(rows) == {"ESP", "ITA", "MAR", "MRT", "NGA", "QMA", "SEN"}
    assert rows["ESP"]["answer"] == "Joint investigation; Liaison magistrate"
    assert rows["ESP"]["confirmation"] == "not confirmed by the State"
    assert (rows["ESP"]["read_on"], rows["QMA"]["invented"]) == ("2026-11-30", "true")


def test_pp05_list_file_folder_and_search_have_it(client):
    there = put(SPAIN, "fra-2026", "qma-2021")
    item = there[SPAIN]
    address = "/en/library/procedures/"
    assert "National procedures" in text(client, "/en/library/")
    assert "1 procedure<" in text(client, f"{address}?country=ESP&answers=joint&confirmed=none")
    assert "2 procedures<" in text(client, f"{address}?confirmed=none")
    assert client.get(f"{address}?technique=nothing").status_code == 400  # a sentence
    rows = [json.loads(one) for one in text(client, f"{address}all.jsonl?country=ESP").splitlines()]
    assert [(one["kind"], one["key"]) for one in rows] == [("procedure", SPAIN)]
    assert rows[0]["record"] == bodies()[SPAIN]
    folder = text(client, f"/en/library/folder/?i={item.ref}~joint")
    assert "With Mauritania, Morocco and Senegal" in folder
    assert "A provisional permit" not in folder
    (whole,) = found_of([item.ref])  # one result for a State, and not one for each answer
    assert "With Mauritania" in " ".join(one.text for one in whole.texts)
    assert ("cooperation", "joint_investigation") in [(one.field, one.key) for one in whole.marks]


def test_pp05_the_form_and_the_page_of_the_desk_hold_all_of_it():
    told = bodies()["qma-2021"]
    assert sent_of(Record, as_sent(form_of(Record, told, {}))) == told
    shown = drawn(record("qma-2021"))
    assert "Who opens an investigation?" in [one.heading for one in shown.inside]


def test_pp05_a_withdrawn_procedure_is_a_stub(client):
    item = put(SPAIN)[SPAIN]
    unshelve(ref=item.ref, because="wrong", at=timezone.now())
    assert "it was wrong" in text(client, page_of(item), 410)
    assert client.get(page_of(item).rstrip("/") + ".jsonl").status_code == 410
    assert "National procedure: Spain" not in text(client, "/en/library/procedures/")
    assert "Something is held of 0 States." in text(client, f"{QUESTIONS}/collaboration/")


def test_pp06_the_number_of_queries_does_not_grow(client):
    there = put(*bodies())
    shelved("law", ACT, laws()[ACT])
    addresses = [
        "/en/library/procedures/",
        page_of(there[SPAIN]),
        "/en/library/procedures/compare/?a=ESP&b=QMA",
        *(f"{QUESTIONS}/{one.key}/" for one in EIGHT),
    ]

    def queries(address):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    before = [queries(one) for one in addresses]
    for n, state in enumerate(("KEN", "UGA", "TUN", "LBY", "EGY", "SDN", "TCD", "MLI", "NER")):
        shelved("procedure", f"x{n}", {**bodies()[SPAIN], "country": state})
        shelved("law", f"l{n}", {**laws()[ACT], "country": state})
    assert [queries(one) for one in addresses] == before


def test_pp06_nothing_that_was_brought_in_runs(client):
    evil = "<script>x</script>"
    answer = {
        "texts": [{"text": evil, "language": "en"}],
        "provisions": [{"cited": evil}],
        "sources": [{"title": evil, "address": "javascript:alert(1)", "quote": evil}],
        "confirmed": {"by": evil, "on": "2026-01-01"},
    }
    item = shelved("procedure", "k", {"country": "KEN", "as_on": "2026", "platforms": answer})
    for address in (page_of(item), f"{QUESTIONS}/platforms/"):
        page = text(client, address)
        assert "&lt;script&gt;x" in page
        assert evil not in page
        assert "javascript:alert" not in page
