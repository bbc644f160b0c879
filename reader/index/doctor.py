"""Examining the index. It is disposable: what is wrong with it costs no word, only time to make it anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reader.gate import clean_line
from reader.index.cache_file import remove
from reader.index.places import notes_file, words_file
from reader.library.typed_paths import is_there


def examine_index(folder: Path, library: Path, store: Path) -> Iterator[tuple[bool, str]]:
    """Look at the index of a library and of a store's words; changes nothing.

    Args:
        folder: The cache folder.
        library: The folder of notes.
        store: The store's file.

    Yields:
        Whether it is whole, and a sentence, for each of its files.
    """
    for file, what in _files(folder, library, store):
        if not is_there(file):
            yield True, f"There is no index of {what} yet; it is made when it is needed."
            continue
        problem = _problem(file)
        name = clean_line(str(file))
        if problem:
            yield False, f"The index of {what} in {name} is damaged ({problem}); it makes itself anew."
        else:
            yield True, f"The index of {what} is whole."


def drop_damaged_index(folder: Path, library: Path, store: Path) -> Iterator[str]:
    """Remove what of the index is damaged; it is made anew when it is needed. Yields what was done."""
    for file, what in _files(folder, library, store):
        if is_there(file) and _problem(file):
            remove(file)
            yield f"The damaged index of {what} was removed; it is made anew when it is needed."


def _files(folder: Path, library: Path, store: Path) -> list[tuple[Path, str]]:
    return [(notes_file(folder, library), "the notes"), (words_file(folder, store), "your words")]


def _problem(file: Path) -> str:
    """Return what is wrong with a file in a few words; empty when nothing is."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
    except sqlite3.Error as error:
        return clean_line(str(error))
    try:
        [answer] = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return clean_line(str(error))
    finally:
        connection.close()
    return "" if answer == "ok" else clean_line(str(answer))
