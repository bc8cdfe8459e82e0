"""Every weakness that the specification names is found, and what is safe passes."""

from cairn.releases.attack import planting
from cairn.releases.attack.auditing import audit
from cairn.releases.attack.knowledge import PUBLIC
from cairn.releases.attack.planting import WEAKNESSES, embargoed, self_test


def test_the_unplanted_releases_pass_before_everybody_and_every_weakness_is_found(tmp_path):
    results = [*self_test(tmp_path)]
    assert len(results) == len(WEAKNESSES) + 1 >= 15
    assert [one.name for one in results if not one.found] == []
    safe = results[0].audit
    assert len(safe.reports) == 1 + 6 + 15
    assert safe.checked >= len(safe.reports)


def test_two_embargoed_releases_are_safe_alone_and_unsafe_together(tmp_path):
    one, other, both = embargoed(tmp_path)
    few = slice(0, 3)  # the public and two States
    assert [audit(c.paths, c.attackers[few]).passed for c in (one, other, both)] == [
        True,
        True,
        False,
    ]


def test_a_weakness_that_is_not_there_is_not_found(tmp_path):
    """The self-test can fail: where nothing was planted, nothing is said to be found."""

    safe = audit(planting._case(tmp_path)[0], [PUBLIC])
    assert not [one.name for one in WEAKNESSES if planting._found(safe, one)]
