from __future__ import annotations

import pytest

from reader.document.model import Style
from reader.document.parse import parse


def spans(markdown: str) -> list[tuple[str, str, str]]:
    """Each span of the first block as its style, its words and its target."""
    block = parse(markdown).blocks[0]
    return [(span.style.value, block.text[span.start : span.end], span.target) for span in block.spans]


def text(markdown: str) -> str:
    return parse(markdown).blocks[0].text


def test_emphasis_nests_and_the_outer_comes_first() -> None:
    assert spans("**a *b* `c`** ~~d~~ ~e~") == [
        ("strong", "a b c", ""),
        ("emphasis", "b", ""),
        ("code", "c", ""),
        ("strike", "d", ""),
        ("strike", "e", ""),
    ]


def test_a_link_covers_its_words_and_knows_its_address() -> None:
    assert spans('[a *b*](c%20d.md#e "title")')[0] == ("link", "a b", "c%20d.md#e")
    assert spans("[a][r] [r]\n\n[r]: /x") == [("link", "a", "/x"), ("link", "r", "/x")]


def test_a_reference_may_be_defined_in_another_place_and_case() -> None:
    assert spans("[Späte Äpfel]\n\n> [späte äpfel]: /x") == [("link", "Späte Äpfel", "/x")]


def test_an_image_is_its_alternative_text_or_its_file_name() -> None:
    assert spans("![the *old* gate](a/gate.png)") == [("image", "the old gate", "a/gate.png")]
    assert spans("![](a/old%20gate.png?x=1)") == [("image", "old gate.png", "a/old%20gate.png?x=1")]
    assert text("![](data:image/png;base64,AAAA)") == "image"
    assert text("![](http://[)") != ""


def test_an_image_in_a_link_is_both() -> None:
    assert spans("[![a](i.png)](l.md)") == [("link", "a", "l.md"), ("image", "a", "i.png")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "vbscript:x", "file:///etc/passwd", "data:text/html,x"]
)
def test_an_unsafe_link_is_shown_whole_and_is_no_link(address: str) -> None:
    assert text(f"see [this]({address}) now") == f"see [this]({address}) now"
    assert spans(f"see [this]({address}) now") == []
    assert address in text(f"<{address}>")


def test_a_link_to_nowhere_is_words() -> None:
    assert (text("[words]()"), spans("[words]()")) == ("words", [])


@pytest.mark.parametrize(
    ("written", "found", "target"),
    [
        (
            "at https://example.org/a_(b)?q=1, then",
            "https://example.org/a_(b)?q=1",
            "https://example.org/a_(b)?q=1",
        ),
        ("(http://example.org/x).", "http://example.org/x", "http://example.org/x"),
        ("go to www.example.org!", "www.example.org", "http://www.example.org"),
        ("ask me.too@example.org.", "me.too@example.org", "mailto:me.too@example.org"),
        ("a <https://example.org> b", "https://example.org", "https://example.org"),
        ("http://example.org/?a=1&amp;b=2", "http://example.org/?a=1&b=2", "http://example.org/?a=1&b=2"),
        ("**http://example.org**", "http://example.org", "http://example.org"),
    ],
)
def test_a_bare_address_becomes_a_link(written: str, found: str, target: str) -> None:
    assert ("link", found, target) in spans(written)


@pytest.mark.parametrize(
    "written", ["notes.md", "example.org", "www.", "http://", "a@b", "`www.example.org`", "xwww.a.org"]
)
def test_what_only_resembles_an_address_stays_text(written: str) -> None:
    assert [style for style, *_ in spans(written)] in ([], ["code"])


def test_a_bare_address_inside_a_link_is_not_a_second_link() -> None:
    assert spans("[www.example.org](x.md)") == [("link", "www.example.org", "x.md")]


def test_entities_are_decoded_and_cannot_smuggle_controls_past_the_gate() -> None:
    assert text("&copy; &amp;amp; &#65; &nosuch;") == "© &amp; A &nosuch;"
    smuggled = text("a&#27;[2J&#x9b;&#x202e;&#x2066;&#13;&#10;b")
    assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\r"} & set(smuggled)


def test_what_is_written_is_what_is_read() -> None:
    assert text('"quotes" -- and ... (c) don\'t') == '"quotes" -- and ... (c) don\'t'
    assert text("snake_case_name 2 * 3 * 4 a~b") == "snake_case_name 2 * 3 * 4 a~b"
    assert text("^[not a note]") == "^[not a note]"


def test_a_footnote_reference_shows_its_number_and_leads_to_its_definition() -> None:
    document = parse("a[^long] b\n\n[^long]: c")
    block = document.blocks[0]
    [span] = block.spans
    assert (block.text, span.style, span.target) == ("a[1] b", Style.FOOTNOTE_REF, "long")


def test_a_footnote_in_code_or_escaped_is_not_a_reference() -> None:
    assert text("`[^1]` \\[^1] [^1]\n\n[^1]: x") == "[^1] [^1] [1]"


def test_a_tab_in_prose_is_a_space() -> None:
    assert text("a\tb *c\td* `e\tf`") == "a b c d e f"
