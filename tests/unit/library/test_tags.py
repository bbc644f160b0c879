"""Tags nest, are compared without case, and count each note once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.scan import Library, scan
from reader.library.tags import TagNode, has_tag, normalise, within


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, tags in {
        "a": "[work/teams, work/plans]",
        "b": "[Work]",
        "c": "[work/teams/local, care]",
        "d": "[]",
        "e": "[working]",
    }.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntags: {tags}\n---\n", encoding="utf-8")
    return scan(tmp_path)


def test_a_parent_counts_the_notes_below_it_once(library: Library) -> None:
    tree = library.tag_tree()
    assert (tree.total, tree.untagged) == (5, 1)
    assert tree.roots == (
        TagNode(
            "work",
            "work",
            3,
            (
                TagNode("teams", "work/teams", 2, (TagNode("local", "work/teams/local", 1),)),
                TagNode("plans", "work/plans", 1),
            ),
        ),
        TagNode("care", "care", 1),
        TagNode("working", "working", 1),
    )


def test_a_tag_holds_its_spellings_and_what_is_nested_in_it(library: Library) -> None:
    tags = {tag for note in library.notes for tag in note.tags}
    assert within("WORK", tags) == {"work/teams", "work/plans", "Work", "work/teams/local"}
    assert within("#work/teams", tags) == {"work/teams", "work/teams/local"}
    assert within("work/team", tags) == within("", tags) == frozenset()


def test_tags_are_the_same_whatever_their_case_or_composition() -> None:
    assert normalise("#Größe/ A  b /") == "grösse/a b"
    assert has_tag(["Cafe\u0301"], "CAF\u00c9")
    assert not has_tag(["ab"], "a")
