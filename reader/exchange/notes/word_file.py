"""Word files (.docx): mammoth makes HTML of them, the rest is as for a web page.

A .docx is a zip of XML. Before anything of it is unpacked its own list of contents is looked at: what it
would grow to is bounded, and a document type (which could define entities that grow) is refused. mammoth gets
a copy with only those parts that were looked over: a file may name any of its parts as its text.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final

from reader.errors import SourceUnreadable
from reader.exchange.notes.html_markdown import extra_missing, markdown_of, parsed
from reader.exchange.notes.imported_note import ImportedNote, NoteReading, one_line
from reader.exchange.notes.names import name_of_title

MOST_BYTES: Final = 20 * 1024 * 1024
"""What the XML of one file may grow to: a book of 1,000 pages has 10 MB, and 20 MB took mammoth a minute and
1 GB of memory. Pictures are never unpacked."""

MOST_FILES: Final = 10_000

_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN: Final = "word/document.xml"
_CORE: Final = "docProps/core.xml"
_STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Paragraph'] => p:fresh
p[style-name='Code'] => pre:separator('\\n')
"""
_PROPERTY: Final = r"<(?:\w+:)?{name}\b[^>]*>([^<]*)<"


def read_word(content: bytes, name: str, title: str) -> NoteReading:
    """Take a Word file as one note.

    Args:
        content: Its bytes.
        name: What the file is called.
        title: What to call a note whose file gives neither title nor heading.

    Raises:
        SourceUnreadable: It is none, damaged, or would grow beyond reason; a clause to follow the name.
        ExtraMissing: A package is not installed.
    """
    core, parts = _checked(content)
    html = _html_of(parts)
    tree = parsed(html)
    first = tree.css_first("h1")
    own_title = one_line(_property(core, "title"))
    heading = one_line(first.text()) if first is not None else ""
    doubts: tuple[str, ...] = ()
    if first is not None and (not own_title or own_title.casefold() == heading.casefold()):
        first.decompose()
        own_title = heading
    body = markdown_of(tree.body.html or "" if tree.body is not None else "")
    if not body.strip():
        raise SourceUnreadable("holds no text")
    if made := _property(core, "created")[:10]:
        doubts = (f"The file was made on {one_line(made)}; whether that is the note's date is not told.",)
    note = ImportedNote(
        title=own_title or heading or title,
        body=body,
        place=name,
        path=name_of_title(own_title or heading or title),
        author=one_line(_property(core, "creator")),
        doubts=doubts,
    )
    return NoteReading("Word file", (note,))


def _checked(content: bytes) -> tuple[str, bytes]:
    """Look a file over before it is unpacked.

    Returns:
        Its properties as XML, empty where it has none; and a Word file of those parts that were looked over.
    """
    if content.startswith(_OLD_WORD):
        raise SourceUnreadable("is an old .doc or is protected by a password; save it as .docx without one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            xml = [each for each in entries if each.filename.casefold().endswith((".xml", ".rels"))]
            size = sum(each.file_size for each in xml)
            if size > MOST_BYTES or len(entries) > MOST_FILES:
                raise SourceUnreadable(
                    f"would grow to {size // 1024 // 1024:,} MB of text in {len(entries):,} "
                    f"part{'' if len(entries) == 1 else 's'}; no document does, so it was not unpacked"
                )
            if _MAIN not in archive.namelist():
                raise SourceUnreadable(f"is a zip file but no Word file: it has no {_MAIN}")
            core = archive.read(_CORE).decode("utf-8", "replace") if _CORE in archive.namelist() else ""
            return core, _copied(archive, xml)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SourceUnreadable(f"is no Word file or is damaged ({one_line(str(error))})") from error


def _copied(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> bytes:
    """Return a zip of some parts of another, none of which defines a document type."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as chosen:
        for part in parts:
            content = archive.read(part)
            if b"<!DOCTYPE" in content[:8192].replace(b"\0", b""):  # UTF-16 too
                raise SourceUnreadable(f"defines a document type in {one_line(part.filename)}")
            chosen.writestr(part.filename, content)
    return copy.getvalue()


def _html_of(content: bytes) -> str:
    """Let mammoth make HTML of a checked file."""
    try:
        import mammoth
    except ImportError as error:
        raise extra_missing("mammoth") from error
    from xml.parsers.expat import ExpatError

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    except (ExpatError, LookupError, ValueError, TypeError, AttributeError, OSError) as error:
        raise SourceUnreadable("is damaged: what it holds is not what Word writes") from error
    except (zipfile.BadZipFile, zlib.error) as error:
        raise SourceUnreadable("is damaged: a part of it cannot be unpacked") from error
    except RecursionError as error:
        raise SourceUnreadable("is nested deeper than any document") from error
    return str(result.value)


def _property(core: str, name: str) -> str:
    import html

    found = re.search(_PROPERTY.format(name=name), core)
    return html.unescape(found[1]).strip() if found else ""
