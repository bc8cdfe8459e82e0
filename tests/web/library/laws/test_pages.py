"""Pages of laws: list, law, article, comparison, matrix and files.

lp01 filters and their counts            lp02 a law as on a day, and how certain each article is
lp03 wordings side by side               lp04 up to six States on one obligation
lp05 the matrix says what is recorded    lp06 files of the list and of a law
lp07 as many queries for sixty laws as for six; bad addresses are answered; withdrawn is a stub
lp08 both ways from law to law
"""

import csv
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from cairn.knowledge.laws import reading
from cairn.knowledge.laws.akn_reading import read_act
from cairn.knowledge.models import Item
from cairn.knowledge.shelving import unshelve
from tests.knowledge.laws.shipped import bodies
from tests.web.library.laws.conftest import INVENTED, SPAIN

pytestmark = pytest.mark.django_db
FRANCE = "fra-code-de-l-entr-e-et-du-s-jour-des-trange"
BRITAIN = "gbr-immigration-act-1971"
TURKEY = "tur-turkish-penal-code"


def page(address: str, status: int = 200) -> str:
    answer = Client().get(f"/en/library/laws/{address}")
    assert answer.status_code == status
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_lp01_a_list_is_narrowed_by_state_element_obligation_and_whether_the_text_is_held(shelved):
    shelved()
    assert "59 laws" in page("")
    assert "1 law<" in page("?country=ESP&text=held&element=stay")
    assert "Türkiye" in page("?text=not_held")
    assert "Criminal Code" in page("?obligation=som-6-1-a&country=ESP")
    assert "No law is recorded with this" in page("?country=TUR&text=held")


def test_lp02_article_318_bis_on_14_march_2017_is_certain_and_says_why(shelved):
    (law,) = shelved(SPAIN)
    text = page(f"{law.ref}/article/art-318-bis/?on=2017-03-14")
    assert (
        "This wording applied from 1 Jul 2015, and still stood in the law as it was on 9 Apr 2026."
        in text
    )
    assert "certain" in text
    assert text.count("applied on the day</span>") == 1
    whole = page(f"{law.ref}/?on=2017-03-14")
    assert "The law as on 14 Mar 2017, as far as it is known" in whole
    assert "Los hechos no serán punibles" in whole
    assert "con destino a otro país de la Unión Europea" not in whole  # the wording before 2015


def test_lp02_where_the_day_is_after_the_last_reading_the_page_does_not_say_certain(shelved):
    (law,) = shelved(SPAIN)
    text = page(f"{law.ref}/article/art-318-bis/?on=2026-11-30")
    assert "What happened to it after that was not read." in text
    assert "may have applied on the day" in text


def test_lp02_several_wordings_that_may_have_applied_are_named_and_none_is_shown_as_the_law(
    shelved,
):
    (law,) = shelved("deu-aufenthaltsgesetz")
    text = page(f"{law.ref}/?on=2017-03-14")
    assert "It may have been one of these:" in text
    assert "Einschleusen von Ausländern" in text  # the heading
    assert "wer einen anderen anstiftet" not in text


def test_lp02_the_days_of_change_are_links_and_a_wrong_day_is_told(shelved):
    (law,) = shelved(INVENTED)
    text = page(f"{law.ref}/")
    assert 'href="?on=2011-03-01"' in text
    assert 'href="?on=2016-09-01"' in text
    assert "No day is chosen" in text
    assert "is not a day; write it as 2017-03-14" in page(f"{law.ref}/?on=soon")
    assert "The law was repealed and no longer applied" in page(f"{law.ref}/?on=2023-01-01")
    assert "The law was not yet in force" in page(f"{law.ref}/?on=2008-06-01")
    assert text.count("Nobody may cite them") == 1


def test_lp02_a_law_without_its_text_says_so_and_shows_what_its_source_says(shelved):
    (law,) = shelved(TURKEY)
    text = page(f"{law.ref}/")
    assert "Text not held" in text
    assert "3 to 8 years and a fine" in text
    assert "in force (as read)" in text
    assert "read on 21 Nov 2026" in text


def test_lp03_two_wordings_stand_side_by_side_with_the_words_that_differ(shelved):
    (law,) = shelved(INVENTED)
    text = page(f"{law.ref}/article/art-7/?left=2008-07-01&right=2011-03-01")
    assert "<del>one </del>" in text
    assert "<ins>two </ins>" in text
    assert "<del>six </del>" in text
    assert "<ins>eight </ins>" in text
    assert "Translations" in text
    assert "official translation" in text
    assert "How to cite" in text
    assert "invented for a demonstration" in text


def test_lp03_where_no_text_is_held_nothing_is_compared(shelved):
    (law,) = shelved(BRITAIN)
    text = page(f"{law.ref}/article/art-25/")
    assert text.count("text not held") == 2
    assert "These two cannot be compared word by word" in text


def test_lp04_a_text_that_is_not_held_never_stands_in_the_comparison_as_a_text(shelved):
    shelved(SPAIN, FRANCE, BRITAIN, TURKEY, INVENTED)
    address = "compare/?obligation=som-6-1-a&states=ESP,FRA,GBR,TUR,QMA&on=2017-03-14"
    text = page(address)
    assert "El que intencionadamente ayude" in text
    assert "imprisonment from two to eight years" in text
    assert "Laws of this State are recorded, but the text of none of them is held" in text
    assert "facilitates the commission" not in text
    assert (
        "Where nothing is recorded, the law of the State may still have such a provision." in text
    )
    before = page(address.replace("2017-03-14", "2012-03-14"))
    assert "tráfico ilegal o la inmigración clandestina" in before


def test_lp04_a_tag_of_one_wording_does_not_speak_of_another(shelved):
    shelved(SPAIN)
    now = page("compare/?element=humanitarian_clause&states=ESP&on=2017-03-14")
    before = page("compare/?element=humanitarian_clause&states=ESP&on=2012-03-14")
    assert "ayuda humanitaria" in now
    assert "ayuda humanitaria" not in before
    assert "Nothing is recorded on this." in before


def test_lp04_a_search_without_result_is_shown_as_one(shelved):
    shelved(INVENTED)
    text = page("compare/?obligation=som-10-1-d&states=QMA")
    assert "No provision found" in text
    assert "found no provision." in text


def test_lp04_more_than_six_states_and_unknown_topics_are_answered(shelved):
    shelved()
    states = "ESP,FRA,DEU,IRL,LUX,NOR,URY"
    text = page(f"compare/?obligation=som-6-1-a&states={states}")
    assert "The first six of these are shown." in text
    assert 'id="state-NOR"' in text
    assert 'id="state-URY"' not in text
    assert "There is no obligation or element" in page("compare/?obligation=som-99&states=ESP")
    assert "Choose what to compare" in page("compare/?states=XXX")


def test_lp05_a_blank_of_the_matrix_is_no_finding(shelved):
    shelved(SPAIN, TURKEY, INVENTED)
    text = page("matrix/")
    assert "it never says that the law of the State has no such provision" in text
    spain = text.split(">Spain<")[1].split("</tr>")[0]
    turkey = text.split(">Türkiye<")[1].split("</tr>")[0]
    assert "recorded</span></a>" in spain
    assert "nothing recorded" in spain
    assert "text not held" in turkey
    assert "nothing recorded" not in turkey
    assert "benefit aggravates" in page("matrix/?of=elements")


def test_lp06_the_files_have_what_the_list_has(shelved, tmp_path):
    shelved()
    rows = list(csv.DictReader(io.StringIO(page("laws.csv?country=ESP").lstrip("\ufeff"))))
    assert {row["state"] for row in rows} == {"ESP"}
    assert len(rows) == 2
    lines = page("laws.jsonl")
    assert len(lines.splitlines()) == 59
    (tmp_path / "laws.jsonl").write_text(lines, encoding="utf-8")
    back = {row.key: row.body for row in reading.read_file(tmp_path / "laws.jsonl")}
    assert back == bodies()


def test_lp06_a_law_goes_out_as_akoma_ntoso_in_a_language_that_is_held(shelved):
    (law,) = shelved("can-immigration-and-refugee-protection-act-s")
    english = read_act(page(f"{law.ref}/law.xml").encode())[1]
    french = read_act(page(f"{law.ref}/law.xml?language=fr").encode())[1]
    assert english.articles[0].heading[0].text == "Organizing entry into Canada"
    assert french.articles[0].heading[0].text == "Entrée illégale"
    page(f"{law.ref}/law.xml?language=de", 400)
    assert json.loads(page(f"{law.ref}/law.jsonl"))["key"] == law.key


@pytest.mark.parametrize("address", ["", "matrix/", "compare/?obligation=som-6-1-a&states=ESP,QMA"])
def test_lp07_as_many_questions_to_the_database_for_all_laws_as_for_few(
    shelved, address, django_assert_num_queries, django_assert_max_num_queries
):
    shelved(SPAIN, INVENTED)
    with django_assert_max_num_queries(30) as few:
        page(address)
    Item.objects.all().delete()
    shelved()
    with django_assert_num_queries(len(few.captured_queries)):
        page(address)


def test_lp07_a_law_of_forty_articles_asks_as_much_as_one_of_two(
    shelved, django_assert_num_queries
):
    large, small = shelved(INVENTED, "qma-repeal-act-2022")
    for law in (large, small):
        with django_assert_num_queries(4):
            page(f"{law.ref}/?on=2012-01-01")
    with django_assert_num_queries(3):
        page(f"{large.ref}/article/art-7/?on=2012-01-01")


def test_lp07_what_is_not_there_is_not_found_and_what_was_withdrawn_leaves_a_stub(shelved):
    (law,) = shelved(SPAIN)
    page("lib-0000000000-0/", 404)
    page(f"{law.ref}/article/art-999/", 404)
    unshelve(ref=law.ref, because="wrong", at=timezone.now())
    assert "it was wrong" in page(f"{law.ref}/", 410)
    for rest in ("law.xml", "law.jsonl", "article/art-318-bis/"):
        assert "Ley Orgánica" not in page(f"{law.ref}/{rest}", 410)


def test_lp08_an_amending_law_leads_to_the_law_that_it_amends_and_back(shelved):
    large, amending = shelved(INVENTED, "qma-amendment-act-2011")
    assert f"/library/laws/{amending.ref}/" in page(f"{large.ref}/")
    assert f"/library/laws/{large.ref}/" in page(f"{amending.ref}/")
    assert f"/library/laws/{amending.ref}/" in page(f"{large.ref}/article/art-7/")
