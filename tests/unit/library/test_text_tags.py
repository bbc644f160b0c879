"""Tags in the text: found where a reader would see one, and nowhere else."""

from __future__ import annotations

import pytest

from reader.library.text_tags import tags_in_text


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Talk about #trust today, #Trust again.", ("trust",)),
        ("#first word", ("first",)),
        ("nested #work/teams/local.", ("work/teams/local",)),
        ("(#aside) and **#bold** and [#bracket]", ("aside", "bold", "bracket")),
        ("#größe #日本語 #हिन्दी #naïve-x #a_b", ("größe", "日本語", "हिन्दी", "naïve-x", "a_b")),
        ("## Heading with #tag", ("tag",)),
        ("> quoted #tag", ("tag",)),
        ("- item #tag\n  - deeper #other", ("tag", "other")),
        ("| cell #tag | x |", ("tag",)),
        ("#2024-plan and #q1", ("2024-plan", "q1")),
        ("text\n    #lazy continuation is text", ("lazy",)),
        ("a `lonely backtick #tag", ("tag",)),
        ("- item\n\n    #paragraph of the item", ("paragraph",)),
    ],
)
def test_a_tag_in_the_text_is_found(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in_text(text) == tags


@pytest.mark.parametrize(
    "text",
    [
        "# Heading",
        "#1 and #23",
        "issue#4 and x#y",
        "https://example.org/#part",
        "[link](#part) and [link](other.md#part) and [l](<x> '#t')",
        "[ref]: #part",
        "\\#escaped",
        "&#x27; &#39;",
        "`#code` and ``a ` #code``",
        "```\n#code\n```",
        "~~~ sh\n#code\n```\n#code\n~~~",
        "> ```\n> #code\n> ```",
        "- item\n\n  ```\n  #code\n  ```",
        "text\n\n    #indented\n\n    #indented",
        "    #indented",
        "- item\n\n      #indented in the item",
        "a `code over\nlines #code` end",
        "##nothing ###x",
        "#" + "x" * 200,
        "#a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r",
        "# #",
        "",
    ],
)
def test_what_is_no_tag_is_not_found(text: str) -> None:
    assert tags_in_text(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "```\n#code\n```\n#after",
        "> ```\n> #code\n\n#after",
        "- ```\n  #code\n\n#after",
        "    #code\n\n#after",
        "`#code` #after",
        "- item\n\n      #code\n\n#after",
    ],
)
def test_a_tag_after_code_is_found(text: str) -> None:
    assert tags_in_text(text) == ("after",)


@pytest.mark.parametrize("piece", ["`" * 3 + "a", "` `` ", "](", "- ", "> ", "#a `", "[", "\\`", "  - x\n"])
def test_long_repetitive_text_is_read_in_one_pass(piece: str) -> None:
    assert len(tags_in_text(piece * 20_000 + "\n\n#end")) <= 2
