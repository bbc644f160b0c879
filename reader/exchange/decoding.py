"""From a file's bytes to its text, whatever wrote it: declared or not, UTF-8, UTF-16 or an old code page."""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32's before UTF-16's, whose mark it begins with."""


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a file.

    Returns:
        Its text without a byte order mark, and a sentence for each thing that had to be guessed.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            return text.lstrip("\ufeff"), _lost(text)
    if _is_bare_utf16(content):
        text = content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace")
        return text, _lost(text)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _from_code_page(content, error)


def _is_bare_utf16(content: bytes) -> bool:
    """Tell whether most of every second byte of the beginning is zero, as Latin text in UTF-16 has it."""
    head = content[:400]
    return len(head) > 3 and max(head[1::2].count(0), head[0::2].count(0)) > len(head) // 4


def _from_code_page(content: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    at = content.count(b"\n", 0, error.start) + 1
    byte = content[error.start]
    wrong = 0
    lines = []
    for each in content.split(b"\n"):
        try:
            lines.append(each.decode("utf-8"))
        except UnicodeDecodeError:
            # Windows-1252 is what is meant nearly always by what is no UTF-8; it has five holes.
            lines.append(each.decode("cp1252", "replace"))
            wrong += 1
    many = "line is" if wrong == 1 else "lines are"
    said = f"{wrong} {many} not UTF-8 (byte 0x{byte:02X} at line {at}) and read as Windows-1252"
    return "\n".join(lines), (f"{said}; look whether accents are right.",)


def _lost(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    return (f"{count} characters could not be read and stand as \ufffd.",) if count else ()
