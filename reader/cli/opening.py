"""The workspace that a command works on, or the part of it that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.passphrase import unlocking
from reader.cli.places import notes_folder, store_path
from reader.errors import ReaderError

if TYPE_CHECKING:  # for start-up cost: `--help` and usage errors must not load the workspace
    from argparse import Namespace

    from reader.store.store import Store
    from reader.workspace import Workspace
    from reader.workspace.catalogue import Catalogue


PATIENCE: Final = 3.0
"""Seconds for which a list waits while passages that waited for their notes are attached to them."""

STILL_WAITING: Final = (
    "More passages than could be told at once waited for notes that have come; the next command goes on."
)


@contextmanager
def opened_workspace(arguments: Namespace) -> Iterator[Workspace]:
    """Open the workspace for one command; what the store noticed is said on stderr."""
    from reader.index.places import cache_folder
    from reader.store.store import Store
    from reader.workspace import Workspace

    folder = notes_folder(arguments)
    store = Store.open(store_path(arguments), unlock=unlocking(arguments))
    try:
        workspace = Workspace(folder, store)
    except ReaderError:
        store.close()
        raise
    workspace.keep_index(cache_folder(), keeps_words=not store.is_encrypted)
    try:
        with _said(store):
            yield workspace
    finally:
        workspace.close()


@contextmanager
def opened_catalogue(arguments: Namespace) -> Iterator[Catalogue]:
    """Open library, store and index as `opened_workspace` does, and only what a list of notes needs of them.

    The index is brought up to date first, so that the next list need not parse a note.
    """
    from reader.index.note_index import NoteIndex
    from reader.index.places import cache_folder, forget_words, notes_file
    from reader.library.scan import scan
    from reader.store.store import utc_now
    from reader.workspace.catalogue import Catalogue
    from reader.workspace.facts import kept_counts

    library = scan(notes_folder(arguments))
    with opened_store(arguments) as store:
        place = library.notes[0].path if library.is_single_file and library.notes else library.folder
        index = NoteIndex(notes_file(cache_folder(), place))
        try:
            if store.is_encrypted:
                forget_words(cache_folder(), store.path)
            store.join_copies(utc_now())
            catalogue = Catalogue(
                library, store, utc_now, index.kept_of, lambda: kept_counts(store, cache_folder())
            )
            catalogue.attach_waiting(PATIENCE)
            if catalogue.is_attaching:
                output.complain(STILL_WAITING)
            for _ in index.update(library.notes, catalogue.document):
                pass
            yield catalogue
        finally:
            index.close()


@contextmanager
def opened_store(arguments: Namespace) -> Iterator[Store]:
    """Open only the store, for what needs no notes."""
    from reader.store.store import Store

    store = Store.open(store_path(arguments), unlock=unlocking(arguments))
    try:
        with _said(store):
            yield store
    finally:
        store.close()


@contextmanager
def _said(store: Store) -> Iterator[None]:
    """Say on stderr what a store noticed: on opening it, and while the command was at work."""
    store.tell_of_open_folder()
    before = store.notices
    for notice in before:
        output.complain(notice)
    yield
    for notice in store.notices:
        if notice not in before:
            output.complain(notice)
