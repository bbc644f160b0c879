"""The bytes at rest: the one place through which every journal line and file with private words goes on its
way to and from the disk.

`Plain` keeps JSON that any program reads. `Sealed` keeps messages of the age format (age-encryption.org/v1)
to one X25519 identity, which the ``age`` tool opens. A whole file is one message. A journal line is one
message in base64, and in it, before the line itself, stand 32 hexadecimal digits and a blank: the BLAKE2b-128
hash of the line before it, so that no line can be left out of the middle, moved, doubled or taken from
another journal.

The recipient stands nowhere in the clear, so nobody can make a message to it who does not hold the identity.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final, Protocol

from reader.errors import ExtraMissing, StoreLocked

AGE: Final = b"age-encryption.org/v1\n"
"""How every file of the age format begins."""

_PLACE_BYTES: Final = 16
_PLACE_LENGTH: Final = 2 * _PLACE_BYTES + 1  # with the blank behind it


class Sealing(Protocol):
    """Turns plain bytes into bytes at rest and back; ``unseal_*`` raises ``ValueError`` for what it did not
    make.
    """

    @property
    def is_private(self) -> bool:
        """Whether nobody can read the bytes at rest without a key."""

    def seal_line(self, plain: bytes, before: bytes) -> bytes:
        """Seal one journal line behind the line ``before``; the result holds no newline."""

    def unseal_line(self, sealed: bytes, before: bytes | None) -> bytes:
        """Open one journal line; ``before``: the line it stands behind, None: unknown."""

    def seal_file(self, plain: bytes) -> bytes:
        """Seal a whole file."""

    def unseal_file(self, sealed: bytes) -> bytes:
        """Open a whole file."""


class Plain:
    """Keeps the bytes as they are: JSON that any program reads."""

    is_private: Final = False

    def seal_line(self, plain: bytes, before: bytes) -> bytes:
        """Return the line unchanged; JSON is written without one."""
        return plain

    def unseal_line(self, sealed: bytes, before: bytes | None) -> bytes:
        """Return the line unchanged."""
        return sealed

    def seal_file(self, plain: bytes) -> bytes:
        """Return the file unchanged."""
        return plain

    def unseal_file(self, sealed: bytes) -> bytes:
        """Return the file unchanged.

        Raises:
            StoreLocked: It is encrypted.
        """
        if is_sealed(sealed):
            raise StoreLocked("It is encrypted, and its passphrase is needed.")
        return sealed


class Sealed:
    """Seals to one identity. What is not sealed is refused: a forger could have put it there."""

    is_private: Final = True

    def __init__(self, identity: Any) -> None:  # noqa: ANN401 - pyrage has no types
        """Seal to a `pyrage.x25519.Identity`."""
        self._age = age()
        self._identity = identity
        self._recipient = identity.to_public()

    @classmethod
    def make(cls) -> Sealed:
        """Make a new identity."""
        return cls(age().x25519.Identity.generate())

    @classmethod
    def of_key(cls, key: str) -> Sealed:
        """Seal to the identity written as ``AGE-SECRET-KEY-1...``.

        Raises:
            ValueError: It is none.
        """
        module = age()
        try:
            return cls(module.x25519.Identity.from_str(key))
        except module.IdentityError:
            raise ValueError("not an age identity") from None

    @property
    def key(self) -> str:
        """The identity as the age tool writes it; whoever has it reads everything."""
        return str(self._identity)

    def seal_line(self, plain: bytes, before: bytes) -> bytes:
        """Seal a line to its place."""
        return base64.b64encode(self.seal_file(_place_behind(before) + b" " + plain))

    def unseal_line(self, sealed: bytes, before: bytes | None) -> bytes:
        """Open a line that stands in its place.

        Raises:
            ValueError: It was altered, is not from here, or stands in another place.
        """
        plain = self.unseal_file(base64.b64decode(sealed, validate=True))
        if before is not None and plain[: _PLACE_LENGTH - 1] != _place_behind(before):
            raise ValueError("it stands in another place than it was written to")
        return plain[_PLACE_LENGTH:]

    def seal_file(self, plain: bytes) -> bytes:
        """Seal a whole file."""
        sealed: bytes = self._age.encrypt(plain, [self._recipient])
        return sealed

    def unseal_file(self, sealed: bytes) -> bytes:
        """Open a whole file.

        Raises:
            ValueError: It was altered, cut off, or is not from here.
        """
        try:
            plain: bytes = self._age.decrypt(sealed, [self._identity])
        except self._age.DecryptError:
            raise ValueError("it cannot be opened with this key") from None
        return plain


def _place_behind(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=_PLACE_BYTES).hexdigest().encode("ascii")


def is_sealed(content: bytes) -> bool:
    """Tell whether a file is of the age format."""
    return content.startswith(AGE)


def age() -> Any:  # noqa: ANN401 - pyrage has no types
    """Return the module that does the work.

    Raises:
        ExtraMissing: It is not installed.
    """
    try:
        import pyrage
    except ImportError as error:
        raise ExtraMissing(
            "Encryption needs pyrage, which is not installed: pip install 'better-way-reader[encrypt]'."
        ) from error
    return pyrage
