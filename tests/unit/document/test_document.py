from __future__ import annotations

import subprocess
import sys

import pytest

from reader.document.model import Document, Position, Range
from reader.document.parse import parse


@pytest.fixture
def document() -> Document:
    return parse("# Ab\n\nc *d*\n\n***\n\n- e\n")


def test_positions_and_offsets_agree(document: Document) -> None:
    assert document.text == "Ab\n\nc d\n\n\n\ne"
    assert document.offset_of(Position(1, 2)) == 6
    assert document.position_of(6) == Position(1, 2)
    assert document.position_of(3) == Position(0, 2)
    assert document.position_of(len(document.text)) == Position(3, 1)


def test_places_that_are_not_there_are_refused(document: Document) -> None:
    for offset in (-1, len(document.text) + 1):
        with pytest.raises(ValueError, match="outside"):
            document.position_of(offset)
    for position in (Position(0, 3), Position(4, 0), Position(-1, 0), Position(0, -1)):
        with pytest.raises(ValueError, match="no position"):
            document.offset_of(position)
    with pytest.raises(ValueError, match="cannot end"):
        document.range_of(3, 2)


def test_the_words_of_a_passage_over_several_blocks(document: Document) -> None:
    passage = document.range_of(1, len(document.text))
    assert passage == Range(Position(0, 1), Position(3, 1))
    assert document.text_of(passage) == document.text[1:]
    assert document.text_of(document.whole_block(1)) == "c d"


def test_the_hash_of_a_text_is_that_of_what_is_read_not_of_how_it_is_written() -> None:
    assert parse("a *b*\n\nc").text_hash == parse("a\n__b__\n\n- c").text_hash
    assert parse("a").text_hash != parse("b").text_hash
    assert len(parse("a").text_hash) == 32


def test_a_range_is_widened_to_whole_characters() -> None:
    document = parse("a👩‍👩‍👧b e\u0301")
    assert document.snap(Range(Position(0, 2), Position(0, 3))) == Range(Position(0, 1), Position(0, 6))
    assert document.snap(Range(Position(0, 0), Position(0, 9))) == Range(Position(0, 0), Position(0, 10))
    whole = document.whole_block(0)
    assert document.snap(whole) == whole


def test_headings_make_a_path_and_quoted_ones_do_not() -> None:
    document = parse("a\n# A *b*\n## B\nx\n\n> # quoted\n\n### C\n# D\ny[^1]\n\n[^1]: n")
    assert [(heading.level, heading.title) for heading in document.headings] == [
        (1, "A b"), (2, "B"), (3, "C"), (1, "D"),
    ]  # fmt: skip
    paths = {block.text: document.heading_path(index) for index, block in enumerate(document.blocks)}
    assert paths["a"] == ()
    assert paths["x"] == paths["quoted"] == ("A b", "B")
    assert paths["C"] == ("A b", "B", "C")
    assert paths["y[1]"] == ("D",)
    assert paths["n"] == ()


def test_a_fragment_leads_to_its_heading_as_on_github() -> None:
    document = parse("# What's new, *here*?\n\n# Same\n\n# Same\n\n# Über uns\n\n# Same-1")
    assert document.anchor_block("#whats-new-here") == 0
    assert document.anchor_block("same") == 1
    assert document.anchor_block("same-1") == 2
    assert document.anchor_block("%C3%BCber-uns") == 3
    assert document.anchor_block("same-1-1") == 4
    assert document.anchor_block("nowhere") is None


def test_links_are_listed_in_reading_order_and_found_under_the_caret() -> None:
    document = parse("a [b](c.md) ![i](i.png)[^1]\n\n- www.example.org\n\n[^1]: n")
    assert [(document.text_of(link.range), link.target) for link in document.links] == [
        ("b", "c.md"),
        ("i", "i.png"),
        ("www.example.org", "http://www.example.org"),
    ]
    found = document.link_at(Position(0, 2))
    assert found is not None
    assert found.target == "c.md"
    assert document.link_at(Position(0, 3)) is None
    reference = document.link_at(Position(0, 5))
    assert reference is not None
    assert document.anchor_block(reference.target) == document.footnote("1") == 2


def test_words_are_counted_in_any_script() -> None:
    assert parse("Don't count well-being twice, or 3.5 - *ever*.").words == 7
    assert parse("春に種 and more").words == 5
    assert parse("\n").words == 0


def test_ranges_know_order_and_overlap() -> None:
    one = Range.between(Position(2, 0), Position(0, 3))
    assert one == Range(Position(0, 3), Position(2, 0))
    assert one.contains(Position(1, 99))
    assert not one.contains(Position(2, 0))
    assert not one.overlaps(Range(Position(2, 0), Position(3, 0)))
    assert one.overlaps(Range(Position(0, 0), Position(0, 4)))
    assert Range(Position(1, 1), Position(1, 1)).is_empty


def test_a_program_that_only_asks_what_a_document_is_does_not_load_markdown_it() -> None:
    asked = "import sys, reader.document; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
