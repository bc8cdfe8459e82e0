"""Translations as they are after installation."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The languages are there only once their catalogues are compiled."""
    tool = settings.REPOSITORY / "tools/i18n.py"
    subprocess.run([sys.executable, str(tool), "compile"], check=True)
