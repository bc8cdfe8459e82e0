"""Filings that would open reading without saying anything, as somebody would try them.

gm01  an empty one              gm03  a repetition nobody confirms
gm02  zeros nobody attests      gm04  what was withdrawn, or is narrower than GREEN

Promise 3 of the design.
"""

import pytest

from cairn.reporting.filings.actions import (
    NotReady,
    RepetitionNotAttested,
    asked_of,
    clear_filing,
    submit_filing,
    withdraw_filing,
)
from cairn.reporting.filings.contributing import Verdict, recompute, verdicts
from cairn.reporting.filings.drafting import save_details
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.repeating import repeated_by
from cairn.sharing.models import Entitlement
from tests.reporting.filings.doing import drafted
from tests.reporting.filings.exchange import TODAY, filed, taking_part

pytestmark = pytest.mark.django_db
THREE = {"smuggled_detected": 30, "dead": 2, "missing": 1}


def verdict_of(filing):
    return {one.ref: verdict for one, verdict in verdicts(["NER"])}[filing.ref]


def opens(filing):
    recompute(["NER"], today=TODAY)
    return Entitlement.objects.filter(state="NER", by=filing.ref).exists()


@pytest.mark.parametrize(
    ("given", "changed", "verdict"),
    [
        ({}, {}, Verdict.COUNTS),
        ({"counts": {"smuggled_detected": 0}}, {}, Verdict.COUNTS),  # attested, with a note
        ({"counts": {"smuggled_detected": 0}}, {"zeros_attested": False}, Verdict.ZEROS),
        ({"counts": {"smuggled_detected": 0}}, {"coverage_note": " "}, Verdict.ZEROS),
        ({"counts": THREE}, {"repeats": "fil-x", "repetition_attested": False}, Verdict.REPEATED),
        ({"counts": THREE}, {"repeats": "fil-x", "repetition_attested": True}, Verdict.COUNTS),
        ({"marking": "amber"}, {}, Verdict.MARKED),
    ],
)
def test_gm01_gm02_gm03_gm04_what_counts_and_what_does_not(given, changed, verdict):
    filing = filed(taking_part("NER"), **given)
    Filing.objects.filter(pk=filing.pk).update(**changed)
    assert verdict_of(filing) is verdict
    assert opens(filing) == (verdict is Verdict.COUNTS)


def test_gm01_a_filing_whose_every_cell_is_not_recorded_opens_nothing():
    filing = filed(taking_part("NER"))
    filing.counts.update(value=None, no_value="not_recorded")
    assert verdict_of(filing) is Verdict.EMPTY
    assert not opens(filing)


def test_gm03_the_same_numbers_again_are_asked_about_and_cleared_only_when_confirmed():
    niger = taking_part("NER")
    first = filed(niger, "2024-Q1", counts=THREE)
    with pytest.raises(RepetitionNotAttested) as refused:
        filed(niger, "2024-Q2", counts=THREE, repetition=False)
    assert refused.value.values == {"ref": first.ref, "period": first.whole}
    second = filed(niger, "2024-Q3", counts=THREE)
    nearest = Filing.objects.get(owner=niger.agency, status="submitted")
    assert (second.repeats, second.repetition_attested) == (nearest.ref, True)


@pytest.mark.parametrize("status", ["submitted", "cleared", "validated", "superseded"])
def test_gm03_the_same_numbers_again_are_asked_of_whoever_files_them(status):
    """Also where the first ones were only handed in, or a later version replaced them."""
    niger = taking_part("NER")
    first = filed(niger, "2024-Q1", counts=THREE)
    Filing.objects.filter(pk=first.pk).update(status=status)
    again = numbered(niger, "2024-Q2", THREE)
    with pytest.raises(NotReady) as refused:
        submit_filing(filing=again, by=niger.officer)
    [asked] = refused.value.asked
    assert (asked.code, asked.values["ref"], asked.values["n"]) == (
        *("repeats_earlier", first.ref, 3),
    )
    save_details(filing=again, values={"answers": {asked.key: "Counted."}}, by=niger.officer)
    again = submit_filing(filing=again, by=niger.officer)
    with pytest.raises(RepetitionNotAttested):
        clear_filing(filing=again, by=niger.contact)


def test_gm03_a_draft_was_filed_with_nobody_and_is_not_asked_about():
    niger = taking_part("NER")
    numbered(niger, "2024-Q1", THREE)
    again = numbered(niger, "2024-Q2", THREE)
    assert submit_filing(filing=again, by=niger.officer).status == "submitted"


def numbered(people, period, counts):
    filing = drafted(people, period)
    filing.counts.all().delete()
    for measure, value in counts.items():
        filing.counts.create(measure=measure, key=f"{measure}|", value=value)
    return filing


@pytest.mark.parametrize(
    "counts",
    [
        {**THREE, "missing": 2},  # one number differs
        {"smuggled_detected": 30, "dead": 2},  # fewer cells
        {"smuggled_detected": 30, "dead": 0, "missing": 0},
    ],
)
def test_gm03_other_numbers_are_no_repetition(counts):
    niger = taking_part("NER")
    filed(niger, "2024-Q1", counts=THREE)
    assert filed(niger, "2024-Q2", counts=counts, repetition=False).repeats == ""


def test_gm03_two_equal_numbers_are_too_few_to_ask_about():
    niger = taking_part("NER")
    filed(niger, "2024-Q1", counts={"smuggled_detected": 30, "dead": 2})
    again = filed(niger, "2024-Q2", counts={"smuggled_detected": 30, "dead": 2}, repetition=False)
    assert again.repeats == ""


def test_gm03_nobody_elses_filing_is_looked_at():
    niger, mali = taking_part("NER"), taking_part("MLI")
    filed(mali, "2024-Q1", counts=THREE)
    mine = filed(niger, "2024-Q2", counts=THREE, repetition=False)
    assert repeated_by(mine, least=1) is None


def test_gm04_what_is_withdrawn_closes_again():
    niger = taking_part("NER")
    filing = filed(niger)
    assert opens(filing)
    withdraw_filing(filing=filing, reason="Counted twice.", by=niger.contact)
    assert not Entitlement.objects.filter(state="NER").exists()


def test_a_refused_clearing_leaves_the_filing_where_it_was():
    niger = taking_part("NER")
    filed(niger, "2023-Q4", counts=THREE)
    filing = numbered(niger, "2024-Q1", THREE)
    [asked] = asked_of(filing)
    save_details(filing=filing, values={"answers": {asked.key: "Counted."}}, by=niger.officer)
    filing = submit_filing(filing=filing, by=niger.officer)
    with pytest.raises(RepetitionNotAttested):
        clear_filing(filing=filing, by=niger.contact, zeros_are_true=True)
    filing.refresh_from_db()
    assert (filing.status, filing.repeats) == ("submitted", "")
