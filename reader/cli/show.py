"""``reader show``: prints a note as it is read, laid out in cells; in colour to a terminal, plain to a pipe.

``--plain`` prints pure text for a screen reader: nothing drawn, one paragraph a line, what a mark means
said in words. Private words are printed only with ``--annotations``.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import annotation_fields, note_fields
from reader.cli.opening import opened_workspace

READING_WIDTH: Final = 72
"""Cells of a page that reads well; wider terminals keep the rest as room."""

NARROWEST: Final = 8
"""The narrowest page that can be laid out."""


def show_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``show``."""
    parser.add_argument("note", metavar="NOTE", help="an id, a path or a part of a title")
    parser.add_argument("--plain", action="store_true", help="pure text, for a screen reader")
    parser.add_argument("--width", metavar="N", type=_width, help="cells of the page; default: at most 72")
    parser.add_argument("--annotations", action="store_true", help="with your highlights and reflections")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_show(arguments: Namespace) -> int:
    """Print a note."""
    with opened_workspace(arguments) as workspace:
        opened = workspace.open(arguments.note)
        if arguments.json:
            fields = note_fields(workspace.entry(opened.note), opened.note) | {"text": opened.document.text}
            if arguments.annotations:
                fields["annotations"] = [annotation_fields(each, opened.document) for each in opened.placed]
            output.say_json(fields)
            return 0
    for problem in opened.note.problems:
        output.complain(problem)
    if arguments.plain:
        from reader.cli.plain import head, plain_lines

        for line in [*head(opened.note), "", *plain_lines(opened, with_annotations=arguments.annotations)]:
            output.say(line)
        return 0
    from reader.cli.page import print_page

    print_page(opened, arguments.width or _reading_width(), with_annotations=arguments.annotations)
    return 0


def _reading_width() -> int:
    import shutil

    columns = shutil.get_terminal_size().columns if output.is_terminal() else READING_WIDTH
    return max(NARROWEST, min(READING_WIDTH, columns))


def _width(text: str) -> int:
    try:
        width = int(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a number of cells") from error
    if not NARROWEST <= width <= 1000:
        raise ArgumentTypeError(f"a page is {NARROWEST} to 1000 cells wide")
    return width


COMMANDS: Final = {"show": Runnable(show_arguments, run_show)}
