"""A second person agrees before somebody takes more than one person may by herself.

se01  a file above the bound leads to the question; agreed to, it leaves once, and the log has both
se02  whoever asked is told of the answer on her desk, whoever is asked of the question on hers
se03  never by oneself, across organisations, by one who stands in for her or was just brought in
se04  without a second person there is no form, and the page says whom to ask
se05  asked is only who may read all of it; the other one's desk is the same, byte for byte
se06  what was agreed to is this file and these records, once, for some days, while she could agree
se07  more records to open and more files: so many, each counted, and not against the free ones
se08  the drip: many small files end like one large one, and ask like it
se09  refused, withdrawn and lapsed: nothing leaves; of two answers the second is told
se10  names of persons are refused; a question asked twice is one; the most is kept
se11  what is held about both, and what is forgotten
"""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.access import second
from cairn.access.held import held_about
from cairn.access.models import Agreement
from cairn.access.second_persons import NoSecondPerson, second_persons
from cairn.accounts import rates
from cairn.accounts.actions import add_membership, end_membership
from cairn.accounts.models import Membership, Usage
from cairn.accounts.rates import Bound, Rates, Second
from cairn.audit.models import Event
from cairn.sharing.reads.purposes import Purpose
from cairn.web.desk.once import new_token
from tests.factories import MembershipFactory
from tests.reporting.filings.doing import validated
from tests.reporting.filings.exchange import filed
from tests.web.desk.conftest import Desk, person
from tests.web.desk.filing.conftest import niger, page_of, text_of  # noqa: F401

pytestmark = pytest.mark.django_db

HOME, BOUNDS, ASK = "/en/desk/", "/en/desk/bounds/", "/en/desk/bounds/ask/"
MOST = {"opened": 4, "exported": 3, "taken": 5}
PASSED = date(2026, 1, 1)


def rule(**changed):
    said = {
        "opened": Bound(9, 99),
        "exported": Bound(9, 99),
        "taken": Bound(1, 2),
        "in_file": 1,
        "second": Second(waits=7, lasts=7, known=90, most=MOST),
    }
    return Rates(5, PASSED, **(said | changed))


@pytest.fixture
def bounded(monkeypatch):
    def put(**changed):
        monkeypatch.setattr(rates, "rules", lambda: [rule(**changed)])

    put()
    return put


@pytest.fixture
def post(niger, bounded):  # noqa: F811
    """An agency with two officers and an analyst, and two filings of its own."""
    agency = niger.people.agency
    mina = person("mina", "officer", agency)
    noor = person("noor", "analyst", agency)
    Membership.objects.filter(user__in=[mina, noor]).update(since=PASSED)
    return SimpleNamespace(
        niger=niger,
        agency=agency,
        mina=mina,
        noor=noor,
        seconds=Desk().enter(mina),
        desk=Desk().enter(noor),
        filings=[validated(niger.people, period) for period in ("2024-Q1", "2024-Q2")],
    )


def file_of(filing, kind="csv"):
    return page_of("filing_export", filing, kind)


def ask_for(desk, address, **changed):
    """From the page that refuses the file to the answer of the form."""
    refused = desk.get(address)
    assert refused.status_code == 403
    way = re.search(r'href="([^"]+/bounds/ask/[^"]+)"', refused.content.decode())
    assert way, text_of(refused)
    return ask_at(desk, way[1].replace("&amp;", "&"), **changed)


def ask_at(desk, url, **changed):
    page = desk.get(url)
    assert page.status_code == 200
    said = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(once|kind|of)" value="([^"]*)"', said))
    fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    given = {"purpose": "analysis", "reason": "Three years for the meeting in Bangkok."}
    return desk.post(ASK, fields | given | changed)


def answer(desk, act="agree", words="We spoke about it; it is for the meeting."):
    one = Agreement.objects.latest("pk")
    return desk.send(reverse("desk:second_request", args=[one.ref]), act=act, words=words)


def press(post, act, one):
    fields = {"act": act, "request": one.ref, "once": new_token(post.noor)}
    assert post.desk.post(BOUNDS, fields).status_code == 302


def taken_all(post):
    """The first record of the day is free; from now on everything needs a second person."""
    assert post.desk.get(file_of(post.filings[0])).status_code == 200


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


def test_se03_who_cannot_be_the_second_person(post):
    noor, agency = post.noor, post.agency

    def who(asker=noor):
        return {one.username for one in second_persons(asker, agency, [])}

    officer = post.niger.people.officer.username
    assert who() == {"mina", officer}
    assert who(post.mina) == {officer}  # an analyst holds no permission for it, nor does oneself
    # one who stands in for her, and one whom she brought in lately, are not; later they are
    ada = person("ada", "administrator", agency)
    new = person("new", None)
    given = add_membership(user=new, organisation=agency, role="officer", by=ada)
    assert "new" not in who(ada)
    assert "new" in who()
    Membership.objects.filter(pk=given.pk).update(since=timezone.localdate() - timedelta(days=90))
    assert "new" in who(ada)
    until = timezone.localdate() + timedelta(days=5)
    MembershipFactory(
        user=noor,
        organisation=agency,
        role="administrator",
        stands_in_for=ada,
        until=until,
        since=PASSED,
    )
    assert "noor" not in who(ada)
    assert "noor" in who(post.mina)
    # and nobody of another organisation or with a role that has ended
    person("far", "officer", post.niger.people.contact.memberships.get().organisation)
    assert "far" not in who()
    end_membership(membership=Membership.objects.get(user=post.mina), by=None)
    assert "mina" not in who()


def test_se03_nobody_answers_her_own_question_or_that_of_another_organisation(post):
    taken_all(post)
    ask_for(post.desk, file_of(post.filings[1]))
    one = Agreement.objects.get()
    page = reverse("desk:second_request", args=[one.ref])
    add_membership(user=post.noor, organisation=post.agency, role="officer", by=None)
    people = post.niger.people
    for user in (post.noor, people.contact, people.secretary):
        desk, fields = Desk().enter(user), {"act": "agree", "words": "Yes, of course."}
        assert desk.get(page).status_code == 404
        assert desk.post(page, fields | {"once": new_token(user)}).status_code == 404
    with pytest.raises(second.NotForOneself):
        second.decide(agreement=one, agree=True, words="Yes, of course.", by=post.noor)
    one.refresh_from_db()
    assert one.state == "waiting"


def test_se04_without_a_second_person_the_page_says_whom_to_ask(post):
    contact = post.niger.people.contact
    point = contact.memberships.get().organisation
    Membership.objects.filter(organisation=post.agency).exclude(user=post.noor).update(
        until=timezone.localdate()
    )
    page = post.desk.get(f"{ASK}?kind=opened")
    said = text_of(page)
    assert "Nobody else of your organisation can agree to this" in said
    assert f"Ask the contact point of your State: {point.name}." in said
    assert 'name="reason"' not in said
    with pytest.raises(NoSecondPerson):
        second.ask(
            user=post.noor,
            kind=rates.Kind.OPENED,
            n=1,
            purpose=Purpose.ANALYSIS,
            reason="For the meeting.",
        )
    alone = text_of(post.niger.contact.get(f"{ASK}?kind=exported"))  # herself the contact point
    bureau = post.niger.people.secretary.memberships.get().organisation
    assert f"Ask the secretariat: {bureau.name}." in alone
    assert not Agreement.objects.exists()


def without_time(desk, address):
    page = desk.get(address)
    hidden = r'name="(once|csrfmiddlewaretoken)" value="[^"]+"'
    return page.status_code, re.sub(hidden, "", page.content.decode())


def test_se05_asked_is_only_who_may_read_all_of_it(niger, bounded):  # noqa: F811
    """The contact point sees what is AMBER+STRICT of an agency; an officer of her ministry does
    not, and learns nothing of it from being there when she asks."""
    contact = niger.people.contact
    ministry = contact.memberships.get().organisation
    olga = person("olga", "officer", ministry)
    Membership.objects.filter(user=olga).update(since=PASSED)
    strict = filed(niger.people, "2024-Q1", marking="amber_strict")
    other = filed(niger.people, "2024-Q2", marking="amber")
    assert niger.contact.get(file_of(other)).status_code == 200
    desk = Desk().enter(olga)
    assert desk.get(page_of("filing", strict)).status_code == 404
    asking = f"{ASK}?kind=taken&of=/desk/filings/{strict.ref}/export.csv"
    assert "Nobody else of your organisation can agree" in text_of(niger.contact.get(asking))
    assert desk.get(asking).status_code == 404  # and she cannot ask of what she may not see
    pages = (HOME, BOUNDS, "/en/desk/bounds/requests/agr-0000000000-0/")
    before = [without_time(desk, page) for page in pages]
    nils = person("nils", "contact_point", ministry)
    Membership.objects.filter(user=nils).update(since=PASSED)
    assert ask_for(niger.contact, file_of(strict)).status_code == 302
    one = Agreement.objects.get()
    pages = (*pages[:2], reverse("desk:second_request", args=[one.ref]))
    after = [without_time(desk, page) for page in pages]
    masked = [(code, said.replace("agr-0000000000-0", one.ref)) for code, said in before]
    assert after == masked
    assert after[2][0] == 404
    seen = Desk().enter(nils)
    assert "Waits for you as a second person" in text_of(seen.get(HOME))
    assert answer(seen).status_code == 302
    assert niger.contact.get(file_of(strict)).status_code == 200


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
