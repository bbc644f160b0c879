"""Gets the words of a reflection: from an option, from stdin, or from the reader's own editor.

What was written is private: the file given to the editor is 0600 in a folder of its own, and both are
removed. Only when the words could not be saved does a file stay, and the sentence says where.
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
from typing import TYPE_CHECKING

from reader.cli import output
from reader.errors import ReaderError, SaveFailed, StoreLocked, UsageError
from reader.gate import clean_line

if TYPE_CHECKING:  # for start-up cost
    from reader.store.store import Store


class EditorFailed(ReaderError):
    """The reader's editor could not be started or did not end well; nothing was saved."""


def words_from(option: str | None, *, before: str, store: Store) -> str:
    """Return the words of a reflection.

    Args:
        option: What ``--text`` says, if given.
        before: What the editor shows at first.
        store: Where they are meant for; words set aside are as private.

    Raises:
        UsageError: There is neither option nor stdin nor an editor, or what was written is empty.
        EditorFailed: The editor failed.
    """
    if option is not None:
        words = option
    elif sys.stdin is not None and not sys.stdin.isatty():
        words = _from_stdin()
    else:
        words = _from_editor(before, store)
    if not words.strip():
        raise UsageError("There are no words to keep; nothing was saved.")
    return words


@contextmanager
def saving_words(words: str, store: Store) -> Iterator[None]:
    """Keep the words in a file when they could not be saved, so that nothing has to be written twice."""
    try:
        yield
    except ReaderError as error:
        raise SaveFailed(f"{str(error).rstrip('.')}. {_set_aside(words, store)}") from error
    except KeyboardInterrupt:
        output.complain(f"Stopped. {_set_aside(words, store)}")
        raise


def _set_aside(words: str, store: Store) -> str:
    """Write words to a file of their own, or else to the terminal, and say in a sentence where they are.

    The file is as private as the store: sealed where that is encrypted.
    """
    try:
        content = store.sealed(words.encode("utf-8", "replace"))
        ending = ".md.age" if store.is_encrypted else ".md"
        descriptor, name = tempfile.mkstemp(prefix="reflection-", suffix=ending)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except (OSError, StoreLocked):
        output.say(words)
        return "Your words stand above."
    how = f", sealed: age -d -i {clean_line(str(store.path))}.identity FILE" if store.is_encrypted else ""
    return f"Your words are in {clean_line(name)}{how}."


def _from_stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    except OSError as error:
        raise UsageError(f"The words could not be read from stdin: {error.strerror}.") from error


def _in_memory() -> str | None:
    """Return a folder that is the reader's own and never reaches the disk; None where there is none."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    try:
        status = Path(folder).stat() if Path(folder).is_absolute() else None
    except OSError:
        return None
    is_own = status is not None and status.st_uid == os.getuid() and not status.st_mode & 0o077
    return folder if is_own else None


def _from_editor(before: str, store: Store) -> str:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise UsageError("No words given: use --text, write them to stdin, or set EDITOR.")
    try:
        with tempfile.TemporaryDirectory(prefix="reader-", dir=_in_memory()) as folder:
            file = Path(folder, "reflection.md")
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(before)
            try:
                ended = subprocess.run([*shlex.split(command), str(file)], check=False)
            except KeyboardInterrupt:
                output.complain(f"Stopped. {_left_in(file, before, store)}")
                raise
            if ended.returncode != 0:
                left = _left_in(file, before, store)
                raise EditorFailed(
                    f"The editor ended with code {ended.returncode}; nothing was saved. {left}".rstrip()
                )
            return file.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error).rstrip(".")
        raise EditorFailed(f"The editor “{clean_line(command)}” could not be used: {why}.") from error


def _left_in(file: Path, before: str, store: Store) -> str:
    """Set aside what was written to the editor's file, and say where; nothing where nothing new was."""
    words = file.read_text(encoding="utf-8-sig", errors="replace")
    return _set_aside(words, store) if words.strip() and words != before else ""
