"""File names that are safe on every system, short, and say what the note is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Final

from reader.gate import clean_name

LONGEST: Final = 60
"""Code points of a name made from a title: what a listing still shows whole."""

LONGEST_BYTES: Final = 180
"""Bytes of one name; file systems allow 255, and sync tools add to it."""

_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
"""Names that Windows keeps for devices, whatever follows the first dot."""

_NO_WORD: Final = re.compile(r"[^\w]+|_+")
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\u2400-\u2421\ufffd]+')


def name_of_title(title: str, date: datetime.date | None = None) -> str:
    """Return the name of a file for a title: ``2024-05-02-freeing-local-teams.md``; never empty, no dots."""
    plain = unicodedata.normalize("NFC", clean_name(title)).lower()
    plain = re.sub("['’ʼ]", "", plain)
    words = [word for word in _NO_WORD.split(unicodedata.normalize("NFC", plain)) if word]
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > LONGEST:
            break
        name = longer
    name = _short(name or (words[0][:LONGEST] if words else "note"))
    if date is not None and date.isoformat() not in name:
        name = f"{date.isoformat()}-{name}"
    return _unreserved(name) + ".md"


def safe_path(path: str) -> str:
    """Return a relative path made safe, part by part, ending in ``.md``; names stay as they are where they
    can."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    *folders, name = parts or ["note"]
    stem = re.sub(r"\.(?:md|markdown|txt)$", "", name, flags=re.IGNORECASE)
    return "/".join([*(_safe(folder) for folder in folders), _safe(stem) + ".md"])


def numbered(path: str, number: int) -> str:
    """Return a path with a number in its name: ``a/b-2.md``; 1 leaves it as it is."""
    return path if number == 1 else f"{path.removesuffix('.md')}-{number}.md"


def _safe(part: str) -> str:
    """Return one name without what some system forbids or hides."""
    readable = part.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", clean_name(readable)))
    name = " ".join(name.split()).lstrip(" .-~")
    return _unreserved(_short(name).rstrip(". ") or "note")


def _short(name: str) -> str:
    """Cut a name to the bytes it may have, between letters."""
    return name.encode()[:LONGEST_BYTES].decode("utf-8", "ignore")


def _unreserved(name: str) -> str:
    return f"{name}-note" if name.split(".")[0].strip().casefold() in _RESERVED else name
