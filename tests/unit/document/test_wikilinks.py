"""Links by name on the page: what is one, what stays what it was, and what each leads to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import markdown
from reader.document.block import Block, Style
from reader.document.links import place_in_note, shown_address, shown_target
from reader.document.parse import parse

Shown = list[tuple[str, str]]


def only(text: str) -> Block:
    return parse(text).blocks[0]


def named(text: str) -> Shown:
    """The words and targets of links by name."""
    block = only(text)
    return [
        (block.text[each.start : each.end], each.target)
        for each in block.spans
        if each.target.startswith("[[")
    ]


@pytest.mark.parametrize(
    ("text", "shown", "links"),
    [
        ("See [[The chair]].", "See The chair.", [("The chair", "[[The chair]]")]),
        ("[[deep/chair|a chair]]s", "a chairs", [("a chair", "[[deep/chair]]")]),
        ("[[chair#Legs]]", "chair › Legs", [("chair › Legs", "[[chair#Legs]]")]),
        ("[[#Legs|here]]", "here", [("here", "[[#Legs]]")]),
        ("[[chair#^b1]]", "chair › b1", [("chair › b1", "[[chair#^b1]]")]),
        ("*a [[b_c_d]]*", "a b_c_d", [("b_c_d", "[[b_c_d]]")]),
        ("**[[b*c]]**", "b*c", [("b*c", "[[b*c]]")]),
        ("_[[b]]_, ~~[[c]]~~", "b, c", [("b", "[[b]]"), ("c", "[[c]]")]),
        ("[[b]][[c]]![[d]]", "bcd", [("b", "[[b]]"), ("c", "[[c]]"), ("d", "[[d]]")]),
        ("[[[b]]]", "[b]", [("b", "[[b]]")]),
        ("[see [[b]]]", "[see b]", [("b", "[[b]]")]),
        ("[[b]] (aside)", "b (aside)", [("b", "[[b]]")]),
        ("[[b]][c]", "b[c]", [("b", "[[b]]")]),
        ("看[[筆記]]吧", "看筆記吧", [("筆記", "[[筆記]]")]),
        ("[[a\tb|c\td]]", "c d", [("c d", "[[a\tb]]")]),
        ("[[&copy;]]", "&copy;", [("&copy;", "[[&copy;]]")]),
        ("# On [[b]]", "On b", [("b", "[[b]]")]),
    ],
)
def test_a_link_by_name_is_shown_by_its_words(text: str, shown: str, links: Shown) -> None:
    assert only(text).text == shown
    assert named(text) == links


@pytest.mark.parametrize(
    "text",
    [
        "if [[ -f x ]]; then",
        "[[x ]]",
        "[[ x]]",
        "m[[0, 1]] and d()[[a]] and m[0][[1]]",
        "[[]] [[|]] [[#]] [[a",
        "[[a^b]]",
        "[[a]b]]",
        "[[a][b]]",
    ],
)
def test_what_only_looks_like_one_is_text(text: str) -> None:
    assert only(text).text == text
    assert only(text).spans == ()


@pytest.mark.parametrize(
    ("text", "shown", "target"),
    [
        ("[[1]](https://example.org)", "[1]", "https://example.org"),
        ("[a [[b]] c](u)", "a [[b]] c", "u"),
        ("[[ref]]", "[ref]", "/r"),
        ("![[ref]]", "![ref]", "/r"),
        ("[[x]][ref]", "[x]", "/r"),
        ("[[x]](<a b>)", "[x]", "a%20b"),
        ("![a [[b]] c](p.png)", "a [[b]] c", "p.png"),
        ("![[b]](p.png)", "[b]", "p.png"),
        ("`[[a]]`", "[[a]]", ""),
        ("[[a `b]] c`", "[[a b]] c", ""),
        ("[[a <https://x.org/]]>", "[[a https://x.org/]]", "https://x.org/%5D%5D"),
        ('x <b title="[[a]]">', 'x <b title="[[a]]">', ""),
        ("[[^1]]", "[[1]]", "1"),
    ],
)
def test_what_markdown_knows_goes_on_to_mean_what_it_means(text: str, shown: str, target: str) -> None:
    note = f"{text}\n\n[ref]: /r\n\n[^1]: A footnote.\n"
    assert only(note).text == shown
    assert named(note) == []
    [span] = only(note).spans
    assert span.target == target


def test_an_escaped_bracket_begins_no_link() -> None:
    assert only("\\[[a]] [[b\\]]").text == "[[a]] [[b]]"
    assert only("\\[[a]] [[b\\]]").spans == ()
    assert only("\\![[a]]").text == "!a"


def test_a_table_has_links_with_words_in_its_cells() -> None:
    block = only("| a | b |\n|---|---|\n| [[x\\|y]] | ![[z]] |")
    assert block.text == "a\tb\ny\tz"
    assert [each.target for each in block.spans] == ["[[x]]", "[[z]]"]


def test_an_embed_stands_as_a_link_to_the_note_or_as_the_file() -> None:
    block = only("![[note]] ![[map.png|200]] ![[map.png|The map]] [[map.png]]")
    assert block.text == "note map.png The map map.png"
    assert [each.style for each in block.spans] == [Style.LINK, Style.IMAGE, Style.IMAGE, Style.LINK]


def test_a_link_that_may_be_a_reference_is_one_however_late_that_is_defined() -> None:
    text = "[[ref]] and [[Ref]]\n\n" + "words\n\n" * 20_000
    assert only(text).text == "ref and Ref"
    assert only(text + "[ref]: /u\n").text == "[ref] and [Ref]"


def test_no_terminal_is_told_of_a_name_and_no_control_is_in_one() -> None:
    block = only("[[https://example.org]] [[a\x1b]0;b]] [[a|\u202eb\x07]] [[javascript:alert(1)|x]]")
    assert all(shown_address(block, each) == "" for each in block.spans)
    assert not {"\x1b", "\x07", "\u202e"} & set(block.text + "".join(each.target for each in block.spans))


def test_where_a_link_leads_within_its_note() -> None:
    note = parse("# One\n\n## Two: three\n\n[[#one#Two: three]] [[x#^b]] [y](z.md#a%20b) [[x]]\n\nLast. ^b\n")
    assert [place_in_note(link.target) for link in note.links] == ["two-three", "^b", "a b", ""]
    assert [shown_target(link.target) for link in note.links] == [
        "#one#Two: three",
        "x#^b",
        "z.md#a b",
        "x",
    ]
    assert note.anchor_block("two-three") == 1


def test_a_block_is_found_by_the_name_at_its_end_or_after_it() -> None:
    note = parse("First. ^one\n\n- item ^two\n\n| a |\n|---|\n| b |\n\n^three\n\nnot^four\n")
    assert [note.anchor_block(f"^{each}") for each in ("one", "two", "three", "four", "wo")] == [
        0,
        1,
        2,
        None,
        None,
    ]
    assert note.anchor_block("%5Eone") == 0


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[[" * 2_000,
        "[[a" * 1_600,
        "![[" * 1_600,
        "[[a]]" * 900,
        "[[a`" * 1_200,
        "[[<]]" * 800,
        "[[" + "<" * 900 + "]]" + "[[" + "`" * 900 + "]]",
        "[[" + "a" * 100_000 + "]]",
    ],
)
def test_hostile_brackets_take_no_time(text: str) -> None:
    begun = time.process_time()
    assert only(text).text
    assert time.process_time() - begun < 5  # 0.3 s at most; what grows with the square takes much longer


PIECES = ["[[", "]]", "[", "]", "![[", "a", "r", "|", "#", "^", "(u)", "(", ")", "`", "<b>", "<http://x.y>",
    "*", "_", " ", "\\", "!", "[r]", "[^a]", "é", "&amp;", "~"]  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_links_images_code_and_footnotes_are_those_there_are_without_links_by_name(text: str) -> None:
    note = f"x{text}\n\n[r]: /u\n\n[^a]: f"
    with_names = _marked(only(note))
    with pytest.MonkeyPatch.context() as without:
        without.setattr(markdown, "_wikilink", lambda state, silent: False)
        markdown.inline_parser.cache_clear()
        assert with_names == _marked(only(note))
    markdown.inline_parser.cache_clear()


def _marked(block: Block) -> Shown:
    """All that is marked up but links by name and emphasis, which may reach into where their names were."""
    inner = {Style.EMPHASIS, Style.STRONG, Style.STRIKE}
    return [
        (block.text[each.start : each.end], each.target)
        for each in block.spans
        if each.style not in inner and not each.target.startswith("[[")
    ]
