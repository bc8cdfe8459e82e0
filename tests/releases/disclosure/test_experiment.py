"""The experiment that the order of protection rests on, in small."""

from tests.releases.disclosure.experiment import experiment


def test_exact_margins_give_small_cells_away_and_rounded_ones_hardly():
    found = experiment(3)
    small = found["exact"]["withheld"]
    assert found["exact"]["narrower"] > 0.7 * small
    assert found["exact"]["pinned"] > found["naive"]["pinned"] > 0
    assert found["naive"]["narrower"] > 0.2 * small
    assert found["rounded"]["pinned"] == 0
    assert found["rounded"]["narrower"] <= 0.02 * small
    assert found["complement"]["narrower"] == 0
    assert found["complement"]["printed"] < found["naive"]["printed"] < found["exact"]["printed"]
