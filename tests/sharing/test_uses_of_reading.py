"""What permitted uses say of a purpose of reading, by a table written by hand.

ur01  each purpose beside each single use, and beside none
ur02  what is kept from enforcement never serves it, whatever else is permitted
ur03  a purpose given by an office is not held against uses; every purpose that is asked is known
ur04  more permitted uses never permit less, except those that are kept from enforcement
"""

from itertools import chain, combinations

import pytest

from cairn.reference.vocabularies import vocabulary
from cairn.sharing.reads.purposes import ASKED, Purpose
from cairn.sharing.reads.uses import SERVED, Fit, fit

USES = sorted(vocabulary("sharing_permissible_use").terms)
# One sign for each purpose: y permitted, p in part, - not at all.
#                        statistics, analysis, lead, evidence, protection
TABLE = {
    "": "yp---",
    "statistics_only": "yp---",
    "strategic_analysis": "yy---",
    "publication_permitted": "yp---",
    "operational_lead": "--y--",
    "evidence_with_mla": "--py-",
    "evidence_permitted": "--py-",
    "protection_only": "----y",
    "immigration_enforcement_forbidden": "yp---",
    "return_to_country_of_origin_forbidden": "yp---",
}
SIGNS = {"y": Fit.PERMITTED, "p": Fit.PARTLY, "-": Fit.BARRED}
ORDER = [Fit.BARRED, Fit.PARTLY, Fit.PERMITTED]
KEPT = {"protection_only", "immigration_enforcement_forbidden"}


@pytest.mark.parametrize("use", TABLE)
def test_ur01_each_purpose_beside_each_use(use):
    uses = [use] if use else []
    found = [fit(purpose, uses) for purpose in ASKED]
    assert found == [SIGNS[sign] for sign in TABLE[use]]


def test_ur01_the_table_is_whole():
    assert set(TABLE) == {"", *USES}
    assert tuple(SERVED) == ASKED


def test_ur02_what_is_kept_from_enforcement_never_serves_it():
    for uses in chain.from_iterable(combinations(USES, n) for n in range(len(USES) + 1)):
        for purpose in (Purpose.LEAD, Purpose.EVIDENCE):
            assert fit(purpose, uses, protected=True) is Fit.BARRED
            if KEPT & set(uses):
                assert fit(purpose, uses) is Fit.BARRED


def test_ur03_offices_are_not_held_against_uses():
    for purpose in (Purpose.OWN_STATE, Purpose.SECRETARIAT, Purpose.NOT_ASKED):
        assert fit(purpose, ["protection_only"]) is Fit.PERMITTED


def test_ur04_more_uses_never_permit_less():
    permit = [one for one in USES if one not in KEPT and not one.endswith("_forbidden")]
    for uses in chain.from_iterable(combinations(permit, n) for n in range(1, len(permit))):
        for more in permit:
            for purpose in ASKED:
                wider = fit(purpose, [*uses, more])
                assert ORDER.index(wider) >= ORDER.index(fit(purpose, uses)), (purpose, uses, more)
