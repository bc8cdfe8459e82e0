import pytest
from tests.reporting.filings.doing import world
from tests.reporting.sheets.books import ministry, staged
from cairn.reporting.sheets.opening import opened
pytestmark = pytest.mark.django_db
def test_try(tmp_path):
    w = world()
    f = staged(w, ministry(tmp_path/"T1.xlsx", author="Jean Dupont"))
    o = opened(f)
    print(o.layout.sheets[0].blocks[0].constants)
    for q in o.questions: print(q)
    print(o.names, f.removed, f.refused)
    for x in o.reading.findings: print(x.code, x.row, x.column, x.warning, x.error)
    print(len(o.totals), [t.place for t in o.totals], o.open)
    print(o.reading.accounting)
    for p in o.plan.parts: print(p.period, len(p.inputs), p.totals)
    print(o.problems)
    assert 0
