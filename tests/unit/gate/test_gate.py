"""The gate: nothing that can steer a terminal passes, what real text needs does."""

from __future__ import annotations

import json
import unicodedata

import pytest

from reader import gate
from reader.gate import clean_line, clean_name, clean_text, escaped, may_pass, reveal

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


ENGLAND, WALES = (
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbwls")
)
REAL_NAMES = [
    *("שלום עולם", "שלום!\u200f (אחת)", "مرحبا بالعالم", "می\u200cخواهم", "क्\u200dष", "र्\u200dय"),
    *(
        "👨\u200d👩\u200d👧\u200d👦",
        "👩🏽\u200d🚀",
        "🏴\u200d☠️",
        "❤️\u200d🔥",
        "🇳🇱",
        ENGLAND,
        f"{ENGLAND}{WALES}",
    ),
    *("naïve — “quotes”", "Việt Nam", "日本語、", "ไทย", "x\u0301", "Ölüm"),
]


@pytest.mark.parametrize("name", REAL_NAMES)
def test_real_names_of_any_script_pass_unchanged(name: str) -> None:
    assert clean_name(name) == clean_text(name) == name
    assert may_pass(name)


@pytest.mark.parametrize(
    "hidden",
    [
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u3164",
        "\u115f",
        "\u180e",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
    ],
)
def test_two_names_that_look_alike_and_differ_are_told_apart_by_eye(hidden: str) -> None:
    assert clean_name(f"pay{hidden}pal") == "pay\ufffdpal"
    assert clean_name(f"{hidden}paypal") == "\ufffdpaypal"


def test_tags_spell_three_flags_and_nothing_else() -> None:
    secret = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    assert clean_text(f"{ENGLAND}{secret}") == ENGLAND + "\ufffd" * 4
    assert clean_text(f"🏴{secret}\U000e007f") == "🏴" + "\ufffd" * 5
    assert not may_pass(f"{ENGLAND}{secret}")


def test_offsets_stay_the_same_where_the_hidden_is_revealed() -> None:
    everything = "\n".join(EVERY_CODE_POINT)
    assert len(reveal(everything)) == len(everything)


@pytest.mark.parametrize("around", ["plain words, ", "wörter – “so”, ", "漢字仮名"])
def test_what_may_not_pass_is_found_in_a_long_text_too(around: str) -> None:
    before = around * 500
    refused = [each for each in EVERY_CODE_POINT if clean_text(each) != each]
    assert len(refused) > 2000
    for each in refused:
        assert clean_text(before + each + around) == before + clean_text(each) + around
    known = set(refused)
    allowed = "".join(each for each in EVERY_CODE_POINT if each not in known)
    assert clean_text(before + allowed) == before + allowed
    assert may_pass(before + allowed)
