"""`python -m bench`, which is `cairn bench`: measure one part, or all of them in turn."""

import argparse
import importlib
import sys
import traceback
from collections.abc import Sequence

from bench.runs import Options, tell

PARTS = (
    "imports",
    "explore",
    "lists",
    "start",
    "screening",
    "crosstabs",
    "merging",
    "filing",
    "sharing",
    "search",
    "export",
    "sessions",
    "disclosure",
    "attack",
)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="cairn bench", description="Measure one part, or all of them in turn."
    )
    parser.add_argument("part", nargs="?", choices=PARTS, help="default: all of them")
    parser.add_argument("--rows", type=int, help="how many rows; default: what the goals speak of")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--without-peer", action="store_true", help="imports: ours and the floor")
    parser.add_argument("--without-browser", action="store_true", help="explore: the server only")
    chosen = parser.parse_args(words)
    if chosen.rows is not None and chosen.rows < 1:
        parser.error("--rows is a number of at least 1")
    options = Options(
        rows=chosen.rows,
        database=chosen.database,
        peer=not chosen.without_peer,
        browser=not chosen.without_browser,
    )
    failed = []
    for part in [chosen.part] if chosen.part else PARTS:
        try:
            importlib.import_module(f"bench.{part}").run(options)
        except KeyboardInterrupt:
            tell(f"{part}: stopped; the same command goes on where it was.")
            return 130
        except Exception as problem:  # the other parts are measured all the same
            if not isinstance(problem, RuntimeError):
                traceback.print_exc()
            tell(f"{part}: {problem}")
            failed.append(part)
    if failed:
        tell(f"Not measured: {', '.join(failed)}. The same command goes on where it was.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
