"""The desk of the library, through its pages.

lp01  only who keeps the library enters, and only for them it stands in the header
lp02  a draft is handed over, given back with a reason, published and withdrawn
lp03  a page says what differs from what the public reads, with the words
lp04  the number of queries does not grow with the list, nor with the record
lp05  what is chosen stands in the address; a file leads to all that came with it
lp06  what waits stands on the first page of the desk
lp07  history: who and when, and what differed between two steps
lp08  all that came with a file is published but what the person changed; a killed job goes on
"""

import re

import pytest
from django.urls import reverse

from cairn.jobs.runner import run_until_empty
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.publishing import publish_all, publish_file
from cairn.knowledge.models import Item

pytestmark = pytest.mark.django_db
LIST = "/en/desk/library/"


def at(entry, tail=""):
    return f"{LIST}{entry.ref}/{tail}"


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_lp01_only_who_keeps_the_library_enters(desks, put):
    entry = put()
    for desk in (desks.librarian, desks.editor):
        assert desk.get(LIST).status_code == 200
        assert desk.get(at(entry)).status_code == 200
        assert f'href="{LIST}"' in text(desk.get("/en/desk/"))
    assert f'href="{LIST}"' not in text(desks.analyst.get("/en/desk/"))
    for path in (LIST, at(entry), at(entry, "versions/"), f"{LIST}file/", f"{LIST}new/leaflet/"):
        assert desks.analyst.get(path).status_code == 403
    for path in (at(entry, "write/"), f"{LIST}file/", f"{LIST}new/leaflet/"):
        assert desks.editor.get(path).status_code == 403
    assert desks.editor.get(f"{LIST}lib-0000000000-0/").status_code == 404
    assert desks.librarian.get(f"{LIST}new/nothing/").status_code == 404
    token = desks.librarian.fields(at(entry, "write/"))
    sent = desks.librarian.post(reverse("desk:library_together"), token | {"file": "x"})
    assert sent.status_code == 403


def test_lp02_from_draft_to_withdrawn(desks, put):
    entry = put(ready=False)
    assert 'value="publish"' not in text(desks.editor.get(at(entry)))
    desks.librarian.send(at(entry), act="hand_over")
    page = text(desks.editor.get(at(entry)))
    assert "waits for a second person" in page
    assert 'value="hand_over"' not in page
    refused = desks.editor.send(at(entry), act="give_back", because=" ")
    assert refused.status_code == 403
    token = desks.editor.fields(at(entry))
    desks.editor.send(at(entry), act="give_back", because="Which <b>edition</b>?")
    assert "Which &lt;b&gt;edition&lt;/b&gt;?" in text(desks.librarian.get(at(entry)))
    desks.librarian.send(at(entry), act="hand_over")
    own = desks.librarian.post(
        at(entry), desks.librarian.fields(f"{LIST}file/") | {"act": "publish"}
    )
    assert own.status_code == 403
    done = desks.editor.post(at(entry), token | {"act": "publish", "number": 1})
    assert done.status_code == 302
    assert Item.objects.published().get().ref == entry.ref
    assert desks.editor.send(at(entry), act="withdraw", because="x").status_code == 403
    desks.editor.send(at(entry), act="withdraw", because="rights")
    assert "somebody whom it concerns asked for it" in text(desks.editor.get(at(entry)))
    assert not Item.objects.published().exists()


def test_lp02_who_changed_it_is_told_that_another_must_look(desks, put, people):
    entry = put(by=people.both)
    page = text(desks.both.get(at(entry)))
    assert "another person has to look at it" in page
    assert 'value="publish"' not in page
    assert desks.both.send(at(entry), act="publish", number=1).status_code == 403


def test_lp03_what_differs_from_the_public_is_shown_word_by_word(desks, put):
    put(title="The old leaflet", public=True, sections=[{"heading": "One"}])
    entry = put(title="The new leaflet", sections=[{"heading": "One", "tags": ["<i>"]}])
    page = text(desks.editor.get(at(entry)))
    assert "The <del>old</del><ins>new</ins> leaflet" in page
    assert "<ins>&lt;i&gt;</ins>" in page
    assert "Title 1 · Text" in page
    assert desks.editor.send(at(entry), act="publish", number=1).status_code == 403  # of another


def test_lp03_any_record_is_drawn_in_full(desks, put):
    entry = put(
        number="N 7",
        published="2009-05",
        pages=63,
        free=True,
        publisher={"name": "A press"},
        sections=[
            {
                "heading": "First",
                "day": "2017-03-14",
                "texts": [{"text": "نص", "language": "ar", "standing": "machine"}],
                "writers": [{"name": "A"}, {"name": "B", "role": "editor"}],
            }
        ],
        notes={"sea": "by boat"},
    )
    page = text(desks.editor.get(at(entry))).replace("\u2068", "").replace("\u2069", "")
    for said in ("N 7", "May 2009", "63", "A press", "First", "editor", "by boat"):
        assert said in page
    assert '<p lang="ar" dir="rtl">نص</p>' in page
    assert "translated by a machine" in page


def test_lp04_the_number_of_queries_does_not_grow(desks, put, django_assert_max_num_queries):
    first = put("first", public=True)
    desks.editor.get(LIST)

    def count(path):
        with django_assert_max_num_queries(60) as counted:
            assert desks.editor.get(path).status_code == 200
        return len(counted)

    waiting = put("waiting")
    before = count(LIST), count(at(first)), count("/en/desk/")
    for n in range(30):
        put(f"k{n}", sections=[{"heading": "x"}] * n)
    put("first", title="Changed", sections=[{"heading": "y", "tags": ["z"]}] * 50)
    assert (count(LIST), count(at(first)), count("/en/desk/")) == before
    assert count(at(waiting)) <= before[1]


def test_lp05_what_is_chosen_stands_in_the_address(desks, put, people):
    put("a", "Alpha", file="f.jsonl")
    put("b", "Beta", by=people.both, ready=False)
    put("c", "Gamma", public=True)

    def shown(query):
        page = text(desks.editor.get(f"{LIST}?{query}"))
        return {name for name in ("Alpha", "Beta", "Gamma") if f"<bdi>{name}</bdi></a>" in page}

    assert shown("") == {"Alpha", "Beta", "Gamma"}
    assert shown("kind=leaflet") == {"Alpha", "Beta", "Gamma"}
    assert shown("status=in_review") == {"Alpha"}
    assert shown("who=both") == {"Beta"}
    assert shown("file=f.jsonl") == {"Alpha"}
    assert shown("status=published&who=librarian") == {"Gamma"}
    assert shown("file=none") == set()
    for n in range(60):
        put(f"k{n}", f"Many {n}")
    seen, address = set(), f"{LIST}?status=in_review"
    while address:
        page = desks.editor.get(address)
        seen |= {line.entry.key for line in page.context["lines"]}
        following = page.context["page_of"].next
        address = f"{LIST}{following}" if following else ""
    assert len(seen) == 61


def test_lp06_what_waits_stands_on_the_first_page(desks, put):
    put("a", "Alpha")
    back = put("b", "Beta")
    assert "In the library" not in text(desks.analyst.get("/en/desk/"))
    page = text(desks.editor.get("/en/desk/"))
    assert "Alpha" in page
    assert "Beta" in page
    desks.editor.send(at(back), act="give_back", because="The year is missing.")
    page = text(desks.librarian.get("/en/desk/"))
    assert "The year is missing." in page
    assert "Alpha" not in page


def test_lp07_history_and_what_differed_between_two_steps(desks, put):
    put("a", "One", public=True)
    entry = put("a", "Two")
    page = text(desks.librarian.get(at(entry)))
    assert page.count('name="from"') == 3
    assert "Editor" in page
    page = text(desks.librarian.get(at(entry, "versions/?from=1&to=3")))
    assert "<del>One</del><ins>Two</ins>" in page
    page = text(desks.librarian.get(at(entry, "versions/?from=2&to=1")))
    assert "both say the same" in page
    for wrong in ("", "?from=1&to=9", "?from=x&to=1"):
        assert desks.librarian.get(at(entry, f"versions/{wrong}")).status_code == 404


def test_lp08_all_that_came_with_a_file_is_published_but_ones_own(desks, put, people):
    for n in range(4):
        put(f"k{n}", file="f.jsonl")
    put("own", by=people.both, file="f.jsonl")
    put("other", file="g.jsonl")
    address = f"{LIST}?file=f.jsonl"
    token = desks.both.fields(address)
    sent = desks.both.post(reverse("desk:library_together"), token | {"file": "f.jsonl"})
    assert sent.url == address
    put("k3", "Changed meanwhile", file="f.jsonl")
    run_until_empty()
    keys = Entry.objects.filter(status="published").values_list("key", flat=True)
    assert set(keys) == {"k0", "k1", "k2"}
    page = text(desks.both.get(address))
    assert "Published: 3. Left because you changed them yourself: 1." in page
    assert "changed meanwhile: 1." in page


def test_lp08_a_job_that_is_begun_again_publishes_the_rest(put, people):
    entries = [put(f"k{n}", file="f.jsonl") for n in range(3)]
    note = publish_all(file="f.jsonl", by=people.editor)
    assert publish_all(file="f.jsonl", by=people.editor) == note  # queued once
    Entry.objects.filter(pk=entries[1].pk).update(status="published", published_number=1)
    run_until_empty()
    publish_file.call("f.jsonl", "editor", None, entries[2].changed_at.isoformat())
    assert Entry.objects.filter(status="published").count() == 3
    assert Item.objects.count() == 2  # what was published by another copy stays as it is
