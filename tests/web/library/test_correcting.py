"""Asking for a correction on public pages, without an account and without a cookie.

cw01  every page of a record leads to the form; a stub does not
cw02  form, receipt, state and appeal, without a cookie and stored nowhere
cw03  a record that can be read, that was withdrawn and that never was are answered alike
cw04  a wrong reference, a wrong secret and nothing at all are one answer
cw05  what is wrong stands beside its field and what was written stays
cw06  hostile text is text: markup, signs that turn the line, bytes, sizes
cw07  programs: the field that nobody sees, and bounds by address
cw08  a record is proposed in the same way
"""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cairn.corrections import actions
from cairn.corrections.models import Request
from cairn.corrections.taking_in import take_in
from cairn.kernel.refs import new_ref
from cairn.knowledge.asking.models import Asking
from cairn.knowledge.shelving import unshelve
from cairn.web.library.correcting import limits
from tests.corrections.doing import WHY, library
from tests.knowledge.cases.cases import full_of, tern
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db
NEW, LOOK = "/en/library/corrections/new/", "/en/library/corrections/"
PROPOSE = "/en/library/corrections/propose/"
GIVEN = {"wish": "name", "passage": "It was …", "reasons": WHY, "reply_to": "", "number": "n1"}


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def receipt(answer):
    return dict(re.findall(r'name="(ref|secret)" value="([^"]+)"', text(answer)))


def test_cw01_every_page_of_a_record_leads_to_the_form(client):
    case = shelved("case", "a", tern())
    for name in ("library:case", "library:case_brief"):
        answer = client.get(reverse(name, args=[case.ref]))
        if answer.status_code == 200:
            assert f'href="{NEW}?about={case.ref}"' in text(answer)
    shown = text(client.get(f"{NEW}?about={case.ref}"))
    assert f'value="{case.ref}"' in shown
    unshelve(ref=case.ref, because="wrong", at=timezone.now())
    answer = client.get(reverse("library:case", args=[case.ref]))
    assert (answer.status_code, NEW in text(answer)) == (410, False)


def test_cw02_the_whole_way_without_a_cookie(client):
    there = library()
    answer = client.post(NEW, GIVEN | {"about": there.entry.ref})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "It is decided by" in text(answer)
    held = receipt(answer)
    assert receipt(client.post(NEW, GIVEN | {"about": there.entry.ref})) == held
    assert client.post(LOOK, held).status_code == 404  # not taken in yet
    take_in()
    shown = client.post(LOOK, held)
    assert "received, not decided yet" in text(shown)
    assert WHY not in text(shown)
    request = Request.objects.get()
    actions.decide(
        request=request, outcome="refused", reasons="The court says <so>.", by=there.first
    )
    shown = text(client.post(LOOK, held))
    assert "The court says &lt;so&gt;." in shown
    assert there.first.called not in shown
    appealed = client.post(LOOK, held | {"act": "appeal", "reasons": "Look again."})
    assert "Your appeal was sent" in text(appealed)
    take_in()
    assert "appealed, not decided again yet" in text(client.post(LOOK, held))
    again = client.post(LOOK, held | {"act": "appeal", "reasons": "And again."})
    assert again.status_code == 403
    assert "no decision here against which you can appeal now" in text(again)
    assert not client.cookies


def test_cw03_read_withdrawn_and_absent_are_answered_alike(client):
    read, gone = shelved("case", "a", full_of("Somebody")), shelved("case", "b", tern())
    unshelve(ref=gone.ref, because="rights", at=timezone.now())
    forms, sent = set(), set()
    for number, ref in enumerate((read.ref, gone.ref, new_ref("lib"))):
        form = text(client.get(f"{NEW}?about={ref}"))
        forms.add(re.sub(r'name="number" value="[^"]+"', "", form.replace(ref, "R")))
        answer = client.post(NEW, GIVEN | {"about": ref, "number": str(number)})
        held = receipt(answer)
        plain = text(answer).replace(held["ref"], "").replace(held["secret"], "")
        secret = held["secret"]
        written = "-".join(secret[at : at + 4] for at in range(0, 20, 4))
        sent.add((answer.status_code, plain.replace(written, "")))
    assert (len(forms), len(sent)) == (1, 1)


def test_cw04_a_wrong_reference_and_a_wrong_secret_are_one_answer(client):
    held = receipt(client.post(NEW, GIVEN | {"about": new_ref("lib")}))
    take_in()
    assert client.post(LOOK, held).status_code == 200
    told = set()
    for wrong in (
        held | {"secret": "0" * 20},
        held | {"ref": new_ref("cor")},
        held | {"ref": new_ref("lib")},
        held | {"secret": "short"},
    ):
        answer = client.post(LOOK, wrong)
        plain = text(answer).replace(wrong["ref"], "").replace(wrong["secret"], "")
        told.add((answer.status_code, plain))
    assert len(told) == 1
    assert client.get(f"{LOOK}?ref={held['ref']}&secret={held['secret']}").status_code == 200
    assert "received" not in text(client.get(f"{LOOK}?{held}"))


def test_cw05_what_is_wrong_stands_beside_its_field(client):
    sent = {"about": "lib-1", "wish": "all", "reasons": "", "passage": "kept", "reply_to": "x"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 400
    assert ">kept</textarea>" in text(answer).replace("> ", ">")
    assert text(answer).count('class="errors"') == 2  # reasons and wish, as the form sees them
    answer = client.post(NEW, sent | {"wish": "name", "reasons": "Why."})
    shown = text(answer)
    assert "This is not the reference of a record" in shown
    assert "This is not an e-mail address" in shown
    assert not Asking.objects.exists()


@pytest.mark.parametrize(
    "reasons",
    ["<script>alert(1)</script>", "\u202egnorw", "\x00", "'; DROP TABLE x", "{{ 7 }}", "\ud800"],
    ids=ascii,
)
def test_cw06_hostile_text_is_text(client, reasons):
    sent = GIVEN | {"about": new_ref("lib"), "reasons": f"a {reasons} b"}
    try:
        answer = client.post(NEW, sent)
    except UnicodeEncodeError:  # no client can send half of a sign
        return
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in text(answer)
    take_in()
    for request in Request.objects.all():
        assert not {"\u202e", "\x00"} & set(request.reasons)


@pytest.mark.parametrize("name", ["about", "wish", "passage", "reasons", "reply_to", "number"])
def test_cw06_whatever_is_too_long_is_refused(client, name):
    answer = client.post(NEW, GIVEN | {"about": new_ref("lib"), name: "x" * 100_000})
    assert answer.status_code == 400
    assert not Asking.objects.exists()


def test_cw07_programs_are_kept_out_and_people_keep_what_they_wrote(client, monkeypatch):
    sent = GIVEN | {"about": new_ref("lib")}
    answer = client.post(NEW, sent | {"home": "http://spam.example"})
    assert (answer.status_code, Asking.objects.count()) == (400, 0)
    assert "This field has to stay empty." in text(answer)
    monkeypatch.setitem(limits.BOUNDS, "ask", ((3_600, 2),))
    found = [client.post(NEW, sent | {"number": str(n)}) for n in range(3)]
    assert [one.status_code for one in found] == [200, 200, 429]
    assert f">{WHY}</textarea>" in text(found[-1]).replace("> ", ">")
    assert client.post(NEW, sent, REMOTE_ADDR="192.0.2.7").status_code == 200
    monkeypatch.setitem(limits.BOUNDS, "look", ((600, 1),))
    nothing = {"ref": new_ref("cor"), "secret": "0" * 20}
    assert [client.post(LOOK, nothing).status_code for _ in range(2)] == [404, 429]


def test_cw08_a_record_is_proposed_and_its_state_looked_up(client):
    sent = {"kind": "case", "title": "The Heron", "address": "javascript:alert(1)", "reasons": WHY}
    answer = client.post(PROPOSE, sent)
    assert (answer.status_code, Asking.objects.count()) == (400, 0)
    assert "This is not an address on the web" in text(answer)
    answer = client.post(PROPOSE, sent | {"address": "https://court.example/heron", "number": "p"})
    held = receipt(answer)
    take_in()
    request = Request.objects.get()
    assert (request.wish, request.kind, request.title) == ("propose", "case", "The Heron")
    assert "A record should be added" in text(client.post(LOOK, held))
    assert f'href="{PROPOSE}"' in text(client.get("/en/library/"))


def test_it_is_in_the_six_languages(client):
    for language in ("ar", "es", "fr", "ru", "zh"):
        answer = client.get(f"/{language}/library/corrections/new/")
        assert answer.status_code == 200
        assert "Ask for a correction" not in text(answer)
