"""The versions of one record, newest first, and what each of them changed."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from cairn.history.models import Version
from cairn.kernel.cells import Cell
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.importing.who import people
from cairn.web.desk.importing.words import field_words, value_words

MOST = 50


def versions_of(
    ref: str, request: HttpRequest, fields: Sequence[str], kind: str = "incidents"
) -> list[dict[str, Any]]:
    """Each version with what it changed; the oldest changed everything."""
    versions = list(Version.objects.filter(key=ref).order_by("-number")[:MOST])
    bodies = [json.loads(version.body) for version in versions]
    imports = [body["import"] for body in bodies if body.get("import")]
    names = people({version.by for version in versions}, viewer_of(request), about=imports)
    shown = []
    for at, version in enumerate(versions):
        before = bodies[at + 1].get("values", {}) if at + 1 < len(bodies) else None
        shown.append(
            {
                "number": version.number,
                "at": version.at,
                "by": names[version.by],
                "import": bodies[at].get("import", ""),
                "changes": _changes(bodies[at].get("values", {}), before, fields, kind),
            }
        )
    return shown


def _changes(
    now: dict[str, Any], before: dict[str, Any] | None, fields: Sequence[str], kind: str
) -> list[dict[str, Any]]:
    if before is None:
        return []
    pairs = [(name, _value(before, name), _value(now, name)) for name in fields]
    return [
        {
            "field": field_words(name, kind),
            "was": value_words(name, was),
            "is": value_words(name, new),
        }
        for name, was, new in pairs
        if was != new
    ]


def _value(values: dict[str, Any], name: str) -> Any:
    """The value of a field; of a cell without a number, why there is none."""
    if name == "value" and values.get("no_value"):
        return Cell(values["no_value"])
    return values.get(name)
