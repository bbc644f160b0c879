"""The quiet head of a note: title, date, people with their roles, tags, and what was ignored in its front
matter.

Rows of segments at one width; part of the scroll, never selectable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.segment import Segment

from reader.document.cells import cell_width
from reader.document.model import BlockKind
from reader.gate import clean_line
from reader.library.note import Person
from reader.tui.widgets.page_styles import PageStyles
from reader.workspace import OpenNote

Row = tuple[Segment, ...]


def title_is_in_text(opened: OpenNote) -> bool:
    """Tell whether the note's text opens with its title as a heading, so that the head need not say it
    again.
    """
    blocks = opened.document.blocks
    if not len(blocks) or blocks[0].kind is not BlockKind.HEADING:
        return False
    return blocks[0].text.strip().casefold() == opened.note.title.strip().casefold()


def head_rows(opened: OpenNote, styles: PageStyles, width: int) -> list[Row]:
    """Draw the head.

    Args:
        opened: The note.
        styles: The theme's styles.
        width: Cells of the text column.

    Returns:
        Its rows, with an empty row where it meets the text; empty when there is nothing to say.
    """
    note = opened.note
    rows: list[Row] = []
    if not title_is_in_text(opened):
        rows += _wrapped(clean_line(note.title).split(" "), " ", "head-title", styles, width)
        rows.append(_row("", "head-meta", styles, width))
    rows += _wrapped(_facts(opened), " · ", "head-meta", styles, width)
    people = [_person(person) for person in note.front.people]
    rows += _wrapped(people, " · ", "head-meta", styles, width)
    rows += _wrapped([f"#{clean_line(tag)}" for tag in note.tags], "  ", "head-tag", styles, width)
    for problem in note.problems:
        words = ("! " + clean_line(problem)).split(" ")
        rows += _wrapped(words, " ", "head-problem", styles, width)
    return rows


def _facts(opened: OpenNote) -> list[str]:
    """Return date, topic, series and source, as far as the note has them."""
    note = opened.note
    facts: list[str] = []
    if note.date is not None:
        facts.append(f"{note.date.day} {note.date:%B %Y}")
    facts += [clean_line(each) for each in (note.front.topic, note.front.series) if each]
    if note.front.source:
        facts.append(f"from {clean_line(note.front.source)}")
    return facts


def _person(person: Person) -> str:
    """Return a person's name with the role."""
    name, role = clean_line(person.name), clean_line(person.role)
    return f"{name}, {role}" if role else name


def _wrapped(parts: Sequence[str], joint: str, role: str, styles: PageStyles, width: int) -> Iterator[Row]:
    """Fill rows with parts; a part is kept whole where it fits, and broken between words where it does
    not.
    """
    line = ""
    for part in parts:
        longer = line + joint + part if line else part
        if cell_width(longer) <= width:
            line = longer
            continue
        if line:
            yield _row(line, role, styles, width)
        line = part
        while cell_width(line) > width:
            fitting, line = _split(line, width)
            yield _row(fitting, role, styles, width)
    if line:
        yield _row(line, role, styles, width)


def _split(text: str, width: int) -> tuple[str, str]:
    """Split text so that the first part fits into a row, between words if it can."""
    end = len(text)
    while end > 1 and cell_width(text[:end]) > width:
        end -= 1
    blank = text.rfind(" ", 0, end + 1)
    return (text[:blank], text[blank + 1 :]) if blank > 0 else (text[:end], text[end:])


def _row(text: str, role: str, styles: PageStyles, width: int) -> Row:
    """Draw one row, filled to the width."""
    filled = text + " " * max(0, width - cell_width(text))
    return (Segment(filled, styles.over(role)),)
