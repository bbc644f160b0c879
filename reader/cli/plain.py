"""A note as pure text for a screen reader: one paragraph a line, every mark said in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reader.annotations.model import MEANINGS
from reader.cli.fields import MONTHS, day, shortened
from reader.document.block import Block, BlockKind, Frame, FrameKind
from reader.library.note import Note
from reader.workspace import OpenNote, Placed

QUOTE_SHOWN: Final = 60
"""Code points of a quote repeated under its passage, enough to know it by: it has just been read."""

_TASKS: Final = {"☐": "To do: ", "☑": "Done: "}


def head(note: Note) -> list[str]:
    """Return the quiet lines above a note: title, date and tags, people, source."""
    date = f"{note.date.day} {MONTHS[note.date.month - 1]} {note.date.year}" if note.date else ""
    people = ", ".join(f"{each.name} ({each.role})" if each.role else each.name for each in note.front.people)
    quiet = [" · ".join(part for part in (date, ", ".join(note.tags)) if part), people, note.front.source]
    return [note.title, *(line for line in quiet if line)]


def plain_lines(opened: OpenNote, *, with_annotations: bool) -> Iterator[str]:
    """Yield the lines of a note, a blank one after each block."""
    if with_annotations:
        for placed in opened.on_note:
            yield from (said(placed), "")
    for index, block in enumerate(opened.document.blocks):
        text = f"{_before(index, block)}{_words(block)}"
        if text.strip():
            yield from (text, "")
        if with_annotations:
            for placed in ending_in(opened, index):
                yield from (said(placed), "")
    if with_annotations:
        for placed in opened.orphans:
            yield from (f"{said(placed)} ({placed.status}: {placed.how})", "")


def said(placed: Placed) -> str:
    """Return an annotation in words, on one line."""
    annotation = placed.annotation
    quote = shortened(annotation.selectors.quote.exact, QUOTE_SHOWN) if annotation.selectors else ""
    if annotation.color is not None:
        return f"Highlight, {annotation.color} ({MEANINGS[annotation.color]}): {quote}"
    words = " ".join(annotation.text.split())
    on = f" on “{quote}”" if quote else " on the whole note"
    return f"Reflection of {day(annotation.created)}{on}: {words}"


def ending_in(opened: OpenNote, block: int) -> list[Placed]:
    """Return the annotations whose passage ends in a block: they are printed under it."""
    return [each for each in opened.placed if each.range is not None and _last_block(each) == block]


def _last_block(placed: Placed) -> int:
    if placed.range is None:
        return -1
    (first, _), (last, offset) = placed.range
    return last - 1 if offset == 0 and last > first else last


def _words(block: Block) -> str:
    if block.kind is not BlockKind.TABLE:
        return block.text if block.kind in (BlockKind.CODE, BlockKind.HTML) else block.text.replace("\n", " ")
    return "\n".join(", ".join(row.split("\t")) for row in block.text.split("\n"))


def _before(index: int, block: Block) -> str:
    """Return what stands before a block's words: what contains it, where that begins here, and what it is."""
    parts = [_frame(frame) for frame in block.frames if frame.first_block == index]
    names = {
        BlockKind.HEADING: f"Heading {block.level}: ",
        BlockKind.CODE: "Code:\n",
        BlockKind.TABLE: "Table:\n",
    }
    return "".join(parts) + names.get(block.kind, "")


def _frame(frame: Frame) -> str:
    if frame.kind is FrameKind.ITEM:
        if frame.marker in _TASKS:
            return _TASKS[frame.marker]
        return f"{frame.marker} " if frame.marker[:1].isdigit() else "- "
    if frame.kind is FrameKind.FOOTNOTE:
        return f"Footnote {frame.marker}: "
    if frame.kind is FrameKind.ALERT:
        return f"{frame.label.capitalize()}: "
    return "Quote: " if frame.kind is FrameKind.QUOTE else ""
