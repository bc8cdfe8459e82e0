"""Which version this is, for people, reports and the stamp of collected files."""

import argparse
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from cairn.console.say import tell


def number() -> str:
    try:
        return version("cairn")
    except PackageNotFoundError:
        return "0"  # run from a folder where it is not installed


def run(words: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="cairn version").parse_args(words)
    tell("cairn %(number)s", number=number())
    return 0
