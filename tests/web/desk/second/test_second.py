"""A second person agrees before somebody takes more than one person may by herself.

se01  a file above the bound leads to the question; agreed to, it leaves once, and the log has both
se02  whoever asked is told of the answer on her desk, whoever is asked of the question on hers
se06  what was agreed to is this file and these records, once, for some days, while she could agree
se07  more records to open and more files: so many, each counted, and not against the free ones
se08  the drip: many small files end like one large one, and ask like it
se09  refused, withdrawn and lapsed: nothing leaves; of two answers the second is told
se10  names of persons are refused; a question asked twice is one; the most is kept
se11  what is held about both, and what is forgotten
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.access import second
from cairn.access.held import held_about
from cairn.access.models import Agreement
from cairn.accounts.models import Membership, Usage
from cairn.accounts.rates import Bound
from cairn.audit.models import Event
from tests.web.desk.conftest import Desk
from tests.web.desk.filing.conftest import niger, page_of, text_of  # noqa: F401
from tests.web.desk.second.conftest import (
    ASK,
    BOUNDS,
    HOME,
    answer,
    ask_at,
    ask_for,
    file_of,
    press,
    taken_all,
)

pytestmark = pytest.mark.django_db


def test_se01_se02_a_file_is_asked_for_agreed_to_and_leaves_once(post):
    taken_all(post)
    address = file_of(post.filings[1])
    refused = text_of(post.desk.get(address))
    assert "with this file more than 1, the most for one person by herself in a day" in refused
    page = ask_for(post.desk, address)
    assert (page.status_code, page.url) == (302, BOUNDS)
    assert "waiting for a second person" in text_of(post.desk.get(BOUNDS))
    home = text_of(post.seconds.get(HOME))
    assert "Waits for you as a second person" in home
    assert "one file of 1 record" in home
    one = Agreement.objects.get()
    shown = text_of(post.seconds.get(reverse("desk:second_request", args=[one.ref])))
    for words in ("Noor", "Three years for the meeting", "Strategic analysis", "CSV", "2024"):
        assert words in shown, words
    assert post.desk.get(address).status_code == 403  # asking opens nothing
    assert answer(post.seconds).status_code == 302
    told = text_of(post.desk.get(HOME))
    assert "agreed to" in told
    assert "We spoke about it; it is for the meeting." in told
    assert f'href="{address}"' in told
    taken = post.desk.get(address)
    assert taken.status_code == 200
    export = re.search(r"exp-[\w*~$=-]+", taken.headers["Content-Disposition"])[0]
    log = Event.objects.filter(kind="reporting.filing.exported").latest("pk")
    assert log.values["export"].startswith(export[:14])
    assert log.values["agreed"] == [one.ref]
    assert log.by == "noor"
    kinds = Event.objects.filter(kind__startswith="access.second.").order_by("pk")
    assert [(event.kind, event.by, event.target) for event in kinds] == [
        ("access.second.asked", "noor", one.ref),
        ("access.second.agreed", "mina", one.ref),
    ]
    assert "Bangkok" not in str([event.values for event in kinds])
    one.refresh_from_db()
    assert (one.state, one.exports) == ("used", [log.values["export"]])
    assert post.desk.get(address).status_code == 403
    assert log.values["export"] in text_of(post.desk.get(BOUNDS))
    press(post, "away", one)
    assert "We spoke about it" not in text_of(post.desk.get(HOME))
    assert dict(Usage.objects.filter(user=post.noor).values_list("kind", "n"))["taken"] == 1


def test_se06_agreed_is_this_file_while_she_could_agree_and_in_time(post):
    taken_all(post)
    address = file_of(post.filings[1])
    ask_for(post.desk, address)
    answer(post.seconds)
    one = Agreement.objects.get()
    for other in (file_of(post.filings[0]), file_of(post.filings[1], "xlsx")):
        assert post.desk.get(other).status_code == 403
    assert Desk().enter(post.niger.people.officer).get(address).status_code == 200  # her free one
    held = Membership.objects.filter(user=post.mina)
    held.update(until=timezone.localdate())
    assert post.desk.get(address).status_code == 403
    held.update(until=None)
    Agreement.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert post.desk.get(address).status_code == 403
    assert "not used in time" in text_of(post.desk.get(BOUNDS))
    Agreement.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Agreement.objects.update(records=[[post.filings[0].ref, 1]])  # other records than are in it
    assert post.desk.get(address).status_code == 403
    Agreement.objects.update(records=one.records)
    assert post.desk.get(address).status_code == 200


def test_se07_more_records_to_open_and_files_are_counted_one_by_one(post, bounded):
    bounded(opened=Bound(1, 9), exported=Bound(1, 9), taken=None, in_file=None)
    pages = {
        "opened": page_of("filing", post.filings[0]),
        "exported": file_of(post.filings[0]),
    }
    for kind, page in pages.items():
        assert [post.desk.get(page).status_code for _ in range(2)] == [200, 403]
        wrong = ask_at(post.desk, f"{ASK}?kind={kind}", n="5")
        assert (wrong.status_code, "from 1 to" in text_of(wrong)) == (400, True)
        assert ask_for(post.desk, page, n="2").status_code == 302
        assert answer(post.seconds).status_code == 302
        assert [post.desk.get(page).status_code for _ in range(3)] == [200, 200, 403]
        assert Usage.objects.get(user=post.noor, kind=kind).n == 1
    exported, opened = Agreement.objects.order_by("-pk")
    assert len(exported.exports) == 2
    assert opened.exports == []
    assert {one.state for one in (exported, opened)} == {"used"}
    last = Event.objects.filter(kind="reporting.filing.exported").order_by("-pk")[:3]
    assert [one.values.get("agreed") for one in last] == [[exported.ref], [exported.ref], None]


def test_se08_a_little_every_day_ends_and_asks_like_one_large_file(post, bounded, monkeypatch):
    bounded(taken=Bound(2, 5), in_file=2)
    first = timezone.localdate()
    codes = []
    for day in range(12):
        monkeypatch.setattr(timezone, "localdate", lambda *_a, d=day: first + timedelta(days=d))
        codes.append(post.desk.get(file_of(post.filings[0])).status_code)
    assert codes == [200] * 5 + [403] * 7
    refused = text_of(post.desk.get(file_of(post.filings[0])))
    assert "in thirty days: with this file more than 5" in refused
    assert ask_for(post.desk, file_of(post.filings[0])).status_code == 302


@pytest.mark.parametrize("how", ["refuse", "withdraw", "lapse"])
def test_se09_what_was_not_agreed_to_opens_nothing_and_is_told(post, how):
    taken_all(post)
    address = file_of(post.filings[1])
    ask_for(post.desk, address)
    one = Agreement.objects.get()
    if how == "refuse":
        assert answer(post.seconds, "refuse", " ").status_code == 400
        assert answer(post.seconds, "refuse", "Take the published table.").status_code == 302
        assert "Take the published table." in text_of(post.desk.get(HOME))
        officer = post.niger.people.officer
        with pytest.raises(second.AnsweredAlready):
            second.decide(agreement=one, agree=True, words="Yes, after all.", by=officer)
    elif how == "withdraw":
        press(post, "withdraw", one)
        assert "Waits for you as a second person" not in text_of(post.seconds.get(HOME))
    else:
        Agreement.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert "Waits for you as a second person" not in text_of(post.seconds.get(HOME))
        assert "Nobody answered in time." in text_of(post.desk.get(HOME))
        assert second.lapse() == 1
    assert post.desk.get(address).status_code == 403
    one.refresh_from_db()
    assert one.state == {"refuse": "refused", "withdraw": "withdrawn", "lapse": "lapsed"}[how]
    assert Event.objects.filter(kind=f"access.second.{one.state}", target=one.ref).exists()


def test_se10_names_are_refused_and_a_question_is_asked_once(post):
    taken_all(post)
    address = file_of(post.filings[1])
    named = ask_for(post.desk, address, reason="For Mr John Smith, telephone +41 79 123 45 67.")
    assert named.status_code == 400
    assert not Agreement.objects.exists()
    assert ask_for(post.desk, address, reason=" ").status_code == 400
    assert ask_for(post.desk, address, purpose="").status_code == 400
    for _ in range(2):
        assert ask_for(post.desk, address).status_code == 302
    assert Agreement.objects.count() == 1
    for n in range(1, 5):
        assert ask_at(post.desk, f"{ASK}?kind=opened", n=n).status_code == 302
    assert ask_at(post.desk, f"{ASK}?kind=exported", n=1).status_code == 400
    for wrong in ("", "?kind=all", "?kind=taken", "?kind=taken&of=/desk/", "?kind=taken&of=//a.b/"):
        assert post.desk.get(f"{ASK}{wrong}").status_code == 404, wrong
    hidden = [f"/desk/filings/{ref}/export.csv" for ref in ("fil-0000000000-0",)]
    assert {post.desk.get(f"{ASK}?kind=taken&of={one}").status_code for one in hidden} == {404}


def test_se11_what_is_held_and_what_is_forgotten(post):
    taken_all(post)
    ask_for(post.desk, file_of(post.filings[1]))
    answer(post.seconds)
    mine = {name: list(rows) for name, rows in held_about(post.noor)}
    hers = {name: list(rows) for name, rows in held_about(post.mina)}
    assert mine["agreements"][0]["reason"].startswith("Three years")
    assert (mine["agreed"], hers["agreements"]) == ([], [])
    assert "reason" not in hers["agreed"][0]
    long_ago = timezone.now() - timedelta(days=100)
    assert second.forget_agreements(before=long_ago + timedelta(days=50)) == 0
    Agreement.objects.update(closed_at=long_ago, expires_at=long_ago)
    assert second.forget_agreements(before=long_ago + timedelta(days=50)) == 1
