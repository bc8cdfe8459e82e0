"""Peers of the part `search`: full text in SQLite (FTS5) and in PostgreSQL.

They get the terms that our analysis makes, so that Chinese and accents are no hindrance to them,
and no stems, concepts or spelling; what they answer is the best ten with a headline, the number of
all, and five facets, under the same filter.
"""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cairn.search.documents import Document
from cairn.search.fields import terms

FACETS = ("kind", "country", "language", "year", "topic")
Row = tuple[int, str, str, str, str, str, int, str]
Asked = tuple[Sequence[str], int, str]  # terms, how many are needed, State or ""


def row_of(at: int, one: Document) -> Row:
    told = terms(one)
    body = " ".join(" ".join(row) for row in told["fold"])
    title = " ".join(" ".join(row) for row in told["title"])
    topic = one.marks[0].key if one.marks else ""
    return at, title, body, one.kind, one.country, one.languages[0], one.year or 0, topic


class Fts5:
    """SQLite in a file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-200000;"
            "CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize='unicode61');"
            "CREATE TABLE about(id INTEGER PRIMARY KEY, kind, country, language, year, topic);"
        )

    def fill(self, rows: Iterable[Row]) -> float:
        began = time.perf_counter()
        for row in rows:
            insert = "INSERT INTO text(rowid, title, body) VALUES (?, ?, ?)"
            self.connection.execute(insert, row[:3])
            about = (row[0], *row[3:])
            self.connection.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?, ?)", about)
        self.connection.commit()
        return time.perf_counter() - began

    def ask(self, asked: Asked) -> int:
        words, need, country = asked
        sign = " AND " if need == len(words) else " OR "
        match = sign.join(f'"{word}"' for word in words)
        within = " AND about.country = ?" if country else ""
        values = [match, country] if country else [match]
        base = f"FROM text JOIN about ON about.id = text.rowid WHERE text MATCH ?{within}"
        best = f"SELECT text.rowid, bm25(text, 2.5, 1), snippet(text, 1, '[', ']', '…', 30) {base}"
        self.connection.execute(f"{best} ORDER BY rank LIMIT 10", values).fetchall()
        for facet in FACETS:
            counted = f"SELECT about.{facet}, count(*) {base} GROUP BY 1"
            self.connection.execute(counted, values).fetchall()
        return int(self.connection.execute(f"SELECT count(*) {base}", values).fetchone()[0])


class PostgreSQL:
    """A table with a `tsvector` and a GIN index."""

    def __init__(self, address: str) -> None:
        import psycopg

        self.connection: Any = psycopg.connect(address, autocommit=True)
        self.connection.execute(
            "CREATE TABLE found (id int PRIMARY KEY, title text, body text, kind text,"
            " country text, language text, year int, topic text, vector tsvector)"
        )

    def fill(self, rows: Iterable[Row]) -> float:
        began = time.perf_counter()
        names = "id, title, body, kind, country, language, year, topic"
        with self.connection.cursor().copy(f"COPY found ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        self.connection.execute(
            "UPDATE found SET vector = setweight(to_tsvector('simple', title), 'A')"
            " || to_tsvector('simple', body)"
        )
        self.connection.execute("CREATE INDEX ON found USING gin (vector)")
        self.connection.execute("VACUUM ANALYZE found")
        return time.perf_counter() - began

    def ask(self, asked: Asked) -> int:
        words, need, country = asked
        sign = " & " if need == len(words) else " | "
        query = sign.join("'" + word.replace("'", "") + "'" for word in words)
        within = " AND country = %(country)s" if country else ""
        values = {"query": query, "country": country}
        base = f"FROM found WHERE vector @@ to_tsquery('simple', %(query)s){within}"
        best = (
            "SELECT id, ts_headline('simple', body, to_tsquery('simple', %(query)s)) FROM "
            f"(SELECT id, body, ts_rank(vector, to_tsquery('simple', %(query)s)) AS rank {base}"
            " ORDER BY rank DESC, id LIMIT 10) AS best"
        )
        self.connection.execute(best, values).fetchall()
        for facet in FACETS:
            self.connection.execute(
                f"SELECT {facet}, count(*) {base} GROUP BY 1", values
            ).fetchall()
        return int(self.connection.execute(f"SELECT count(*) {base}", values).fetchone()[0])
