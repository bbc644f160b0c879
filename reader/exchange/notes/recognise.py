"""Tells what kind of source of notes a file or folder is, and reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reader.errors import SourceUnreadable
from reader.exchange.notes.imported_note import NoteReading
from reader.library.files import gated_name, read_bytes
from reader.library.typed_paths import is_folder

_PAGES: Final = (".html", ".htm", ".xhtml")
_TEXTS: Final = (".md", ".markdown", ".txt", ".text")
_OTHERS: Final = (".json", ".jsonl", ".jsonld", ".csv", ".tsv", ".sqlite", ".db", ".lua")
"""What other importers read: nothing to say about it here."""

_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)", re.I | re.S
)
_MAIL: Final = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_KNOWN_OTHERS: Final = (
    ((b"%PDF",), "is a PDF, whose text has no order that can be trusted; save it as a web page or as .docx"),
    ((b"{\\rtf",), "is an RTF file; save it as .docx"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "is a picture; Reader cannot read words in it"),
)


def recognise_notes(
    path: Path, tell: Callable[[int, int], None] = lambda done, total: None
) -> NoteReading | None:
    """Read a source of notes, of whatever kind.

    Args:
        path: A saved web page, a pasted listing, a Word file, a mail, a Markdown or text file, or a folder or
            vault of these last.
        tell: Told, of a folder, how many of its files are read, and of how many.

    Returns:
        What it holds; None where it is of a kind that holds no notes (JSON, CSV and the like).

    Raises:
        SourceUnreadable: Nothing can be taken; one sentence with its name.
        ExtraMissing: A package of the extra ``import`` is needed and not installed.
    """
    name = gated_name(path.name) or gated_name(str(path.absolute().name)) or "the source"
    try:
        if is_folder(path):
            return read_folder_of(path, name, tell)
        if path.suffix.casefold() in _OTHERS:
            return None
        content = _content(path)
        reader = _reader(content, path, name)
        return reader(content) if reader is not None else None
    except SourceUnreadable as error:
        raise SourceUnreadable(f"{name} {error}; nothing was taken from it.") from error


def read_folder_of(path: Path, name: str, tell: Callable[[int, int], None]) -> NoteReading:
    """Read a folder of notes (loads what that takes)."""
    from reader.exchange.notes.markdown_files import read_folder

    return read_folder(path, name, tell)


def _content(path: Path) -> bytes:
    read = read_bytes(os.path.realpath(path))
    if isinstance(read, str):
        raise SourceUnreadable(read)
    return read.content


def _reader(content: bytes, path: Path, name: str) -> Callable[[bytes], NoteReading] | None:
    """Choose by what a file is, then by what it is called."""
    if not content.strip():
        raise SourceUnreadable("is empty")
    suffix = path.suffix.casefold()
    for marks, why in _KNOWN_OTHERS:
        if content.startswith(marks):
            raise SourceUnreadable(why)
    is_zip = content.startswith(b"PK\x03\x04")
    if suffix in (".docx", ".doc", ".dotx", ".docm") or (is_zip and suffix not in _PAGES):
        return lambda content: _word(content, name)
    if suffix in _PAGES or _HTML.match(content[:4096].removeprefix(b"\xef\xbb\xbf")):
        return lambda content: _page(content, name)
    if suffix == ".eml" or (suffix not in _TEXTS and _MAIL.match(content[:4096].replace(b"\r\n", b"\n"))):
        return lambda content: _mail(content, name)
    if suffix in _TEXTS or not suffix:
        return lambda content: _text(content, name)
    return None


def _word(content: bytes, name: str) -> NoteReading:
    from reader.exchange.notes.word_file import read_word
    from reader.library.title import readable_stem

    return read_word(content, name, readable_stem(name))


def _page(content: bytes, name: str) -> NoteReading:
    from reader.exchange.notes.web_page import read_page

    return read_page(content, name)


def _mail(content: bytes, name: str) -> NoteReading:
    from reader.exchange.notes.mail import read_mail

    return read_mail(content, name)


def _text(content: bytes, name: str) -> NoteReading:
    from reader.exchange.notes.markdown_files import read_text_file

    return read_text_file(content, name)
