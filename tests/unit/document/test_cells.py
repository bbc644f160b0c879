"""Visible characters and the cells they take."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reader.document.cells import cell_width
from reader.document.graphemes import boundaries, is_boundary, next_boundary, previous_boundary


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("plain words", 11),
        ("naïve café — “quoted”…", 22),
        ("e\u0301", 1),
        ("中文", 4),
        ("한국어", 6),
        ("नि", 1),
        ("👩\u200d👩\u200d👧", 2),
        ("👋🏻", 2),
        ("🇳🇱", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("שלום", 4),
        ("a\u200bb", 2),
    ],
)
def test_text_takes_the_cells_a_terminal_gives_it(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "👋🏻",
        "🇳🇱",
        "1\ufe0f\u20e3",
        "नि",
        "क्ष",
        "ශ්\u200dරී",
        "가\u11a8",
        "\u1100\u1161\u11a8",
    ],
)
def test_what_is_one_character_to_the_eye_is_never_split(cluster: str) -> None:
    text = f"a{cluster}b"
    end = 1 + len(cluster)
    assert list(boundaries(text)) == [0, 1, end, end + 1]
    for inside in range(2, end):
        assert not is_boundary(text, inside)
        assert previous_boundary(text, inside) == 1
        assert next_boundary(text, inside) == end


def test_two_flags_in_a_row_stay_two() -> None:
    assert list(boundaries("🇳🇱🇧🇪")) == [0, 2, 4]
    assert previous_boundary("🇳🇱🇧🇪", 4) == 2


def test_there_is_no_boundary_outside_the_text() -> None:
    assert not is_boundary("abc", -1)
    assert not is_boundary("abc", 4)
    assert previous_boundary("abc", 0) == 0
    assert next_boundary("abc", 3) == 3


def test_plain_text_is_measured_without_the_unicode_tables() -> None:
    program = (
        "import sys\n"
        "from reader.document import cells, graphemes\n"
        "cells.cell_width('naïve café — “quoted” 中文')\n"
        "graphemes.boundaries('naïve — 中文')\n"
        "print('wcwidth' in sys.modules)\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "False"
