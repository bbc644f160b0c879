"""The gate: nothing that can steer a terminal passes, what real text needs does."""

from __future__ import annotations

import json
import unicodedata

import pytest

from reader import gate
from reader.gate import clean_line, clean_text, escaped, may_pass

EVERY_CODE_POINT = [chr(code) for code in range(0x110000)]


def test_no_control_character_passes_but_tab_and_newline() -> None:
    passed = {character for character in EVERY_CODE_POINT if clean_text(character) == character}
    assert {c for c in passed if unicodedata.category(c) == "Cc"} == {"\t", "\n"}


def test_no_lone_surrogate_passes() -> None:
    assert "".join(map(clean_text, EVERY_CODE_POINT)).encode("utf-8")


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0xE0041, 0x9B, 0x1B, 0x07])
def test_what_can_deceive_or_steer_becomes_one_visible_character(code: int) -> None:
    cleaned = clean_text(f"a{chr(code)}b")
    assert len(cleaned) == 3
    assert cleaned[1] not in (chr(code), "")


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "👨‍👩‍👧", "❤️", "क्‍ष", "a\u200fb", "naïve — “quotes”"])
def test_real_text_passes_unchanged(text: str) -> None:
    assert clean_text(text) == text
    assert clean_line(text) == text


def test_offsets_stay_the_same_for_every_character() -> None:
    assert {len(clean_text(c)) for c in EVERY_CODE_POINT} == {1}
    assert {len(clean_line(c)) for c in EVERY_CODE_POINT} == {1}


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("a\tb\nc\x1b[31m") == "a b c␛[31m"


def test_line_ends_of_other_systems_become_newlines() -> None:
    assert clean_text("a\r\nb\rc\n") == "a\nb\nc\n"


def test_the_quick_search_finds_exactly_what_would_be_replaced() -> None:
    for character in EVERY_CODE_POINT:
        replaced = character.translate(gate._TEXT) != character
        assert replaced == bool(gate._FORBIDDEN.search(character)), hex(ord(character))


def test_json_says_the_same_with_nothing_in_it_that_could_steer() -> None:
    value = "".join(EVERY_CODE_POINT[:0xD800]) + "\U000e0041\U0001f600"
    printed = escaped(json.dumps(value, ensure_ascii=False))
    assert may_pass(printed)
    assert json.loads(printed) == value
