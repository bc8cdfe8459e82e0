"""Writing a record by hand.

lw01  a new record from an empty form, saved as a draft or handed over
lw02  lists grow and shrink without JavaScript, and nothing is kept by that
lw03  what is wrong stands beside its field and in a summary, and nothing that was written is lost
lw04  of two people on one record the second sees that it moved on, and loses nothing
lw05  a key that is taken is told
"""

import re

import pytest

from cairn.knowledge.editing.models import Entry
from tests.knowledge.leaflet.there import body
from tests.web.desk.library.test_pages import LIST, at, text

pytestmark = pytest.mark.django_db
FIELD = re.compile(
    r'<input (?:type="hidden" )?(?:id="[^"]*" )?name="([^"]+)" value="([^"]*)"'
    r'|<textarea id="[^"]*" name="([^"]+)"[^>]*>\n(.*?)</textarea>'
    r'|<input type="checkbox" id="[^"]*" name="([^"]+)" value="yes" (checked)'
    r'|<select id="[^"]*" name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected>',
    re.DOTALL,
)


def sent(answer) -> dict[str, str]:
    """What a browser would send of the form on this page."""
    form = answer.content.decode().split('class="flow record-form"', 1)[1].split("</form>")[0]
    found = {}
    for groups in FIELD.findall(form):
        name, value = [one for one in groups if one][:1], groups[1::2]
        found[name[0]] = next((one for one in value if one), "").replace("checked", "yes")
    return found


def test_lw01_a_new_record_from_an_empty_form(desks):
    page = desks.librarian.get(f"{LIST}new/leaflet/")
    fields = sent(page) | {"desk-act": "add:titles"}
    page = desks.librarian.post(f"{LIST}new/leaflet/", fields)
    assert page.status_code == 200
    assert not Entry.objects.exists()
    fields = sent(page) | {
        **{"titles[0].text": "By hand", "titles[0].language": "en", "published": "2009-05"},
        **{"pages": "12", "free": "yes", "format": "sheet", "desk-act": "save"},
    }
    assert fields["titles[0].standing"] == "original"
    done = desks.librarian.post(f"{LIST}new/leaflet/", fields)
    entry = Entry.objects.get()
    assert done.url == at(entry)
    assert (entry.status, entry.number) == ("draft", 1)
    assert entry.body == body("By hand", published="2009-05", pages=12, free=True, format="sheet")
    assert entry.key.startswith("cairn-")
    assert entry.owner.key == "observatory"
    fields = sent(desks.librarian.get(at(entry, "write/"))) | {"desk-act": "hand_over"}
    desks.librarian.post(at(entry, "write/"), fields)
    entry.refresh_from_db()
    assert (entry.status, entry.number) == ("in_review", 1)


def test_lw02_lists_grow_and_shrink_and_nothing_is_kept_by_that(desks, put):
    entry = put(sections=[{"heading": "One"}, {"heading": "Two", "tags": ["x"]}])
    address = at(entry, "write/")
    page = desks.librarian.post(
        address, sent(desks.librarian.get(address)) | {"desk-act": "add:sections[1].tags"}
    )
    assert sent(page)["sections[1].tags#"] == "2"
    page = desks.librarian.post(
        address, sent(page) | {"sections[1].tags[1]": "y", "desk-act": "remove:sections[0]"}
    )
    assert sent(page)["sections#"] == "1"
    assert sent(page)["sections[0].tags[1]"] == "y"
    assert Entry.objects.get().number == 1
    desks.librarian.post(address, sent(page) | {"desk-act": "save"})
    assert Entry.objects.get().body["sections"] == [{"heading": "Two", "tags": ["x", "y"]}]
    page = desks.librarian.post(
        address, sent(desks.librarian.get(address)) | {"desk-act": "add:sections"}
    )
    assert sent(page)["sections#"] == "2"
    page = desks.librarian.post(address, sent(page) | {"desk-act": "remove:sections[1]"})
    assert sent(page)["sections#"] == "1"  # what was left empty goes as well
    for odd in ("remove:sections[9]", "remove:nothing[0]", "remove:", "else", ""):
        page = desks.librarian.get(address)
        assert desks.librarian.post(address, sent(page) | {"desk-act": odd}).status_code == 404


def test_lw03_what_is_wrong_is_told_and_nothing_is_lost(desks, put):
    entry = put(sections=[{"heading": "One"}])
    address = at(entry, "write/")
    wrong = {
        **{"pages": "many", "published": "next year", "address": "<script>Rue 1"},
        **{"sections[0].heading": "", "sections[0].tags#": "1", "sections[0].tags[0]": "kept"},
    }
    page = desks.librarian.post(
        address, sent(desks.librarian.get(address)) | wrong | {"desk-act": "save"}
    )
    assert page.status_code == 400
    shown = text(page)
    for place in ("f-pages", "f-published", "f-sections-0-heading"):
        assert f'<a href="#{place}">' in shown
        assert f'id="{place}-error"' in shown
        assert f'aria-describedby="{place}-error"' in shown
    again = sent(page)
    assert again["pages"] == "many"
    assert again["address"] == "&lt;script&gt;Rue 1"
    assert again["sections[0].tags[0]"] == "kept"
    assert Entry.objects.get().number == 1
    good = {"pages": "3", "published": "", "sections[0].heading": "One", "desk-act": "save"}
    page = desks.librarian.post(address, again | good)
    assert page.status_code == 400  # an address needs a publisher: of the record, not of one field
    assert "needs a publisher" in text(page)
    done = desks.librarian.post(address, sent(page) | {"publisher.name": "P", "desk-act": "save"})
    assert done.status_code == 302
    assert Entry.objects.get().body["publisher"] == {"name": "P"}


def test_lw04_the_second_of_two_people_loses_nothing(desks, put):
    entry = put(title="Before", pages=1)
    address = at(entry, "write/")
    first, second = desks.librarian.get(address), desks.both.get(address)
    desks.librarian.post(address, sent(first) | {"titles[0].text": "First", "desk-act": "save"})
    page = desks.both.post(address, sent(second) | {"pages": "2", "desk-act": "hand_over"})
    assert page.status_code == 409
    shown = text(page)
    assert "Somebody else saved this record meanwhile" in shown
    assert "<del>First</del><ins>Before</ins>" in shown
    again = sent(page)
    assert (again["pages"], again["desk-number"]) == ("2", "2")
    assert Entry.objects.get().body == body("First", pages=1)
    desks.both.post(address, again | {"titles[0].text": "First", "desk-act": "hand_over"})
    newest = Entry.objects.get()
    assert (newest.body, newest.number) == (body("First", pages=2), 3)
    assert newest.changed_by.username == "both"


def test_lw05_a_key_that_is_taken_is_told(desks, put):
    put("a")
    page = desks.librarian.get(f"{LIST}new/leaflet/")
    fields = sent(page) | {
        **{"desk-key": "a", "titles#": "1", "titles[0].text": "Other", "titles[0].language": "en"},
        "desk-act": "save",
    }
    page = desks.librarian.post(f"{LIST}new/leaflet/", fields)
    assert page.status_code == 400
    assert "has this key already" in text(page)
    assert sent(page)["titles[0].text"] == "Other"
    assert Entry.objects.get().body == body()
