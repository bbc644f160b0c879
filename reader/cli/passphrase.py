"""Asks for passphrases: on the terminal without showing them, from a file named for it, or, where the reader
chose that, from the system's keyring.

A passphrase never stands in an argument or in the environment, where other programs can see it, and is
never printed or logged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.places import store_path
from reader.errors import ExtraMissing, StoreLocked, UsageError, WrongPassphrase
from reader.gate import clean_line
from reader.library.typed_paths import typed_path

if TYPE_CHECKING:  # for start-up cost
    from argparse import ArgumentParser, Namespace

    from reader.store.identity import Unlock
    from reader.store.sealing import Sealing

TRIES: Final = 3
"""How often a passphrase is asked for in a row: a slip of the finger twice is not worth a new command."""

SHORT: Final = 15
"""Characters below which a new passphrase is said to be short: the fewest that NIST SP 800-63B-4 (3.1.1.2)
lets a password have that guards something alone."""

_LONGEST: Final = 1 << 16
"""Bytes of a first line that are read; a device gives zeros without end."""


def add_passphrase_file(parser: ArgumentParser) -> None:
    """Add the option that every command has: where a passphrase is read from."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="read the passphrase of an encrypted store from the first line of FILE (- is stdin); "
        "default: READER_PASSPHRASE_FILE, else it is asked for on the terminal",
    )


def unlocking(arguments: Namespace) -> Unlock:
    """Return what opens an encrypted store by asking for its passphrase, each store once."""
    known: dict[Path, Sealing | StoreLocked] = {}

    def unlock(path: Path) -> Sealing:
        if path not in known:
            is_own = os.path.realpath(path) == os.path.realpath(store_path(arguments))
            try:
                known[path] = _unlocked(arguments, path, is_own)
            except StoreLocked as error:
                known[path] = error
        found = known[path]
        if isinstance(found, StoreLocked):
            raise found
        return found

    return unlock


def unlocking_unasked(arguments: Namespace) -> Unlock:
    """Return what opens a store whose passphrase is in a file or a keyring; any other stays locked."""

    def unlock(path: Path) -> Sealing:
        from reader.cli.remembering import is_remembered
        from reader.store.identity import stays_locked

        is_at_hand = passphrase_file(arguments) is not None or is_remembered(path)
        return (unlocking(arguments) if is_at_hand else stays_locked)(path)

    return unlock


def _unlocked(arguments: Namespace, path: Path, is_own: bool) -> Sealing:
    from reader.store.identity import unlock

    name = clean_line(path.name)
    given = passphrase_file(arguments)
    if given is not None:
        try:
            return unlock(path, read_passphrase(given), mends=is_own)
        except WrongPassphrase:
            if is_own or not _has_terminal():
                raise
    elif is_own and (sealing := _from_keyring(path)) is not None:
        return sealing
    return ask_until(f"Passphrase of {name}: ", lambda phrase: unlock(path, phrase, mends=is_own))


def _from_keyring(path: Path) -> Sealing | None:
    """Open the store with what the keyring holds, where it was given that; None where it does not open it."""
    from reader.cli.remembering import KeyringFailed, is_remembered, recall
    from reader.store.identity import unlock

    if not is_remembered(path):
        return None
    try:
        phrase = recall(path)
        if phrase is not None:
            return unlock(path, phrase, mends=True)
        why = "The keyring does not hold the passphrase any more"
    except WrongPassphrase:
        why = "The passphrase in the keyring is another one"
    except (KeyringFailed, ExtraMissing) as error:
        why = str(error).rstrip(".")
    output.complain(f"{why}; reader passphrase --remember gives it anew, --forget asks it no more.")
    return None


def ask_until(question: str, opened: Callable[[str], Sealing]) -> Sealing:
    """Ask on the terminal until the passphrase is right, a few times.

    Raises:
        StoreLocked: There is no terminal, or it never was.
    """
    for attempt in range(TRIES):
        try:
            return opened(ask(question))
        except WrongPassphrase as error:
            if attempt == TRIES - 1:
                raise
            output.complain(str(error))
    raise AssertionError("the last attempt returns or raises")


def ask(question: str) -> str:
    """Ask on the terminal; what is typed is not shown.

    Raises:
        StoreLocked: There is no terminal to ask on, or nothing was typed.
    """
    if not _has_terminal():
        raise StoreLocked(
            "A passphrase is needed and there is no terminal to ask for it on; "
            "--passphrase-file FILE reads it from a file. Nothing was changed."
        )
    import getpass

    try:
        phrase = getpass.getpass(question)
    except EOFError:
        phrase = ""
    if not phrase:
        raise StoreLocked("No passphrase was given; nothing was changed.")
    return phrase


def ask_new(given: Path | None) -> str:
    """Return a new passphrase: typed twice, or from a file. Of a short one that is said, and it is taken.

    Raises:
        UsageError: It is empty, or the two are not the same.
        StoreLocked: There is no terminal to ask on.
    """
    if given is not None:
        phrase = read_passphrase(given)
        _remark_on(phrase)
        return phrase
    phrase = ask("New passphrase: ")
    if not phrase.strip():
        raise UsageError("A passphrase cannot be empty; nothing was changed.")
    _remark_on(phrase)
    if ask("The same once more: ") != phrase:
        raise UsageError("The two passphrases are not the same; nothing was changed.")
    return phrase


def _remark_on(phrase: str) -> None:
    if len(phrase) < SHORT:
        output.complain(
            "A passphrase of so few characters can be guessed by trying, and is taken all the same; "
            "four or five words that have nothing to do with one another are safer and easier to remember."
        )


def passphrase_file(arguments: Namespace) -> Path | None:
    """Return the file that holds the passphrase, by option or environment."""
    named: Path | None = arguments.passphrase_file
    if named is None and (environment := os.environ.get("READER_PASSPHRASE_FILE")):
        return typed_path(environment)
    return named


def read_passphrase(file: Path) -> str:
    """Return the first line of a file, or of stdin for ``-``.

    Raises:
        UsageError: It cannot be read or is empty.
    """
    name = "stdin" if str(file) == "-" else clean_line(str(file))
    try:
        line = sys.stdin.buffer.readline(_LONGEST) if str(file) == "-" else _first_line(typed_path(file))
        phrase = line.decode("utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "not UTF-8"
        raise UsageError(f"The passphrase cannot be read from {name} ({why}); nothing was changed.") from None
    if not phrase.strip():
        raise UsageError(f"There is no passphrase in the first line of {name}; nothing was changed.")
    return phrase


def _first_line(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.readline(_LONGEST)


def _has_terminal() -> bool:
    """Tell whether getpass can ask: it opens the terminal itself, also where stdin is a pipe."""
    if os.name == "nt":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
