"""Counting words: for minutes to read, in any script."""

from __future__ import annotations

from typing import Final

from reader.deferred import pattern

# Han and kana are written without spaces; each character counts as a word, as word processors count them.
_UNSPACED: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PART: Final = rf"[^\W_{_UNSPACED}]+"
_WORD: Final = pattern(rf"[{_UNSPACED}]|{_PART}(?:['’.,·-]{_PART})*")


def count_words(text: str) -> int:
    """Count the words of a text; "don't", "well-being" and "3.5" are one each."""
    return sum(1 for _ in _WORD.finditer(text))
