"""Which files of the front-end packages are served, and under which name.

Only these: a package folder holds source maps, other formats and languages that nobody asks for,
and each would be copied and compressed at installation. A name here is what `{% static %}` takes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from django.utils._os import safe_join

FONT_PACKAGES = {
    "ibm-plex-sans": ("latin", "latin-ext", "cyrillic"),
    "ibm-plex-sans-arabic": ("arabic",),
}
FONT_WEIGHTS = (400, 600)


def font_files() -> dict[str, str]:
    """The faces that `fonts.css` names: subsets by script, so that a reader fetches only hers."""
    names = {
        f"fonts/{package}-{subset}-{weight}-normal.woff2": package
        for package, subsets in FONT_PACKAGES.items()
        for subset in subsets
        for weight in FONT_WEIGHTS
    }
    return {
        name: f"@fontsource/{package}/files/{Path(name).name}" for name, package in names.items()
    }


FILES = {  # the name it is served under: where it lies below node_modules
    **font_files(),
    "packages/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "packages/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "packages/maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "packages/maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
}


class PackagesFinder(BaseFinder):
    """Finds the files above for `collectstatic` and for the development server."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.NODE_MODULES)

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        place = FILES.get(path)
        whole = safe_join(settings.NODE_MODULES, place) if place else ""
        if not whole or not Path(whole).is_file():
            return []  # what the other finders say for: not here
        return [whole] if find_all else whole

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for name, place in FILES.items():
            yield name, _Renamed(settings.NODE_MODULES, {name: place})


class _Renamed(FileSystemStorage):
    """A storage in which a file goes by the name it is served under."""

    prefix = ""

    def __init__(self, location: Path, names: dict[str, str]) -> None:
        super().__init__(location=location)
        self.names = names

    def path(self, name: str) -> str:
        return super().path(self.names.get(name, name))
