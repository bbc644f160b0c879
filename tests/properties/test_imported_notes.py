"""What comes in is all there: words of posts, and titles, tags and dates read back the same."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document.parse import parse
from reader.exchange.notes.head import value
from reader.exchange.notes.html_markdown import markdown_of
from reader.exchange.notes.imported_note import ImportedNote, fit_tags, one_line
from reader.exchange.notes.names import name_of_title, safe_path
from reader.exchange.notes.plain_text import text_to_markdown
from reader.exchange.notes.web_page import read_page
from reader.library.scan import scan
from reader.library.yaml_tree import read_yaml
from reader.workspace.note_import import Choice, Standing, plan_notes, write_planned

SIGNS = (
    *(
        "*star*",
        "_under_",
        "__init__",
        "`tick`",
        "<b>",
        "&amp;",
        "&copy;",
        "a\\b",
        "[x](y)",
        "![i](z)",
        "~~s~~",
    ),
    *(
        "|",
        "1.",
        "2)",
        "-",
        "+",
        "#",
        "##",
        ">",
        "---",
        "===",
        "***",
        "snake_case",
        "C#",
        "#tag",
        "[ ]",
        "[^1]",
    ),
    *("[!NOTE]", "http://x.example/a_b", "me@x.example", "café", "漢字", "$", "^", "(c)", "\\", "``", "<!--"),
    *(
        "&lt;",
        ":",
        "]",
        "[",
        "**",
        "_",
        "~",
        "```",
        "1\\.",
        "<http://a.example>",
        "::",
        "[a]:",
        "|--|",
        "H~2~O",
        "AT&T",
    ),
)
WORD = st.sampled_from(SIGNS) | st.text("abcdeé", min_size=1, max_size=6)
LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""The notes are written to the disk and down to it, which takes as long as it takes."""

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What a page may hold and a note does not."""

TITLE = st.text(min_size=1, max_size=80).map(lambda text: one_line(text.translate(UNSEEN))).filter(bool)


def inline(line: str) -> st.SearchStrategy[str]:
    escaped = html.escape(line)
    return st.sampled_from(
        [escaped, f"<em>{escaped}</em>", f"<strong>{escaped}</strong>", f"<code>{escaped}</code>"]
    )


PARAGRAPH = LINE.flatmap(lambda line: inline(line).map(lambda text: (f"<p>{text}</p>", line.split())))
Piece = tuple[str, list[str]]


def wrapped(pieces: list[Piece], around: str, each: str = "") -> Piece:
    inner = "".join(f"<{each}>{text}</{each}>" if each else text for text, _ in pieces)
    return f"<{around}>{inner}</{around}>", [word for _, words in pieces for word in words]


def nested(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    several = st.lists(inner, min_size=1, max_size=3)
    return (
        several.map(lambda pieces: wrapped(pieces, "ul", "li"))
        | several.map(lambda pieces: wrapped(pieces, "ol", "li"))
        | several.map(lambda pieces: wrapped(pieces, "blockquote"))
    )


def table(rows: list[tuple[str, str]]) -> Piece:
    cells = [
        "<tr>" + "".join(f"<{kind}>{html.escape(cell)}</{kind}>" for cell in row) + "</tr>"
        for kind, row in zip(["th", *["td"] * len(rows)], rows, strict=False)
    ]
    return f"<table>{''.join(cells)}</table>", [word for row in rows for cell in row for word in cell.split()]


BLOCK = st.recursive(PARAGRAPH, nested, max_leaves=6) | st.lists(
    st.tuples(LINE, LINE), min_size=2, max_size=3
).map(table)
POST = st.lists(BLOCK, min_size=1, max_size=4)


@UNHURRIED
@given(POST)
def test_a_page_keeps_every_word_of_its_text(post: list[Piece]) -> None:
    body = markdown_of("".join(text for text, _ in post))
    assert parse(body).text.split() == [word for _, words in post for word in words]


@UNHURRIED
@given(st.lists(st.tuples(TITLE, POST), min_size=1, max_size=3))
def test_every_post_of_a_listing_comes_in_whole_and_only_once(posts: list[tuple[str, list[Piece]]]) -> None:
    page = "".join(
        f'<article class="hentry"><h2 class="entry-title"><a href="/{number}">{html.escape(title)}</a></h2>'
        f'<div class="entry-content">{"".join(text for text, _ in post)}</div>'
        '<p class="share">Share</p></article>'
        for number, (title, post) in enumerate(posts)
    )
    source = f'<html><head><link rel="canonical" href="https://x.example/"></head><body>{page}</body></html>'
    found = read_page(source.encode(), "page.html")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planned = plan_notes(found.notes, folder)
        list(write_planned(planned, folder, Choice.SKIP))
        notes = {note.front.source: note for note in scan(folder).notes}
        assert len(notes) == len(posts)
        for number, (title, post) in enumerate(posts):
            note = notes[f"https://x.example/{number}"]
            assert note.title == one_line(title)
            assert note.tags == ()
            assert parse(note.body).text.split() == [word for _, words in post for word in words]
        assert {each.standing for each in plan_notes(found.notes, folder)} == {Standing.SAME}


@UNHURRIED
@given(st.lists(LINE | st.just(""), min_size=1, max_size=8))
def test_pasted_text_keeps_every_word(lines: list[str]) -> None:
    kept = [line for line in lines if line.strip(" -=*_~—|")]
    body = text_to_markdown("\n".join(kept))
    written = [line.split() for line in kept]
    without_points = [words[1:] if words[0] == "-" and len(words) > 1 else words for words in written]
    assert parse(body).text.split() == [word for words in without_points for word in words]


@UNHURRIED
@given(TITLE, st.lists(st.text(max_size=40), max_size=6), st.dates(), TITLE, st.text(max_size=60))
def test_the_library_reads_back_what_the_head_was_made_of(
    title: str, tags: list[str], date: object, author: str, body: str
) -> None:
    fit, _ = fit_tags(tags)
    note = ImportedNote(
        title=title,
        body=text_to_markdown(one_line(body)) or "x",
        place="p",
        path=name_of_title(title),
        date=date,  # type: ignore[arg-type]
        author=author,
        tags=fit,
        source=f"https://x.example/{author}",
    )
    with tempfile.TemporaryDirectory() as name:
        list(write_planned(plan_notes([note], Path(name)), Path(name), Choice.SKIP))
        [read] = scan(Path(name)).notes
        assert (read.title, read.tags, read.date) == (title, fit, date)
        assert read.front.people[0].name == author
        assert not read.problems


@UNHURRIED
@given(st.text(max_size=100).map(one_line))
def test_a_value_of_a_head_is_read_as_the_text_it_is(text: str) -> None:
    assert read_yaml(f"a: {value(text)}\nb: [{value(text)}, {value(text)}]\n") == read_yaml(
        f"a: {value(text)}\nb:\n  - {value(text)}\n  - {value(text)}\n"
    )


@UNHURRIED
@given(st.text(max_size=300))
def test_a_name_is_never_a_way_out(text: str) -> None:
    for path in (name_of_title(text), safe_path(text)):
        parts = path.split("/")
        assert path.endswith(".md")
        assert not any(part.startswith((".", "-")) or part != part.strip() for part in parts)
        assert all(len(part.encode()) < 255 for part in parts)
        assert not set(path) & set('\\<>:"|?*\0\n')
