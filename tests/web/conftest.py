"""Translations as they are after installation."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The languages are there only once their catalogues are compiled."""
    written = (settings.REPOSITORY / "cairn/locale").glob("*/LC_MESSAGES/*.po")
    if all(map(is_compiled, written)):
        return
    tool = settings.REPOSITORY / "tools/i18n.py"
    subprocess.run([sys.executable, str(tool), "compile"], check=True)


def is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime > catalogue.stat().st_mtime


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language active in the thread; each test begins in English."""
    with override("en"):
        yield
