"""What is held about the person who looks, as a file to take along: JSON and a table of each part.

The archive is written while it is read: no part of it stands whole in memory or on disk.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cairn.access import held as asked
from cairn.accounts import held
from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.formats.writers import harmless
from cairn.reporting.devices import held as devices
from cairn.search.saved import held as saved
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.people.proving import prove_first
from cairn.web.say import say


@require_safe
@needs(Permission.DESK_READ)
def page(request: HttpRequest) -> HttpResponse:
    """What the file holds, and the button."""
    if first := prove_first(request, person_of(request), reverse("desk:held")):
        return first
    sections = held.SECTIONS | asked.SECTIONS | devices.SECTIONS | saved.SECTIONS
    parts = [say(words) for words in sections.values()]
    return render(request, "desk/people/held.html", {"parts": parts})


@require_safe
@needs(Permission.DESK_READ)
def file(request: HttpRequest) -> HttpResponse:
    """The person's own archive; there is no address for another's."""
    if first := prove_first(request, person_of(request), reverse("desk:held")):
        return first
    answer = StreamingHttpResponse(_archive(person_of(request)), content_type="application/zip")
    name = f"cairn-held-about-{person_of(request).username}-{timezone.localdate()}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


def held_about(user: User) -> Iterator[tuple[str, Iterable[Any]]]:
    """Name and rows of each section of the file."""
    yield from held.held_about(user)
    yield from asked.held_about(user)
    yield from devices.held_about(user)
    yield from saved.held_about(user)


class _Sink(io.RawIOBase):
    """Takes what is written until somebody fetches it; cannot go back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.parts.append(bytes(content))
        return len(content)

    def fetch(self) -> bytes:
        content, self.parts = b"".join(self.parts), []
        return content


def _archive(user: User) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("held.json", "w") as out:
            for text in _json(user):
                out.write(text.encode())
                yield sink.fetch()
        for name, rows in held_about(user):
            with archive.open(f"{name}.csv", "w") as out:
                for text in _csv(rows):
                    out.write(text.encode())
                    yield sink.fetch()
    yield sink.fetch()


def _json(user: User) -> Iterator[str]:
    yield "{"
    for at, (name, rows) in enumerate(held_about(user)):
        yield f"{',' if at else ''}\n{json.dumps(name)}: ["
        for number, row in enumerate(rows):
            told = {key: _told(value) for key, value in row.items()}
            yield f"{',' if number else ''}\n {json.dumps(told, ensure_ascii=False)}"
        yield "]"
    yield "\n}\n"


def _csv(rows: Any) -> Iterator[str]:
    """With the sign by which spreadsheets know UTF-8; nothing in it can be a formula."""
    yield "\ufeff"
    for number, row in enumerate(rows):
        line = io.StringIO()
        writer = csv.writer(line)
        if number == 0:
            writer.writerow(row.keys())
        writer.writerow([_cell(value) for value in row.values()])
        yield line.getvalue()


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _cell(value: Any) -> str:
    told = _told(value)
    return "" if told is None else harmless(str(told))
