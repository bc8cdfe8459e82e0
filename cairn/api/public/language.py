"""The language in which a client of the public API is answered."""

from django.utils.translation import get_language


def spoken() -> str:
    return (get_language() or "en").split("-")[0]
