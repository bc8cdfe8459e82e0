"""Requests for correction at the desk.

cp01  only who decides enters; editors see what was accepted, and nothing of who asked or why
cp02  the queue: what is late first, in as many queries for one as for many
cp03  a request with its passage; deciding takes the name out of the page
cp04  who wrote or published the record reads why she does not decide
cp05  what is wrong is told at its field and what was written stays
cp06  the first page of the desk tells what waits
"""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.accounts.actions import set_code_generator
from cairn.corrections import actions
from cairn.knowledge.models import Item
from tests.corrections.doing import NAME, WHY, asked, library, member
from tests.factories_of_corrections import RequestFactory
from tests.web.desk.conftest import SECRET, Desk

pytestmark = pytest.mark.django_db
LIST, CHANGE = "/en/desk/corrections/", "/en/desk/corrections/to-change/"
TODAY = timezone.localdate()


def browser(user):
    set_code_generator(user=user, secret=SECRET, by=None)
    return Desk().enter(user)


@pytest.fixture
def there():
    made = library()
    request, receipt = asked(
        made.entry.ref, passage=f"it was  {NAME} who did", reply_to="me@example.org"
    )
    desks = {name: browser(getattr(made, name)) for name in ("librarian", "editor", "first")}
    desks["analyst"] = browser(member("analyst"))
    desks["keeper"] = browser(member("librarian"))
    return SimpleNamespace(made=made, request=request, receipt=receipt, **desks)


def at(request):
    return f"{LIST}{request.ref}/"


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def accepted(there):
    return actions.decide(
        request=there.request,
        outcome="accepted",
        remedy="editors",
        reasons="You are right.",
        instruction="Mend the third line.",
        by=there.made.first,
    )


def test_cp01_only_who_decides_enters(there):
    assert f'href="{LIST}"' in text(there.first.get("/en/desk/"))
    assert there.first.get(at(there.request)).status_code == 200
    for address in (LIST, at(there.request), f"{LIST}cor-0000000000-0/"):
        for desk in (there.analyst, there.keeper):
            assert desk.get(address).status_code == 403
    assert there.analyst.get(CHANGE).status_code == 403
    assert there.first.get(f"{LIST}cor-0000000000-0/").status_code == 404
    accepted(there)
    entry = reverse("desk:library_entry", args=[there.made.entry.ref])
    for address in (CHANGE, entry):
        shown = text(there.keeper.get(address))
        assert "Mend the third line." in shown
        assert not [word for word in (WHY, "me@example.org", there.request.ref) if word in shown]


def test_cp02_what_is_late_stands_first(there, django_assert_num_queries):
    late = RequestFactory(decide_by=TODAY - timedelta(days=2))
    found = re.findall(r"cor-[0-9A-Z]{10}-.", text(there.first.get(LIST)))
    assert list(dict.fromkeys(found)) == [late.ref, there.request.ref]
    assert "overdue since" in text(there.first.get(LIST))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert there.first.get(LIST).status_code == 200
        return len(seen)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = queries()
    for _ in range(20):
        RequestFactory()
    assert queries() == before
    assert there.first.get(f"{LIST}?tab=nothing").status_code == 404


def test_cp03_deciding_takes_the_name_out(there, client):
    shown = text(there.first.get(at(there.request)))
    assert "It stands in:" in shown
    assert "me@example.org" in shown
    address = reverse("library:case", args=[there.made.entry.ref])
    assert NAME in text(client.get(address))
    answer = there.first.send(
        at(there.request),
        act="decide",
        outcome="accepted",
        remedy="mask",
        person="Accused 1",
        names=f"{NAME}\n",
        reasons="The person was acquitted.",
        instruction="",
    )
    assert answer.status_code == 302
    assert NAME.split()[0] not in text(client.get(address))
    shown = text(there.first.get(at(there.request)))
    assert "The person was acquitted." in shown
    assert 'value="decide"' not in shown


def test_cp04_who_worked_on_the_record_does_not_decide(there):
    shown = text(there.editor.get(at(there.request)))
    assert "You wrote or published this record, so another person decides." in shown
    assert 'value="decide"' not in shown
    given = there.first.fields(at(there.request))
    there.editor.post(at(there.request), given | {"act": "decide", "outcome": "refused"})
    there.request.refresh_from_db()
    assert there.request.status == "received"


def test_cp05_what_is_wrong_is_told_and_what_was_written_stays(there):
    given = {"act": "decide", "outcome": "accepted", "reasons": "Kept words."}
    answer = there.first.send(at(there.request), **given)
    assert answer.status_code == 400
    assert "Choose what is done." in text(answer)
    assert ">Kept words.</textarea>" in text(answer).replace("> ", ">")
    answer = there.first.send(at(there.request), **given, remedy="mask", person="", names=NAME)
    assert answer.status_code == 400
    assert NAME in str(Item.objects.get(ref=there.made.entry.ref).body)
    gone = RequestFactory()
    assert 'value="accepted"' not in text(there.first.get(at(gone)))


def test_cp06_the_first_page_tells_what_waits(there):
    assert "1 request waits to be decided" in text(there.first.get("/en/desk/"))
    assert "waits to be decided" not in text(there.analyst.get("/en/desk/"))
    accepted(there)
    assert "1 accepted correction waits to be carried out" in text(there.keeper.get("/en/desk/"))
    assert "waits to be carried out" not in text(there.analyst.get("/en/desk/"))
