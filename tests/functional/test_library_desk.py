"""The desk of the library in a browser: a record is written by keyboard, its lists grow and shrink,
and a second person looks at it and publishes it; at both widths, in two directions."""

import pytest

from cairn.knowledge.editing.actions import publish, put_entry
from cairn.knowledge.editing.models import Entry
from tests.functional.conftest import corners, fits
from tests.functional.filing_office import signed_in_as
from tests.knowledge.leaflet.there import body, leaflets, people  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("leaflets")]
CHANGED = {
    "number": "Law 7 of 2009",
    "published": "2009-05",
    "pages": 63,
    "publisher": {"name": "A press"},
    "sections": [
        {
            "heading": "Article 1",
            "day": "2017-03-14",
            "texts": [{"text": "Whoever procures an illegal entry …", "language": "en"}],
            "writers": [{"name": "A", "role": "editor"}, {"name": "B"}],
        }
    ],
    "notes": {"sea": "by boat"},
}


@corners
def test_a_record_is_written_looked_at_and_published(
    desk_site,
    visit,
    axe,
    shots,
    width,
    language,
    people,  # noqa: F811
):
    old, _ = put_entry(kind="leaflet", key="old", body=body("The old words"), by=people.librarian)
    publish(entry=old, number=1, by=people.editor)
    put_entry(kind="leaflet", key="old", body=body("The new words", **CHANGED), by=people.librarian)
    site = f"{desk_site}/{language}/desk/library"
    page = visit(f"{site}/", width=width, **signed_in_as(people.librarian, desk_site))

    def look(at, name):
        at.screenshot(path=shots / f"library-{name}-{language}-{width}.png", full_page=True)
        assert fits(at), name
        assert axe(at) == [], name

    look(page, "list")
    page.locator("a[href$='/new/leaflet/']").click()
    page.wait_for_url("**/new/leaflet/")
    page.locator("button[value='add:titles']").press("Enter")
    page.locator("[name='titles[0].text']").fill("Written by hand")
    page.locator("[name='titles[0].language']").fill("en")
    page.locator("[name=pages]").fill("12")
    page.locator("button[value='add:sections']").press("Enter")
    page.wait_for_selector("[name='sections[0].heading']")
    look(page, "write")
    assert page.locator("[name='titles[0].text']").input_value() == "Written by hand"
    page.locator("button[value='remove:sections[0]']").press("Enter")
    page.wait_for_selector("[name='sections[0].heading']", state="detached")
    page.locator("button.button[value=hand_over]").press("Enter")
    page.wait_for_selector(".facts")
    made = Entry.objects.get(title="Written by hand")
    assert (made.status, made.body["pages"]) == ("in_review", 12)
    page.goto(f"{site}/file/")
    look(page, "file")

    review = visit(f"{site}/{old.ref}/", width=width, **signed_in_as(people.editor, desk_site))
    look(review, "entry")
    review.locator(f"form[action$='/{old.ref}/versions/'] button").press("Enter")
    review.wait_for_url("**/versions/**")
    look(review, "versions")
    review.goto(f"{site}/{made.ref}/")
    review.locator("button[value=publish]").press("Enter")
    review.wait_for_selector("button[value=publish]", state="detached")
    made.refresh_from_db()
    assert made.status == "published"
    review.goto(f"{desk_site}/{language}/desk/")
    look(review, "home")
