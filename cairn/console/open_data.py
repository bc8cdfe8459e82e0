"""The open series that the demonstration starts with: imported as any operator would import them.

The copies in `data/open/` hold the publishers' figures without free text and links
(`tools/build_demonstration.py`). A file that was imported before is passed over, so that the second
time takes seconds.
"""

import gzip
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cairn.files.store import parts_of, put
from cairn.kernel.text import noop
from cairn.published.models import PublishedSnapshot
from cairn.releases.actions import refresh
from cairn.reporting import intake
from cairn.reporting.actions import accept_source, begin_import, commit_import
from cairn.reporting.models import ImportBatch
from cairn.reporting.states import Status

FOLDER = Path(__file__).parent / "data" / "open"
IMPORTING = noop("Open data: %(title)s (%(publisher)s)")
PUBLISHING = noop("Making the first snapshot and publishing the open series …")


def import_open_data(*, say: Callable[..., Any]) -> None:
    """Import what is not there yet, then snapshot and publish if anything changed."""
    changed = False
    for packed in sorted(FOLDER.glob("*.csv.gz")):
        changed = _import(packed, say) or changed
    if changed or not PublishedSnapshot.objects.filter(is_current=True).exists():
        say(PUBLISHING)
        refresh()


def _import(packed: Path, say: Callable[..., Any]) -> bool:
    name = packed.name.removesuffix(".gz").split(".", 2)[2]
    kind = packed.name.split(".", 1)[0]
    committed = ImportBatch.objects.filter(file_name=name, status=Status.COMMITTED)
    if committed.exists():
        return False
    with _unpacked(packed, name) as path:
        found = intake.look(path, kind=kind)
        source = intake.source_of(found, "", name)
        say(IMPORTING, title=source.title, publisher=source.publisher)
        assert found.table is not None, name
        dataset = accept_source(
            source=source, layout=found.mapping.layout, tables=list(found.table.tabs)
        )
        with path.open("rb") as file:
            stored = put(parts_of(file), media_type="text/csv")
        batch = begin_import(
            dataset=dataset, kind=kind, file=stored, file_name=name, mapping=found.mapping
        )
        intake.stage(batch, path=path)
        batch.refresh_from_db()
        commit_import(batch=batch)
    return True


@contextmanager
def _unpacked(packed: Path, name: str) -> Iterator[Path]:
    """The file under its own name in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder:
        path = Path(folder) / name
        with gzip.open(packed) as source, path.open("wb") as out:
            shutil.copyfileobj(source, out)
        yield path
