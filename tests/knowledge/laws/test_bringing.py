"""Files of laws come into the library: every row is accounted for, and sources meet.

lb01 facts and texts of one law make one entry, in either order
lb02 the second time changes nothing
lb03 nothing is kept where a row is wrong, unless it is left out
"""

from pathlib import Path

import pytest

from cairn.knowledge.editing.bringing import Account, bring
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.kinds import kind_of
from tests.conftest import SHARED
from tests.knowledge.laws.shipped import FILE

pytestmark = pytest.mark.django_db
OPEN = SHARED / "open" / "legislation"
FACTS, SPAIN, BRITAIN = OPEN / "laws.jsonl", OPEN / "texts/ESP.json", OPEN / "texts/GBR.json"
KEY = "esp-c-digo-penal-title-xv-bis-as-amended-by"


def counted(account: Account) -> tuple[int, int, int, int, int]:
    return account.read, account.new, account.updated, account.unchanged, account.rejected


@pytest.mark.parametrize("turned", [False, True])
def test_lb01_facts_and_texts_make_one_entry_in_either_order(turned):
    files = [SPAIN, FACTS] if turned else [FACTS, SPAIN]
    told = [counted(bring(kind="law", path=path)) for path in files]
    assert told == (
        [(2, 2, 0, 0, 0), (46, 45, 1, 0, 0)] if turned else [(46, 46, 0, 0, 0), (2, 1, 1, 0, 0)]
    )
    law = kind_of("law").load(Entry.objects.get(key=KEY).body)
    assert law.held
    assert law.named == ("318 bis",)
    assert Entry.objects.count() == 47


def test_lb02_open_files_add_to_what_is_shipped_only_what_it_lacks():
    bring(kind="law", path=FILE)
    assert counted(bring(kind="law", path=SPAIN)) == (2, 0, 0, 2, 0)
    assert counted(bring(kind="law", path=BRITAIN)) == (1, 0, 1, 0, 0)
    assert counted(bring(kind="law", path=BRITAIN)) == (1, 0, 0, 1, 0)
    law = kind_of("law").load(Entry.objects.get(key="gbr-immigration-act-1971").body)
    assert law.held
    assert law.articles[0].tags


def test_lb03_a_bad_row_keeps_the_others_out_unless_it_is_left_out(tmp_path: Path):
    path = tmp_path / "laws.jsonl"
    path.write_text('{"id": "a", "name": "A", "country": "ESP"}\n{"id": "b"}\n')
    account = bring(kind="law", path=path)
    assert (counted(account), account.committed) == ((2, 1, 0, 0, 1), False)
    assert not Entry.objects.exists()
    assert bring(kind="law", path=path, leave_out=True).committed
    assert Entry.objects.get().key == "a"
