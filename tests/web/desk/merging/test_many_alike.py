"""One decision for many pairs shows first what would change."""

import pytest
from django.urls import reverse

from cairn.reporting.filings.models import Double
from tests.web.desk.filing.conftest import text_of
from tests.web.desk.merging.conftest import TOTAL, decide

pytestmark = pytest.mark.django_db
BY_SEX = {f"{TOTAL}||sex=male", f"{TOTAL}||sex=female"}


def decided(filing):
    return dict(Double.objects.filter(filing=filing).values_list("key", "decision"))


def asked(two, filing, **more):
    address = reverse("desk:merging", args=[filing.ref])
    fields = {"act": "several", "scope": f"table:{TOTAL}:sex", "decision": "different"}
    return two.contact.send(address, **fields | {"reason": ""} | more)


def test_what_would_change_is_shown_and_nothing_is_decided_before_it_is_confirmed(niger):
    filing = niger.begun()
    answer = asked(niger, filing)
    assert (answer.status_code, answer.context["n"]) == (200, 2)
    table = answer.context["table"]
    assert sorted(row[-1] for row in table.rows) == [15, 50]  # 10 + 5 and 30 + 20
    assert "2 pairs would be decided in this way" in text_of(answer)
    assert set(decided(filing).values()) == {None}


def test_one_table_is_decided_alike_and_no_other(niger):
    filing = niger.begun()
    decide(niger.contact, filing, "different", scope=f"table:{TOTAL}:sex", reason="Two roads.")
    assert {key for key, said in decided(filing).items() if said} == BY_SEX
    assert set(Double.objects.filter(key__in=BY_SEX).values_list("reason", flat=True)) == {
        "Two roads."
    }
    decide(niger.contact, filing, "larger", scope=f"table:{TOTAL}:")
    assert decided(filing)[f"{TOTAL}|"] == "larger"
    assert decided(filing)["dead|"] is None


def test_what_is_proposed_in_one_way_is_decided_alike(niger):
    filing = niger.begun()
    Double.objects.filter(filing=filing, key="dead|").update(score=0.9)
    Double.objects.filter(filing=filing).exclude(key="dead|").update(score=0.1)
    decide(niger.contact, filing, "left", scope="likely")
    assert {key for key, said in decided(filing).items() if said} == {"dead|"}
    decide(niger.contact, filing, "different", scope="unlikely")
    assert set(decided(filing).values()) == {"left", "different"}


def test_other_pairs_by_then_are_shown_again_and_nothing_is_decided(niger):
    filing = niger.begun()
    shown = asked(niger, filing).context["n"]
    one = Double.objects.get(filing=filing, key=f"{TOTAL}||sex=male")
    address = reverse("desk:merging", args=[filing.ref])
    niger.contact.send(address, act=f"one:{one.ref}:left")
    answer = asked(niger, filing, shown=shown)
    assert (answer.status_code, answer.context["n"]) == (400, 1)
    assert "Other numbers wait for a decision by now" in text_of(answer)
    assert decided(filing)[f"{TOTAL}||sex=female"] is None


@pytest.mark.parametrize("scope", ["table:", "table", "measure:", "all:x", "none", "likely:x"])
def test_a_scope_that_no_form_has_is_not_found(niger, scope):
    assert asked(niger, niger.begun(), scope=scope).status_code == 404


def test_a_reason_with_a_name_is_refused_on_the_same_page_and_kept(niger):
    filing = niger.begun()
    shown = asked(niger, filing).context["n"]
    answer = asked(niger, filing, shown=shown, reason="Amadou Diallo counted them")
    assert answer.status_code == 400
    assert "Amadou Diallo counted them" in text_of(answer)
    assert set(decided(filing).values()) == {None}


def test_every_scope_that_is_offered_can_be_decided(niger):
    filing = niger.begun()
    Double.objects.filter(filing=filing, key="dead|").update(score=0.9)
    Double.objects.filter(filing=filing).exclude(key="dead|").update(score=0.1)
    page = niger.contact.get(reverse("desk:merging", args=[filing.ref]))
    offered = [one.value for one in page.context["everywhere"]]
    assert f"table:{TOTAL}:sex" in offered
    assert {"ticked", "likely", "unlikely", "all"} <= set(offered)
    for scope in offered[1:]:
        assert asked(niger, filing, scope=scope).status_code == 200


def test_words_of_a_reason_that_are_no_person_are_ticked_and_pass(niger):
    filing = niger.begun()
    one = Double.objects.filter(filing=filing).first()
    address = reverse("desk:merging", args=[filing.ref])
    given = {"act": f"one:{one.ref}:left", f"reason-{one.ref}": "Amadou Diallo is a camp"}
    answer = niger.contact.send(address, **given)
    assert answer.context["no_persons"] == ["Amadou Diallo"]
    answer = niger.contact.send(address, **given, not_a_person="Amadou Diallo")
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.reason == "Amadou Diallo is a camp"
    assert (
        asked(niger, filing, reason="At Amadou Diallo", scope="all", shown="3").status_code == 302
    )
