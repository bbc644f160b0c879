"""Gets the words of a reflection: from an option, from stdin, or from the reader's own editor.

What was written is private: the file given to the editor is 0600 in a folder of its own, and both are
removed. Only when saving fails does a file stay, and the sentence says where.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.cli import output
from reader.errors import ReaderError, SaveFailed, UsageError
from reader.gate import clean_line


class EditorFailed(ReaderError):
    """The reader's editor could not be started or did not end well; nothing was saved."""


def words_from(option: str | None, *, before: str) -> str:
    """Return the words of a reflection.

    Args:
        option: What ``--text`` says, if given.
        before: What the editor shows at first.

    Raises:
        UsageError: There is neither option nor stdin nor an editor, or what was written is empty.
        EditorFailed: The editor failed.
    """
    if option is not None:
        words = option
    elif sys.stdin is not None and not sys.stdin.isatty():
        words = _from_stdin()
    else:
        words = _from_editor(before)
    if not words.strip():
        raise UsageError("There are no words to keep; nothing was saved.")
    return words


@contextmanager
def saving_words(words: str) -> Iterator[None]:
    """Keep the words in a file when saving them fails, so that nothing has to be written twice."""
    try:
        yield
    except SaveFailed as error:
        try:
            descriptor, name = tempfile.mkstemp(prefix="reflection-", suffix=".md")
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(words)
        except OSError:
            output.say(words)
            raise
        raise SaveFailed(f"{str(error).rstrip('.')}. Your words are in {clean_line(name)}.") from error


def _from_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    except OSError as error:
        raise UsageError(f"The words could not be read from stdin: {error.strerror}.") from error


def _from_editor(before: str) -> str:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise UsageError("No words given: use --text, write them to stdin, or set EDITOR.")
    try:
        with tempfile.TemporaryDirectory(prefix="reader-") as folder:
            file = Path(folder, "reflection.md")
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(before)
            ended = subprocess.run([*shlex.split(command), str(file)], check=False)
            if ended.returncode != 0:
                raise EditorFailed(f"The editor ended with code {ended.returncode}; nothing was saved.")
            return file.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError) as error:
        raise EditorFailed(f"The editor “{clean_line(command)}” could not be used: {error}.") from error
