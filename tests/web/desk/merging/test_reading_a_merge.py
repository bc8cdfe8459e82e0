"""A merge is read before it is written: what parts add up to, what was decided, and where it is."""

import pytest
from django.urls import reverse

from cairn.reporting.filings.models import Double
from cairn.web.desk.filing.checking import where_asked
from tests.web.desk.filing.conftest import page_of, text_of
from tests.web.desk.merging.conftest import TOTAL, decide
from tests.web.desk.merging.test_changed_numbers import asked, written

pytestmark = pytest.mark.django_db


def pairs(filing, query=""):
    return reverse("desk:merging", args=[filing.ref]) + query


def summary(two, filing):
    return two.contact.get(reverse("desk:merge_summary", args=[filing.ref]))


def test_parts_that_do_not_give_the_total_are_said_before_anything_is_written(niger):
    filing = niger.begun()
    decide(niger.contact, filing, "larger", scope=f"table:{TOTAL}:")
    decide(niger.contact, filing, "different")
    page = text_of(summary(niger, filing))
    sentence = "Smuggled migrants detected: the parts by Sex add up to 65, the merged total is 40."
    assert page.index(sentence) < page.index('value="write"')


def test_parts_that_give_the_total_are_not_spoken_of(niger):
    filing = niger.begun()
    decide(niger.contact, filing, "different")
    answer = summary(niger, filing)
    assert answer.context["apart"] == []
    assert "add up to" not in text_of(answer)


def test_all_decisions_are_read_together_from_the_national_filing(niger):
    filing = written(niger, "larger")
    address = pairs(filing, "?decision=decided")
    assert f'href="{address}"' in text_of(niger.contact.get(page_of("filing", filing)))
    page = niger.contact.get(address)
    assert len(page.context["candidates"]) == Double.objects.filter(filing=filing).count() == 4
    one = Double.objects.filter(filing=filing).first()
    niger.contact.send(address, act=f"one:{one.ref}:different")
    found = {
        name: len(niger.contact.get(pairs(filing, f"?decision={name}")).context["candidates"])
        for name in ("", "all", "decided", "different", "larger")
    }
    assert found == {"": 0, "all": 4, "decided": 4, "different": 1, "larger": 3}


def test_what_is_offered_says_how_many_and_nothing_that_finds_none(niger):
    filing = niger.begun()
    Double.objects.filter(filing=filing).update(score=0.1)
    scopes = {
        one.value: one.words for one in niger.contact.get(pairs(filing)).context["everywhere"]
    }
    assert "likely" not in scopes
    assert scopes["unlikely"].endswith(": 4")
    Double.objects.filter(filing=filing, key="dead|").update(score=0.9)
    scopes = {
        one.value: one.words for one in niger.contact.get(pairs(filing)).context["everywhere"]
    }
    assert scopes["likely"].endswith(": 1")
    assert scopes["unlikely"].endswith(": 3")


def test_the_score_says_from_where_on_it_means_the_same_people(niger):
    page = text_of(niger.contact.get(pairs(niger.begun())))
    assert "from 0.50 on, probably the same people" in page


def test_a_changed_part_leads_to_its_table_and_a_total_to_the_total(niger):
    filing = written(niger)
    filing.counts.filter(key__in=[f"{TOTAL}|", f"{TOTAL}||sex=female"]).update(value=9)
    ends = {where_asked(filing, one).partition("#")[2] for one in asked(filing)}
    assert ends == {"total", "cut-sex"}


def test_each_cell_of_the_summary_names_its_column_for_a_narrow_screen(niger):
    filing = niger.begun()
    decide(niger.contact, filing, "different")
    page = text_of(summary(niger, filing))
    assert page.count('data-label="Merged"') == 2  # detected, and dead
