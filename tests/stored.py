"""What the store's tests keep: annotations made up here, and the ways to read a store back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import tinydb

from reader.annotations.model import (
    Annotation,
    Color,
    Kind,
    Quote,
    Selectors,
    TextPosition,
    new_id,
    to_milliseconds,
)
from reader.store import Store
from reader.store.places import Places
from reader.store.sealing import AGE, Sealed

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


def reflection(
    text: str = "I listened.", *, note_id: str = "kitchen", at: datetime | None = None
) -> Annotation:
    """Make a reflection on a whole note."""
    moment = to_milliseconds(at or datetime.now(UTC))
    return Annotation(
        id=new_id(moment),
        kind=Kind.REFLECTION,
        note_id=note_id,
        note_key=f"{note_id}.md",
        note_title=note_id.title(),
        selectors=None,
        text=text,
        created=moment,
        modified=moment,
    )


def highlight(
    words: str = "The kettle sings.", *, note_id: str = "kitchen", at: datetime | None = None
) -> Annotation:
    """Make a highlight of some words."""
    moment = to_milliseconds(at or datetime.now(UTC))
    return Annotation(
        id=new_id(moment),
        kind=Kind.HIGHLIGHT,
        note_id=note_id,
        note_key=f"{note_id}.md",
        note_title=note_id.title(),
        selectors=Selectors(
            Quote(words, "before ", " after"), TextPosition(7, 7 + len(words)), ("Tea",), "0" * 32
        ),
        color=Color.YELLOW,
        created=moment,
        modified=moment,
    )


def texts(path: Path) -> list[str]:
    """Return the reflections in a store, as a new process would find them."""
    store = Store.open(path)
    try:
        return [annotation.text for annotation in store.annotations()]
    finally:
        store.close()


def begin_sealed(path: Path) -> Sealed:
    """Begin an encrypted store without the second that a passphrase takes; its key is returned.

    The identity's file cannot be opened: open the store with ``unlock=lambda _: key``.
    """
    key = Sealed.make()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Places.of(path).identity.write_bytes(AGE + b"-> scrypt made up\n")
    Store.open(path, unlock=lambda _: key).close()
    return key


def sealed_tables(path: Path, key: Sealed) -> dict[str, list[dict[str, object]]]:
    """Return what stock TinyDB reads in the snapshot of an encrypted store, opened by its key."""
    opened = path.with_name("opened.json")
    opened.write_bytes(key.unseal_file(path.read_bytes()))
    try:
        return stock_tables(opened)
    finally:
        opened.unlink()


def stock_tables(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return what stock TinyDB reads."""
    with tinydb.TinyDB(path, access_mode="r") as database:
        return {name: [dict(document) for document in database.table(name)] for name in database.tables()}


def files_beside(path: Path) -> set[str]:
    """Return what the names of the files beside a store end in."""
    return {file.name.removeprefix(path.name) for file in path.parent.iterdir()}
