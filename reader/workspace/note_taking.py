"""Takes notes in: recognises the source, plans, writes what was chosen, and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reader.errors import NotesHaveNoPlace, OutputRefused
from reader.exchange.imported import Refused
from reader.exchange.notes.imported_note import NoteReading
from reader.exchange.notes.recognise import recognise_notes
from reader.gate import clean_line
from reader.library.bundled import bundled_notes
from reader.library.files import gated_name, leads_outside
from reader.library.new_names import require_visible
from reader.workspace.importing import ChangedNote, Options, Report
from reader.workspace.note_import import (
    Choice,
    NotWritten,
    PlannedNote,
    Standing,
    WrittenNote,
    plan_notes,
    write_planned,
)
from reader.workspace.workspace import Workspace


def take_notes(workspace: Workspace, path: Path, options: Options) -> Report | None:
    """Take in a source of notes.

    Args:
        workspace: Whose library they go to, unless ``options.into`` says otherwise.
        path: The source.
        options: ``changed`` says what is done with notes that are there with other content.

    Returns:
        What came of it; None where it is no source of notes.

    Raises:
        SourceUnreadable, ExtraMissing: As `recognise_notes`.
        NotesHaveNoPlace: They would go into the bundled notes.
        OutputRefused: The folder they would go to is not there, and its name could not be seen.
        SaveFailed: Annotations that waited for a note could not be attached; the notes are written.
    """
    reading = recognise_notes(path, partial(options.progress, "reading"))
    if reading is None:
        return None
    folder = (options.into or workspace.library.folder).absolute()
    if not leads_outside(str(folder.resolve()), str(bundled_notes().resolve())):
        raise NotesHaveNoPlace
    try:
        require_visible(folder)
    except OSError as error:
        raise OutputRefused(f"“{gated_name(str(folder))}” was not made: {error.strerror}.") from error
    planned = plan_notes(reading.notes, folder, partial(options.progress, "comparing"))
    written: list[WrittenNote] = []
    failed: list[NotWritten] = []
    choice = Choice(options.changed)
    if options.dry_run:
        written = [WrittenNote(each, place) for each in planned if (place := _would_be(each, choice))]
    else:
        written, failed = _written(planned, folder, choice, options)
        if written:
            workspace.reload()  # which also attaches what waited for these notes
    return _report(clean_line(str(path)), reading, planned, written, failed, folder)


def _would_be(planned: PlannedNote, choice: Choice) -> str:
    """Return the path a note would be written to; empty where it would not be."""
    if planned.standing is Standing.CHANGED and choice is Choice.BESIDE:
        return planned.beside[0]
    is_written = planned.standing is Standing.NEW or (
        planned.standing is Standing.CHANGED and choice is Choice.OVER
    )
    return planned.path if is_written else ""


def _written(
    planned: Sequence[PlannedNote], folder: Path, choice: Choice, options: Options
) -> tuple[list[WrittenNote], list[NotWritten]]:
    written: list[WrittenNote] = []
    failed: list[NotWritten] = []
    wanted = [each for each in planned if _would_be(each, choice)]
    options.progress("writing", 0, len(wanted))
    for done, each in enumerate(write_planned(wanted, folder, choice), start=1):
        if isinstance(each, NotWritten):
            failed.append(each)
        else:
            written.append(each)
        options.progress("writing", done, len(wanted))
    return written, failed


def _report(
    source: str,
    reading: NoteReading,
    planned: Sequence[PlannedNote],
    written: Sequence[WrittenNote],
    failed: Sequence[NotWritten],
    folder: Path,
) -> Report:
    changed = [each for each in planned if each.standing is Standing.CHANGED]
    is_written = {id(each.planned) for each in written}
    kept = {id(each.planned): gated_name(str(folder / each.file.kept)) for each in written if each.file.kept}
    refused = [Refused(each.place, each.why) for each in reading.refused]
    refused += [Refused(each.planned.note.place, each.why) for each in failed]
    same = Counter(each.standing for each in planned)[Standing.SAME]
    fresh = [each.note for each in planned if each.standing is not Standing.SAME]
    doubts = [f"{note.place}: {doubt}" for note in fresh for doubt in note.doubts]
    doubts += [each.file.doubt for each in written if each.file.doubt]
    return Report(
        source=source,
        format=reading.format,
        taken=tuple(each.path for each in written),
        names=tuple(each.planned.note.title for each in written),
        already=same,
        refused=tuple(refused),
        remarks=(*reading.remarks, *doubts),
        changed=tuple(
            ChangedNote(each.path, each.difference, id(each) in is_written, kept.get(id(each), ""))
            for each in changed
        ),
    )
