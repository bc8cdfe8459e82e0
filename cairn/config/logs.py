"""How a line of the log is written: for people, or as JSON for a machine that collects them.

Our own messages hold no value that somebody typed. Those of packages may hold names, addresses and
what was asked (a failed sign-in, a request that cannot be read), so of these only the template is
kept, or where no value was put in apart, the place in their source. Of an exception the kinds and
places are kept, never its words, which may have been read in somebody's file.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from cairn.web.tracing import current_request, route_of

OURS = "cairn"
FRAMES = 12  # innermost frames of an exception


class Lines(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        told = describe(record)
        words = [told.pop("at"), told.pop("level"), told.pop("logger"), told.pop("message", "")]
        return " ".join([*filter(None, words), *(f"{k}={_plain(v)}" for k, v in told.items())])


class Json(logging.Formatter):
    """One object in a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(describe(record), default=str)


def describe(record: logging.LogRecord) -> dict[str, Any]:
    """What may be told of a record; keys with nothing to say are left out."""
    ours = record.name.partition(".")[0] == OURS
    template = record.msg if isinstance(record.msg, str) and record.args else ""
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage() if ours else template,
        "where": "" if ours else f"{record.module}:{record.lineno}",
        "request": current_request.get(),
        **getattr(record, "told", {}),
    }
    if status := getattr(record, "status_code", None):
        told |= {"message": "refused or failed", "status": status, "route": _route(record)}
    if record.exc_info and record.exc_info[0]:
        told |= {"error": record.exc_info[0].__name__, "trace": _frames(record.exc_info[2])}
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def _route(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    return route_of(request) if hasattr(request, "path_info") else ""


def _frames(trace: Any) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{'/'.join(one.filename.split('/')[-3:])}:{one.lineno} {one.name}" for one in frames]


def _plain(value: Any) -> str:
    return " < ".join(reversed(value)) if isinstance(value, list) else str(value)
