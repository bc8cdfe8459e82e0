"""Peers of the part `search`: full text in SQLite (FTS5) and in PostgreSQL.

They hold the same terms in the same fields, made by our analysis, and are asked the same plan in
their own language: words, stems, tags and names in other languages. `words` is the easier question
that somebody would ask them who has none of that: only the words that were typed. Either way they
find what fits once, and answer from that the best ten with marks, the number of all and the same
five facets.
"""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairn.search.documents import Document
from cairn.search.fields import STEM_FIELDS, TEXT_FIELDS
from cairn.search.planning import Unit
from cairn.search.questions import AnyOf, AtLeast, Node, Phrase, Term

FIELDS = (*TEXT_FIELDS, *STEM_FIELDS, "concept")
WEIGHTS = [2.5 if n == "title" else 6 if n == "concept" else 1 for n in FIELDS]
SINGLE = ("kind", "language", "year")


@dataclass(frozen=True, slots=True)
class Row:
    """A document as a peer takes it: the terms of each field in their order."""

    at: int
    terms: dict[str, list[str]]
    single: tuple[str, str, int]
    country: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a peer."""

    node: Node
    words: tuple[str, ...]
    country: str


def row_of(at: int, one: Document, made: dict[str, list[Any]]) -> Row:
    """`made` is what the engine takes of it."""
    terms = {name: " ".join(made.get(name, ())).split(" ") for name in FIELDS[:-1]}
    terms["concept"] = list(made.get("concept", ()))
    single = (one.kind, one.languages[0], one.year or 0)
    return Row(at, terms, single, one.country, tuple(made.get("tag", ())))


def typed_only(units: Sequence[Unit]) -> Node:
    """The words alone: those of one unit together, any of the units."""
    parts = [AtLeast(tuple(Term("fold", w) for w in one.words), len(one.words)) for one in units]
    return AnyOf(tuple(parts))


class Fts5:
    """SQLite in a file, with room for all of it in memory."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        tokens = "unicode61 remove_diacritics 0 tokenchars ''_-''"
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY;"
            f"CREATE VIRTUAL TABLE text USING fts5({', '.join(FIELDS)}, tokenize='{tokens}');"
            "CREATE TABLE about(id INTEGER PRIMARY KEY, kind, language, year, country);"
            "CREATE TABLE tags(id, tag, PRIMARY KEY (id, tag)) WITHOUT ROWID;"
            "CREATE TEMP TABLE hit(id INTEGER PRIMARY KEY, score, kind, language, year, country);"
        )

    def fill(self, rows: Iterable[Row]) -> float:
        began = time.perf_counter()
        marks = ", ".join("?" * (len(FIELDS) + 1))
        insert = f"INSERT INTO text(rowid, {', '.join(FIELDS)}) VALUES ({marks})"
        for row in rows:
            texts = [" ".join(row.terms[name]) for name in FIELDS]
            self.connection.execute(insert, (row.at, *texts))
            about = (row.at, *row.single, row.country)
            self.connection.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?)", about)
            held = [(row.at, tag) for tag in row.tags]
            self.connection.executemany("INSERT INTO tags VALUES (?, ?)", held)
        self.connection.commit()
        return time.perf_counter() - began

    def ready(self) -> float:
        began = time.perf_counter()
        self.connection.execute("INSERT INTO text(text) VALUES ('optimize')")
        self.connection.execute("ANALYZE")
        self.connection.commit()
        return time.perf_counter() - began

    def ask(self, asked: Asked) -> int:
        run, match, state = self.connection.execute, _fts5(asked.node), asked.country
        run("DELETE FROM temp.hit")
        run(
            "INSERT INTO temp.hit SELECT a.id, CASE WHEN ?2 IN ('', a.country) THEN"
            f" bm25(text, {', '.join(map(str, WEIGHTS))}) END, kind, language, year, country"
            " FROM text JOIN about AS a ON a.id = text.rowid WHERE text MATCH ?1",
            (match, state),
        )
        best = run(
            "SELECT id FROM temp.hit WHERE score IS NOT NULL ORDER BY score, id LIMIT 10"
        ).fetchall()
        for (one,) in best:
            shown = ", ".join(f"snippet(text, {at}, '[', ']', '…', 30)" for at in (0, 1))
            marked = f"SELECT {shown} FROM text WHERE text MATCH ? AND rowid = ?"
            run(marked, (match, one)).fetchall()
        within = "WHERE score IS NOT NULL GROUP BY 1"
        for facet in SINGLE:
            run(f"SELECT {facet}, count(*) FROM temp.hit {within}").fetchall()
        run("SELECT country, count(*) FROM temp.hit GROUP BY 1").fetchall()
        run(f"SELECT tag, count(*) FROM temp.hit JOIN tags USING (id) {within}").fetchall()
        counted = run("SELECT count(*) FROM temp.hit WHERE score IS NOT NULL").fetchone()
        return int(counted[0])


class PostgreSQL:
    """A table with a `tsvector` and a GIN index; a term carries the name of its field."""

    def __init__(self, address: str) -> None:
        import psycopg

        self.connection: Any = psycopg.connect(address, autocommit=True)
        self.connection.execute("SET jit = off")
        self.connection.execute("SET work_mem = '64MB'")
        self.connection.execute(
            "CREATE TABLE found (id int PRIMARY KEY, title text, body text, kind text,"
            " language text, year int, country text, tags text[], vector tsvector)"
        )

    def fill(self, rows: Iterable[Row]) -> float:
        began = time.perf_counter()
        names = "id, title, body, kind, language, year, country, tags, vector"
        with self.connection.cursor().copy(f"COPY found ({names}) FROM STDIN") as copy:
            for row in rows:
                texts = [" ".join(row.terms[name]) for name in ("title", "fold")]
                tags = [*row.single, row.country, list(row.tags)]
                copy.write_row((row.at, *texts, *tags, _vector(row)))
        return time.perf_counter() - began

    def ready(self) -> float:
        began = time.perf_counter()
        self.connection.execute("CREATE INDEX ON found USING gin (vector)")
        self.connection.execute("VACUUM ANALYZE found")
        return time.perf_counter() - began

    def ask(self, asked: Asked) -> int:
        words = " | ".join("'" + word + "'" for word in asked.words)
        values = {"query": _tsquery(asked.node), "state": asked.country, "words": words}
        marked = [f"ts_headline('simple', {n}, %(words)s::tsquery)" for n in ("title", "body")]
        facets = [
            f"SELECT '{one}', {one}::text, count(*) FROM hit WHERE score IS NOT NULL GROUP BY 2"
            for one in SINGLE
        ]
        facets.append("SELECT 'country', country, count(*) FROM hit GROUP BY 2")
        facets.append(
            "SELECT 'tag', tag, count(*) FROM hit, unnest(tags) AS tag"
            " WHERE score IS NOT NULL GROUP BY 2"
        )
        facets.append("SELECT 'all', '', count(*) FROM hit WHERE score IS NOT NULL")
        told = self.connection.execute(
            "WITH hit AS MATERIALIZED (SELECT id, kind, language, year, country, tags,"
            " CASE WHEN %(state)s IN ('', country) THEN ts_rank(vector, %(query)s::tsquery) END"
            " AS score FROM found WHERE vector @@ %(query)s::tsquery), best AS (SELECT id, score"
            " FROM hit WHERE score IS NOT NULL ORDER BY score DESC, id LIMIT 10)"
            f" SELECT {marked[0]}, {marked[1]}, 0::bigint FROM best JOIN found USING (id)"
            f" UNION ALL {' UNION ALL '.join(facets)}",
            values,
        ).fetchall()
        return int(told[-1][2])


def _fts5(node: Node) -> str:
    match node:
        case Term(field, term):
            return f'{field} : "{term}"'
        case Phrase(field, terms):
            return f'{field} : "{" ".join(terms)}"'
        case AnyOf(parts):
            return "(" + " OR ".join(map(_fts5, parts)) + ")"
        case AtLeast(parts, need):
            return "(" + _sign(" OR ", " AND ", len(parts), need).join(map(_fts5, parts)) + ")"


def _tsquery(node: Node) -> str:
    match node:
        case Term(field, term):
            return f"'{field}:{term}'"
        case Phrase(field, terms):
            return "(" + " <-> ".join(f"'{field}:{term}'" for term in terms) + ")"
        case AnyOf(parts):
            return "(" + " | ".join(map(_tsquery, parts)) + ")"
        case AtLeast(parts, need):
            return "(" + _sign(" | ", " & ", len(parts), need).join(map(_tsquery, parts)) + ")"


def _sign(one: str, every: str, parts: int, need: int) -> str:
    assert need in {1, parts}, "the peers have no other number"
    return every if need == parts else one


def _vector(row: Row) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    for name, held in row.terms.items():
        weight = "A" if name == "title" else "B" if name == "concept" else ""
        for at, term in enumerate(held, start=1):
            if term:
                places[f"{name}:{term}"].append(f"{min(at, 16_000)}{weight}")
    return " ".join(f"'{term}':{','.join(at[:250])}" for term, at in places.items())
