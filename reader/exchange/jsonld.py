"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): JSON-LD out and in.

What the model has words for is said in its words: quote and position selectors, the motivations
``highlighting``, ``commenting`` and ``tagging``, times, a time state, a collection around them. What it has
none for (earlier words, ancestry, the hash of the text) stands in one extension, ``reader:state``, so that
what goes out comes in again the same. Positions are code points, as the model has it (4.2.5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote, unquote

from reader.annotations.model import Annotation, Kind
from reader.annotations.record import from_record, to_record
from reader.exchange.exported import GENERATOR, ExportedNote, address_of
from reader.exchange.imported import (
    ImportedAnnotation,
    Reading,
    color_named,
    labels,
    line,
    passage,
    read_each,
    words,
)
from reader.exchange.json_values import entries, fields, whole_number
from reader.exchange.moments import moment_of, written

NAME: Final = "W3C Web Annotation"
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
STATE: Final = "reader:state"
_ID: Final = "urn:reader:annotation:"
_OWN_CONTEXT: Final = {"@version": 1.1, "reader": "urn:reader:", STATE: {"@type": "@json"}}
_SAID_BY_THE_MODEL: Final = ("id", "kind", "text", "tags", "created", "modified")
_STYLE: Final = (
    ".yellow{background:#fff3b0}.green{background:#d9f2d0}.blue{background:#d6e8fb}"
    ".red{background:#fbdcd9}.purple{background:#eadcf8}"
)


def write(notes: Iterable[ExportedNote], now: datetime) -> Iterator[str]:
    """Write annotations as one AnnotationCollection with one page; the pieces together are the document."""
    items = [
        json.dumps(_annotation(each, address_of(note)), ensure_ascii=False)
        for note in notes
        for each in note.annotations
    ]
    collection: dict[str, object] = {
        "@context": [CONTEXT, _OWN_CONTEXT],
        "id": "urn:reader:collection:annotations",
        "type": "AnnotationCollection",
        "label": "Highlights and reflections",
        "generator": {"id": "urn:reader:software", "type": "Software", "name": GENERATOR},
        "generated": written(now),
        "total": len(items),
    }
    if not items:
        yield json.dumps(collection, ensure_ascii=False, indent=2) + "\n"
        return
    yield json.dumps(collection, ensure_ascii=False, indent=2)[:-2]
    page = '"id": "urn:reader:collection:annotations:1", "type": "AnnotationPage"'
    yield f',\n  "first": {{{page}, "partOf": "{collection["id"]}", "startIndex": 0, "items": [\n    '
    yield ",\n    ".join(items)
    yield '\n  ]},\n  "last": "urn:reader:collection:annotations:1"\n}\n'


def _annotation(annotation: Annotation, address: str) -> dict[str, object]:
    """Give one Annotation of the model."""
    is_highlight = annotation.kind is Kind.HIGHLIGHT
    said: dict[str, object] = {
        "id": _ID + quote(annotation.id, safe=""),
        "type": "Annotation",
        "motivation": "highlighting" if is_highlight else "commenting",
        "created": written(annotation.created),
        "modified": written(annotation.modified),
    }
    bodies: list[dict[str, str]] = []
    if annotation.text or not is_highlight:
        comment = {"format": "text/markdown", "purpose": "commenting"}
        bodies.append({"type": "TextualBody", "value": annotation.text, **comment})
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in annotation.tags]
    if bodies:
        said["body"] = bodies
    if annotation.color is not None:
        said["stylesheet"] = {"type": "CssStylesheet", "value": _STYLE}
    said["target"] = _target(annotation, address)
    state = {key: value for key, value in to_record(annotation).items() if key not in _SAID_BY_THE_MODEL}
    selectors = fields(state["selectors"])
    said[STATE] = state | {
        "selectors": {key: selectors[key] for key in ("headings", "text_hash")} if selectors else None
    }
    return said


def _target(annotation: Annotation, address: str) -> dict[str, object]:
    source = {"id": address, "type": "Text", "format": "text/markdown"}
    target: dict[str, object] = {"type": "SpecificResource", "source": source}
    if annotation.selectors is not None:
        kept, position = annotation.selectors.quote, annotation.selectors.position
        words_of_it = {"exact": kept.exact, "prefix": kept.prefix, "suffix": kept.suffix}
        target["selector"] = [
            {"type": "TextQuoteSelector", **words_of_it},
            {"type": "TextPositionSelector", "start": position.start, "end": position.end},
        ]
    target["state"] = {"type": "TimeState", "sourceDate": written(annotation.created)}
    if annotation.color is not None:
        target["styleClass"] = annotation.color.value
    return target


def is_web_annotation(value: object) -> bool:
    """Tell whether a JSON value is an annotation, a page or a collection of the model, or a list of such."""
    first = value[0] if isinstance(value, list) and value else value
    types = entries(fields(first).get("type")) + entries(fields(first).get("@type"))
    named = {each.rpartition(":")[2] for each in types if isinstance(each, str)}
    return bool(named & {"Annotation", "AnnotationPage", "AnnotationCollection"})


def read(value: object) -> Reading:
    """Read annotations of the model, ours without loss; what cannot be read is refused, the rest taken."""
    numbered = enumerate(_unfolded(value), start=1)
    return read_each(NAME, ((f"entry {number}", fields(each)) for number, each in numbered), _read_one)


def _unfolded(value: object) -> Iterator[object]:
    """Yield the annotations in a collection, its pages, or a list."""
    if isinstance(value, list):
        for each in value:
            # A list in a list is nothing of the model: it is given as it is, and refused.
            yield from [each] if isinstance(each, list) else _unfolded(each)
    elif "items" in fields(value):
        yield from entries(fields(value)["items"])
    elif isinstance(fields(value).get("first"), dict):
        page: object = fields(value)["first"]
        while isinstance(page, dict):
            yield from entries(page.get("items"))
            page = page.get("next")
    elif "total" not in fields(value):
        yield value


def _read_one(annotation: Mapping[str, object], place: str) -> ImportedAnnotation:
    said = _said(annotation, place)
    state = fields(annotation.get(STATE))
    name = annotation.get("id")
    if not state or not isinstance(name, str) or not name.startswith(_ID):
        return said
    selectors = state.get("selectors")
    target = next(iter(map(fields, entries(annotation.get("target")))), {})
    record = dict(state) | {
        "id": unquote(name.removeprefix(_ID)),
        "kind": Kind.HIGHLIGHT.value if annotation.get("motivation") == "highlighting" else "reflection",
        "text": _texts(annotation, "commenting", exactly=True),
        "tags": [fields(each).get("value") for each in _bodies(annotation, "tagging")],
        "created": annotation.get("created"),
        "modified": annotation.get("modified"),
        "selectors": {**fields(selectors), **_selectors(target)} if selectors else None,
    }
    whole = from_record(record)
    return ImportedAnnotation(place=place, source=said.source, title=whole.note_title, whole=whole)


def _selectors(target: Mapping[str, object]) -> dict[str, object]:
    found = {fields(each).get("type"): dict(fields(each)) for each in entries(target.get("selector"))}
    return {"quote": found.get("TextQuoteSelector"), "position": found.get("TextPositionSelector")}


def _said(annotation: Mapping[str, object], place: str) -> ImportedAnnotation:
    """Read what any program can have said in the words of the model."""
    if not annotation:
        raise ValueError("it is no annotation but a bare value")
    target = next(iter(entries(annotation.get("target"))), None)
    found = fields(_selectors(fields(target))["quote"])
    where = fields(_selectors(fields(target))["position"])
    start, end = whole_number(where.get("start")), whole_number(where.get("end"))
    source = fields(target).get("source", target)
    text = _texts(annotation, "commenting")
    motivations = entries(annotation.get("motivation"))
    return ImportedAnnotation(
        place=place,
        quote=passage(found.get("exact")),
        prefix=passage(found.get("prefix")),
        suffix=passage(found.get("suffix")),
        position=(start, end) if start is not None and end is not None and start < end else None,
        text=text,
        tags=labels(fields(each).get("value") for each in _bodies(annotation, "tagging")),
        color=color_named(fields(target).get("styleClass")),
        is_comment=bool(text) and "highlighting" not in motivations,
        created=moment_of(annotation.get("created")),
        modified=moment_of(annotation.get("modified")),
        origin=line(annotation.get("id")),
        source=line(source if isinstance(source, str) else fields(source).get("id")),
    )


def _bodies(annotation: Mapping[str, object], purpose: str) -> list[object]:
    """Give the bodies of a purpose; one without a purpose is a comment unless the motivation is tagging."""
    usual = "tagging" if annotation.get("motivation") == "tagging" else "commenting"
    bodies = [
        {"value": each} if isinstance(each, str) else each
        for each in [*entries(annotation.get("body")), *entries(annotation.get("bodyValue"))]
    ]
    given = [(fields(each).get("purpose", usual), each) for each in bodies]
    if purpose == "tagging":
        return [each for why, each in given if why == "tagging"]
    return [each for why, each in given if why != "tagging"]


def _texts(annotation: Mapping[str, object], purpose: str, *, exactly: bool = False) -> str:
    values = [fields(each).get("value") for each in _bodies(annotation, purpose)]
    if exactly:
        return "".join(each for each in values if isinstance(each, str))
    return "\n\n".join(each for each in map(words, values) if each)
