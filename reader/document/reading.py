"""Reading a note's source in steps: its first screen at once, the rest as there is time.

What is read stays as it is, with two exceptions that the `Document` tells of (`Reading.changed`): text that
refers to what was believed wrongly to be defined further down, and items of a long list in which the first
blank line comes late. Footnotes stand at the end of a document and come last.

Units: code points and lines of the source; seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock
from time import perf_counter
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from reader.document.block import Block, BlockKind, FrameKind, PlainContent
from reader.document.building import Builder, mark_loose_lists
from reader.document.definitions import Definitions
from reader.document.footnotes import Definition, in_reading_order, references, take_definitions
from reader.document.inline import InlineSource
from reader.document.outline import footnote_key
from reader.document.stretch import Start, Stretch, probe_for, read_stretch

STRETCH: Final = 16 * 1024
"""Code points of a usual stretch: 3 ms of prose on the machine this was written on."""

STRETCH_LINES: Final = 128
"""Lines of a usual stretch: 5 ms where each is a block of its own."""

HEAVY: Final = 4
"""Usual stretches that hold a single block: from here on a step takes longer than a frame of the screen."""

_LONGEST_STEP: Final = 0.008
"""Seconds after which stretches are made shorter: denser markup than usual."""

_PARAGRAPH: Final = "paragraph_open"


class _LongList(Struct):
    """A list that is read in parts."""

    probe: str
    first_block: int
    is_open: bool = False
    is_tight: bool = True
    has_paragraph: bool = False


class Reading:
    """One note being read.

    One thread reads at a time; others may look at `blocks` meanwhile.

    Attributes:
        blocks: The blocks so far, never empty once `begin` was called.
        changed: Half-open ranges of blocks that were made anew after they had been read, in order of time.
        is_complete: Whether the whole source is read.
    """

    def __init__(self, source: str, *, stretch: int = STRETCH, stretch_lines: int = STRETCH_LINES) -> None:
        """Begin at the start of a source.

        Args:
            source: The Markdown, gated.
            stretch: Code points of a usual stretch; what is read does not depend on it.
            stretch_lines: Lines of a usual stretch.
        """
        self.changed: list[tuple[int, int]] = []
        self.is_complete = False
        self._source = source
        self._definitions = Definitions(source)
        self._inline = InlineSource(self._definitions)
        self._builder = Builder(self._inline)
        self.blocks: list[Block] = self._builder.blocks
        self._footnotes: list[Definition] = []
        self._referred: dict[str, None] = {}
        self._place = self._line = 0
        self._list: _LongList | None = None
        self._usual = (stretch, stretch_lines)
        self._pace = 0.5  # of the usual stretch, by how long the last ones took; a screen is full soon
        self._reach = 1  # usual stretches taken together, because a single block fills them
        self._lock = RLock()

    @property
    def part_read(self) -> float:
        """How much of the source is read, from 0 to 1."""
        return 1.0 if self.is_complete else self._place / max(1, len(self._source))

    @property
    def is_heavy(self) -> bool:
        """Whether the next step may take longer than a frame: a single block fills many stretches."""
        return not self.is_complete and self._reach * self._pace >= HEAVY

    def begin(self) -> None:
        """Read until there is a block."""
        with self._lock:
            while not self.blocks and not self.is_complete:
                self._step()

    def read_on(self, seconds: float) -> bool:
        """Read on for some time; nothing is done while another thread is reading.

        Returns:
            Whether there is more to read.
        """
        if not self._lock.acquire(blocking=False):
            return not self.is_complete
        try:
            until = perf_counter() + seconds
            while not self.is_complete:
                self._timed_step()
                if perf_counter() >= until or self.is_heavy:
                    break
        finally:
            self._lock.release()
        return not self.is_complete

    def finish(self) -> None:
        """Read to the end."""
        with self._lock:
            while not self.is_complete:
                self._step()

    def _timed_step(self) -> None:
        """Read a stretch, and choose how long the next one is to be."""
        began = perf_counter()
        self._step()
        took = perf_counter() - began
        if took > _LONGEST_STEP:
            self._pace = max(1 / 32, self._pace / 2)
        elif took < _LONGEST_STEP / 4:
            self._pace = min(2.0, self._pace * 2)

    def _step(self) -> None:
        """Read a stretch of the source as far as it can be cut."""
        end = self._stretch_end()
        is_end = end == len(self._source)
        probe = self._list.probe if self._list else ""
        stretch = read_stretch(probe + self._source[self._place : end])
        if is_end:
            cut = Start(-1, len(stretch.tokens))
        elif (last := stretch.last_start()) is not None:
            cut = last
        elif not stretch.starts:
            self._take(stretch, Start(-1, 0), end)
            return
        elif len(stretch.starts) > 1:
            self._reach *= 2
            return
        elif self._list is not None and len(items := stretch.items()) > 2:
            cut = items[-1]
        elif self._list is None and stretch.begins_with_list:
            self._enter_list(stretch)
            return
        else:
            self._reach *= 2
            return
        self._take(stretch, cut, end)
        if is_end:
            self._complete()

    def _stretch_end(self) -> int:
        """Choose where the next stretch ends: at the end of a line."""
        size, most_lines = (max(1, int(each * self._pace * self._reach)) for each in self._usual)
        source, place = self._source, self._place
        until = place + size
        for _ in range(most_lines):
            place = source.find("\n", place) + 1
            if place == 0:
                return len(source)
            if place >= until:
                break
        return place

    def _enter_list(self, stretch: Stretch) -> None:
        """Read the list that begins here in parts from now on."""
        start = stretch.starts[0].line
        self._place += stretch.line_starts[start]
        self._line += start
        self._list = _LongList(probe_for(self._source, self._place), len(self.blocks))

    def _take(self, stretch: Stretch, cut: Start, end: int) -> None:
        """Take in the blocks of a stretch before a cut; line -1 is its end."""
        before = len(self._list.probe) if self._list else 0
        base = self._line - (1 if self._list else 0)
        for label, one in stretch.references.items():
            if cut.line < 0 or one["map"][0] < cut.line:
                self._definitions.references.setdefault(label, one)
        first = 0
        if self._list is not None:
            first = self._take_part(self._list, stretch, cut, base)
        self._read(stretch.tokens[first : cut.token], base)
        self._reach = 1
        if cut.line < 0:
            self._line += self._source.count("\n", self._place, end)
            self._place = end
        else:
            self._line = base + cut.line
            self._place += stretch.line_starts[cut.line] - before
            if self._list is not None:
                self._list.probe = probe_for(self._source, self._place)

    def _take_part(self, long: _LongList, stretch: Stretch, cut: Start, base: int) -> int:
        """Take in the items of a long list that a stretch holds; returns the token after them."""
        items = stretch.items()
        tokens = stretch.tokens
        is_whole = cut.line < 0 or cut in stretch.starts
        after_list = stretch.starts[1].token if len(stretch.starts) > 1 else len(tokens)
        stop = after_list - 1 if is_whole else cut.token
        first = items[1].token
        if not long.is_open:
            info = tokens[first].info
            self._builder.open_list(int(info) if info else None)
            long.is_open = True
        long.is_tight = long.is_tight and tokens[items[0].token + 1].hidden
        long.has_paragraph = long.has_paragraph or any(
            token.type == _PARAGRAPH and token.level == 2 for token in tokens[first:stop]
        )
        if not long.is_tight and long.has_paragraph and self._builder.loosen_list(long.first_block):
            self.changed.append((long.first_block, len(self.blocks)))
        self._read(tokens[first:stop], base)
        if is_whole:
            self._builder.close_list()
            self._list = None
            return after_list
        return cut.token

    def _read(self, tokens: Sequence[Token], base: int) -> None:
        """Make blocks of tokens; footnotes are kept for the end."""
        mark_loose_lists(tokens)
        text, footnotes = take_definitions(tokens, base)
        self._footnotes += footnotes
        self._referred.update(dict.fromkeys(references(text)))
        self._builder.read(text, base)

    def _complete(self) -> None:
        """Add the footnotes, and make anew what was made on a wrong belief."""
        ordered = in_reading_order(self._referred, self._footnotes)
        for one in ordered:
            self._builder.open(FrameKind.FOOTNOTE, one.lines, marker=str(one.number), label=one.label)
            self._builder.read(one.tokens, one.base)
            self._builder.close()
        if not self.blocks:
            self.blocks.append(Block(BlockKind.PARAGRAPH, (0, 0), (), PlainContent("")))
        self._definitions.complete({footnote_key(one.label): one.number for one in ordered})
        doubtful, self._inline.doubtful = self._inline.doubtful, []
        wrong = {content for content, answers in doubtful if not self._definitions.holds(answers)}
        for index, block in enumerate(self.blocks) if wrong else ():
            if block.was_made_of(wrong):
                block.forget_text()
                self.changed.append((index, index + 1))
        self._footnotes, self._referred, self._source = [], {}, ""
        self.is_complete = True
