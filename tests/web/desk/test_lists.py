"""Lists are read by key: the same few queries at every length, nothing twice and nothing missed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.reporting.models import Account, ImportBatch
from tests.web.desk.conftest import EVENTS, Desk

pytestmark = pytest.mark.django_db
MANY = "Incident ID,Date,Dead\n" + "".join(f"e{n:03},2024-03-01,{n % 9}\n" for n in range(130))


@pytest.fixture
def many(desk, new_source) -> str:
    desk.send(desk.check(desk.bring(MANY).url, **new_source).url, act="commit")
    return reverse("desk:accounts", args=["coast-guard"])


def refs(page) -> list[str]:
    return [line["account"].ref for line in page.context["lines"]]


def queries(desk: Desk, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert desk.get(address).status_code == 200
    return len(caught)


def test_every_account_is_on_one_page_forwards_and_backwards(desk, many):
    pages, address = [], many
    while address:
        page = desk.get(address)
        pages.append(refs(page))
        following = page.context["page_of"].next
        address = many + following if following else ""
    expected = list(Account.objects.current().order_by("key").values_list("ref", flat=True))
    assert sum(pages, []) == expected
    assert [len(one) for one in pages] == [50, 50, 30]
    back = desk.get(many + page.context["page_of"].previous)
    assert refs(back) == pages[1]
    first = desk.get(many + back.context["page_of"].previous)
    assert refs(first) == pages[0]
    assert first.context["page_of"].previous == ""


def test_the_number_of_queries_does_not_grow(desk, many):
    page = desk.get(many)
    ahead = many + page.context["page_of"].next
    assert queries(desk, ahead) - queries(desk, many) <= 1  # where the page before ended
    few = queries(desk, reverse("desk:imports"))
    for n in range(4):
        changed = EVENTS.replace("a1", f"z{n}")
        source = desk.check(desk.bring(changed, source="coast-guard").url).url
        desk.send(source, act="commit")
    assert queries(desk, reverse("desk:imports")) == few
    # One of them on every page of the desk: for how many organisations the person works.
    assert queries(desk, reverse("desk:data_sets")) <= 11


def test_a_page_of_accounts_is_found_by_an_index(desk, many):
    page = desk.get(many)
    with CaptureQueriesContext(connection) as caught:
        desk.get(many + page.context["page_of"].next)
    [listing] = [q["sql"] for q in caught if "LIMIT 51" in q["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "account_of_a_source" in plan or "dataset_id=? AND key>?" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_imports_are_filtered_in_the_address(desk, many):
    desk.check(desk.bring(EVENTS, source="coast-guard").url)
    here = reverse("desk:imports")
    assert len(desk.get(here).context["lines"]) == 2
    assert len(desk.get(here + "?state=staged").context["lines"]) == 1
    assert len(desk.get(here + "?source=coast-guard").context["lines"]) == 2
    assert len(desk.get(here + "?state=failed").context["lines"]) == 0
    assert "No import is like this" in desk.get(here + "?state=failed").content.decode()


def test_a_made_up_place_in_a_list_is_absent(desk, many):
    assert desk.get(many + "?after=acc-0000000000-0").status_code == 404
    assert desk.get(reverse("desk:imports") + "?before=imp-nothing").status_code == 404


def test_an_event_of_two_sources_says_which_gives_the_figure(desk, many, new_source):
    other = Account.objects.current().get(key="e007")
    more = "Incident ID,Date,Dead,Missing,Survivors\nq1,2024-03-01,8,1,4\n"
    facts = new_source | {"source": "harbour", "title": "Harbour office"}
    desk.send(desk.check(desk.bring(more, name="h.csv").url, **facts).url, act="commit")
    mine = Account.objects.current().get(key="q1")
    Account.objects.filter(pk=mine.pk).update(incident=other.incident)
    text = desk.get(reverse("desk:account", args=[other.ref])).content.decode()
    assert "What each source says of this event" in text
    assert "Harbour office recorded" in text
    assert "another one" in text
    assert ImportBatch.objects.count() == 2
