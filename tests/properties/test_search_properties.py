"""Search finds what a plain scan of the same texts finds, and a hit holds what was looked for."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.find import find, is_case_free
from reader.document.parse import parse
from reader.index.folding import fold, words
from reader.index.terms import Finder, Term, term
from reader.workspace import Workspace

LETTERS = "ab é東京"
WORDS = st.text("abcéÉ東京ß", min_size=1, max_size=3)
PROSE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
NOTES = st.lists(st.lists(PROSE, min_size=1, max_size=3), min_size=1, max_size=5)


def holds(blocks: list[str], wanted: Term) -> bool:
    """Scan plainly: the term's words in a row in one block, the last one perhaps going on."""
    for block in blocks:
        there = words(fold(block))
        for start in range(len(there) - len(wanted.words) + 1):
            *first, last = there[start : start + len(wanted.words)]
            ends = last == wanted.words[-1] if wanted.is_whole else last.startswith(wanted.words[-1])
            if tuple(first) == wanted.words[:-1] and ends:
                return True
    return False


@settings(max_examples=40, deadline=None)
@given(NOTES, st.lists(st.tuples(PROSE, st.booleans()), min_size=1, max_size=3))
def test_search_equals_a_plain_scan(notes: list[list[str]], typed: list[tuple[str, bool]]) -> None:
    query = " ".join(f'"{text}"' if is_phrase else text for text, is_phrase in typed)
    wanted = [
        Term(tuple(words(fold(part))), is_phrase)
        for text, is_phrase in typed
        for part in ([text] if is_phrase else text.split())
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "notes")
        folder.mkdir()
        for number, blocks in enumerate(notes):
            body = "---\ntitle: \U0001f331\n---\n" + "\n\n".join(blocks) + "\n"
            (folder / f"{number}.md").write_text(body, encoding="utf-8")
        workspace = Workspace(folder, Path(name, "annotations.json"))
        try:
            results = workspace.search(query, limit=100)
            found = {each.note.key for each in results.found if each.note and each.range}
            for each in results.found:
                if each.note and each.range:
                    passage = workspace.document(each.note).text_of(each.range)
                    assert Finder(wanted[:1]).holds_all(passage) or len(wanted) > 1
        finally:
            workspace.close()
    expected = {
        f"{number}.md" for number, blocks in enumerate(notes) if all(holds(blocks, each) for each in wanted)
    }
    assert found == expected


@given(st.text(max_size=60), PROSE, st.booleans())
def test_the_finder_agrees_with_a_plain_scan_on_any_text(text: str, typed: str, is_whole: bool) -> None:
    wanted = term(typed, is_whole=is_whole)
    assert wanted is not None
    finder = Finder([wanted])
    assert finder.holds_all(text) == holds([text], wanted)
    for start, end, _ in finder.spans(text):
        assert holds([text[start:end]], wanted)


@given(st.text(max_size=80))
def test_no_query_raises(typed: str) -> None:
    from datetime import date

    from reader.workspace.query import parse_query

    query = parse_query(typed, date(2026, 3, 1))
    assert query.problems or not query.is_empty


@given(st.text("ab B'’-–*_\n\u00a0", max_size=60), st.text("abB'’- ", min_size=1, max_size=6))
def test_a_hit_in_a_note_holds_the_query(body: str, query: str) -> None:
    document = parse(body)
    hits = find(document, query).ranges

    def plain(text: str) -> str:
        alike = text.replace("’", "'").replace("–", "-")
        alike = " ".join(alike.split())
        return alike.lower() if is_case_free(query) else alike

    for hit in hits:
        assert hit.start.block == hit.end.block
        assert plain(document.text_of(hit)) == plain(query)
    sought = plain(query)
    if sought:
        assert bool(hits) == any(sought in plain(block.text) for block in document.blocks)
    else:
        assert not hits


@given(st.text(max_size=30), st.text("ab.*+?()[]{}|\\^$", max_size=12))
def test_no_regular_expression_raises_or_gives_an_empty_hit(body: str, pattern: str) -> None:
    hits = find(parse(unicodedata.normalize("NFC", body)), pattern, regex=True)
    assert all(not hit.is_empty for hit in hits.ranges)
