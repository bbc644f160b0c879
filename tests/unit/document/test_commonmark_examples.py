from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from reader.document.markdown import block_parser
from reader.document.model import BlockKind, Document, Style
from reader.document.parse import parse
from tests.commonmark_examples import Example, examples

WITHIN_WORDS = {"a", "code", "del", "em", "s", "strong"}


class Words(HTMLParser):
    """What a browser shows of some HTML: its text, and images as their alternative text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.shown += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.shown += dict(attrs).get("alt") or ""
        elif tag not in WITHIN_WORDS:
            self.shown += "\n"


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


LINKS_BY_NAME = {"GFM 0.29 556", "GFM 0.29 598", "CommonMark 0.31.2 548", "CommonMark 0.31.2 590"}
"""Examples in which CommonMark has ``[[foo]]`` for text."""


def shows_other_than_html(document: Document) -> bool:
    """Whether raw HTML or an image's file name is on the page, which HTML would not show as text; or a link
    by name, which is none to CommonMark.
    """
    if has_link_by_name(document):
        return True
    kinds = {block.kind for block in document.blocks}
    styles = {span.style for block in document.blocks for span in block.spans}
    return BlockKind.HTML in kinds or bool(styles & {Style.HTML, Style.IMAGE})


def has_link_by_name(document: Document) -> bool:
    return any(link.target.startswith("[[") for link in document.links)


@pytest.fixture(scope="module")
def all_examples() -> list[Example]:
    found = examples()
    if not found:
        pytest.skip("the archive with CommonMark's examples could not be fetched")
    return found


def test_no_word_of_commonmarks_examples_goes_missing(all_examples: list[Example]) -> None:
    lost = {}
    for example in all_examples:
        document = parse(example.markdown)
        shown = Words(block_parser().render(example.markdown)).shown
        missing = words(shown) - words(document.text)
        if missing:
            lost[example.name] = missing
    assert len(all_examples) > 1300
    assert lost == {}


def test_what_is_read_of_commonmarks_examples_is_what_html_shows_letter_for_letter(
    all_examples: list[Example],
) -> None:
    different = {}
    for example in all_examples:
        document = parse(example.markdown)
        if shows_other_than_html(document):
            continue
        shown = Words(block_parser().render(example.markdown)).shown
        if "".join(shown.split()) != "".join(document.text.split()):
            different[example.name] = (shown, document.text)
    assert different == {}


def test_commonmarks_own_html_reads_the_same(all_examples: list[Example]) -> None:
    different = set()
    for example in all_examples:
        document = parse(example.markdown)
        if shows_other_than_html(document):
            continue
        if "".join(Words(example.html).shown.split()) != "".join(document.text.split()):
            different.add(example.name)
    assert different == set()


def test_few_of_commonmarks_examples_have_what_is_a_link_by_name(all_examples: list[Example]) -> None:
    found = {example.name for example in all_examples if has_link_by_name(parse(example.markdown))}
    assert found == LINKS_BY_NAME
