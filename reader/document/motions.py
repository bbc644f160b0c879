"""Where a caret goes: by character, word, sentence and block. Units: code points of blocks' texts.

A caret stands between two visible characters, from before a block's first to after its last; blocks without
text (rules) are passed over. A motion that has nowhere to go gives the position it was given. Vertical
motions need rows: `reader.document.layout.Lines.above` and ``below``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reader.deferred import pattern
from reader.document.graphemes import is_boundary, next_boundary, previous_boundary
from reader.document.model import Document
from reader.document.position import Position, Range

_MARKS: Final = (
    r"!-&(-,./:-@\[-\^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u0964\u0965"
    r"\u2010-\u2027\u2030-\u205e\u3001-\u3004\u3008-\u3020\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_HAN: Final = r"\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HIRAGANA: Final = r"\u3041-\u309f"
_KATAKANA: Final = r"\u30a1-\u30fa\u30fc-\u30ff"
_LETTER: Final = rf"[^\s'’\-{_MARKS}{_HAN}{_HIRAGANA}{_KATAKANA}]"
# Scripts without spaces are cut where the script changes, as vi does: a dictionary would be needed for more.
_WORD: Final = pattern(
    rf"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+|{_LETTER}+(?:['’.,\-\u2010\u2011]{_LETTER}+)*"
)
# Full stops of CJK and Indic scripts end a sentence by themselves, the others only before a blank.
_FULL_STOPS: Final = "。！？｡\u0964\u0965"
_SENTENCE_END: Final = pattern(rf"[.!?…{_FULL_STOPS}]+[\"'”’»)\]」』）]*\s*")
_LINE_END: Final = pattern(r"[\t\n]+")
_SHORTENED: Final = pattern(
    r"(?:^|[\s(\"'“‘])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|cf|No|approx|e\.g|i\.e)$"
)
# How far back a motion looks at once: some lines, so that a block of megabytes costs little.
_STRETCH: Final = 1024
_LONGEST_SHORTENED: Final = 10
# What has no end within this many code points is no sentence, and is walked over in steps of this length.
_LONGEST_SENTENCE: Final = 128 * 1024


def next_grapheme(document: Document, position: Position) -> Position:
    """Move over one visible character; from the end of a block to the start of the next."""
    block, offset = position
    text = document.blocks[block].text
    if offset < len(text):
        return Position(block, next_boundary(text, offset))
    after = _block_after(document, block)
    return position if after is None else Position(after, 0)


def previous_grapheme(document: Document, position: Position) -> Position:
    """Move back over one visible character; from the start of a block to the end of the one before."""
    block, offset = position
    if offset > 0:
        return Position(block, previous_boundary(document.blocks[block].text, offset))
    before = _block_before(document, block)
    return position if before is None else _end_of(document, before)


def next_word_start(document: Document, position: Position) -> Position:
    """Move to the start of the next word; to the end of the note after the last."""
    block: int | None = position.block
    offset = position.offset
    while block is not None:
        text = document.blocks[block].text
        for start, _ in _words(text, offset):
            if start > position.offset or block != position.block:
                return Position(block, start)
        block, offset = _block_after(document, block), 0
    return _end_of_note(document, position)


def previous_word_start(document: Document, position: Position) -> Position:
    """Move to the start of this word or, from there, of the one before; else to the note's start."""
    block: int | None = position.block
    offset = position.offset
    while block is not None:
        text = document.blocks[block].text
        end = offset if block == position.block else len(text)
        while end > 0:
            begin = _stretch_start(text, end)
            starts = [start for start, _ in _words(text, begin, end) if start < end]
            if starts:
                return Position(block, starts[-1])
            end = begin
        block = _block_before(document, block)
    return _start_of_note(document, position)


def word_end(document: Document, position: Position) -> Position:
    """Move past the end of this word or, from there, of the next; after the last to the note's end."""
    block: int | None = position.block
    offset = position.offset
    while block is not None:
        for _, end in _words(document.blocks[block].text, offset):
            if end > offset:
                return Position(block, end)
        block, offset = _block_after(document, block), 0
    return _end_of_note(document, position)


def next_sentence(document: Document, position: Position) -> Position:
    """Move to the start of the next sentence; a block ends one. To the end of the note from the last."""
    text = document.blocks[position.block].text
    stop = min(len(text), position.offset + _LONGEST_SENTENCE)
    for start in _sentence_starts(document, position.block, position.offset, stop):
        if start > position.offset:
            return Position(position.block, start)
    if stop < len(text):
        return Position(position.block, next_boundary(text, stop))
    after = _block_after(document, position.block)
    return _end_of_note(document, position) if after is None else Position(after, 0)


def previous_sentence(document: Document, position: Position) -> Position:
    """Move to the start of this sentence or, from there, of the one before."""
    block, offset = position
    if offset == 0:
        before = _block_before(document, block)
        if before is None:
            return position
        block, offset = before, len(document.blocks[before].text)
    return Position(block, _sentence_start(document, block, offset - 1))


def next_block(document: Document, position: Position) -> Position:
    """Move to the start of the next block; in the last one to its end."""
    after = _block_after(document, position.block)
    return _end_of_note(document, position) if after is None else Position(after, 0)


def previous_block(document: Document, position: Position) -> Position:
    """Move to the start of this block or, from there, of the one before."""
    if position.offset > 0:
        return Position(position.block, 0)
    before = _block_before(document, position.block)
    return position if before is None else Position(before, 0)


def word_at(document: Document, position: Position) -> Range:
    """Give the word at a position, or before the blank there; else the one visible character after it."""
    block, offset = position
    text = document.blocks[block].text
    found: tuple[int, int] | None = None
    for start, end in _words(text, _stretch_start(text, offset), None):
        if start > offset:
            break
        if end > offset or (end == offset and not text[offset : offset + 1].isalnum()):
            found = start, end
    is_marked = found is not None and found[1] == offset and offset < len(text) and not text[offset].isspace()
    if found is None or is_marked:
        found = offset, next_boundary(text, offset)
    return Range(Position(block, found[0]), Position(block, found[1]))


def sentence_at(document: Document, position: Position) -> Range:
    """Give the sentence around a position, without blanks after it; in code the line, in tables the cell."""
    block, offset = position
    text = document.blocks[block].text
    start = _sentence_start(document, block, min(offset, max(0, len(text) - 1)))
    end = next_boundary(text, offset + _LONGEST_SENTENCE)
    for after in _sentence_starts(document, block, offset, end):
        if after > offset:
            end = after
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return Range(Position(block, start), Position(block, end))


def _words(text: str, start: int, stop: int | None = None) -> Iterator[tuple[int, int]]:
    """Find the words that end after ``start`` and begin before ``stop``, widened to visible characters."""
    begin = start
    while begin > 0 and start - begin < _STRETCH and not text[begin - 1].isspace():
        begin -= 1
    for word in _WORD.finditer(text, begin):
        first, after = word.span()
        if stop is not None and first >= stop:
            return
        if after > start:
            yield _snapped(text, first, after)


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole visible characters."""
    if not is_boundary(text, start):
        start = previous_boundary(text, start)
    if not is_boundary(text, end):
        end = next_boundary(text, end)
    return start, end


def _stretch_start(text: str, offset: int) -> int:
    """Go back far enough to look around: to a blank if there is one, always to a boundary."""
    begin = max(0, offset - _STRETCH)
    blank = text.find(" ", begin, max(begin, offset - _STRETCH // 2)) + 1 if begin else 0
    if blank:
        return blank
    return begin if is_boundary(text, begin) else previous_boundary(text, begin)


def _sentence_starts(document: Document, block: int, start: int, stop: int) -> Iterator[int]:
    """Find where sentences begin after ``start``, up to ``stop``; never the block's first."""
    text = document.blocks[block].text
    pattern = _LINE_END if document.blocks[block].no_wrap else _SENTENCE_END
    for end in pattern.finditer(text, max(0, start - _LONGEST_SHORTENED), stop):
        following = text[end.end() : end.end() + 1]
        if not following:
            return
        needs_blank = pattern is _SENTENCE_END and text[end.start()] not in _FULL_STOPS
        if needs_blank and (following.islower() or not text[end.end() - 1].isspace()):
            continue
        before = text[max(0, end.start() - _LONGEST_SHORTENED) : end.start()]
        if needs_blank and text[end.start()] == "." and _SHORTENED.search(before):
            continue
        if is_boundary(text, end.end()):
            yield end.end()


def _sentence_start(document: Document, block: int, offset: int) -> int:
    """Find where the sentence around an offset begins."""
    text = document.blocks[block].text
    reach = _STRETCH
    while True:
        begin = max(0, offset - reach)
        stop = min(offset + 1, len(text))
        starts = [at for at in _sentence_starts(document, block, begin, stop) if at <= offset]
        if starts:
            return starts[-1]
        if begin == 0:
            return 0
        if reach > _LONGEST_SENTENCE:
            return begin if is_boundary(text, begin) else previous_boundary(text, begin)
        reach *= 2


def _block_after(document: Document, block: int) -> int | None:
    """Find the next block with text."""
    return next((at for at in range(block + 1, len(document.blocks)) if document.blocks[at].text), None)


def _block_before(document: Document, block: int) -> int | None:
    """Find the block with text before this one."""
    return next((at for at in range(block - 1, -1, -1) if document.blocks[at].text), None)


def _end_of(document: Document, block: int) -> Position:
    """Give the place after a block's last character."""
    return Position(block, len(document.blocks[block].text))


def _end_of_note(document: Document, position: Position) -> Position:
    """Give the place after the last text of the note."""
    last = _block_before(document, len(document.blocks))
    return position if last is None else max(position, _end_of(document, last))


def _start_of_note(document: Document, position: Position) -> Position:
    """Give the place before the first text of the note."""
    first = _block_after(document, -1)
    return position if first is None else min(position, Position(first, 0))
