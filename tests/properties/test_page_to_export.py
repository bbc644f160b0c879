"""From a page to a note to what goes out again: every word of the posts, and none of what is around them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.model import Color
from reader.document.parse import parse
from reader.library.note import Note
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, as_text, gather
from reader.workspace.importing import Options, import_source
from tests.pages import CHROME, LISTINGS, SINGLES, Shape, Written
from tests.properties.test_imported_notes import POST, TITLE, UNHURRIED

WRITTEN = st.tuples(TITLE, POST).map(
    lambda drawn: Written(
        drawn[0],
        "".join(text for text, _ in drawn[1]),
        tuple(word for _, words in drawn[1] for word in words),
    )
)
FEW = settings(UNHURRIED, max_examples=8)
"""A page goes through a library on the disk and a store each time; ten shapes of eight take some 15 s."""

ENDS_A_WORD = ("p", "li", "td", "th", "tr", "pre", "blockquote", "hr", "br", "div", "ul", "ol", "table")


class MainText(HTMLParser):
    """The words of a page's main part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._is_in = False
        self._text: list[str] = []
        self.feed(page)
        self.words = "".join(self._text).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_in = self._is_in or tag == "main"
        self._text += [" "] if tag in ENDS_A_WORD else []

    def handle_endtag(self, tag: str) -> None:
        self._is_in = self._is_in and tag != "main"
        self._text += [" "] if tag in ENDS_A_WORD else []

    def handle_data(self, data: str) -> None:
        self._text += [data] if self._is_in else []


@contextmanager
def taken_in(page: str) -> Iterator[tuple[Workspace, list[Note]]]:
    """Take a page into an empty library; gives its notes in the order of their addresses."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "notes").mkdir()
        (root / "page.html").write_text(page, encoding="utf-8")
        workspace = Workspace(root / "notes", root / "store.json")
        report = import_source(workspace, root / "page.html", Options())
        assert not report.refused
        yield workspace, sorted(workspace.library.notes, key=lambda note: note.front.source)
        workspace.close()


def is_whole(workspace: Workspace, note: Note, post: Written) -> None:
    """Assert that every word of a post is in its note and in what goes out of it."""
    document = workspace.document(note)
    assert document.text.split() == list(post.words)
    choice = Choice(notes=(note,))
    assert MainText(as_text("html", gather(workspace, choice))).words == list(post.words)
    opened = workspace.open(note)
    start = 0
    for block in document.blocks:
        if block.text.strip():
            workspace.highlight(opened, document.range_of(start, start + len(block.text)), Color.GREEN)
        start += len(block.text) + 2
    out = as_text("markdown", gather(workspace, choice))
    said = " ".join(parse(out).text.split())
    for block in document.blocks:
        assert " ".join(block.text.split()) in said
    page = as_text("html", gather(workspace, choice))
    assert MainText(page).words == list(post.words)
    assert not [word for word in CHROME if word in note.body or word in out or word in page]


@pytest.mark.parametrize("shape", LISTINGS.values(), ids=LISTINGS)
@FEW
@given(posts=st.lists(WRITTEN, min_size=2, max_size=3))
def test_every_word_of_a_listing_is_in_what_goes_out_again(shape: Shape, posts: list[Written]) -> None:
    with taken_in(shape(posts)) as (workspace, notes):
        assert [note.front.source for note in notes] == [
            f"https://site.example/post-{number}" for number in range(len(posts))
        ]
        for note, post in zip(notes, posts, strict=True):
            is_whole(workspace, note, post)


@pytest.mark.parametrize("shape", SINGLES.values(), ids=SINGLES)
@FEW
@given(post=WRITTEN)
def test_every_word_of_a_post_is_in_what_goes_out_again(shape: Shape, post: Written) -> None:
    with taken_in(shape([post])) as (workspace, [note]):
        is_whole(workspace, note, post)
