"""Titles that fit a few letters: to jump to a note, and to find one whose name one half remembers.

The letters typed must stand in the title in this order, or its words begin with the words typed in any order.
Scores run from 0 to 1: best where letters begin words or stand in a row, and where little of the title is
left over. One slip (a letter too many, too few, another one, two swapped) is forgiven in words of
`LEAST_FOR_SLIP` letters, but not in the first letter. Nothing but the standard library is needed: titles that
cannot fit are passed over by one expression that never goes back, at 1 ms for 10,000 titles.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Final, NamedTuple

from reader.index.folding import fold
from reader.library.note import Note

LEAST_FOR_SLIP: Final = 5
"""Letters of a word from which on one slip is forgiven: in shorter ones it makes another word."""

LONGEST: Final = 60
"""Letters that are looked for; nobody types more of a title."""

_MOST_RANKED: Final = 400
"""Titles that are ranked, 20 µs each; what fits in more ways than that is still being typed."""

_SLIP_COST: Final = 0.25
_SKIP_COST: Final = 0.1
_WORD: Final = re.compile(r"\w+")


class Fit(NamedTuple):
    """How well a title fits: its score, and where the letters stand in it (code points)."""

    score: float
    hits: tuple[tuple[int, int], ...]


class Titles:
    """The titles of some notes, made ready for looking."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = tuple(notes)
        self._folded = [_folded(note.title) for note in self._notes]
        self._text = "\n".join(self._folded)
        self._starts = list(accumulate((len(title) + 1 for title in self._folded), initial=0))
        self._words: dict[str, dict[str, list[int]]] = {}

    def best(self, typed: str, limit: int) -> list[tuple[Note, Fit]]:
        """Return the notes whose titles fit best, the best first."""
        wanted = fold(typed[:LONGEST]).split()
        if not wanted:
            return []
        numbers = dict.fromkeys(islice(self._candidates(wanted), _MOST_RANKED))
        fits = ((self._notes[each], fit(wanted, self._folded[each])) for each in numbers)
        found = [(note, each) for note, each in fits if each is not None]
        found.sort(key=lambda pair: (-pair[1].score, len(pair[0].title), pair[0].title, pair[0].key))
        return found[:limit]

    def _candidates(self, wanted: Sequence[str]) -> Iterator[int]:
        """Yield titles that may fit, the likeliest first, some more than once."""
        longest = re.escape(max(wanted, key=len))
        yield from self._lines(rf"\b{longest}")
        if len(longest) > 1:
            yield from self._lines(longest)
        letters = map(re.escape, "".join(wanted))
        yield from self._lines("^" + "".join(f"[^{each}\n]*+{each}" for each in letters))
        yield from self._slipped(max(wanted, key=len))

    def _lines(self, pattern: str) -> Iterator[int]:
        for found in re.finditer(pattern, self._text, re.MULTILINE):
            yield bisect_right(self._starts, found.start()) - 1

    def _slipped(self, word: str) -> Iterator[int]:
        if len(word) < LEAST_FOR_SLIP:
            return
        if not self._words:
            for number, title in enumerate(self._folded):
                for each in _WORD.findall(title):
                    self._words.setdefault(each[0], {}).setdefault(each, []).append(number)
        for each, numbers in self._words.get(word[0], {}).items():
            if _is_one_slip(word, each):
                yield from numbers


def _folded(title: str) -> str:
    """Return a folded title on one line, of the same length as the title, so that offsets agree."""
    folded = fold(title)
    if len(folded) != len(title):
        folded = "".join((fold(letter) or letter)[0] for letter in title)
    return folded.replace("\n", " ")


def fit(wanted: Sequence[str], title: str) -> Fit | None:
    """Return how well a folded title fits folded words; None: not at all."""
    return _words_in_any_order(wanted, title) or _scattered("".join(wanted), title) or _slips(wanted, title)


def _words_in_any_order(wanted: Sequence[str], title: str) -> Fit | None:
    """Fit every word as the beginning of a word of the title (or, worth less, inside one)."""
    hits: list[tuple[int, int]] = []
    score = 0.0
    for word in wanted:
        found = re.search(rf"\b{re.escape(word)}", title)
        start = found.start() if found else title.find(word)
        if start < 0:
            return None
        score += 1.0 if found else 0.7
        hits.append((start, start + len(word)))
    covered = min(1.0, sum(map(len, wanted)) / len(title))
    return Fit(0.6 * score / len(wanted) + 0.2 + 0.2 * covered, _joined(hits))


def _scattered(letters: str, title: str) -> Fit | None:
    """Fit letters one after the other, each at the beginning of a word where that is possible."""
    if len(letters) < 2:
        return None
    hits: list[tuple[int, int]] = []
    place = jumps = 0
    for number, letter in enumerate(letters):
        found = title.find(letter, place)
        if found < 0:
            return None
        if found != place or not number:
            start = _word_start(letter, title, place)
            if start >= 0 and _stand_in_order(letters[number + 1 :], title, start + 1):
                found = start
            else:
                jumps += 1
        hits.append((found, found + 1))
        place = found + 1
    score = 0.6 - _SKIP_COST * jumps
    return Fit(score, _joined(hits)) if score > 0 else None


def _word_start(letter: str, title: str, place: int) -> int:
    """Return where the next word with this first letter begins; -1: nowhere."""
    while (place := title.find(letter, place)) >= 0:
        if place == 0 or not title[place - 1].isalnum():
            return place
        place += 1
    return -1


def _stand_in_order(letters: str, title: str, place: int) -> bool:
    for letter in letters:
        place = title.find(letter, place) + 1
        if not place:
            return False
    return True


def _slips(wanted: Sequence[str], title: str) -> Fit | None:
    """Fit every word as the beginning of a word of the title, with at most one slip in each longer word."""
    hits: list[tuple[int, int]] = []
    there = [(match.start(), match[0]) for match in _WORD.finditer(title)]
    slips = 0
    for word in wanted:
        exact = next((each for each in there if each[1].startswith(word)), None)
        near = exact or next((each for each in there if _is_one_slip(word, each[1])), None)
        if near is None:
            return None
        slips += exact is None
        hits.append((near[0], near[0] + min(len(word), len(near[1]))))
    return Fit(0.6 - _SLIP_COST * slips / len(wanted), _joined(hits))


def _is_one_slip(typed: str, word: str) -> bool:
    """Tell whether a word begins with what was typed but for one letter more, less, other, or swapped."""
    if len(typed) < LEAST_FOR_SLIP or not word or typed[0] != word[0]:
        return False
    same = 1
    while same < min(len(typed), len(word)) and typed[same] == word[same]:
        same += 1
    rest = typed[same:]
    return (
        word[same + 1 :].startswith(rest[1:])
        or word[same:].startswith(rest[1:])
        or word[same + 1 :].startswith(rest)
        or (len(rest) > 1 and word[same:].startswith(rest[1] + rest[0] + rest[2:]))
    )


def _joined(hits: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join hits that overlap or touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if joined and joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
