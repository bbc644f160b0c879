"""The reader's own shape: a Jinja2 template, sandboxed, over plain values. Needs the extra ``templates``.

A template sees ``notes``; each has ``id path title tags date source annotations``, each annotation what
``reader annotations --json`` prints of it and ``heading``. It can reach nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.annotations.model import MEANINGS
from reader.errors import ExtraMissing, TemplateFailed
from reader.exchange.exported import ExportedAnnotation, ExportedNote
from reader.exchange.moments import written


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
        return str(environment.from_string(template).render(notes=[_note(each) for each in notes]))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise TemplateFailed(
            f"The template cannot be used{where}: {error.message or 'no reason'}."
        ) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError) as error:
        raise TemplateFailed(f"The template cannot be used: {error}.") from error


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
