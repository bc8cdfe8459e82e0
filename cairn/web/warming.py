"""What every worker needs, loaded once before workers are forked, so that they share its memory.

Only code and data that never change: addresses, templates, the six catalogues, the query compiler.
Nothing here opens a database, starts a thread or draws a picture: a thread does not survive a fork,
and a library that had one would wait for it for ever (`tests/web/test_warming.py`).
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.urls import get_resolver
from django.utils.translation import trans_real

from cairn.kernel.languages import LANGUAGES
from cairn.reference import countries, vocabularies


def warm() -> None:
    """Load it; call it once, in a process that is about to fork."""
    _addresses()
    _catalogues()
    _templates()
    _compiler()
    countries.countries()
    vocabularies.vocabularies()


def _addresses() -> None:
    """All views and forms with everything they import."""
    get_resolver()._populate()  # type: ignore[attr-defined]


def _catalogues() -> None:
    for language in LANGUAGES:
        trans_real.translation(language)


def _templates() -> None:
    """Every template of ours, parsed; the loader keeps it."""
    engine = engines["django"]
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.html")):
            try:
                engine.get_template(str(path.relative_to(folder)))
            except TemplateSyntaxError:  # it belongs to a part that this process does not serve
                continue


def _compiler() -> None:
    """DuckDB, and Ibis with its dialect for it, by compiling one query."""
    import duckdb  # noqa: F401
    import ibis

    rows = ibis.table({"n": "int64", "day": "date"}, name="rows")
    found = rows.filter(rows.day.notnull()).group_by("day").aggregate(n=rows.n.sum())
    ibis.to_sql(found, dialect="duckdb")
