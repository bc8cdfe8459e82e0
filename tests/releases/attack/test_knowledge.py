"""What an attacker knows, read from a file with all that is wrong at once."""

import json

import pytest

from cairn.kernel.errors import Problems
from cairn.releases.attack.knowledge import (
    PUBLIC,
    Entry,
    Known,
    UnreadableKnowledge,
    check_fits,
    everybody,
    parse,
    read,
    together,
)
from tests.releases.attack.tables import folder, key

GOOD = {
    "attacker": "Aland",
    "holds": ["aland"],
    "roll": [
        {"release": "one", "measure": "persons", "contributor": c, "where": {}, "version": "1"}
        for c in ("aland", "bland")
    ],
    "known": [
        {
            "measure": "persons",
            "where": {"row": "a", "column": "x"},
            "contributor": "aland",
            "version": "1",
            "value": 12,
        }
    ],
}
FOLDER = folder("x y all\na ? ? 20\nall ? ? 20")


def changed(change):
    stored = json.loads(json.dumps(GOOD))
    change(stored)
    return stored


def places(problems):
    return [(problem.code, problem.values["field"]) for problem in problems.problems]


def test_a_file_says_who_filed_what(tmp_path):
    path = tmp_path / "aland.json"
    path.write_text(json.dumps(GOOD), "utf-8")
    knowledge = read(path)
    assert knowledge.attacker == "Aland"
    assert knowledge.roll[1] == Entry("one", key(), "bland", "1")
    assert knowledge.known == (Known(key("a", "x"), "aland", "1", 12),)
    check_fits(knowledge, [FOLDER])


@pytest.mark.parametrize("text", ["", "{", "\x00", "nonsense"])
def test_what_is_no_json_is_refused_by_name(tmp_path, text):
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(UnreadableKnowledge, match=r"a\.json"):
        read(tmp_path / "a.json")


@pytest.mark.parametrize(
    "stored", [None, [], {}, {"attacker": "a"}, changed(lambda s: s.pop("roll"))]
)
def test_another_shape_is_refused(stored):
    with pytest.raises(Problems) as found:
        parse(stored)
    assert places(found.value) == [("misshapen", "the file")]


def test_all_problems_are_said_at_once():
    def spoil(stored):
        stored["roll"][0]["extra"] = 1
        stored["roll"].append(dict(stored["roll"][1]))
        stored["known"][0]["value"] = -3
        stored["known"].append(dict(stored["known"][0], value=4))
        stored["known"].append({"value": True})
        stored["holds"] = [7]

    with pytest.raises(Problems) as found:
        parse(changed(spoil))
    assert places(found.value) == [
        ("misshapen", "roll 1"),
        ("said_twice", "roll 3"),
        ("misshapen", "known 3"),
        ("negative", "known 1"),
        ("said_twice", "known 2"),
        ("misshapen", "holds"),
    ]


def test_places_that_no_release_has_are_named_all_at_once():
    def spoil(stored):
        stored["roll"][0]["measure"] = "ships"
        stored["roll"][1]["where"] = {"row": "z", "depth": "1"}
        stored["known"][0]["where"] = {"row": "all"}

    with pytest.raises(Problems) as found:
        check_fits(parse(changed(spoil)), [FOLDER])
    assert [(p.values["field"], p.values["value"]) for p in found.value.problems] == [
        ("roll 1", "ships"),
        ("roll 2", "depth=1"),
        ("roll 2", "row=z"),
        ("known 1", "row=all"),
    ]


def test_a_filing_inside_another_of_the_same_contributor_would_count_twice():
    def spoil(stored):
        stored["roll"].append(dict(stored["roll"][0], where={"row": "a"}, version="2"))

    with pytest.raises(Problems) as found:
        check_fits(parse(changed(spoil)), [FOLDER])
    assert places(found.value) == [("said_twice", "roll 3")]


def test_two_who_tell_each_other_everything_hold_what_both_hold():
    one = parse(GOOD)
    other = parse(changed(lambda s: s.update(attacker="Bland", holds=["bland"], known=[])))
    both = together(one, other)
    assert (both.attacker, both.holds) == ("Aland + Bland", {"aland", "bland"})
    assert (len(both.roll), both.known) == (2, one.known)
    assert [k.attacker for k in everybody([one, other])] == [
        "public",
        "Aland",
        "Bland",
        both.attacker,
    ]
    assert everybody([]) == [PUBLIC]
