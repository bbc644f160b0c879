"""What the tests of exchange formats share: annotations of every shape, and notes to put them on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reader.annotations.changes import deleted, edited, recolored
from reader.annotations.describe import describe
from reader.annotations.model import Annotation, Color, Kind, Quote, Selectors, TextPosition
from reader.document.parse import parse
from reader.exchange.exported import ExportedAnnotation, ExportedNote
from reader.gate import clean_line, clean_text

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

unhurried = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
"""Examples of whole annotations take a while to draw on a busy machine; no time decides these tests."""

TEXT = """# On bread

Dough rests. *Patience* is most of the craft, and 😀 the oven does the rest.

## Key points

- Weigh the <flour>.
- Wait & see.
"""

moments = st.integers(0, 10**9).map(lambda ms: NOON + timedelta(milliseconds=ms))
lines = st.text(min_size=1, max_size=20).map(lambda text: clean_line(text).strip() or "x")
texts = st.text(min_size=1, max_size=60).map(lambda text: clean_text(text).strip() or "words")
names = st.text("abcdefgh0123", min_size=1, max_size=8)


@st.composite
def kept_annotations(draw: st.DrawFn) -> Annotation:
    """Draw an annotation with whatever history it can have."""
    kind = draw(st.sampled_from(Kind))
    is_highlight = kind is Kind.HIGHLIGHT
    made = draw(moments)
    start = draw(st.integers(0, 1000))
    selectors = Selectors(
        Quote(draw(texts), draw(texts), draw(texts)),
        TextPosition(start, start + 5),
        tuple(draw(st.lists(lines, max_size=2))),
        draw(names),
    )
    one = Annotation(
        id=draw(names),
        kind=kind,
        note_id=draw(names),
        note_key=draw(lines),
        note_title=draw(lines),
        selectors=selectors if is_highlight or draw(st.booleans()) else None,
        color=draw(st.sampled_from(Color)) if is_highlight else None,
        text="" if is_highlight else draw(texts),
        on=draw(st.none() | names) if not is_highlight else None,
        tags=tuple(draw(st.lists(lines, max_size=3))),
        created=made,
        modified=made,
        extra=draw(st.dictionaries(names.map(lambda name: f"x-{name}"), st.integers(), max_size=2)),
    )
    if draw(st.booleans()):
        one = recolored(one, Color.RED, NOON) if is_highlight else edited(one, draw(texts), NOON)
    return deleted(one, NOON) if draw(st.booleans()) else one


def note_with(*kept: Annotation, source: str = "https://example.org/bread") -> ExportedNote:
    """Put annotations on the note about bread; they have no place in its text."""
    document = parse(TEXT)
    placed = tuple(ExportedAnnotation(each) for each in kept)
    return ExportedNote("bread", "bread.md", "On bread", ("craft",), None, source, document, placed)


def marked(words: str, color: Color = Color.YELLOW, *, number: int = 1) -> ExportedAnnotation:
    """Highlight words of the note about bread."""
    document = parse(TEXT)
    start = document.text.index(words)
    passage = document.range_of(start, start + len(words))
    one = Annotation(
        id=f"h{number}",
        kind=Kind.HIGHLIGHT,
        note_id="bread",
        note_key="bread.md",
        note_title="On bread",
        selectors=describe(document, passage),
        color=color,
        created=NOON,
        modified=NOON,
    )
    return ExportedAnnotation(one, start, start + len(words))


def said(text: str, on: ExportedAnnotation | None = None, *, number: int = 1) -> ExportedAnnotation:
    """Write about a highlight, or about the whole note."""
    one = Annotation(
        id=f"r{number}",
        kind=Kind.REFLECTION,
        note_id="bread",
        note_key="bread.md",
        note_title="On bread",
        selectors=on.annotation.selectors if on else None,
        on=on.annotation.id if on else None,
        text=text,
        created=NOON,
        modified=NOON,
    )
    return ExportedAnnotation(one, on.start, on.end) if on else ExportedAnnotation(one)


def bread(*kept: ExportedAnnotation) -> ExportedNote:
    """Give the note about bread with these on it."""
    source = "https://example.org/bread"
    return ExportedNote("bread", "bread.md", "On bread", ("craft",), None, source, parse(TEXT), kept)
