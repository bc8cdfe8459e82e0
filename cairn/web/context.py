"""What every page knows: its language, the same page in the other five, and what to say below it.

Asks no session and no database, so that the public process can serve it and caches can keep it.
"""

import gettext
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_path

from cairn.kernel.languages import LANGUAGES, direction
from cairn.web import navigation
from cairn.web.say import current

REVIEWED = "reviewed by a person"  # what the `X-Review` field of a catalogue says when it was


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the switch; `url` is this page in that language."""

    code: str
    name: str
    url: str
    current: bool

    @property
    def direction(self) -> str:
        return direction(self.code)


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages."""
    language = current()
    in_desk = request.path.startswith(f"/{language}/desk/")
    signed_in = in_desk and bool(getattr(getattr(request, "viewer", None), "organisations", ()))
    entries = navigation.DESK if in_desk else navigation.PUBLIC
    return {
        "page": {
            "language": language,
            "direction": direction(language),
            "languages": languages(request, language),
            "demonstration": settings.ENVIRONMENT.is_demonstration,
            "reviewed": reviewed(language),
            "version": installed_version(),
            # Called where it is drawn: what a viewer may do is asked for whole pages only.
            "navigation": partial(
                navigation.links, entries, request.path, getattr(request, "viewer", None)
            ),
            "home": navigation.url_of("public:home") or "/",
            "desk": navigation.url_of("desk:home"),
            "public": public_pages(language),
            "in_desk": in_desk,
            "search": (navigation.url_of("desk:search") if signed_in else None)
            or navigation.url_of("library:search"),
            "searches_all": signed_in,
            # Not what the request says of its host: an answer to a wrong one shows this too.
            "address": f"{settings.ENVIRONMENT.origin}{request.get_full_path()}",
        }
    }


def public_pages(language: str) -> str | None:
    """Where the public pages are: here, elsewhere, or, for a desk that was not told, nowhere."""
    if navigation.url_of("explore:index"):
        return navigation.url_of("public:home")
    elsewhere = settings.ENVIRONMENT.public_origin.rstrip("/")
    return f"{elsewhere}/{language}/" if elsewhere else None


_NEXT = re.compile(rf"((?:^|&)next=(?:/|%2F))(?:{'|'.join(LANGUAGES)})(/|%2F)", re.IGNORECASE)


def languages(request: HttpRequest, active: str) -> list[Language]:
    """The language switch: it keeps the page and everything in its address."""
    known = get_language_from_path(request.path_info)
    rest = request.path_info.removeprefix(f"/{known}/") if known else ""
    query = request.META.get("QUERY_STRING", "")
    return [
        Language(code, name, f"/{code}/{rest}{_in(code, query) if known else ''}", code == active)
        for code, name in LANGUAGES.items()
    ]


def _in(code: str, query: str) -> str:
    """The query of an address; where the person goes on after it, she goes on in the language that
    she chooses now."""
    return f"?{_NEXT.sub(lambda found: f'{found[1]}{code}{found[2]}', query)}" if query else ""


@lru_cache(maxsize=16)
def reviewed(language: str) -> bool:
    """Whether a person has reviewed the translation; English is what is translated from."""
    if language == "en":
        return True
    folder = Path(settings.LOCALE_PATHS[0])
    try:
        catalogue = gettext.translation("django", folder, [language])
    except FileNotFoundError:
        return False
    return catalogue.info().get("x-review", "").strip() == REVIEWED


@lru_cache(maxsize=1)
def installed_version() -> str:
    """The version that is installed; empty where the code runs without having been installed."""
    try:
        return version("cairn")
    except PackageNotFoundError:
        return ""
