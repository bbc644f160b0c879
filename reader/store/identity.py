"""The key of an encrypted store: an age identity in a file that a passphrase opens.

``annotations.json.identity`` is an age file with one scrypt recipient, which ``age -d`` opens and ``age -d
-i`` takes as it is. Its plain text is what ``age-keygen`` writes. A copy lies among the backups, so that they
can be read without the store. The derivation is slow on purpose (about a second; age chooses the work) and is
paid once at opening; sealing and opening then need only the identity.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.errors import SaveFailed, StoreLocked, WrongPassphrase
from reader.gate import clean_line
from reader.store import durable
from reader.store.lock import FileLock
from reader.store.places import Places
from reader.store.sealing import AGE, Sealed, Sealing, age, is_sealed

Unlock = Callable[[Path], Sealing]
"""Given an encrypted store's file, returns what opens it, or raises `StoreLocked`."""

_MOST: Final = 4096  # bytes; an identity file has about 400
_KEY: Final = "AGE-SECRET-KEY-1"
_PLAIN_BEGINS: Final = b'{"'


def stays_locked(path: Path) -> Sealing:
    """Open nothing: for a program that has not asked for a passphrase."""
    raise StoreLocked(f"{clean_line(str(path))} is encrypted, and its passphrase is needed.")


def is_encrypted(places: Places) -> bool:
    """Tell whether the store is encrypted, by its snapshot.

    Where that is missing or its beginning is damaged, the presence of an identity decides: a damaged store
    that was encrypted must not be begun anew in the clear.
    """
    beginning = durable.read_beginning(places.snapshot, len(AGE))
    if beginning is not None and (is_sealed(beginning) or beginning.lstrip()[:2] in (_PLAIN_BEGINS, b"{}")):
        return is_sealed(beginning)
    return any(True for _ in _identities(places.snapshot))


def is_encrypted_store(path: Path) -> bool:
    """Tell whether the store at ``path`` is encrypted."""
    return is_encrypted(Places.of(path))


def _identities(snapshot: Path) -> Iterator[bytes]:
    """Yield the identities that may open a store or a copy of one, each once, the most likely first."""
    seen: set[bytes] = set()
    places = Places(snapshot)
    for file in (places.identity, places.identity_copy, *_of_folder(snapshot.parent)):
        content = durable.read_beginning(file, _MOST)
        if content and content not in seen:
            seen.add(content)
            yield content


def _of_folder(folder: Path) -> list[Path]:
    """List the identities that lie among backups, for one of these backups."""
    return sorted(folder.glob("*.identity")) if folder.name.endswith(".backups") else []


def new_identity(passphrase: str) -> tuple[Sealed, bytes]:
    """Make an identity; returns it and the content of its file."""
    sealing = Sealed.make()
    return sealing, protected(sealing, passphrase)


def protected(sealing: Sealed, passphrase: str) -> bytes:
    """Return the content of an identity's file under a passphrase; takes about a second."""
    plain = f"# The key of a Reader store. Whoever has it reads every word.\n{sealing.key}\n"
    content: bytes = age().passphrase.encrypt(plain.encode("ascii"), passphrase)
    return content


def unlock(path: Path, passphrase: str, *, mends: bool = False) -> Sealed:
    """Open the identity of an encrypted store or of a copy of one; takes about a second.

    Args:
        path: The encrypted file.
        passphrase: What opens its identity.
        mends: Put the identity that could be opened in the place of one that is missing or damaged: for one's
            own store.

    Raises:
        WrongPassphrase: The passphrase does not open it; nothing was changed.
        StoreLocked: There is no identity.
        ExtraMissing: The package for encryption is not installed.
    """
    snapshot = Places.of(path).snapshot
    name = clean_line(str(Places(snapshot).identity))
    found = list(_identities(snapshot))
    if not found:
        raise StoreLocked(f"{clean_line(str(path))} is encrypted, and its key {name} is not there.")
    for content in found:
        sealing = _opened(content, passphrase)
        if sealing is not None:
            if mends:
                with suppress(OSError):  # both files say the same again after a crash or damage
                    put_identity(Places(snapshot), content)
            return sealing
    raise WrongPassphrase(f"The passphrase does not open {name}; nothing was changed.")


def _opened(content: bytes, passphrase: str) -> Sealed | None:
    module = age()
    try:
        plain: bytes = module.passphrase.decrypt(content, passphrase)
        lines = plain.decode("ascii").split("\n")
        return Sealed.of_key(next((line.strip() for line in lines if line.startswith(_KEY)), ""))
    except (module.DecryptError, ValueError):
        return None


def put_identity(places: Places, content: bytes) -> None:
    """Keep an identity's file, and first its copy among the backups, durably. Raises `OSError`."""
    durable.make_private_folder(places.backups)
    for file in (places.identity_copy, places.identity):
        if durable.read_beginning(file, _MOST) != content:
            durable.replace_file(file, content)


def put_identity_beside(places: Places, copy: Places) -> None:
    """Keep a store's identity beside a copy of it as well, so that the copy can be opened on its own.

    Raises:
        OSError: It cannot be written, or another key is there, which must not be lost.
    """
    content = durable.read_file(places.identity)
    there = durable.read_file(copy.identity)
    if content is None or there == content:
        return
    if there is not None:
        raise FileExistsError(
            errno.EEXIST, f"{clean_line(copy.identity.name)}, another key, is there already"
        )
    durable.replace_file(copy.identity, content)


def change_passphrase(path: Path, sealing: Sealed, new: str) -> None:
    """Protect the store's identity by another passphrase; the words stay sealed as they are.

    Killed at any moment, the old or the new passphrase opens it.

    Raises:
        SaveFailed: It could not be saved; the sentence says which one is right.
    """
    places = Places.of(path)
    lock = FileLock(places.lock)
    content = protected(sealing, new)
    try:
        with lock.held():
            put_identity(places, content)
    except durable.NotDurable as error:
        raise SaveFailed(
            f"The new passphrase is in place, but may not be on the disk yet ({error.strerror}): "
            "keep the old one until it was changed once more."
        ) from error
    except OSError as error:
        name = clean_line(str(places.identity))
        raise SaveFailed(
            f"The passphrase was not changed: {name} cannot be written ({error.strerror})."
        ) from error
    finally:
        lock.close()
