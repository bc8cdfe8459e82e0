"""Write `docs/threats.md` from `web/data/threats.yaml`; `--check` says if it is current."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cairn.web.threats import State, Threat, threats  # noqa: E402

PATH = ROOT / "docs" / "threats.md"
WORDS = {
    State.TESTED: "tested",
    State.PARTLY: "**in part**",
    State.NOT_BUILT: "**not built yet**",
    State.NOT_PREVENTED: "**not prevented**",
}
HEAD = """# Threats

Who may want what of an instance, what stands against it in this version, and the tests that fail
where it does not. Administrators see the same at the desk (People, “What is prevented here, and
what is not”). Written by `tools/threats.py` from `cairn/web/data/threats.yaml`: change that file.
What is claimed for the two halves of a server holds as [Install on a server](server.md) parts them;
on a laptop, row 17 is not prevented.

| # | Threat | What stands against it | State |
|---|---|---|---|
"""


def text() -> str:
    rows = "".join(_row(one) for one in threats())
    return HEAD + rows + "\n## Tests\n" + "".join(_tests(one) for one in threats() if one.tests)


def _row(one: Threat) -> str:
    more = f" Open: {one.open}" if one.open else ""
    return f"| {one.number} | {one.threat} | {one.answer}{more} | {WORDS[one.state]} |\n"


def _tests(one: Threat) -> str:
    return f"\n**{one.number}**\n\n" + "".join(f"- `{test}`\n" for test in one.tests)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if PATH.read_text("utf-8") == text() else "docs/threats.md is not current.")
    PATH.write_text(text(), "utf-8")
