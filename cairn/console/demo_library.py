"""The library of a demonstration: what is shipped of each kind, brought in by one invented person
and published by another. Nothing of it is invented but what says so itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cairn.accounts.models import User
from cairn.kernel.text import noop
from cairn.knowledge.editing.actions import publish
from cairn.knowledge.editing.bringing import bring
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.kinds import Kind, kinds

SAYING = noop("%(words)s of the library …")


def fill_library(*, say: Callable[..., Any]) -> None:
    """Bring in and publish what is not there yet."""
    librarian = User.objects.get(username="librarian")
    editor = User.objects.get(username="editor")
    for kind in kinds().values():
        files = shipped(kind)
        if files:
            say(SAYING, words=kind.words)
        for path in files:
            bring(kind=kind.key, path=path, by=librarian, name=path.name)
    for entry in Entry.objects.waiting().filter(changed_by=librarian).order_by("pk"):
        publish(entry=entry, number=entry.number, by=editor)


def shipped(kind: Kind) -> list[Path]:
    """The files of this kind that the product contains."""
    folder = Path(__file__).parents[1] / "knowledge" / kind.package.rpartition(".")[2] / "data"
    return sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
