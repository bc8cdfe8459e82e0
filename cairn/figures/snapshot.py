"""A finished snapshot, opened for reading.

Opening reads only the description; a Parquet file becomes known to DuckDB when a question first
needs it. What may be read of it is decided by the predicate that comes with every question.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cairn.figures import connection, cubes
from cairn.figures.manifest import Cube, Manifest, Source
from cairn.figures.schema import LATER
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

ID = re.compile(r"[0-9a-f]{32}\Z")


class NoSnapshot(CairnError):
    text = noop("There is no snapshot %(id)s; build one with “cairn snapshot”.")


@dataclass(frozen=True)
class Snapshot:
    """Immutable; two opened from one folder answer alike."""

    path: Path
    manifest: Manifest = field(compare=False)

    @classmethod
    def open(cls, path: Path | str) -> Snapshot:
        """Open the folder `<root>/<id>`."""
        folder = Path(path).resolve()
        try:
            text = (folder / "manifest.json").read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError) as absent:
            raise NoSnapshot(id=folder.name) from absent
        return cls(folder, Manifest.parse(text))

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.manifest.sources

    def source(self, key: str) -> Source:
        """The source of this key; asking for another is a mistake of the program."""
        return next(source for source in self.sources if source.key == key)

    def rows(self, table: str) -> ir.Table:
        """The rows of `events` or `counts`, as an Ibis table."""
        return self._table(table, cubes.columns(table))

    def cube(self, cube: Cube) -> ir.Table:
        """A table counted beforehand, as an Ibis table."""
        return self._table(cube.name, cubes.cube_columns(cube))

    def make_known(self, name: str) -> None:
        """Have this process's database know the table `name`: `events`, `counts` or a cube."""
        folder = self.path if name in ("events", "counts") else self.path / "cubes"
        connection.view(self._schema, name, folder / f"{name}.parquet", LATER)

    @cached_property
    def _schema(self) -> str:
        # The same content may lie in two places, for instance in two instances under test.
        return f"s{hashlib.sha256(str(self.path).encode()).hexdigest()[:16]}"

    def _table(self, name: str, columns: dict[str, str]) -> ir.Table:
        import ibis

        return ibis.table(columns, name=name, database=self._schema)


def present(root: Path | str) -> list[str]:
    """The ids of the finished snapshots under `root`."""
    folder = Path(root)
    return sorted(path.name for path in folder.glob("*") if ID.match(path.name))
