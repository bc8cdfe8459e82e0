"""A small run of the part that audits releases."""

import json

from bench import attack
from bench.runs import Options


def test_a_small_release_is_attacked_as_the_public_and_as_a_contributor(tmp_path):
    options = Options(rows=200, results=tmp_path / "results", work=tmp_path / "work")
    found = json.loads(attack.run(options).read_text("utf-8"))
    public, knowing = found["200"], found["200, as a contributor"]
    assert abs(public["cells"] - 200) < 60
    assert public["withheld"] == public["tried"] > 10
    assert public["witnesses"] > 1
    assert knowing["targets"] > knowing["cells"]
    assert public["unproven"] == knowing["unproven"] == 0
