"""The promises about trust are named by the tests that prove them, and each of these exists."""

import ast
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROMISES = yaml.safe_load((Path(__file__).parent / "promises.yaml").read_text("utf-8"))
PROVEN = sorted({(one["number"], test) for one in PROMISES for part in one["parts"]
                 for test in part["tests"]})  # fmt: skip


@cache
def module(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def test_the_five_promises_about_trust_are_here_and_each_part_is_proven():
    assert [one["number"] for one in PROMISES] == [1, 2, 3, 4, 7]
    for one in PROMISES:
        assert set(one) == {"number", "title", "parts"}
        for part in one["parts"]:
            assert {"says", "tests"} <= set(part) <= {"says", "tests", "open"}
            assert part["tests"], part["says"]


@pytest.mark.parametrize(("number", "test"), PROVEN)
def test_the_test_exists_and_its_module_names_the_promise(number, test):
    path, _, name = test.partition("::")
    functions = {one.name for one in ast.walk(module(path)) if isinstance(one, ast.FunctionDef)}
    assert name in functions
    said = " ".join((ast.get_docstring(module(path)) or "").split())
    assert f"Promise {number} of the design" in said
