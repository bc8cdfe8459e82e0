"""The page "Same event?": who sees which pairs, and what its forms do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.jobs.runner import run_until_empty
from cairn.kernel.cells import Cell
from cairn.reporting.link_states import LinkStatus
from cairn.reporting.linking import accept_link, link_sources
from cairn.reporting.models import Account, LinkProposal
from cairn.sharing.viewer import Viewer
from cairn.web.desk.once import new_token
from tests.factories import OrganisationFactory
from tests.reporting.linking.conftest import PUBLIC, TODAY, account, batch_of
from tests.web.desk.conftest import Desk, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    return reverse("desk:links")


@pytest.fixture
def link() -> LinkProposal:
    """A pair that waits: eleven and twelve dead, a day apart."""
    publisher = OrganisationFactory()
    one = batch_of("official", publisher, title="The official register").dataset
    other = batch_of("package", publisher, title="The package").dataset
    account(one, total=12, dead=None)
    account(other, total=11, days=1, survivors=0)
    link_sources(one=one, other=other, viewer=PUBLIC)
    return LinkProposal.objects.get()


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def decide(desk, page, link, act, **fields):
    return desk.send(page, link=link.ref, act=act, **fields)


def test_both_accounts_stand_side_by_side_with_score_and_reasons(desk, page, link):
    text = text_of(desk.get(page))
    assert "The official register" in text
    assert "The package" in text
    assert f"Likeness {link.score:.2f} of 1" in text
    assert "Days between the dates: 1." in text
    assert "Dead and missing differ: 11 and 12." in text
    assert "The points are equal." in text
    assert "99.89%" in text


def test_zero_and_not_recorded_stay_two_things(desk, page, link):
    shown = desk.get(page).context["pairs"][0].table
    rows = {row[0]: row[1:] for row in shown.rows}
    assert rows["Survivors"] == (30, 0)
    assert set(rows["Dead"]) == {Cell.NOT_RECORDED}


def test_same_event_joins_and_says_so(desk, page, link):
    answer = decide(desk, page, link, "same")
    assert answer.status_code == 302
    assert "Both accounts now speak of one event." in text_of(desk.get(answer.url))
    assert Account.objects.values("incident").distinct().count() == 1
    shown = text_of(desk.get(page, {"show": "accepted"}))
    assert "Decided by Steward" in shown


def test_different_events_is_remembered(desk, page, link):
    decide(desk, page, link, "different")
    link.refresh_from_db()
    assert (link.status, link.decided_by) == (LinkStatus.REJECTED, "steward")
    assert Account.objects.values("incident").distinct().count() == 2
    assert link.ref in text_of(desk.get(page, {"show": "rejected"}))
    assert link.ref not in text_of(desk.get(page))


def test_undoing_needs_a_reason_and_shows_it(desk, page, link, steward):
    accept_link(link=link, by=steward)
    address = f"{page}?show=accepted"
    refused = decide(desk, address, link, "undo", reason="")
    assert refused.status_code == 403
    assert "Say why the decision is taken back" in text_of(refused)
    assert decide(desk, address, link, "undo", reason="Two <boats>").status_code == 302
    shown = text_of(desk.get(page, {"show": "undone"}))
    assert "Two &lt;boats&gt;" in shown
    assert Account.objects.values("incident").distinct().count() == 2


def test_a_form_sent_twice_decides_once(desk, page, link):
    fields = desk.fields(page) | {"link": link.ref, "act": "different"}
    first, second = desk.post(page, fields), desk.post(page, fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url


def test_a_decision_taken_meanwhile_is_told(desk, page, link, steward):
    fields = desk.fields(page) | {"link": link.ref, "act": "different"}
    accept_link(link=link, by=steward)
    answer = desk.post(page, fields)
    assert answer.status_code == 403
    assert "decided in the meantime" in text_of(answer)


@pytest.mark.parametrize("act", ["same", "different", "undo", "find"])
def test_who_only_reads_finds_no_form_and_cannot_send_one(page, link, act):
    desk = Desk().enter(person("reader", "analyst"))
    text = text_of(desk.get(page))
    assert "You may read this page" in text
    assert 'name="once"' not in text
    reader = desk.get(page).context["user"]
    fields = {"once": new_token(reader), "link": link.ref, "act": act, "reason": "why"}
    assert desk.post(page, fields).status_code == 403
    assert LinkProposal.objects.get().status == LinkStatus.PROPOSED


def test_a_hidden_pair_and_one_that_does_not_exist_are_one_answer(desk, page, link):
    owner = OrganisationFactory()
    hidden = [batch_of(name, owner, audience_class="organisation").dataset for name in ("h1", "h2")]
    for source in hidden:
        account(source, days=1)
    insider = Viewer(today=TODAY, organisations=frozenset({owner.ref}))
    link_sources(one=hidden[0], other=hidden[1], viewer=insider)
    unseen = LinkProposal.objects.exclude(pk=link.pk).get()
    assert unseen.ref not in text_of(desk.get(page, {"show": unseen.status}))
    answers = [
        decide(desk, page, unseen, "undo", reason="why"),
        desk.send(page, link="lnk-0000000000-0", act="undo", reason="why"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    masked = [re.sub(r'name="csrf[^>]+>', "", text_of(answer)) for answer in answers]
    assert masked[0] == masked[1]
    unseen.refresh_from_db()
    assert unseen.status == LinkStatus.AUTOMATIC


def test_looking_for_pairs_runs_in_the_background(desk, page, link):
    LinkProposal.objects.all().delete()
    assert desk.send(page, act="find").status_code == 302
    assert "Waiting to compare sources" in text_of(desk.get(page))
    run_until_empty()
    text = text_of(desk.get(page))
    assert "Pairs found: 1" in text
    assert "Compare all sources now" in text
    assert LinkProposal.objects.count() == 1


def test_nothing_here_yet_says_what_would_be(desk, page):
    text = text_of(desk.get(page))
    assert "No pairs here" in text
    assert "There must be two sources of events" in text
    assert desk.get(page, {"show": "nonsense"}).status_code == 404


def test_a_page_takes_as_many_queries_whatever_the_length_of_the_list(desk, page):
    publisher = OrganisationFactory()
    one, other = (batch_of(name, publisher).dataset for name in ("official", "package"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get(page)
        return len(seen)

    for day in (0, 10):
        account(one, days=day)
        account(other, days=day + 1)
    link_sources(one=one, other=other, viewer=PUBLIC)
    desk.get(page)
    few = queries()
    for day in range(20, 260, 10):
        account(one, days=day)
        account(other, days=day + 1)
    link_sources(one=one, other=other, viewer=PUBLIC)
    assert queries() == few
    first = desk.get(page)
    assert len(first.context["pairs"]) == 10
    onward = first.context["page_of"].next
    second = desk.get(page + onward)
    shown = [{pair.link.ref for pair in answer.context["pairs"]} for answer in (first, second)]
    assert len(shown[1]) == 10
    assert not shown[0] & shown[1]
