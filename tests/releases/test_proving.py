"""What one half protects, the other half attacks: neither knows the other's code."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.kernel.cells import Cell
from cairn.releases.attack.attacking import Verdict, attack
from cairn.releases.attack.auditing import audit
from cairn.releases.attack.knowledge import PUBLIC
from cairn.releases.attack.model import Filed
from cairn.releases.attack.scoring import score
from cairn.releases.attack.solving import Clock
from cairn.releases.disclosure.protecting import NotProven, protect
from cairn.releases.disclosure.rules import load
from cairn.releases.disclosure.tables import Side
from cairn.releases.disclosure.viewers import Viewer, with_pairs
from cairn.releases.folder import Band, Measure, Table, write
from cairn.releases.proving import auditor, knowledge
from tests.releases.disclosure.small import PERSONS, key, truth

RULE = load()
TABLES = (Table("both", "smuggled", ("place", "year")), Table("places", "smuggled", ("place",)))
OWNERS = "ABC"
VIEWERS = with_pairs([Viewer(one, frozenset(one)) for one in OWNERS])

counts = st.dictionaries(
    st.tuples(st.sampled_from(["north", "oasis", "sea"]), st.sampled_from(["2024", "2025"])),
    st.dictionaries(st.sampled_from(OWNERS), st.integers(0, 60), min_size=1),
    min_size=1,
)


def real(held, one):
    """What an unknown really is: the sum of what was given below, by all or by one contributor."""
    below = (g for leaf, g in held.counts.items() if held.inside(leaf.at, one.key.at))
    who = one.contributor if isinstance(one, Filed) else None
    return sum(n for given in below for name, n in given.items() if who in (None, name))


@settings(max_examples=settings.default.max_examples // 2)
@given(counts)
def test_no_attacker_takes_apart_what_was_protected(given_):
    held = truth(given_, tables=TABLES)
    done = protect(held, RULE, VIEWERS, audit=auditor(VIEWERS, [held]))
    for viewer in VIEWERS:
        report = attack([done.folder], knowledge(viewer, [held]))
        assert report.possible, viewer.name
        assert not [one for one in report.found if one.verdict is not Verdict.SAFE], viewer.name
        truths = {one: real(held, one) for one in report.model.unknowns}
        assert not [one for one in score(report, truths) if one.outside], "no interval is false"


@settings(max_examples=settings.default.max_examples // 2)
@given(counts, counts)
def test_two_releases_are_safe_together(first, second):
    """The second may differ in anything; what too few changed waits."""
    one = truth(first, tables=TABLES)
    early = protect(one, RULE, VIEWERS, audit=auditor(VIEWERS, [one]))
    two = truth(second, tables=TABLES, release="rel-2")
    # what waits is told as it was, so who filed which version follows from what is told
    try:
        late = protect(
            two, RULE, VIEWERS, audit=lambda f, e: told(f, e), earlier=[early], supersedes="rel-1"
        )
    except NotProven:
        return
    truths = [early.truth, late.truth]
    for viewer in VIEWERS:
        report = attack([early.folder, late.folder], knowledge(viewer, truths))
        assert report.passed, viewer.name


def told(folder, earlier):
    report = attack([*earlier, folder])
    return {one.target.key for one in report.found if one.verdict is not Verdict.SAFE}


def test_a_sum_that_somebody_sees_elsewhere_is_known_with_its_parts():
    held = truth({("oasis", "2024"): {"A": 4, "B": 30}, ("north", "2024"): {"A": 7}})
    seen = knowledge(Viewer("V", knows=frozenset({(key(place="south"), "A")})), [held])
    assert [(dict(one.key.at)["place"], one.value) for one in seen.known] == [("oasis", 4)]


def test_a_filing_that_did_not_change_is_one_version_in_two_releases():
    one = truth({("oasis", "2024"): {"A": 4, "B": 30}})
    two = truth({("oasis", "2024"): {"A": 4, "B": 31}}, release="rel-2")
    roll = knowledge(Viewer("V"), [one, two]).roll
    assert [(e.release, e.contributor, e.version) for e in roll] == [
        ("rel-1", "A", "1"),
        ("rel-1", "B", "1"),
        ("rel-2", "A", "1"),
        ("rel-2", "B", "2"),
    ]


def test_where_no_time_is_left_nothing_is_proven():
    held = truth({("oasis", "2024"): {"A": 40, "B": 30}, ("sea", "2024"): {"A": 4}})
    audit = auditor(VIEWERS, [held], clock=lambda: Clock(0, 0))
    done = protect(held, RULE, VIEWERS, audit=audit)
    assert not [one for one in done.folder.cells.values() if one is not Cell.WITHHELD]


def test_what_is_safe_is_published():
    held = truth({("oasis", "2024"): {"A": 40, "B": 30, "C": 35, "D": 30}})
    done = protect(held, RULE, VIEWERS, audit=auditor(VIEWERS, [held]))
    assert done.folder.cells[key(place="oasis", year="2024")] == 135
    assert Cell.WITHHELD not in done.folder.cells.values()


def test_a_folder_that_was_protected_is_clean_for_whoever_attacks_files(tmp_path):
    """The two halves read one form: names of the rule, bands and withheld cells included."""
    given_ = {("oasis", "2024"): dict.fromkeys("ABCD", 30), ("sea", "2024"): {"A": 4, "B": 3}}
    filed = {key(place=p, year=y): owners for (p, y), owners in given_.items()}
    records = {
        key("records", place="oasis", year="2024"): dict.fromkeys("ABCD", 5),
        key("records", place="sea", year="2024"): {"A": 1, "B": 1},
    }
    held = truth(
        filed | records,
        tables=(*TABLES, Table("records", "records", ("place", "year"))),
        measures={"smuggled": PERSONS, "records": Measure("records", "events")},
        sides=(Side("records", "smuggled"),),
    )
    done = protect(held, RULE, VIEWERS, audit=auditor(VIEWERS, [held]))
    assert any(isinstance(one, Band) for one in done.folder.cells.values())
    write(done.folder, tmp_path / "one")
    attackers = [knowledge(one, [held]) for one in VIEWERS]
    found = audit([tmp_path / "one"], [PUBLIC, *attackers])
    assert [str(one.problem) for one in found.findings] == []
    assert found.refused == []
    assert found.checked
    assert found.passed


def test_an_open_series_beside_confidential_filings_keeps_nothing_out():
    given_ = {("oasis", "2024"): {"W": 100, "A": 40, "B": 50, "C": 60, "D": 50}}
    held = truth(given_, tables=TABLES, open=frozenset("W"))
    done = protect(held, RULE, VIEWERS, audit=auditor(VIEWERS, [held]))
    assert done.folder.cells[key(place="oasis", year="2024")] == 300
