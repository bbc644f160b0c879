"""Everything the command line prints: gated, in the terminal's encoding, quiet about a closed pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from reader.errors import ReaderError
from reader.gate import clean_text, escaped, reveal

if TYPE_CHECKING:  # for start-up cost: a pipe is served without Rich
    from rich.console import Console
    from rich.text import Text


class OutputFailed(ReaderError):
    """What was to be printed could not be written where it should go."""


def prepare() -> None:
    """Let characters that the terminal's encoding lacks become ``?``; write to nowhere what was closed."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # as long as the program
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_terminal() -> bool:
    """Tell whether people read along (a terminal), not a program (a pipe or file)."""
    return sys.stdout.isatty()


def say(text: str = "") -> None:
    """Print text and a newline.

    Raises:
        OutputFailed: It could not be written (a full disk).
    """
    _write(clean_text(text) + "\n")


def say_sentence(sentence: str) -> None:
    """Print a sentence, broken between words where people read along; indented like its own beginning."""
    say(_broken(sentence, sys.stdout))


def _broken(text: str, stream: TextIO) -> str:
    """Break long lines at a terminal's width, which would break them within words; never within a word."""
    if not stream.isatty():
        return text
    import shutil
    import textwrap

    width = max(20, shutil.get_terminal_size().columns)
    lines = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        lines += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def say_json(value: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
    """Print a value as JSON."""
    _write(as_json(value) + "\n")


def as_json(value: Mapping[str, object] | Sequence[Mapping[str, object]]) -> str:
    """Return a value as JSON; in ASCII where the terminal's encoding could not take everything."""
    import json

    return escaped(json.dumps(value, ensure_ascii=encoding() != "utf8", indent=2))


def encoding() -> str:
    """Return the encoding of what is printed, in small letters and without dashes: ``utf8``, ``ascii``."""
    return (sys.stdout.encoding or "ascii").lower().replace("-", "")


def is_watched() -> bool:
    """Tell whether somebody reads along what is said in passing."""
    return sys.stderr.isatty()


def say_in_passing(words: str) -> None:
    """Write over the row of the terminal that was written so before; nothing where stderr is no terminal."""
    if is_watched():
        sys.stderr.write(f"\r\033[K{clean_text(words)}")
        sys.stderr.flush()


def page_console() -> Console:
    """Return what draws a page in colours on the terminal; text for it comes from `ink`."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)


def ink(text: str, style: str = "") -> Text:
    """Return text to draw in a style, gated."""
    from rich.text import Text

    return Text(clean_text(text), style)


def say_lit(pieces: Iterable[tuple[str, bool]]) -> None:
    """Print pieces of text and a newline; those that are marked are bold where people read along."""
    bold, plain = ("\033[1m", "\033[22m") if is_terminal() else ("", "")
    said = (
        f"{bold}{clean_text(text)}{plain}" if is_marked else clean_text(text) for text, is_marked in pieces
    )
    _write("".join(said) + "\n")


def hand_out(made: str) -> None:
    """Write a file's whole text: as it is to a pipe, gated where people read along."""
    _write(clean_text(made) if is_terminal() else made)


def _write(text: str) -> None:
    """Write text that nothing more happens to."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up()
        raise OutputFailed(
            f"The output could not be written: {error.strerror or 'unknown reason'}."
        ) from error


def flush() -> None:
    """Write out what is still held back; raises as `write`."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up()
        raise OutputFailed(
            f"The output could not be written: {error.strerror or 'unknown reason'}."
        ) from error


def complain(sentence: str) -> None:
    """Print a sentence on stderr; where that is closed too there is nobody to tell."""
    try:
        sys.stderr.write(f"{_broken(f'reader: {reveal(clean_text(sentence))}', sys.stderr)}\n")
        sys.stderr.flush()
    except OSError:
        return


def give_up() -> None:
    """Lead stdout nowhere, so that Python does not stumble over what it still holds for it when it ends."""
    try:
        number = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    except (OSError, ValueError):
        return
