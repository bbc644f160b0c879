"""What ``reader doctor`` finds beside the store itself: about notes, passages and the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.fields import plural

if TYPE_CHECKING:  # for start-up cost
    from reader.library.scan import Library
    from reader.store.identity import Unlock

Found = tuple[str, str, str]
"""What it is about (``notes``, ``passages``, ``index``), its severity, and a sentence."""


def beside_the_store(notes: Path, store: Path, unlock: Unlock) -> list[Found]:
    """Return what is found about notes, passages and index; none of it is damage to the reader's words."""
    from reader.errors import LibraryError
    from reader.index.doctor import examine_index
    from reader.index.places import cache_folder
    from reader.library.scan import scan

    found: list[Found] = []
    try:
        library = scan(notes)
    except LibraryError as error:
        found.append(("notes", "warning", str(error)))
    else:
        found.append(("notes", "fine", f"{plural(len(library.notes), 'note')} can be read."))
        found += [("notes", "warning", f"{each.key} {each.reason}.") for each in library.unreadable]
        found += [
            ("notes", "warning", f"{note.key}: {problem}")
            for note in library.notes
            for problem in note.problems
        ]
        found += _passages(library, store, unlock)
    index = examine_index(cache_folder(), notes, store)
    found += [("index", "fine" if is_whole else "warning", sentence) for is_whole, sentence in index]
    return found


def mended_beside_the_store(notes: Path, store: Path) -> list[str]:
    """Mend what can be mended beside the store: a damaged index is removed. Returns what was done."""
    from reader.index.doctor import drop_damaged_index
    from reader.index.places import cache_folder

    return list(drop_damaged_index(cache_folder(), notes, store))


def _passages(library: Library, store: Path, unlock: Unlock) -> list[Found]:
    """Say how many annotations have their place; a store that cannot be read was reported already."""
    from reader.errors import StoreError
    from reader.library.typed_paths import is_there
    from reader.store.doctor import is_closed
    from reader.store.merging import read_store_file
    from reader.store.sealing import Plain
    from reader.workspace.rewinding import read_backup
    from reader.workspace.standing import count_standing

    if is_closed(store) or not is_there(store):
        return []
    try:
        annotations, _ = read_backup(store, lambda path: read_store_file(path, Plain(), unlock))
    except StoreError:
        return []
    standing = count_standing(library, annotations)
    said: list[Found] = []
    if standing.in_place:
        stand = "stands" if standing.in_place == 1 else "stand"
        said.append(("passages", "fine", f"{plural(standing.in_place, 'annotation')} {stand} in place."))
    if standing.ambiguous:
        many = plural(standing.ambiguous, "annotation")
        said.append(("passages", "warning", f"{many}: the words stand in several places; J, p to choose."))
    if standing.orphans:
        many = plural(standing.orphans, "annotation")
        said.append(("passages", "warning", f"{many}: the words are no longer in the note; all are kept."))
    if standing.elsewhere:
        many = plural(standing.elsewhere, "annotation")
        said.append(("passages", "fine", f"{many}: the note is not in this library; all are kept."))
    return said
