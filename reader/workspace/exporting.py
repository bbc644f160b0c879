"""Giving out: which annotations, in which shape, written where; nothing is overwritten that Reader did not
write.

What was written is remembered by path and digest in the state table ``exports``. A file that is not as Reader
left it belongs to the reader of the notes, and is refused or, for Markdown, brought up to date around what
was written into it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.annotations.model import Annotation, Color, Kind
from reader.document.model import Document
from reader.errors import OutputRefused, UsageError
from reader.exchange import html, hypothesis_json, jsonld, markdown, own_json, readwise_csv
from reader.exchange.exported import ExportedAnnotation, ExportedNote, file_names
from reader.exchange.template import render
from reader.gate import clean_line, clean_text
from reader.library.note import Note
from reader.library.typed_paths import is_folder
from reader.store.durable import read_file
from reader.store.store import utc_now
from reader.workspace.journal import NOT_HERE, Wanted
from reader.workspace.opened import Placed, in_order, place_each, placed_nowhere
from reader.workspace.progress import Progress, silent
from reader.workspace.workspace import Workspace
from reader.workspace.writing_out import Outcome, Writer


class Format(Struct, frozen=True):
    """A format that annotations go out in.

    Attributes:
        suffix: What its files end with.
        write: Makes one file of all notes; None where each note is a file of its own.
        page: Makes one file of one note; None where there is one file for all.
        left_out: Says what of the notes the format has no room for; empty where it takes all.
    """

    suffix: str
    write: Callable[[Collection[ExportedNote]], Iterable[str]] | None
    page: Callable[[ExportedNote], str] | None = None
    left_out: Callable[[Collection[ExportedNote]], str] = lambda notes: ""


FORMATS: Final = {
    "markdown": Format(".md", markdown.write, markdown.page),
    "jsonld": Format(".jsonld", lambda notes: jsonld.write(notes, utc_now())),
    "csv": Format(".csv", readwise_csv.write, left_out=readwise_csv.left_out),
    "html": Format(".html", None, html.page),
    "json": Format(".json", lambda notes: own_json.write(notes, utc_now())),
    "hypothesis": Format(".json", lambda notes: hypothesis_json.write(notes, utc_now())),
}
"""The formats by the name the command line knows them by."""


class Choice(Struct, frozen=True):
    """Which annotations go out; what is None or empty does not narrow.

    Attributes:
        notes: Only those of these notes, which go out even when nothing stands on them.
        tag: Only those with this tag, or with it on their note.
        color: Only highlights of this colour.
        kind: Only highlights or only reflections.
        since: Only those made at this time or later.
        deleted: The deleted ones too.
        is_shared: Only those with the tag ``shared``, without what their words were before.
    """

    notes: tuple[Note, ...] = ()
    tag: str | None = None
    color: Color | None = None
    kind: Kind | None = None
    since: datetime | None = None
    deleted: bool = False
    is_shared: bool = False

    def takes(self, annotation: Annotation, note: Note | None) -> bool:
        """Tell whether an annotation goes out; ``note`` is the one it belongs to."""
        if annotation.deleted is not None and (self.is_shared or not self.deleted):
            return False
        if self.is_shared and not annotation.is_shared:
            return False
        if self.notes and (note is None or all(each.id != note.id for each in self.notes)):
            return False
        return Wanted(self.tag, self.color, self.kind, self.since).fits(annotation, note)


Kept = tuple[Annotation, Note | None]
"""An annotation and the note it belongs to, if that is in the library."""


def all_kept(workspace: Workspace) -> list[Kept]:
    """Return all that is kept, the deleted too."""
    everything = [*workspace.store.annotations(), *workspace.store.annotations(deleted=True)]
    return [(each, workspace.note_of(each)) for each in everything]


def chosen(workspace: Workspace, choice: Choice) -> dict[str, list[Annotation]]:
    """Choose what goes out: by the id of its note, in the order of the library; no passage is looked for."""
    kept: dict[str, list[Annotation]] = {note.id: [] for note in choice.notes}
    for each, note in all_kept(workspace):
        if choice.takes(each, note):
            out = replace(each, revisions=(), extra={}) if choice.is_shared else each
            kept.setdefault(note.id if note else each.note_id, []).append(out)
    order = {note.id: number for number, note in enumerate(workspace.library.notes)}
    return {name: kept[name] for name in sorted(kept, key=lambda name: (order.get(name, len(order)), name))}


def gather(workspace: Workspace, choice: Choice, progress: Progress = silent) -> list[ExportedNote]:
    """Collect what goes out, note by note, in the order of the library, each in the order of its text.

    Args:
        workspace: Where it is kept.
        choice: What goes out.
        progress: Told how many annotations have their place.
    """
    by_note = chosen(workspace, choice)
    steps = count()
    total = sum(map(len, by_note.values()))

    def place(document: Document, kept: Iterable[Annotation]) -> Iterator[Placed]:
        for each in place_each(document, kept):
            progress("gathering", next(steps), total)  # one that is no longer there takes longest
            yield each

    return [_exported(workspace, name, kept, place) for name, kept in by_note.items()]


def _exported(
    workspace: Workspace,
    name: str,
    annotations: Collection[Annotation],
    place: Callable[[Document, Iterable[Annotation]], Iterable[Placed]],
) -> ExportedNote:
    note = workspace.library.by_id(name)
    if note is None:
        placed = in_order(placed_nowhere(each, NOT_HERE) for each in annotations)
        one = placed[0].annotation
        alone = tuple(ExportedAnnotation(each.annotation) for each in placed)
        return ExportedNote(name, one.note_key, one.note_title or name, kept=alone)
    document = workspace.document(note)
    kept = []
    for each in in_order(place(document, annotations)):
        start = document.offset_of(each.range.start) if each.range else None
        end = document.offset_of(each.range.end) if each.range else None
        kept.append(ExportedAnnotation(each.annotation, start, end))
    source, tags = note.front.source, note.tags
    return ExportedNote(note.id, note.key, note.title, tags, note.date, source, document, tuple(kept))


def as_text(name: str, notes: Collection[ExportedNote], template: Path | None = None) -> str:
    """Give notes as one text, for stdout or one file.

    Raises:
        UsageError: This format has no one file for several notes.
        ExtraMissing, TemplateFailed, OutputRefused: Of a template.
    """
    if template is not None:
        return render(_template(template), notes)
    made = FORMATS[name]
    if made.write is not None:
        return "".join(made.write(notes))
    if made.page is None or len(notes) != 1:
        raise UsageError(f"{name} makes a file a note: name one note, or a folder with --output.")
    return made.page(next(iter(notes)))


def _template(path: Path) -> str:
    try:
        content = read_file(path)
    except OSError as error:
        raise OutputRefused(
            f"The template “{clean_line(str(path))}” cannot be read: {error.strerror}."
        ) from error
    if content is None:
        raise OutputRefused(f"There is no template “{clean_line(str(path))}”.")
    return clean_text(content.decode("utf-8-sig", "replace"))


def write_to(
    workspace: Workspace,
    path: Path,
    name: str,
    notes: Collection[ExportedNote],
    *,
    template: Path | None = None,
    force: bool = False,
    update: str = "",
    progress: Progress = silent,
) -> Outcome:
    """Write notes to a file, or one file each to a folder.

    Args:
        workspace: Whose store remembers what was written.
        path: The file; or a folder, that is there or has no ending in its name.
        name: A key of `FORMATS`.
        notes: What goes out.
        template: A template to fill in place of the format.
        force: Write over files that Reader did not write, or that were changed since.
        update: ``"mirror"`` or ``"append"``: bring Markdown files up to date around what was added by hand.
        progress: Told how many files are made, and written; what is written stands.

    Raises:
        OutputRefused: A file stands there that is not Reader's; nothing at all was written.
        UsageError: The format cannot be written or brought up to date like this.
    """
    if update and (name != "markdown" or template is not None):
        raise UsageError("Only Markdown is brought up to date around what was written by hand.")
    writer, several = Writer(workspace.store, workspace.library, force=force), list(notes)
    if is_folder(path) or not path.suffix:
        if template is not None or FORMATS[name].page is None:
            raise UsageError(
                f"One file is written here: give --output a name such as words{FORMATS[name].suffix}."
            )
        _add_pages(writer, path, name, several, update, progress)
    else:
        pieces = markdown.pieces_of(several) if update else None
        writer.add(path, lambda: as_text(name, several, template), pieces, mirror=update == "mirror")
    return writer.write(partial(progress, "writing"))


def _add_pages(
    writer: Writer, folder: Path, name: str, notes: list[ExportedNote], update: str, progress: Progress
) -> None:
    """Add a file for each note, and for pages the one that lists them."""
    made = FORMATS[name]
    page = made.page
    assert page is not None
    names = file_names(notes, made.suffix)
    for number, (note, file) in enumerate(zip(notes, names, strict=True)):
        progress("setting", number, len(notes))
        pieces = markdown.pieces_of([note]) if update else None
        writer.add(folder / file, partial(page, note), pieces, mirror=update == "mirror", within=folder)
    if name == "html":
        writer.add(folder / "index.html", lambda: html.index(notes, names), within=folder)
