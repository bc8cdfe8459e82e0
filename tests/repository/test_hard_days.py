"""Each hard day of `docs/hard-days.md` says what is seen, done and not covered, and has tests."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "hard-days.md").read_text("utf-8")
ROW = re.compile(
    r"^\| \[(?P<title>[^\]]+)\]\(#(?P<anchor>[^)]+)\) \| `test_(?P<key>hd\d\d)_…` \|$", re.M
)
ASKED = (  # the days that the product must have an answer to
    *("certificate has expired", "clock is a year off", "disk is full", "key is lost"),
    *("database is of yesterday", "State leaves", "organisation splits", "officer is dismissed"),
    *("administrators disagree", "court orders erasure", "contributor withdraws everything"),
)


def part(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, title
    return found[1]


def test_every_day_that_was_asked_for_is_there():
    titles = [row["title"] for row in ROW.finditer(PAGE)]
    assert len(titles) == len(ASKED)
    for asked, title in zip(ASKED, titles, strict=True):
        assert title.endswith(asked)


def test_every_day_is_answered_and_says_what_is_not_covered():
    for row in ROW.finditer(PAGE):
        text = part(row["title"]).lower()
        assert row["anchor"] == row["title"].lower().replace(" ", "-")
        assert "you do" in text, row["title"]
        assert "not covered" in text, row["title"]


def test_every_day_has_a_test_of_its_number():
    folder = ROOT / "tests" / "web" / "desk" / "hard_days"
    tests = "".join(path.read_text("utf-8") for path in sorted(folder.glob("test_*.py")))
    kept = {row["key"] for row in ROW.finditer(PAGE)}
    assert kept == set(re.findall(r"^def test_(hd\d\d)_", tests, re.M))
