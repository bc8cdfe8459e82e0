"""In which order the index of the desk answers, and where a page of it begins.

gi09  the order of a day and what says where a page begins hold nothing that counts others' records
gi10  a day in the far future fits the index, and one data set of a mistyped year keeps nothing out
"""

from datetime import date

import pytest

from cairn.reporting import searching_sets
from cairn.reporting.models import DataSet
from cairn.search.guarded import indexing
from cairn.search.guarded.asking import Asked, ask
from tests.factories import DataSetFactory
from tests.reporting.filings.exchange import taking_part
from tests.search.guarded.test_guarded import folder, found, seen  # noqa: F401

pytestmark = pytest.mark.django_db


def test_gi09_hidden_records_made_before_move_no_order_and_no_beginning_of_a_page():
    """Keys of rows are given in turn by all; so nothing that is shown may come from them."""
    niger = taking_part("NER")
    refs = [f"set-{n:09d}0" for n in range(12)]

    def looked() -> list[object]:
        for ref in refs:
            DataSetFactory(ref=ref, title=f"Boats {ref}", retrieved_on=date(2025, 1, 1))
        indexing.rebuild()
        first = ask(Asked("boats", limit=5), seen(niger.officer))
        assert first.next
        second = ask(Asked("boats", limit=5, before=first.next), seen(niger.officer))
        pages = [[one.row.ref for one in page.entries] for page in (first, second)]
        DataSet.objects.filter(ref__in=refs).delete()
        return [pages, first.next, second.next]

    without = looked()
    for n in range(30):
        DataSetFactory(title=f"Hidden {n}", audience_class="organisation")
    assert looked() == without


@pytest.mark.parametrize("day", [date(2871, 11, 26), date(5742, 10, 22), date.max])
def test_gi10_a_day_in_the_far_future_fits_the_index(day):
    niger = taking_part("NER")
    for n in range(3):
        DataSetFactory(title=f"Boats {n}", retrieved_on=date(2025, 1, 1 + n))
    late = DataSetFactory(title="Boats of a mistyped year", retrieved_on=day)
    DataSet.objects.filter(pk=late.pk).update(accepted_at=None, accepted_by=None)

    assert entry_of(late).order < 2**63
    indexing.rebuild()
    assert len(found("boats", seen(niger.officer))) >= 3
    first = ask(Asked("boats", limit=1), seen(niger.officer))
    rest = found("boats", seen(niger.officer), before=first.next)
    assert len(rest) >= 2


def entry_of(row: DataSet):
    [one] = searching_sets.entries([row.ref])
    return one
