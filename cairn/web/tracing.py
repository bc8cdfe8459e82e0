"""Which request a line of the log belongs to, and one line for each request, without its reader.

The number of a request is random, goes back as `X-Request-ID`, and stands in every line that was
logged meanwhile. The line names the pattern of the address, never the address: neither who asked,
nor from where, nor what for.
"""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from cairn.web import counting

HEADER = "X-Request-ID"
ASKED_OFTEN = {"/health", "/ready", "/metrics"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
current_request: ContextVar[str] = ContextVar("current_request", default="")
log = logging.getLogger("cairn.request")


class TracingMiddleware:
    """Stands first, so that it sees every answer, mistakes of ours included."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        number = secrets.token_hex(8)
        place = current_request.set(number)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            took = time.monotonic() - began
            response[HEADER] = number
            counting.COUNTERS.add(response.status_code, took)
            if log.isEnabledFor(logging.INFO) and request.path_info not in ASKED_OFTEN:
                log.info("answered", extra={"told": _told(request, response.status_code, took)})
        finally:
            current_request.reset(place)
        return response


def _told(request: Any, status: int, took: float) -> dict[str, Any]:
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": route_of(request),
        "status": status,
        "ms": round(took * 1000),
    }


def route_of(request: Any) -> str:
    """The pattern of the address; empty where none fits."""
    if match := getattr(request, "resolver_match", None):
        return str(match.route)
    return "static/" if request.path_info.startswith("/static/") else ""
