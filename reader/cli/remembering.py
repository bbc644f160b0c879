"""Lets the system's keyring hold a passphrase, and only where the reader said so.

A keyring is a service of this machine (the Secret Service on Linux, the Keychain on macOS, the Credential
Locker on Windows), reached over a local socket. While it is unlocked it hands what it holds to the reader's
other programs too. Which stores it was given a passphrase of stands in the preferences; the package that
speaks with it is imported for those alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

from reader.cli.preferences import configure, read_preferences
from reader.errors import ExtraMissing, ReaderError

SERVICE: Final = "better-way-reader"
"""What the keyring calls the program; the user's name of an entry is the store's path."""

REMEMBERED: Final = "remembered"
"""The preference that lists the stores a keyring was given the passphrase of."""

_RECOMMENDED: Final = 1
"""The priority from which keyring calls a backend of its own choice fit for use (`KeyringBackend.priority`);
those below keep nothing, or keep it in the clear."""


_KNOWN: Final = {"NoKeyringError": "none can be reached from here", "KeyringLocked": "it is locked"}
"""What keyring's own errors mean, by their name."""


class KeyringFailed(ReaderError):
    """The keyring did not do what was asked; the passphrase and the store are as they were."""


def is_remembered(store: Path) -> bool:
    """Tell whether a keyring was given the passphrase of a store; asks no keyring."""
    return os.path.realpath(store) in _remembered()


def remember(store: Path, phrase: str) -> None:
    """Give the keyring a passphrase that has been found right.

    Raises:
        ExtraMissing: The package is not installed.
        KeyringFailed: It did not keep it.
        PreferencesUnusable: That it did cannot be noted.
    """
    name, module = os.path.realpath(store), _keyring()
    if module.get_keyring().priority < _RECOMMENDED:
        raise KeyringFailed("This system has no keyring that keeps a secret; the passphrase was not kept.")
    try:
        module.set_password(SERVICE, name, phrase)
        is_kept = module.get_password(SERVICE, name) == phrase
    except _failures(module) as error:
        raise _failed("did not keep the passphrase", error) from error
    if not is_kept:
        raise KeyringFailed("The keyring did not keep the passphrase; it is asked for as before.")
    configure(REMEMBERED, sorted({*_remembered(), name}))


def recall(store: Path) -> str | None:
    """Return the passphrase the keyring holds for a store; None where it has none.

    Raises:
        ExtraMissing, KeyringFailed: It cannot be asked.
    """
    module = _keyring()
    try:
        phrase: str | None = module.get_password(SERVICE, os.path.realpath(store))
    except _failures(module) as error:
        raise _failed("did not give the passphrase", error) from error
    return phrase


def forget(store: Path) -> None:
    """Take a passphrase out of the keyring, and do not ask it again.

    Raises:
        ExtraMissing, KeyringFailed: It cannot be taken out; it is not asked again all the same.
        PreferencesUnusable: That cannot be noted.
    """
    name = os.path.realpath(store)
    configure(REMEMBERED, sorted(_remembered() - {name}))
    module = _keyring()
    try:
        if module.get_password(SERVICE, name) is not None:
            module.delete_password(SERVICE, name)
    except _failures(module) as error:
        raise _failed("did not take the passphrase out", error) from error


def _remembered() -> set[str]:
    named = read_preferences().get(REMEMBERED)
    return {each for each in named if isinstance(each, str)} if isinstance(named, list) else set()


def _keyring() -> ModuleType:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise ExtraMissing(
            "A keyring needs the package keyring, which is not installed: "
            "pip install 'better-way-reader[keyring]'."
        ) from error
    return keyring


def _failures(module: ModuleType) -> tuple[type[Exception], ...]:
    """Return what a backend raises: keyring's own, the system's, and on Linux what lies beneath it."""
    beneath = sys.modules.get("secretstorage.exceptions")
    more = (beneath.SecretStorageException,) if beneath is not None else ()
    return (module.errors.KeyringError, OSError, RuntimeError, *more)


def _failed(what: str, error: Exception) -> KeyringFailed:
    # its own words are left out: they may hold what was given to it
    name = type(error).__name__
    return KeyringFailed(f"The keyring of this system {what} ({_KNOWN.get(name, name)}).")
