"""HTML out: each note as one page that stands alone, with highlights in place and words in the margin.

No script, nothing loaded from anywhere, and a policy in each page that forbids both. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from reader.annotations.model import MEANINGS, Annotation, Color
from reader.document.model import Document, Position
from reader.document.parse import parse_typed
from reader.exchange.exported import GENERATOR, ExportedNote, Passage, day_of, holds, passages
from reader.exchange.html_blocks import body
from reader.exchange.html_style import POLICY, STYLE
from reader.exchange.html_text import Marked


def page(note: ExportedNote) -> str:
    """Write one note's page."""
    return _page(note.title, "".join(_Page(note).html()))


def index(notes: Sequence[ExportedNote], names: Sequence[str]) -> str:
    """Write the page that lists the others; ``names`` are their files beside it."""
    rows = []
    for note, name in zip(notes, names, strict=True):
        counts = _counted(note)
        rows.append(f'<li><a href="{escape(name)}">{escape(note.title)}</a>{_about(note, counts)}</li>\n')
    title = "Highlights and reflections"
    said = f'<p class="about"><span>{holds(notes)}</span></p>'
    return _page(title, f'<header><h1>{title}</h1>{said}</header>\n<ul class="notes">\n{"".join(rows)}</ul>')


def _page(title: str, content: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{GENERATOR}">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{content}\n</body>\n</html>\n"
    )


def _about(note: ExportedNote, counts: Iterable[str] = ()) -> str:
    said = [day_of(note.date)] if note.date else []
    said += note.tags
    parts = [f"<span>{escape(each)}</span>" for each in (*said, *counts)]
    if note.source.startswith(("http://", "https://")):
        shown = note.source.split("://", 1)[1].rstrip("/")
        address = escape(note.source)
        parts.append(f'<span><a href="{address}" rel="noopener noreferrer">{escape(shown)}</a></span>')
    elif note.source:
        parts.append(f"<span>{escape(note.source)}</span>")
    return f'<p class="about">{" ".join(parts)}</p>' if parts else ""


def _counted(note: ExportedNote) -> list[str]:
    highlights = sum(each.color is not None for each in note.annotations)
    reflections = len(note.annotations) - highlights
    counts = ((highlights, "highlight"), (reflections, "reflection"))
    return [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]


class _Page:
    """One note being written."""

    def __init__(self, note: ExportedNote) -> None:
        self._note = note
        self._marks: dict[int, list[Marked]] = {}
        self._beside: dict[int, list[str]] = {}
        self._on_note: list[str] = []
        self._without_place: list[str] = []
        self._number = 0
        for each in passages(note):
            self._place(each)

    def html(self) -> list[str]:
        """Give the parts of the page's body."""
        note, document = self._note, self._note.document
        headings = document.headings if document is not None else ()
        opens = bool(headings) and headings[0].level == 1 and headings[0].block == 0
        title = self._text(document, 0, 1) if document is not None and opens else _title(note)
        parts = [f"<header>{title}{_about(note, [holds([note])])}{self._key()}</header>\n"]
        if document is not None:
            parts.append(f"<main>\n{self._text(document, int(opens), None)}</main>\n")
        parts.append(_section("On the whole note", self._on_note))
        parts.append(_section("No longer in the text", self._without_place))
        return parts

    def _text(self, document: Document, first: int, last: int | None) -> str:
        """Give a stretch of the note's blocks with what stands on them."""

        def beside(block: int) -> str:
            return "".join(self._beside.get(block, ()))

        return body(document, lambda block: self._marks.get(block, ()), beside, first=first, last=last)

    def _key(self) -> str:
        """Say what the colours on this page mean."""
        used = {each.color for each in self._note.annotations}
        marks = [f'<mark class="{color}">{MEANINGS[color]}</mark>' for color in Color if color in used]
        return f'<p class="key">{" ".join(marks)}</p>' if marks else ""

    def _place(self, one: Passage) -> None:
        numbers = []
        asides = []
        for reflection in one.reflections:
            number = 0
            if one.kept.annotation.selectors is not None:
                self._number += 1
                number = self._number
            numbers.append(number)
            asides.append(_aside(reflection, number, one.highlight))
        document, kept = self._note.document, one.kept
        if kept.annotation.selectors is None:
            self._on_note += asides
        elif document is None or kept.start is None or kept.end is None:
            quote = f'<p class="gone">“{escape(kept.annotation.selectors.quote.exact)}”</p>'
            self._without_place.append(quote + "".join(asides))
        else:
            self._mark(document, kept.start, kept.end, one, tuple(numbers))
            first = document.position_of(kept.start).block
            self._beside.setdefault(first, []).extend(asides)

    def _mark(self, document: Document, start: int, end: int, one: Passage, numbers: tuple[int, ...]) -> None:
        """Put a passage's mark on each block it runs through."""
        first, last = document.range_of(start, end)
        style = str(one.highlight.color) if one.highlight else "said"
        for block in range(first.block, last.block + 1):
            begin = first.offset if block == first.block else 0
            stop = last.offset if block == last.block else len(document.blocks[block].text)
            ending = numbers if block == last.block else ()
            anchor = f"h-{one.kept.annotation.id}" if Position(block, begin) == first else ""
            mark = Marked(begin, stop, style, _said_of(one.kept.annotation), anchor, ending)
            self._marks.setdefault(block, []).append(mark)


def _title(note: ExportedNote) -> str:
    return f"<h1>{escape(note.title)}</h1>"


def _said_of(annotation: Annotation) -> str:
    """Say what a pointer resting on a mark shows."""
    meaning = MEANINGS[annotation.color] if annotation.color else "a reflection"
    return " · ".join([meaning, day_of(annotation.created), *annotation.tags])


def _aside(reflection: Annotation, number: int, highlight: Annotation | None) -> str:
    style = f' class="{highlight.color}"' if highlight is not None and highlight.color else ""
    tags = "".join(f" · {escape(tag)}" for tag in reflection.tags)
    back = f'<b><a href="#p{number}">{number}</a></b> ' if number else ""
    when = f'<span class="when">{back}{day_of(reflection.created)}{tags}</span>'
    anchor = f' id="r{number}"' if number else ""
    return f"<aside{style}{anchor}>{when}{body(parse_typed(reflection.text))}</aside>\n"


def _section(title: str, parts: Sequence[str]) -> str:
    return f"<section><h2>{title}</h2>\n{''.join(parts)}</section>\n" if parts else ""
