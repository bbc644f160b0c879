"""The reader's own shape: a Jinja2 template, sandboxed, over plain values. Needs the extra ``templates``.

A template sees ``notes``; each has ``id path title tags date source annotations``, each annotation what
``reader annotations --json`` prints of it and ``heading``. It can reach nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reader.annotations.model import MEANINGS
from reader.errors import ExtraMissing, TemplateFailed
from reader.exchange.exported import ExportedAnnotation, ExportedNote
from reader.exchange.moments import written
from reader.gate import clean_text

MOST_MADE: Final = 100_000_000
"""Characters that a template makes at most: 100,000 annotations of 1,000 characters each."""


def render(template: str, notes: Iterable[ExportedNote]) -> str:
    """Fill a template.

    Raises:
        ExtraMissing: Jinja2 is not installed.
        TemplateFailed: The template is wrong, or asks for what it may not have.
    """
    try:
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        wanted = "pip install 'better-way-reader[templates]'"
        raise ExtraMissing(f"Templates need Jinja2, which is not installed: {wanted}.") from error
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    try:
        made = environment.from_string(template).generate(notes=[_note(each) for each in notes])
        return clean_text("".join(_bounded(made)))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        why = (error.message or "no reason").rstrip(".")
        raise TemplateFailed(f"The template cannot be used{where}: {why}.") from error
    except MemoryError as error:
        raise TemplateFailed("The template cannot be used: it asks for more memory than there is.") from error
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise TemplateFailed(f"The template cannot be used: {str(error).rstrip('.')}.") from error


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """Yield what a template makes, and stop one that never ends."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_MADE:
            raise TemplateFailed(f"The template cannot be used: it makes more than {MOST_MADE:,} characters.")
        yield piece


def _note(note: ExportedNote) -> Mapping[str, object]:
    return {
        "id": note.id,
        "path": note.key,
        "title": note.title,
        "tags": list(note.tags),
        "date": note.date.isoformat() if note.date else "",
        "source": note.source,
        "annotations": [_annotation(each) for each in note.kept],
    }


def _annotation(kept: ExportedAnnotation) -> Mapping[str, object]:
    one = kept.annotation
    quote = one.selectors.quote if one.selectors else None
    return {
        "id": one.id,
        "kind": str(one.kind),
        "exact": quote.exact if quote else "",
        "prefix": quote.prefix if quote else "",
        "suffix": quote.suffix if quote else "",
        "heading": one.selectors.headings[-1] if one.selectors and one.selectors.headings else "",
        "start": kept.start,
        "end": kept.end,
        "color": str(one.color or ""),
        "meaning": MEANINGS[one.color] if one.color else "",
        "text": one.text,
        "on": one.on or "",
        "tags": list(one.tags),
        "created": written(one.created),
        "modified": written(one.modified),
    }
