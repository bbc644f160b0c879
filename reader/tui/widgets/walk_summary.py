"""The page at the end of a walk: every key point one wrote on, quoted short, with what one wrote below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from reader.document.cells import cell_width
from reader.gate import clean_line
from reader.tui.widgets.cards import CardMaker
from reader.tui.widgets.column import Column, Row, blank_row
from reader.tui.widgets.fitting import filled, fit
from reader.tui.widgets.page_styles import PageStyles
from reader.workspace import OpenNote
from reader.workspace.walk import Answer

QUOTE_ROWS: Final = 2
"""Rows of a key point: enough to know it again; its own words are a key away."""

WORDS_ROWS: Final = 1_000
"""Rows of one reflection: all of it, but for what no screen is for."""

HANG: Final = 6
"""Cells before quote and words: the bar of the current one, a number of two digits, blanks."""


class WalkSummary(Column, can_focus=True):
    """What one wrote, with one of the answers current.

    Attributes:
        current: The answer the keys act on, from 0.
    """

    class Opened(Message):
        """An answer was clicked on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._opened: OpenNote | None = None
        self._answers: tuple[Answer, ...] = ()
        self._said_last = ""
        self._waiting_for = ""
        self._is_discreet = False
        self._spans: list[tuple[int, int]] = []
        self.current = 0
        self.today = date.today()  # a reader's own day

    @property
    def is_centred(self) -> bool:
        """Whether the rows stand in the middle: where there are only the closing words."""
        return not self._answers

    @property
    def answer(self) -> Answer | None:
        """The current answer; None where nothing was written."""
        return self._answers[self.current] if self._answers else None

    def show(self, opened: OpenNote, answers: Sequence[Answer], closing: str, *, is_discreet: bool) -> None:
        """Show what was written.

        Args:
            opened: The note.
            answers: Its key points, with the reflections on each.
            closing: The words of closure.
            is_discreet: Whether the words of reflections are hidden.
        """
        self._opened, self._said_last, self._is_discreet = opened, closing, is_discreet
        self._answers = tuple(each for each in answers if each.reflections)
        waiting = [str(each.point.number) for each in answers if not each.reflections]
        self._waiting_for = f"Still open: {', '.join(waiting)}." if waiting and self._answers else ""
        self.current = max(0, min(self.current, len(self._answers) - 1))
        self.compose_rows()

    def step(self, answers: int) -> None:
        """Make another answer the current one and bring it on the screen."""
        self.current = max(0, min(self.current + answers, len(self._answers) - 1))
        self.compose_rows()
        if not self._spans:
            return
        start, end = self._spans[self.current]
        top, height = self.scroll_offset.y, self.size.height
        if self.current == 0:
            self.scroll_to(y=0, animate=False)
        elif start < top or end > top + height:
            self.scroll_to(y=max(0, min(start - 1, end - height + 2 if end - start < height else start - 1)))

    def set_rows(self, styles: PageStyles, measure: int, height: int) -> list[Row]:
        """Set the heading with the words of closure, and the answers."""
        empty = blank_row(styles, measure)
        title = clean_line(self._opened.note.title) if self._opened else ""
        rows = [empty] if height >= 16 else []
        rows += [_line(part, styles.over("head-title"), measure) for part in _wrapped(title, measure)]
        rows += [empty] if height >= 16 else []
        rows += [_line(part, self.look("closing"), measure) for part in _wrapped(self._said_last, measure)]
        self._spans = []
        for number, answer in enumerate(self._answers):
            rows += [empty] * (2 if height >= 16 else 1)
            start = len(rows)
            rows += self._answer(answer, styles, measure, is_current=number == self.current)
            self._spans.append((start, len(rows)))
        if self._waiting_for:
            rows += [empty, empty]
            rows += [
                _line(part, self.look("around"), measure) for part in _wrapped(self._waiting_for, measure)
            ]
        return [*rows, empty] if self._answers else rows

    def _answer(self, answer: Answer, styles: PageStyles, measure: int, *, is_current: bool) -> list[Row]:
        """Set a key point, short, and the reflections on it."""
        bar = Segment("▌ " if is_current else "  ", styles.over("point"))
        quote = self._quote(answer, measure - HANG)
        ink = self.look("around")
        number = f"{answer.point.number:>2}".ljust(HANG - 2)
        rows: list[Row] = []
        for at, text in enumerate(quote):
            before = Segment(
                number if at == 0 else " " * (HANG - 2), styles.over("point") if is_current else ink
            )
            rows.append((bar, before, *filled([(text, ink)], measure - HANG, styles.base)))
        maker = CardMaker(styles, measure - HANG, WORDS_ROWS, self.today, self._is_discreet)
        indent = Segment(" " * (HANG - 2), styles.base)
        for each in answer.reflections:
            rows.append(blank_row(styles, measure))
            rows += [(Segment("  ", styles.base), indent, *row) for row in maker.card(each).rows]
        return rows

    def _quote(self, answer: Answer, width: int) -> list[str]:
        """Return the first rows of a key point, as plain text, ending in "…" where there is more."""
        if width < 8:
            return []
        texts = _wrapped(" ".join(answer.point.text.split()), width)
        if len(texts) > QUOTE_ROWS:
            cut = texts[QUOTE_ROWS - 1]
            texts = [*texts[: QUOTE_ROWS - 1], fit(cut, width - 2).removesuffix("…").rstrip() + " …"]
        return texts

    def on_click(self, event: events.Click) -> None:
        """Open the answer under the pointer."""
        row = event.y + self.scroll_offset.y - self.top
        for number, (start, end) in enumerate(self._spans):
            if start <= row < end:
                self.current = number
                self.compose_rows()
                self.post_message(self.Opened())
                return


def _line(text: str, style: Style, measure: int) -> Row:
    return tuple(filled([(text, style)], measure, style))


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text at blanks into rows of at most ``width`` cells; a longer word is cut."""
    rows: list[str] = []
    for word in clean_line(text).split():
        if rows and cell_width(rows[-1]) + 1 + cell_width(word) <= width:
            rows[-1] += " " + word
        else:
            rows.append(fit(word, width))
    return rows
