"""`cairn release attack`: what it prints, and the status with which it ends."""

import json
import subprocess
import sys

import pytest

from cairn.console import release
from cairn.console.main import main
from cairn.kernel.languages import LANGUAGES
from cairn.releases.attack import generating

FILINGS = [one for one in generating.filings() if one.quarter != "q3"]


@pytest.fixture
def safe(tmp_path):
    (path,) = generating.write([generating.release("first", FILINGS)], tmp_path)
    return path


@pytest.fixture
def weak(tmp_path):
    show = [("n1", "q2")]
    (path,) = generating.write([generating.release("first", FILINGS, show=show)], tmp_path)
    return path


@pytest.fixture
def files(tmp_path):
    """What two of the States know, as files."""
    paths = []
    for one in generating.knowledge({"first": FILINGS})[:2]:
        stored = {
            "attacker": one.attacker,
            "holds": sorted(one.holds),
            "roll": [
                {
                    "release": e.release,
                    "measure": e.where.measure,
                    "contributor": e.contributor,
                    "where": dict(e.where.at),
                    "version": e.version,
                }
                for e in one.roll
            ],
            "known": [
                {
                    "measure": k.key.measure,
                    "contributor": k.contributor,
                    "where": dict(k.key.at),
                    "version": k.version,
                    "value": k.value,
                }
                for k in one.known
            ],
        }
        path = tmp_path / f"{one.attacker}.json"
        path.write_text(json.dumps(stored), "utf-8")
        paths += ["--knowledge", str(path)]
    return paths


def test_a_safe_release_ends_with_0_and_says_what_was_tried(safe, files, capsys):
    assert main(["release", "attack", str(safe), "--all", *files]) == 0
    printed = capsys.readouterr().out
    assert "Attackers: public, aland, bland, aland + bland." in printed
    assert "Withheld cells: 16 of 16 tried." in printed
    assert "Narrowest interval: " in printed
    assert "Nothing was recovered." in printed


def test_a_recovery_ends_with_1_and_is_named(weak, capsys):
    assert main(["release", "attack", str(weak)]) == 1
    printed = capsys.readouterr()
    assert (
        "public, first · persons · quarter=q1, route=n1: recovered, between 1 and 4" in printed.err
    )
    assert "Refused." in printed.err


def test_what_is_not_proven_in_time_ends_with_1(safe, capsys):
    assert main(["release", "attack", str(safe), "--seconds", "0"]) == 1
    assert "not proven" in capsys.readouterr().err


def test_with_nothing_to_attack_it_ends_with_1(tmp_path, capsys):
    open_series = generating.release("first", FILINGS, hide=(), only=[("s1", "q1")])
    (path,) = generating.write([open_series], tmp_path)
    assert main(["release", "attack", str(path)]) == 1
    assert "nothing to attack" in capsys.readouterr().err


def test_a_side_number_ends_with_1_and_its_place_is_named(safe, capsys):
    (safe / "utility.json").write_text('{"cells_lost": 4}', "utf-8")
    assert main(["release", "attack", str(safe)]) == 1
    assert "utility.json: a public folder has no such file" in capsys.readouterr().err


def test_as_one_of_those_whose_knowledge_is_given(safe, files, capsys):
    assert main(["release", "attack", str(safe), "--as", "bland", *files, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["attacker"] for one in told["attackers"]] == ["bland"]
    assert told["passed"]
    assert told["witnesses_checked"] > 0
    assert {one["verdict"] for one in told["attackers"][0]["tried"]} == {"safe"}
    assert main(["release", "attack", str(safe), "--as", "eland", *files]) == 1
    assert "'eland'; there are: aland, bland" in capsys.readouterr().err


def test_earlier_releases_are_attacked_with_it(tmp_path, capsys):
    folders = [generating.release(name, FILINGS) for name in ("first", "second")]
    first, second = generating.write(folders, tmp_path)
    assert main(["release", "attack", str(second), "--earlier", str(first)]) == 0
    assert "Withheld cells: 8 of 8 tried." in capsys.readouterr().out


def test_all_problems_of_all_files_of_knowledge_are_said(safe, tmp_path, capsys):
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.json").write_text("{}", "utf-8")
    words = ["--knowledge", str(tmp_path / "a.json"), "--knowledge", str(tmp_path / "b.json")]
    assert main(["release", "attack", str(safe), *words]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_folder_that_is_none_is_one_sentence(tmp_path, capsys):
    assert main(["release", "attack", str(tmp_path)]) == 1
    assert "structure.json" in capsys.readouterr().err


def test_it_needs_a_folder(capsys):
    with pytest.raises(SystemExit) as end:
        release.run(["attack"])
    assert end.value.code == 2


def test_it_loads_no_django_and_opens_no_database():
    code = (
        "import sys, cairn.console.release as r, cairn.releases.attack.rerunning;"
        "import cairn.releases.attack.scoring;"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_self_test_names_each_weakness_in_every_language(monkeypatch, capsys):
    results = [
        release.planting.Result(one.name, True, release.Audit())
        for one in release.planting.WEAKNESSES
    ]
    monkeypatch.setattr(release.planting, "self_test", lambda path: iter(results))
    told = set()
    for language in LANGUAGES:
        monkeypatch.setenv("CAIRN_LANGUAGE", language)
        assert main(["release", "attack", "--self-test"]) == 0
        told.add(capsys.readouterr().out)
    assert len(told) == len(LANGUAGES)


def test_the_self_test_ends_with_1_once_a_weakness_is_missed(monkeypatch, capsys):
    results = [release.planting.Result("whiskers", False, release.Audit())]
    monkeypatch.setattr(release.planting, "self_test", lambda path: iter(results))
    assert main(["release", "attack", "--self-test"]) == 1
    assert "MISSED: whiskers" in capsys.readouterr().out
