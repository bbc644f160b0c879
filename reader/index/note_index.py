"""The index of a library's notes: their full text, their links, and what the list says of them.

A note is known by its key and found to be as it was by the time of its last change and its size. Texts are
`Document.text` with `JOINT` in place of the joints, so that an offset leads to block and offset. What is here
may lag behind the library; `NoteIndex.pending` says by which notes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from msgspec import Struct

from reader.index.cache_file import CacheBusy, CacheFile
from reader.index.folding import JOINT, indexed
from reader.index.terms import Term, is_short, match_expression
from reader.library.kept_note import could_not_be_read
from reader.library.wikilinks import leaf, wikilink_of

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Document
    from reader.library.note import Note

BATCH: Final = 512 * 1024
"""Bytes of notes written at once: a search that meets a writer waits for one batch, some 50 ms."""

WEIGHTS: Final = (8.0, 4.0, 1.0)
"""What a word counts in the title, in tags and people, in the text (for BM25)."""

_SCHEMA: Final = """
-- 2: another number makes every kept index begin anew, because the same file gives other texts or links
CREATE TABLE notes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, modified_ns INTEGER NOT NULL,
    size INTEGER NOT NULL, words INTEGER NOT NULL, key_points INTEGER NOT NULL,
    title TEXT NOT NULL);
CREATE TABLE texts (id INTEGER PRIMARY KEY, labels TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE links (note INTEGER NOT NULL, leaf TEXT NOT NULL, target TEXT NOT NULL, block INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL);
CREATE INDEX links_by_note ON links (note);
CREATE INDEX links_by_leaf ON links (leaf);
CREATE VIRTUAL TABLE words USING fts5 (title, labels, text, content='', tokenize='ascii', prefix='1 2')
"""


class Kept(Struct, frozen=True):
    """What is kept of one state of a note's file.

    Attributes:
        key: The note's key.
        modified_ns: Time of the file's last change, nanoseconds since 1970.
        size: Its length in bytes.
        words: Words of the text.
        key_points: How many key points it has.
        title: The note's title.
    """

    key: str
    modified_ns: int
    size: int
    words: int
    key_points: int
    title: str

    def is_of(self, note: Note) -> bool:
        """Tell whether this was taken from the file as it is now."""
        return (self.modified_ns, self.size, self.title) == (note.modified_ns, note.size, note.title)


class KeptLink(Struct, frozen=True):
    """A link in a note: its note's key, its address as written, and its place (block, code points)."""

    key: str
    target: str
    block: int
    start: int
    stop: int


class NoteIndex:
    """The index of one library."""

    def __init__(self, path: Path | None) -> None:
        """Name the file; None keeps the index in memory."""
        self._file = CacheFile(path, _SCHEMA)
        self._state: object = None
        self._kept: dict[int, Kept] = {}
        self._ids: dict[str, int] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def forget(self) -> None:
        """Remove the index; it is made again when it is next needed."""
        self._file.forget()

    def kept(self) -> Mapping[str, Kept]:
        """Return what is kept, by key."""
        self._look()
        return {each.key: each for each in self._kept.values()}

    def kept_of(self, note: Note) -> Kept | None:
        """Return what is kept of a note as its file is now."""
        self._look()
        return self._current(note)

    def state(self) -> object:
        """Return what is another value once another window changed the index."""
        self._look()
        return self._state

    def is_current(self, note: Note) -> bool:
        """Tell whether the index has a note as it is; as of the last look at the file."""
        return self._current(note) is not None

    def _current(self, note: Note) -> Kept | None:
        kept = self._kept.get(self._ids.get(note.key, -1))
        return kept if kept is not None and kept.is_of(note) else None

    def pending(self, notes: Iterable[Note]) -> list[Note]:
        """Return the notes that the index does not have as they are now."""
        self._look()
        return [note for note in notes if self._current(note) is None]

    def update(self, notes: Collection[Note], parsed: Callable[[Note], Document]) -> Iterator[int]:
        """Bring the index up to date, batch by batch; what is given up half way stays good. A note whose file
        cannot be read stays as it was read last, and is tried again with the next update.

        Args:
            notes: All notes of the library; what is kept of others is dropped.
            parsed: Gives a note's document.

        Yields:
            How many notes are still to be done, after each batch. It ends early when another process keeps
            the index busy (with the same work).
        """
        waiting = self.pending(notes)
        present = {note.key for note in notes}
        gone = [kept for kept in self.kept() if kept not in present]
        try:
            if gone:
                self._write(gone, [])
            while waiting:
                batch = _batch(waiting)
                rows = [_Row.of(note, parsed(note)) for note in batch]
                read = [at for at, note in enumerate(batch) if not could_not_be_read(note)]
                self._write([batch[at].key for at in read], [rows[at] for at in read])
                del waiting[: len(batch)]
                yield len(waiting)
        except CacheBusy:
            return

    def search(self, terms: Collection[Term], limit: int | None = None) -> list[tuple[str, float]]:
        """Return keys of the notes that hold every term, the best first, with their scores (above zero).

        Args:
            terms: At least one.
            limit: At most so many; None: all.
        """
        self._look()
        if all(is_short(each) for each in terms):
            rows = self._any_rows(match_expression(terms), limit)
        else:
            query = (
                f"SELECT rowid, bm25(words, {', '.join(map(str, WEIGHTS))}) FROM words WHERE words MATCH ? "
                "ORDER BY 2 LIMIT ?"
            )
            rows = self._rows(query, (match_expression(terms), -1 if limit is None else limit))
        kept = self._kept  # a worker thread may be replacing it
        return [(kept[row].key, -score) for row, score in rows if row in kept]

    def _any_rows(self, match: str, limit: int | None) -> list[tuple[Any, ...]]:
        """Return rows for a letter or two: those with it in the title first, the others as they come.

        Thousands of notes hold a word with such a beginning; to rank them all would take 25 ms and mean
        nothing.
        """
        most = -1 if limit is None else limit
        rows = self._rows(
            "SELECT rowid, -1.0 FROM words WHERE words MATCH ? LIMIT ?", (f"title : ({match})", most)
        )
        known = {row for row, _ in rows}
        more = self._rows("SELECT rowid, -0.1 FROM words WHERE words MATCH ? LIMIT ?", (match, 2 * most))
        return [*rows, *(each for each in more if each[0] not in known)][:limit]

    def count(self, terms: Collection[Term]) -> int:
        """Return how many notes hold every term."""
        [(number,)] = self._rows("SELECT count(*) FROM words WHERE words MATCH ?", (match_expression(terms),))
        return int(number)

    def texts(self, keys: Collection[str]) -> dict[str, str]:
        """Return the texts of notes by key, blocks joined by `JOINT`."""
        self._look()
        found: dict[str, str] = {}
        ids = self._ids
        for key in keys:
            if key in ids:
                for (text,) in self._rows("SELECT text FROM texts WHERE id = ?", (ids[key],)):
                    found[key] = text
        return found

    def links_to(self, leaf: str) -> list[KeptLink]:
        """Return the links whose path or name ends in this name, without suffix, compared without case."""
        self._look()
        rows = self._rows(
            "SELECT note, target, block, start, stop FROM links WHERE leaf = ? ORDER BY note, block, start",
            (leaf.casefold(),),
        )
        kept = self._kept
        return [KeptLink(kept[row[0]].key, *row[1:]) for row in rows if row[0] in kept]

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._file.run(lambda connection: connection.execute(query, values).fetchall())

    def _look(self) -> None:
        """Read again what is kept if another process or a new beginning changed it."""
        state = self._file.state()
        if state == self._state:
            return
        columns = "id, key, modified_ns, size, words, key_points, title"
        rows = self._file.run(lambda each: each.execute(f"SELECT {columns} FROM notes").fetchall())
        self._kept = {row[0]: Kept(*row[1:]) for row in rows}
        self._ids = {kept.key: number for number, kept in self._kept.items()}
        self._state = self._file.state()

    def _write(self, keys: Collection[str], rows: Collection[_Row]) -> None:
        def work(connection: sqlite3.Connection) -> None:
            for key in keys:
                _drop(connection, key)
            for row in rows:
                row.insert(connection)

        self._file.run(work, writes=True)
        self._state = None


class _Row(Struct, frozen=True):
    """What is written of one note."""

    note: Note
    document: Document

    @classmethod
    def of(cls, note: Note, document: Document) -> _Row:
        row = cls(note, document)
        _ = document.words, document.key_points, document.links  # worked out before the file is locked
        return row

    def insert(self, connection: sqlite3.Connection) -> None:
        note, document = self.note, self.document
        text = JOINT.join(block.text.replace(JOINT, " ") for block in document.blocks)
        labels = _labels(note)
        values = (note.key, note.modified_ns, note.size, document.words, len(document.key_points))
        number = connection.execute(
            "INSERT INTO notes (key, modified_ns, size, words, key_points, title) VALUES (?, ?, ?, ?, ?, ?)",
            (*values, note.title),
        ).lastrowid
        connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, labels, text))
        folded = (indexed(note.title), indexed(labels), indexed(text))
        connection.execute(
            "INSERT INTO words (rowid, title, labels, text) VALUES (?, ?, ?, ?)", (number, *folded)
        )
        links = [
            (number, _leaf(link.target), link.target, *link.range.start, link.range.end.offset)
            for link in document.links
        ]
        connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", links)


def _labels(note: Note) -> str:
    front = note.front
    people = (f"{person.name} {person.role}" for person in front.people)
    return JOINT.join((*note.tags, front.topic, front.series, *people))


def _leaf(target: str) -> str:
    """Return the file name or the name a link leads to, without suffix and without case; "" for a fragment
    alone.
    """
    link = wikilink_of(target)
    if link is not None:
        return leaf(link.name)
    path = unquote(target.partition("#")[0].partition("?")[0], errors="replace")
    name = path.rpartition("/")[2]
    return (name.rpartition(".")[0] or name).casefold()


def _drop(connection: sqlite3.Connection, key: str) -> None:
    """Remove a note; the word table holds no texts of its own and must be told what to remove."""
    row = connection.execute(
        "SELECT notes.id, title, labels, text FROM notes JOIN texts USING (id) WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        return
    number, *texts = row
    connection.execute(
        "INSERT INTO words (words, rowid, title, labels, text) VALUES ('delete', ?, ?, ?, ?)",
        (number, *map(indexed, texts)),
    )
    for table, column in (("notes", "id"), ("texts", "id"), ("links", "note")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))


def _batch(waiting: list[Note]) -> list[Note]:
    """Return the notes to be written next: at least one, at most `BATCH` bytes of them."""
    batch = [waiting[0]]
    length = waiting[0].size
    for note in waiting[1:]:
        length += note.size
        if length > BATCH:
            break
        batch.append(note)
    return batch
