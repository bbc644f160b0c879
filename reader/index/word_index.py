"""The index of what the reader wrote and marked: reflections, quotes and tags, by annotation.

Private words: the file has the rights of the store, and with ``path=None`` nothing of it reaches the disk
(the store is encrypted, or the reader wishes it so): the same index is then made in memory, which takes about
a second for 10,000 annotations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from reader.annotations.model import Annotation
from reader.index.cache_file import CacheFile
from reader.index.folding import JOINT, indexed
from reader.index.terms import Term, is_short, match_expression

WEIGHTS: Final = (2.0, 1.0, 4.0)
"""What a word counts in one's own words, in the quote, in the tags (for BM25)."""

_RANK: Final = f"bm25(words, {', '.join(map(str, WEIGHTS))})"

_SCHEMA: Final = """
CREATE TABLE annotations (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (text, quote, tags, tokenize='ascii', prefix='1 2')
"""


class WordIndex:
    """The index of one store's annotations, those that are not deleted."""

    def __init__(self, path: Path | None) -> None:
        """Name the file; None keeps the index in memory."""
        self._file = CacheFile(path, _SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def forget(self) -> None:
        """Remove the index with every private word in it."""
        self._file.forget()

    def update(self, annotations: Mapping[str, Annotation]) -> None:
        """Bring the index up to date: only what changed is written, and only the present ones are kept.

        Raises:
            CacheBusy: Another process is writing; the index is as it was.
        """
        rows = self._rows("SELECT name, stamp FROM annotations", ())
        kept = {str(name): str(stamp) for name, stamp in rows}
        gone = [name for name in kept if name not in annotations]
        news = [each for each in annotations.values() if kept.get(each.id) != _stamp(each)]
        if not gone and not news:
            return

        def work(connection: sqlite3.Connection) -> None:
            for name in (*gone, *(each.id for each in news)):
                row = connection.execute("SELECT id FROM annotations WHERE name = ?", (name,)).fetchone()
                if row is not None:
                    connection.execute("DELETE FROM words WHERE rowid = ?", row)
                    connection.execute("DELETE FROM annotations WHERE id = ?", row)
            for each in news:
                number = connection.execute(
                    "INSERT INTO annotations (name, stamp) VALUES (?, ?)", (each.id, _stamp(each))
                ).lastrowid
                connection.execute(
                    "INSERT INTO words (rowid, text, quote, tags) VALUES (?, ?, ?, ?)",
                    (number, *map(indexed, texts_of(each))),
                )

        self._file.run(work, writes=True)

    def search(self, terms: Collection[Term], limit: int | None = None) -> list[tuple[str, float]]:
        """Return ids of the annotations that hold every term, the best first, with scores (above zero)."""
        is_broad = all(is_short(each) for each in terms)  # too many to rank: the newest
        score, order = ("-1.0", "rowid DESC") if is_broad else (_RANK, "2")
        query = (
            f"SELECT name, score FROM (SELECT rowid AS number, {score} AS score FROM words "
            f"WHERE words MATCH ? ORDER BY {order} LIMIT ?) JOIN annotations ON id = number"
        )
        rows = self._rows(query, (match_expression(terms), -1 if limit is None else limit))
        return [(name, -score) for name, score in rows]

    def count(self, terms: Collection[Term]) -> int:
        """Return how many annotations hold every term."""
        [(number,)] = self._rows("SELECT count(*) FROM words WHERE words MATCH ?", (match_expression(terms),))
        return int(number)

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._file.run(lambda connection: connection.execute(query, values).fetchall())


def texts_of(annotation: Annotation) -> tuple[str, str, str]:
    """Return what is searched of an annotation: its words, its quote, its tags.

    The quote of a reflection on a highlight is left out: that highlight is found by it already.
    """
    quote = annotation.selectors.quote.exact if annotation.selectors and not annotation.on else ""
    return annotation.text, quote.replace("\n\n", JOINT), JOINT.join(annotation.tags)


def _stamp(annotation: Annotation) -> str:
    """Return what is another text for each state of an annotation."""
    return f"{annotation.version} {annotation.modified.isoformat()}"
