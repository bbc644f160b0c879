r"""Text as it is searched: folded, and cut into words.

Folded means: no case, no diacritics on Latin, Greek, Cyrillic, Hebrew and Arabic letters, compatibility
forms as plain ones (full width, ligatures), and a few letters that have no decomposition as people type them
(ø, ß). Marks of other scripts are part of their words and stay.

A word is a run of letters, digits, marks or emoji. Scripts written without spaces have each character as a
word of its own, so that a search for some characters in a row is a search for a phrase: exact at any length,
where the trigram tokenizer of SQLite finds nothing shorter than three characters.

`JOINT` stands between two blocks of a note and is never part of a word. Offsets are code points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import Final

JOINT: Final = "\ue000"
"""A private code point between two blocks, so that no phrase reaches across them."""

_UNSPACED: Final = (
    "\u0e01-\u0edf\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u303f\u3041-\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
)
"""Thai, Lao, Burmese, Khmer, kana, bopomofo, Han."""

# Everything that is no word: ASCII and Latin-1 signs, the blocks of punctuation and symbols, and the sentence
# marks of other scripts. Written as what a word is not, because \w leaves out vowel signs and emoji.
_SIGNS: Final = (
    "\x00-/:-@\\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u0387\u037e\u055a-\u055f\u0589"
    "\u05be\u05c0\u05c3\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970\u104a-\u104f\u17d4-\u17da"
    "\u1680\u2000-\u200b\u200e-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u309b\u309c\u30a0"
    "\u30fb\ue000\ufe0e\ufe0f\ufe10-\ufe19\ufe30-\ufe6f\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65\ufff0-\uffff"
)
_SPACED: Final = f"[^{_SIGNS}{_UNSPACED}]"

_WORD: Final = f"{_SPACED}+|[{_UNSPACED}]"
_WORD_OR_JOINT: Final = f"{_SPACED}+|[{_UNSPACED}]|{JOINT}"
_UNSPACED_ONE: Final = f"[{_UNSPACED}]"
_SIGNS_BETWEEN: Final = f"[{_SIGNS.replace(JOINT, '')}]+"
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]+")
_JOINING: Final = re.compile("[\u0300-\u036f\u3099\u309a\u1160-\u11ff]")
_CLUSTER: Final = re.compile(f"[\\s\\S]{_JOINING.pattern}*")
_FEW_RUNS: Final = 64
"""Different runs of characters beyond ASCII up to which each letter is replaced in the whole text at once."""

_MARKS: Final = re.compile("[\u0300-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


@lru_cache(maxsize=16384)
def _folded_cluster(cluster: str) -> str:
    """Fold one character with the marks on it."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", cluster).casefold())
    bare = _MARKS.sub(lambda found: "" if unicodedata.combining(found[0]) else found[0], plain)
    return unicodedata.normalize("NFC", bare.translate(_LETTERS)).lower()


def fold(text: str) -> str:
    """Return a text folded; where something takes another length, offsets differ (`Folded` leads back)."""
    if not text.isascii():
        runs = set(_NOT_ASCII.findall(text))
        steps = _steps("".join(sorted(set("".join(runs))))) if len(runs) <= _FEW_RUNS else None
        if steps is None:
            text = _NOT_ASCII.sub(_folded_run, text)
        else:
            for letter, folded in steps:
                text = text.replace(letter, folded)
    return text.lower()


@lru_cache(maxsize=1024)
def _steps(letters: str) -> tuple[tuple[str, str], ...] | None:
    """Return what to replace where each letter folds for itself: three times as fast for most texts."""
    if any(len(cluster) > 1 for cluster in _CLUSTER.findall(letters)) or _JOINING.search(letters):
        return None
    pairs = [(letter, _folded_cluster(letter)) for letter in letters]
    steps = tuple(pair for pair in pairs if pair[0] != pair[1])
    return steps if all(folded.isascii() for _, folded in steps) else None


def _folded_run(found: re.Match[str]) -> str:
    return _fold_run(found[0])[0]


@lru_cache(maxsize=16384)
def _fold_run(run: str) -> tuple[str, bool]:
    """Fold a run of characters that are not ASCII; tell whether each takes as many code points as before."""
    clusters = _CLUSTER.findall(run)
    folded = [_folded_cluster(cluster) for cluster in clusters]
    return "".join(folded), all(map(_is_even, clusters, folded))


def _is_even(cluster: str, folded: str) -> bool:
    return len(cluster) == len(folded)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: 2 ms each, which a list from the index need not pay."""
    return re.compile(pattern)


def words(folded: str) -> list[str]:
    """Return the words of a folded text, in order."""
    return _compiled(_WORD).findall(folded)


def indexed(text: str) -> str:
    """Return a text as the index takes it: its words and joints, folded, with blanks between."""
    return " ".join(_compiled(_WORD_OR_JOINT).findall(fold(text)))


@lru_cache(maxsize=4096)
def is_unspaced(word: str) -> bool:
    """Tell whether a folded word is a character that is a word of its own."""
    return _compiled(_UNSPACED_ONE).match(word) is not None


@lru_cache(maxsize=4096)
def is_spaced(character: str) -> bool:
    """Tell whether a folded character belongs to a word with others."""
    return _compiled(_SPACED).match(character) is not None


def end_of_signs(folded: str, place: int) -> int:
    """Return where the signs and blanks end that begin at a place, within one block."""
    found = _compiled(_SIGNS_BETWEEN).match(folded, place)
    return found.end() if found else place


class Folded:
    """A folded text with the way back to the text it was made from.

    Attributes:
        text: The folded text.
    """

    def __init__(self, source: str) -> None:
        self.text = fold(source)
        self._is_even = source.isascii() or all(_fold_run(run)[1] for run in _NOT_ASCII.findall(source))
        self._source = source
        self._starts: list[int] | None = None  # folded offset and source offset of each cluster not ASCII
        self._sources: list[int] = []

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the source from which a stretch of the folded text was made."""
        if self._is_even:
            return start, end
        last_start, last_end = self._around(max(start, end - 1))
        first = self._around(start)[0]
        return first, max(last_end, last_start) if end > start else first

    def _around(self, offset: int) -> tuple[int, int]:
        """Return the source offsets at which the character at a folded offset begins and ends."""
        if self._starts is None:
            self._starts = self._map()
        index = bisect_right(self._starts, offset) - 1
        first, source = self._starts[index], self._sources[index]
        after = self._sources[index + 1] if index + 1 < len(self._sources) else len(self._source)
        following = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        if following - first == after - source:
            return source + offset - first, source + offset - first + 1
        return source, after

    def _map(self) -> list[int]:
        starts, self._sources = [0], [0]
        length = done = 0

        def mark(offset: int, source: int) -> None:
            starts.append(offset)  # also the same again, where something folds to nothing
            self._sources.append(source)

        for run in _NOT_ASCII.finditer(self._source):
            length += run.start() - done
            for cluster in _CLUSTER.finditer(run[0]):
                mark(length, run.start() + cluster.start())
                length += len(_folded_cluster(cluster[0]))
            mark(length, run.end())
            done = run.end()
        return starts
