"""Where published snapshots lie for whoever reads them."""

from pathlib import Path

from django.conf import settings


def own() -> Path:
    """Where this process makes snapshots, published ones and others."""
    return Path(settings.CAIRN_DATA) / "snapshots"


def root() -> Path:
    """Where public pages find published ones: a folder of their own, or that of the desk."""
    return Path(settings.PUBLISHED_ROOT) if settings.PUBLISHED_ROOT else own()
