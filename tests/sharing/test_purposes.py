"""Permitted uses bar: what may answer at which door, over every combination of uses.

Promise 2 of the design.
"""

from itertools import chain, combinations

import pytest

from cairn.reference.vocabularies import vocabulary
from cairn.sharing.purposes import PROTECTION_ONLY, SERVES, Purpose, answers

USES = sorted(vocabulary("sharing_permissible_use").terms)
EVERY = list(chain.from_iterable(combinations(USES, n) for n in range(len(USES) + 1)))
# By hand: purpose -> the uses that open it.
OPENS = {
    "statistics": ["statistics_only", "strategic_analysis", "publication_permitted"],
    "enforcement": ["operational_lead", "evidence_with_mla", "evidence_permitted"],
    "protection": ["protection_only"],
}


def test_protection_data_never_answer_an_enforcement_query_whatever_else_is_permitted():
    asked = [uses for uses in EVERY if PROTECTION_ONLY in uses]
    assert len(asked) == 2 ** (len(USES) - 1)
    assert not any(answers(Purpose.ENFORCEMENT, uses) for uses in asked)
    assert not any(answers(Purpose.ENFORCEMENT, uses, protected=True) for uses in EVERY)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_door_is_opened_by_its_own_uses_and_by_no_others(purpose):
    for uses in EVERY:
        permitted = [use for use in uses if not use.endswith("_forbidden")]
        wanted = any(use in OPENS[purpose.value] for use in permitted)
        kept = {PROTECTION_ONLY, "immigration_enforcement_forbidden"} & set(uses)
        if purpose is Purpose.ENFORCEMENT and kept:
            wanted = False
        if not permitted:
            wanted = purpose is Purpose.STATISTICS
        assert answers(purpose, uses) == wanted, uses


def test_every_use_that_permits_serves_one_purpose():
    permit = [use for use in USES if not use.endswith("_forbidden")]
    assert sorted(use for served in SERVES.values() for use in served) == permit
