"""Translations as they are after installation."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.translation import override


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The languages are there only once their catalogues are compiled."""
    tool = settings.REPOSITORY / "tools/i18n.py"
    subprocess.run([sys.executable, str(tool), "compile"], check=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language active in the thread; each test begins in English."""
    with override("en"):
        yield
