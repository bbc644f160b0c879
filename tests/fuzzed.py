"""What is given any bytes at all: each target reads them as one way in does, and checks what comes out.

A target returns when all is well, lets `ReaderError` pass for what is refused in a sentence, and raises for
all else. hypothesis feeds them in the normal suite, atheris behind the long marker:
`tests.fuzzing`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader.annotations.record import from_record, to_record
from reader.document.layout import lay_out
from reader.document.parse import parse
from reader.errors import ReaderError
from reader.exchange.notes.recognise import recognise_notes
from reader.exchange.recognise import read_annotations
from reader.gate import clean_line, clean_name, clean_text, may_pass, reveal
from reader.library.front_matter import split_note
from reader.store.salvage import salvage

MOST_BYTES = 4096
"""Longer inputs find nothing that these do not, and take their time; long ones are measured elsewhere."""


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a tree of structs, mappings and sequences, but for paths and bytes."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from (*texts_in(name), *texts_in(each))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from texts_in(each)


def check_texts(value: object) -> None:
    """Fail where a text is left that the gate would not let pass."""
    for text in texts_in(value):
        assert may_pass(text), text


def gate(content: bytes) -> None:
    """Text passes as text that passes, and of the same length."""
    text = content.decode("utf-8", "surrogateescape")
    cleaned = clean_text(text)
    assert may_pass(cleaned)
    assert clean_text(cleaned) == cleaned
    assert len(cleaned) == len(text.replace("\r\n", "\n"))
    assert len(clean_line(text)) == len(clean_name(text)) == len(reveal(text)) == len(text)
    assert may_pass(clean_name(text))
    assert "\n" not in clean_line(text)
    cleaned.encode("utf-8")


def front_matter(content: bytes) -> None:
    """A head opens, with every text gated and of bounded length."""
    text = clean_text("---\n" + content.decode("utf-8", "replace"))
    split = split_note(text)
    check_texts(split)
    assert all(len(each) <= 2000 for each in texts_in((split.front, split.problems)))


def lines(content: bytes) -> None:
    """Markdown is laid out as lines of gated text."""
    document = parse(content.decode("utf-8", "replace"))
    laid_out = lay_out(document, 40)
    laid_out.ensure(0, len(document.blocks))
    for row in range(laid_out.height):
        for piece in laid_out.line(row).pieces:
            assert may_pass(piece.text), piece
            assert "\n" not in piece.text
    check_texts([block.text for block in document.blocks])


def annotations_file(content: bytes) -> None:
    """A file of annotations is read, or refused with a sentence; with every text gated."""
    check_texts(read_annotations(content))


def notes(content: bytes) -> None:
    """A file that may be a note is read, or refused with a sentence; with every text gated."""
    kind, content = (content[0], content[1:]) if content else (0, b"x")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source").with_suffix((".md", ".html", ".eml", ".docx", ".txt", "")[kind % 6])
        path.write_bytes(content)
        check_texts(recognise_notes(path))


def records(content: bytes) -> None:
    """A record is an annotation with gated texts, or refused; a damaged store is read as far as it goes."""
    salvage(content)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        annotation = from_record(value)
        check_texts(replace(annotation, extra={}))
        assert from_record(to_record(annotation)) == annotation


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (gate, front_matter, lines, notes, records)
} | {"annotations": annotations_file}

WORDS: tuple[bytes, ...] = (
    *(b"\x1b]52;c;eA==\x07", b"\x1b[2J", b"\xc2\x9b31m", "\u202e".encode(), "\u2067".encode(), b"\xff\xfe"),
    *("\U000e0041".encode(), b"\x00", b"\r", b"\n", b"\t", b"---\n", b"tags: ", b"title: ", b"&a [*a]"),
    *(b"<<: *a", b'"\\e[2J"', b"!!python/object", b"|\n  ", b"- ", b"[", b"](", b"![", b"`", b"```\n", b"> "),
    *(
        b"| a |\n|---|\n",
        b"[^1]",
        b"[^1]: ",
        b"&#27;",
        b"<div>",
        b"# ",
        b"**",
        b"~~",
        b"https://a.b/",
        b"<a>",
    ),
    *(
        b"==========\n",
        b"- Your Highlight on page 3 | Added on ",
        b"Highlight,Title\n",
        b'{"@context":',
        b"]}",
    ),
    *(
        b'{"format": "better-way-reader/annotations", "version": 1, "annotations": [{',
        b'"id": "',
        b'"x"',
        b",",
    ),
    *(b"Subject: x\nFrom: y\n\n", b"<html><body><p>", b"PK\x03\x04", b"1e999", b"-9" * 400, b"[" * 3000),
    *(b'"\\ud800"', "क्‍ष👨‍👩‍👧שלום".encode(), b"&nbsp;", b"\\", b"null", b": "),
)
"""What the inputs are made of, besides any bytes; a dictionary for atheris too."""


def run(name: str, content: bytes) -> None:
    """Give a target some bytes; what is refused in a sentence that may be shown is as it should be."""
    refused = ""
    try:
        TARGETS[name](content)
    except ReaderError as error:
        refused = str(error)
    assert may_pass(refused)
