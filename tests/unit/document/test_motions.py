"""Where the caret goes."""

from __future__ import annotations

from collections.abc import Callable

from reader.document import motions
from reader.document.model import Document
from reader.document.parse import parse
from reader.document.position import Position


def walk(
    document: Document, motion: Callable[[Document, Position], Position], start: tuple[int, int] = (0, 0)
) -> list[tuple[int, int]]:
    """Repeat a motion until it goes no further."""
    places = []
    position = Position(*start)
    while (after := motion(document, position)) != position:
        places.append((after.block, after.offset))
        position = after
    return places


def words(document: Document, *positions: tuple[int, int]) -> list[str]:
    """Give the word at each position."""
    return [document.text_of(motions.word_at(document, Position(*place))) for place in positions]


def test_the_caret_goes_over_joined_emoji_at_once_and_on_to_the_next_block() -> None:
    document = parse("a👩\u200d👧\n\n---\n\nb")
    assert walk(document, motions.next_grapheme) == [(0, 1), (0, 4), (2, 0), (2, 1)]
    assert walk(document, motions.previous_grapheme, (2, 1)) == [(2, 0), (0, 4), (0, 1), (0, 0)]


def test_w_goes_from_word_to_word_and_b_back() -> None:
    document = parse("Don’t stop, well-being -- now!\n\n> Next")
    starts = [(0, 6), (0, 12), (0, 26), (1, 0)]
    assert walk(document, motions.next_word_start) == [*starts, (1, 4)]
    assert walk(document, motions.previous_word_start, (1, 4)) == [*reversed(starts), (0, 0)]


def test_e_goes_past_the_end_of_each_word() -> None:
    document = parse("One, two\n\nthree.")
    assert walk(document, motions.word_end) == [(0, 3), (0, 8), (1, 5), (1, 6)]


def test_scripts_without_spaces_are_cut_where_the_script_changes() -> None:
    document = parse("私はコーヒーを飲む。")
    assert words(document, (0, 0), (0, 1), (0, 3), (0, 7)) == ["私", "は", "コーヒー", "飲"]


def test_a_double_click_takes_the_word_the_sign_or_the_word_before_the_blank() -> None:
    document = parse("He said: don’t.")
    assert words(document, (0, 4), (0, 7), (0, 8), (0, 12), (0, 14), (0, 15)) == [
        "said",
        ":",
        " ",
        "don’t",
        ".",
        "",
    ]
    assert words(parse("one two"), (0, 3), (0, 7)) == ["one", "two"]


def test_a_combining_mark_belongs_to_its_word() -> None:
    document = parse("cafe\u0301 हिन्दी")
    assert words(document, (0, 0), (0, 7)) == ["cafe\u0301", "हिन्दी"]


def test_a_sentence_ends_at_a_full_stop_and_not_at_a_shortened_word() -> None:
    document = parse("Dr. Smith came at 3.30 p.m. today. “Why?” she asked. He left… Then\n\nNothing.")
    sentences = []
    position = Position(0, 0)
    while position.block == 0:
        sentences.append(document.text_of(motions.sentence_at(document, position)))
        position = motions.next_sentence(document, position)
    assert sentences == ["Dr. Smith came at 3.30 p.m. today.", "“Why?” she asked.", "He left…", "Then"]


def test_sentences_of_cjk_need_no_blank() -> None:
    document = parse("一二。三四！五")
    assert walk(document, motions.next_sentence) == [(0, 3), (0, 6), (0, 7)]
    assert walk(document, motions.previous_sentence, (0, 7)) == [(0, 6), (0, 3), (0, 0)]


def test_in_code_and_tables_a_sentence_is_a_line_or_a_cell() -> None:
    code = parse("```\nx. y\nz\n```")
    assert code.text_of(motions.sentence_at(code, Position(0, 2))) == "x. y"
    table = parse("| a | b. c |\n|-|-|\n| d | e |")
    assert table.text_of(motions.sentence_at(table, Position(0, 4))) == "b. c"


def test_braces_go_from_block_to_block_past_rules() -> None:
    document = parse("# One\n\ntwo\n\n---\n\n- three")
    assert walk(document, motions.next_block) == [(1, 0), (3, 0), (3, 5)]
    assert walk(document, motions.previous_block, (3, 2)) == [(3, 0), (1, 0), (0, 0)]


def test_in_an_empty_note_the_caret_stays() -> None:
    document = parse("")
    for motion in (
        motions.next_grapheme,
        motions.previous_grapheme,
        motions.next_word_start,
        motions.previous_word_start,
        motions.word_end,
        motions.next_sentence,
        motions.previous_sentence,
        motions.next_block,
        motions.previous_block,
    ):
        assert motion(document, Position(0, 0)) == Position(0, 0)
    assert motions.word_at(document, Position(0, 0)).is_empty
    assert motions.sentence_at(document, Position(0, 0)).is_empty
