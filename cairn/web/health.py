"""`/health`, `/ready` and, at the desk, `/metrics`: for machines that look after the server.

They answer to any name of the host, because a machine asks by number, and say no more than yes or
no; what exactly is wrong is told by `/metrics`, to whoever has its token. Without the token, or
where none is set, `/metrics` is a page that does not exist.
"""

import hmac
import shutil
from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from cairn.published.models import PublishedSnapshot
from cairn.published.places import root

LEAST_FREE = 256 << 20  # bytes of disk below which no import and no snapshot can be trusted to end
SHORTEST_TOKEN = 24
Check = Callable[[], bool]


class HealthMiddleware:
    """Answers before the name of the host, the language or a session are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path_info:
            case "/health":
                return _short("alive", 200)
            case "/ready":
                ready = all(good for _, good in states())
                return _short("ready" if ready else "not ready", 200 if ready else 503)
            case "/metrics" if settings.METRICS and _may_know(request):
                return _short("\n".join(import_string(settings.METRICS)()), 200)
        return self.get_response(request)


def states() -> Iterator[tuple[str, bool]]:
    """Each thing that this process needs, and whether it is there; settings name them."""
    checks: Mapping[str, str] = settings.READY
    for name, function in checks.items():
        check: Check = import_string(function)
        try:
            yield name, check()
        except (Error, OSError):
            yield name, False


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() is not None


def disk() -> bool:
    return free_bytes() >= LEAST_FREE


def published() -> bool:
    """Whether what is said to be published can be read; nothing published yet is no fault."""
    row = PublishedSnapshot.objects.filter(is_current=True, withdrawn_at=None).first()
    return row is None or (root() / row.snapshot / "manifest.json").is_file()


def free_bytes() -> int:
    return shutil.disk_usage(settings.CAIRN_DATA).free


def _may_know(request: HttpRequest) -> bool:
    token = settings.ENVIRONMENT.metrics_token
    given = request.headers.get("Authorization", "")
    return len(token) >= SHORTEST_TOKEN and hmac.compare_digest(
        given.encode(), f"Bearer {token}".encode()
    )


def _short(text: str, status: int) -> HttpResponse:
    answer = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer
