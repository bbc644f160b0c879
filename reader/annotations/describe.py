"""From a passage to its description. Units: code points of `Document.text`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.annotations.model import Quote, Selectors, TextPosition

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Document, Range

CONTEXT_CHARS: Final = 64
"""Code points kept either side of a passage. Hypothesis keeps 32; twice as many tell edited copies of a
passage apart better (tests/benchmarks/anchoring.py)."""

MOST_CONTEXT_CHARS: Final = 256
"""Where the words and this context stand in the note more than once, more is kept, up to this many either
side: what is described without doubt can be found without doubt. Bounded, because some texts only repeat
themselves."""


def describe(document: Document, target: Range) -> Selectors:
    """Describe a passage so that it can be found again after the note is edited.

    Args:
        document: The document the passage was selected in.
        target: The passage; not empty. It is widened so that no grapheme is split.

    Returns:
        Its text with `CONTEXT_CHARS` code points either side (W3C Text Quote Selector, 4.2.4), more where the
        note repeats itself, fewer at the note's ends; its position; the headings over it.

    Raises:
        ValueError: ``target`` is empty or reaches past the end of the text.
    """
    if target.is_empty:
        raise ValueError("an empty passage cannot be described")
    whole = document.snap(target)
    start, end = document.offset_of(whole.start), document.offset_of(whole.end)
    first, last = _context(document, start, end)
    text = document.text
    return Selectors(
        Quote(text[start:end], text[first:start], text[end:last]),
        TextPosition(start, end),
        document.heading_path(whole.start.block),
        document.text_hash,
    )


def _context(document: Document, start: int, end: int) -> tuple[int, int]:
    """Give where a passage's context begins and ends: so wide that it stands in the text only once."""
    text = document.text
    width = CONTEXT_CHARS
    while True:
        first, last = max(start - width, 0), min(end + width, len(text))
        if width >= MOST_CONTEXT_CHARS or not _is_repeated(text, text[first:last]):
            break
        width *= 2
    wide = document.snap(document.range_of(first, last))
    return min(document.offset_of(wide.start), start), max(document.offset_of(wide.end), end)


def _is_repeated(text: str, words: str) -> bool:
    found = text.find(words)
    return text.find(words, found + 1) >= 0
