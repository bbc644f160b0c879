"""The tables in memory and the journal they are kept in step with; reads the disk and never writes it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from reader.gate import clean_line
from reader.store.chain import NEW, Loaded
from reader.store.encoding import Record, Tables, collector_off, spare_the_collector
from reader.store.generation import next_meta
from reader.store.joining import unite
from reader.store.journal import Entry
from reader.store.journal_file import JournalFile, Sign, sign_of
from reader.store.loading import first_meta, load
from reader.store.places import Places
from reader.store.sealing import Sealing
from reader.store.snapshot import SCHEMA, Meta, Snapshot, encode_snapshot

Signs = tuple[Sign | None, Sign | None]
"""What the snapshot and the journal looked like."""

Listener = Callable[[str | None, str, Record | None, Record | None], None]
"""Told table, document id, the record before and after; table ``None``: everything may be another."""

_READING_ATTEMPTS = 20


class LiveTables:
    """Tables in memory, as of `number` transactions."""

    def __init__(self, places: Places, sealing: Sealing, tell: Listener) -> None:
        self.tables: Tables = {}
        self.meta: Meta = NEW  # of the snapshot the journal continues
        self.number = 0
        self.journal: JournalFile | None = None
        self.signs: Signs = (None, None)
        self.was_read = False
        self.memory = threading.RLock()  # held while the tables change, never while the disk is waited for
        self._places = places
        self.sealing = sealing
        self._tell = tell

    def look(self) -> Signs:
        """Look at the files without opening them."""
        return sign_of(self._places.snapshot), sign_of(self._places.journal)

    def load(self, *, locked: bool, writing: bool) -> Loaded:
        """Read everything anew and take it over, joined to what is in memory unless that is in it already.

        Raises:
            StoreTooNew: A later version wrote it.
            OSError: It cannot be read; what is in memory stays.
        """
        with collector_off():
            loaded, signs = self._load(locked=locked)
            spare_the_collector(loaded.tables)
        if self.was_read:
            self._keep_what_is_known(loaded)
        with self.memory:
            self.was_read = True
            self.tables, self.meta, self.number = loaded.tables, loaded.meta, loaded.number
            self.signs = signs
            self._tell(None, "", None, None)
        self._open_journal(loaded, writing=writing and not loaded.damage)
        return loaded

    def _load(self, *, locked: bool) -> tuple[Loaded, Signs]:
        """Read until nobody wrote meanwhile; with the lock that is at once."""
        for _ in range(_READING_ATTEMPTS):
            signs = self.look()
            loaded = load(self._places, self.sealing)
            if locked or signs == self.look():
                break
        return loaded, signs

    def _keep_what_is_known(self, loaded: Loaded) -> None:
        known = self.journal_name
        header = loaded.journal.header
        is_same = header is not None and header.journal == known and loaded.number >= self.number
        if known in loaded.meta.folded or is_same:
            return
        if unite(loaded.tables, self.tables):
            loaded.must_fold = True
            loaded.number = max(loaded.number, self.number)
            name = clean_line(self._places.snapshot.name)
            loaded.notices.append(f"{name} had lost the last changes; they were joined to it again.")

    @property
    def journal_name(self) -> str:
        """The id of the journal that is followed; empty when there is none."""
        journal = self.journal  # looked at once: the thread that writes may let go of it meanwhile
        return journal.header.journal if journal else ""

    def _open_journal(self, loaded: Loaded, *, writing: bool) -> None:
        self.close_journal()
        header = loaded.journal.header
        if header is None:
            return
        opened = JournalFile.open(self._places.journal, self.sealing, writing=writing)
        if opened is not None and opened.header == header:
            opened.skip_to(loaded.journal.reading, loaded.number)
            self.journal = opened
        elif opened is not None:
            opened.close()

    def close_journal(self) -> None:
        """Let go of the journal."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def read_on(self, signs: Signs) -> bool:
        """Take in what was appended to the journal; False: there is more to it than that."""
        old, new = self.signs[1], signs[1]
        if (
            self.journal is None
            or signs[0] != self.signs[0]
            or old is None
            or new is None
            or old[:2] != new[:2]
        ):
            return False
        if not self._take_entries(self.journal):
            return False
        self.signs = signs
        return True

    def _take_entries(self, journal: JournalFile) -> bool:
        reading = journal.read_on(self.sealing)
        if reading is None or reading.damaged_lines or reading.missing or reading.torn:
            return False
        self.apply(reading.entries)
        return True

    def follow_fold(self, *, writing: bool) -> bool:
        """Change over to the generation another process made of what is in memory here, without reading it.

        Returns:
            False: it is not that, everything has to be read.
        """
        head = first_meta(self._places.snapshot, self.sealing)
        journal = self.journal
        if journal is None or head is None or head.schema != SCHEMA:
            return False
        if head.folded[-1:] != (journal.header.journal,):
            return False
        signs = self.look()
        if not self._take_entries(journal) or self.number != head.number:
            return False
        following = JournalFile.open(self._places.journal, self.sealing, writing=writing)
        if following is None:
            return False
        if following.header.continues != head.snapshot or not self._take_entries(following):
            following.close()
            return False
        journal.close()
        self.journal, self.meta, self.signs = following, head, signs
        return True

    def apply(self, entries: list[Entry]) -> None:
        """Carry out durable transactions in memory; another thread sees each whole or not at all."""
        with self.memory:
            for entry in entries:
                for name, key, record in entry.operations:
                    table = self.tables.setdefault(name, {})
                    before = table.get(key)
                    if record is None:
                        table.pop(key, None)
                    else:
                        table[key] = record
                    self._tell(name, key, before, record)
                self.number = max(self.number, entry.number)

    def change_over(self, meta: Meta) -> None:
        """Follow the generation this process has just written."""
        self.meta = meta
        self.signs = self.look()
        self.close_journal()
        self.journal = JournalFile.open(self._places.journal, self.sealing, writing=True)

    def forget(self) -> None:
        """Let go of everything that was read."""
        self.close_journal()
        with self.memory:
            self.tables, self.meta, self.number = {}, NEW, 0
            self.signs, self.was_read = (None, None), False
            self._tell(None, "", None, None)

    def as_snapshot(self) -> bytes:
        """Return what is in memory as a snapshot would hold it at rest."""
        with self.memory:
            meta = next_meta(self.meta, self.number, self.journal_name)
            return encode_snapshot(Snapshot(self.tables, meta), self.sealing)
