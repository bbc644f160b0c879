"""Taking in what comes from elsewhere: which kind a source is, and what came of it.

A source is recognised by its content. `TAKERS` are asked in turn; each takes the source in and reports, or
says that it is none of its kinds. A later one may be missing in this version of Reader and is then passed
over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from reader.annotations.model import Annotation
from reader.document.model import Document
from reader.errors import SourceUnreadable
from reader.exchange.imported import ImportedAnnotation, Reading, Refused
from reader.exchange.recognise import read_annotations
from reader.gate import clean_line
from reader.library.note import Note
from reader.library.typed_paths import is_folder
from reader.store.durable import read_file
from reader.store.store import utc_now
from reader.workspace.matching import NoteFinder
from reader.workspace.progress import Progress, silent
from reader.workspace.taking import Batches, Known, joined, made, parts_of
from reader.workspace.waiting import keep_waiting, names_of, waiting
from reader.workspace.workspace import Workspace

MOST_BYTES: Final = 256 * 1024 * 1024
"""Largest file of annotations that is read: 100,000 rows are some 50 MB."""

LONGEST_NAME: Final = 80
"""Code points of a passage by which a report names it."""


Changed = Literal["skip", "beside", "over"]
"""What is done with a note that is there already with other content."""


class Options(Struct, frozen=True):
    """How sources are taken in.

    Attributes:
        dry_run: Only say what would come of it.
        into: The folder for new notes; None: the library's own.
        changed: What is done with a note that is there already with other content.
        progress: Told how far it is; what it raises stops the work between two items.
    """

    dry_run: bool = False
    into: Path | None = None
    changed: Changed = "skip"
    progress: Progress = silent


class ChangedNote(Struct, frozen=True):
    """A note that is there already with other content.

    Attributes:
        path: Where it is, in the folder of notes, with ``/``.
        difference: The lines of a unified difference.
        is_written: Whether the new content was (or would be) written.
        kept: The path of what it held before, where that was written over; else empty.
    """

    path: str
    difference: tuple[str, ...]
    is_written: bool
    kept: str = ""


class Report(Struct, frozen=True):
    """What came of one source.

    Attributes:
        source: The file, as it was named; gated.
        format: Its format in a person's words.
        taken: Places in the file of what was taken: "row 3"; for notes the paths of the new files.
        names: What each of these is called: the beginning of a passage with its note's title; a note's title.
        already: How many were there already.
        waiting: Titles (or addresses) of notes that are not here yet, each with how many wait for it.
        refused: What was not taken, each with place and reason.
        remarks: Sentences on the source as a whole.
        skipped: Entries left out: bookmarks, and what is told twice in the file.
        annotations: Ids of the annotations made or changed.
        changed: Notes that are there with other content.
    """

    source: str
    format: str
    taken: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    already: int = 0
    waiting: tuple[tuple[str, int], ...] = ()
    refused: tuple[Refused, ...] = ()
    remarks: tuple[str, ...] = ()
    skipped: int = 0
    annotations: tuple[str, ...] = ()
    changed: tuple[ChangedNote, ...] = ()


Taker = Callable[[Workspace, Path, Options], Report | None]

TAKERS: Final = ("reader.workspace.importing:take_annotations", "reader.workspace.note_taking:take_notes")
"""Who is asked, in this order, as ``module:function``."""


def import_source(workspace: Workspace, path: Path, options: Options) -> Report:
    """Take in one file or folder.

    Raises:
        SourceUnreadable: It cannot be read, or is of no kind known here.
        SaveFailed: What was taken before stays; taking it in again goes on from there.
    """
    for name in TAKERS:
        module, _, function = name.partition(":")
        if find_spec(module) is None:
            continue
        taker = cast(Taker, getattr(import_module(module), function))
        report = taker(workspace, path, options)
        if report is not None:
            return report
    shown = clean_line(str(path))
    raise SourceUnreadable(f"“{shown}” is of no kind that Reader can take in; nothing was changed.")


def take_annotations(workspace: Workspace, path: Path, options: Options) -> Report | None:
    """Take in a file of annotations; None when it is none. Raises as `import_source`."""
    shown = clean_line(str(path))
    if is_folder(path):
        return None
    try:
        is_json = path.suffix.casefold() in (".json", ".jsonld")
        reading = read_annotations(_content(path), is_json=is_json)
    except SourceUnreadable as error:
        raise SourceUnreadable(f"“{shown}” cannot be taken in. {error}") from error
    if reading is None:
        return None
    return replace(_Import(workspace, options).take(reading), source=shown)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceUnreadable(f"It is larger than {MOST_BYTES // 2**20} MB.")
        content = read_file(path)
    except FileNotFoundError:
        content = None
    except OSError as error:
        raise SourceUnreadable(f"It cannot be read: {error.strerror or 'unknown reason'}.") from error
    if content is None:
        raise SourceUnreadable("There is no such file or folder.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise SourceUnreadable("It is empty.")
    return content


class _Import:
    """One file being taken in."""

    def __init__(self, workspace: Workspace, options: Options) -> None:
        self._workspace = workspace
        self._options = options
        self._done = self._total = 0
        self._finder = NoteFinder((), self._document)
        self._known = Known.of(workspace.store)
        self._waits = {
            name for group in waiting(workspace.store) for each in group.items for name in names_of(each)
        }
        self._batches = Batches(self._keep)
        self._later: list[ImportedAnnotation] = []
        self._taken: list[str] = []
        self._names: list[str] = []
        self._ids: list[str] = []
        self._refused: list[Refused] = []
        self._already = 0

    def take(self, reading: Reading) -> Report:
        """Take one item after the other; what cannot be taken never stops the rest."""
        self._total = len(reading.items)
        self._finder = NoteFinder(self._workspace.library.notes, self._document, reading.items)
        for self._done, item in enumerate(reading.items):
            self._tell()
            self._take_one(item)
        self._batches.finish()
        if not self._options.dry_run:
            keep_waiting(self._workspace.store, self._later, self._workspace.library)
        self._done = self._total
        self._tell()
        counts = Counter(each.title or each.source or "without title and address" for each in self._later)
        return Report(
            source="",
            format=reading.format,
            taken=tuple(self._taken),
            names=tuple(self._names),
            already=self._already,
            waiting=tuple(sorted(counts.items())),
            refused=(*reading.refused, *self._refused),
            remarks=reading.remarks,
            skipped=reading.skipped,
            annotations=tuple(self._ids),
        )

    def _tell(self) -> None:
        self._options.progress("taking in", self._done, self._total)

    def _document(self, note: Note) -> Document:
        """Give a note parsed; a library of thousands takes long, and a stop asked for meanwhile counts."""
        self._tell()
        return self._workspace.document(note)

    def _take_one(self, item: ImportedAnnotation) -> None:
        if item.whole is not None:
            state = joined(self._workspace.store, self._batches.pending, item.whole)
            self._add(item, [state] if state is not None else [])
            return
        parts = parts_of(item)
        if not parts:
            self._refused.append(Refused(item.place, "it has neither a passage nor words"))
        elif self._is_waiting(item) or all(self._known.find(item, part) for part in parts):
            self._already += 1
        elif (note := self._finder.find(item)) is None:
            self._waits.update(names_of(item))
            self._later.append(item)
        else:
            now = utc_now()
            self._add(item, made(item, note, self._finder.selectors(item, note), self._known, now))

    def _is_waiting(self, item: ImportedAnnotation) -> bool:
        """Tell whether an item waits already; were its note here now, it would have been attached."""
        return bool(self._waits) and self._waits.issuperset(names_of(item))

    def _add(self, item: ImportedAnnotation, new: Iterable[Annotation]) -> None:
        states = list(new)
        if not states:
            self._already += 1
            return
        self._taken.append(item.place)
        self._names.append(_name_of(states[0]))
        self._ids += [each.id for each in states]
        self._batches.add(*states)

    def _keep(self, batch: Iterable[Annotation]) -> None:
        if not self._options.dry_run:
            self._workspace.take_in(batch)


def _name_of(annotation: Annotation) -> str:
    """Name an annotation as a report does: how its passage (or its words) begins, and its note."""
    quote = annotation.selectors.quote.exact if annotation.selectors else ""
    begun = clean_line(" ".join((quote or annotation.text)[: 2 * LONGEST_NAME].split()))
    if len(begun) > LONGEST_NAME:
        begun = begun[:LONGEST_NAME].rsplit(None, 1)[0] + " …"
    said = f"“{begun}”" if quote else begun
    return f"{said} · {annotation.note_title}" if annotation.note_title else said
