"""What the two URL trees are made of; decides that pages have a language in their address."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from cairn.web.public.views import choose_language

Patterns = list[URLPattern | URLResolver]


def by_language() -> Patterns:
    """`/` itself: sends people to the language that their browser asks for."""
    return [path("", choose_language, name="choose_language")]


def pages(prefix: str, module: str) -> Patterns:
    """The pages of one part, below the language; none where the part is not there."""
    if not _there(module):
        return []
    return i18n_patterns(path(prefix, include(module)), prefix_default_language=True)


def plain(prefix: str, module: str) -> Patterns:
    """What has no language in its address: the API. None where the part is not there."""
    return [path(prefix, include(module))] if _there(module) else []


def handlers() -> tuple[str, str, str, str]:
    """The views for 400, 403, 404 and 500."""
    names = ("bad_request", "permission_denied", "not_found", "server_error")
    first, second, third, fourth = (f"cairn.web.errors.{name}" for name in names)
    return first, second, third, fourth


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False
