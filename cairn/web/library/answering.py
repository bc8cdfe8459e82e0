"""How public pages of the library are kept by browsers and proxies: shortly, and never where the
page says something to a person of the desk."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

FRESH = 60  # seconds for which an answer is used without asking again


def kept(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with word of who may keep it, and for how long."""
    if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}:
        patch_cache_control(answer, private=True, no_cache=True)
    elif answer.status_code < 400:
        patch_cache_control(answer, public=True, max_age=FRESH)
    return answer
