"""The reader's own preferences file: which folder of notes opens when none is named, and which passphrases a
keyring was given.

A small JSON object in the user's configuration folder, 0600, written through a temporary file. What is in
it that is not known here is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reader.errors import ReaderError
from reader.gate import clean_line

FILE_NAME: Final = "config.json"


class PreferencesUnusable(ReaderError):
    """The preferences file cannot be read or written."""


def preferences_path() -> Path:
    """Return where the preferences file is, whether it exists or not."""
    import platformdirs

    return platformdirs.user_config_path("better-way-reader") / FILE_NAME


def read_preferences() -> dict[str, object]:
    """Return the preferences; nothing where there is no file.

    Raises:
        PreferencesUnusable: The file is there but cannot be read or is no JSON object.
    """
    path = preferences_path()
    try:
        text = path.read_text(encoding="utf-8")
        import json  # 2 ms, which a reader without preferences does not pay

        kept = json.loads(text)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PreferencesUnusable(f"{_named(path)} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise PreferencesUnusable(f"{_named(path)} is not JSON; mend or remove it.") from error
    if not isinstance(kept, dict):
        raise PreferencesUnusable(f"{_named(path)} does not hold a JSON object; mend or remove it.")
    return kept


def configured_notes() -> Path | None:
    """Return the configured folder of notes, if there is one.

    Raises:
        PreferencesUnusable: The file cannot be read, or names what is no path.
    """
    notes = read_preferences().get("notes")
    if isinstance(notes, str) and "\0" in notes:
        raise PreferencesUnusable(
            f"{_named(preferences_path())} names no folder that can be; mend or remove it."
        )
    return Path(notes) if isinstance(notes, str) and notes else None


def configure_notes(folder: Path) -> None:
    """Make a folder the one that opens when none is named. Raises as `configure`."""
    configure("notes", str(folder))


def configure(name: str, value: object) -> None:
    """Set one preference.

    Raises:
        PreferencesUnusable: The file cannot be read or written, and is as it was, or is said not to be.
    """
    preferences = read_preferences() | {name: value}
    import json

    from reader.store.durable import NotDurable, make_private_folder, prepare, put_in_place

    path = preferences_path()
    text = json.dumps(preferences, ensure_ascii=False, indent=2) + "\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        make_private_folder(path.parent)
        # a folder's name need not be UTF-8; what stands for its bytes is written as JSON's own escape
        prepare(temporary, text.encode("utf-8", "backslashreplace"))
        put_in_place(temporary, path)
    except NotDurable as error:
        why = f"was written and may not be on the disk yet: {error.strerror}"
        raise PreferencesUnusable(f"{_named(path)} {why}.") from error
    except OSError as error:
        raise PreferencesUnusable(f"{_named(path)} cannot be written: {error.strerror}.") from error


def _named(path: Path) -> str:
    return f"The preferences file {clean_line(str(path))}"
