"""Whatever stands in a head, the note opens: no exception, nothing lost, nothing that steers a terminal."""

from __future__ import annotations

import time

import hypothesis.strategies as st
from hypothesis import example, given

from reader.gate import clean_text
from reader.library.front_matter import KNOWN, SplitNote, read_date, split_note
from reader.library.plain_head import plain_tree
from reader.library.text_tags import tags_in_text
from reader.library.title import first_heading
from reader.library.yaml_tree import BrokenYaml, read_yaml

SECONDS = 5.0  # far above what 64 KB take (0.2 s here): only what does not end is meant to be caught

names = st.sampled_from([*KNOWN, "Title", "layout", "name", "role", "<<", "null", "a b", "_x-1", ""])
pieces = st.sampled_from(
    [
        *(
            "word",
            "two words",
            "2024-05-02",
            "2 May 2024",
            "[a, b c]",
            "[a,b]",
            "[]",
            "[a, ]",
            "[null, 1]",
            "null",
            "~",
        ),
        *(
            '"quoted"',
            "'it is'",
            "'it''s'",
            '"\\e[2J"',
            '"\\x9b\\uD800"',
            '"\\UFFFFFFFF"',
            '"',
            "a: b",
            "a:b",
            "a #b",
        ),
        *(
            "a#b",
            "a:",
            "a ",
            "*alias",
            "&anchor x",
            "!!int 1",
            "!!python/name:os.system x",
            "{a: b}",
            "{a: [b]}",
        ),
        *(
            "|",
            ">-",
            "? x",
            "- x",
            "-x",
            "@x",
            "%x",
            "`x`",
            "é ß",
            "日本",
            "\u00a0x",
            "9" * 500,
            "0x1F",
            "1e999",
            ".inf",
        ),
        *(
            "\x1b]52;c;x\x07",
            "\x9b2J",
            "\u202ex",
            "\ud800",
            "\ufeff",
            "\ufffe",
            "\x00",
            "\x85",
            "…",
            "---",
            "...",
        ),
    ]
)
values = pieces | st.text(max_size=12)
indents = st.sampled_from(["", "", "  ", "    ", "- ", "  - ", "\t", "      ", "# "])
lines = st.one_of(
    st.builds("{}{}: {}".format, indents, names, values),
    st.builds("{}{}".format, indents, values),
    st.builds("{}:".format, names),
    st.builds("{}- {}: {}".format, st.sampled_from(["", "  ", "    "]), names, values),
)
heads = st.lists(lines, max_size=9).map("\n".join)


def texts_of(note: SplitNote) -> list[str]:
    front = note.front
    people = [text for person in front.people for text in (person.name, person.role)]
    texts = [front.id or "", front.title or "", front.topic, front.series, front.source]
    return [*texts, *people, *front.tags, *front.ignored, *note.problems]


@given(head=heads, body=st.text(max_size=40))
@example(head="a: &a [x]\nb: *a\n<<: *a\ntitle: fine", body="")
@example(head='"\\ud800": x\n? [a]\n: b', body="")
def test_any_head_opens_without_losing_the_text_or_letting_control_characters_in(
    head: str, body: str
) -> None:
    text = clean_text(f"---\n{head}\n---\n{body}")
    started = time.process_time()
    note = split_note(text)
    assert time.process_time() - started < SECONDS
    assert text.split("\n")[note.body_line :][-1] == note.body.split("\n")[-1]
    assert len(note.body.split("\n")) == len(text.split("\n")) - note.body_line
    for shown in texts_of(note):
        assert clean_text(shown) == shown
        assert "\n" not in shown
    first_heading(note.body)
    tags_in_text(note.body)


@given(head=heads)
@example(head="people:\n  - name: Ada\n    role: Chair\n  - Ben\ntags: [a, b c]\nid: x")
@example(head="tags:\n- a\n- 'b: c'\n\ntitle: \"x # y\"  ")
@example(head="title: null\nid: ~\nnull: x")
@example(head="id: a\n  b: c")
@example(head="id:\n    - a\n  - b")
@example(head="id:\n  - a: b\n    c: d\n   e: f")
def test_the_short_way_through_a_plain_head_says_what_the_yaml_library_says(head: str) -> None:
    text = clean_text(head)
    short = plain_tree(text)
    if short is None:
        return
    try:
        whole = read_yaml(text)
    except BrokenYaml as broken:
        raise AssertionError(f"taken as plain, but {broken}: {text!r}") from broken
    assert short == whole


@given(st.text() | values)
def test_any_text_is_a_date_or_none(written: str) -> None:
    date = read_date(written)
    assert date is None or 1 <= date.year <= 9999


def test_64_kb_of_anything_repeated_is_read_in_bounded_time() -> None:
    for piece in (
        "[",
        "{",
        "- ",
        "? ",
        "a: ",
        "&a ",
        "*a ",
        "!!x ",
        '"',
        "'",
        "a:\n ",
        "id: [\n",
        "x: y\n",
        "- - ",
        "#",
    ):
        for before in ("", "title: ", "people:\n  - name: "):
            text = f"---\n{before}{piece * (65_000 // len(piece))}\n---\nEnd"
            started = time.process_time()
            assert split_note(text).body.endswith("End")
            assert time.process_time() - started < SECONDS, (before, piece)
