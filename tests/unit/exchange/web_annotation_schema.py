"""A JSON Schema of every "must" of the W3C Web Annotation Data Model that touches what Reader writes.

Our own reading of https://www.w3.org/TR/annotation-model/ (REC-annotation-model-20170223); the sections stand
in the comments. Keys that the model does not name may be there: it allows extensions.
"""

from __future__ import annotations

from typing import Any, Final

_IRI: Final = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
_TIME: Final = {  # 3.3.1, 4.3.1: xsd:dateTime, UTC expressed as "Z"
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$",
}
_COUNT: Final = {"type": "integer", "minimum": 0}
_MOTIVATION: Final = {  # 3.3.5: names of the model's own list (its vocabulary, appendix)
    "enum": [
        *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
        *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
    ]
}


def _a(kind: str) -> dict[str, Any]:
    """Return what a ``type`` must be: a class, or several with it among them."""
    return {"anyOf": [{"const": kind}, {"type": "array", "contains": {"const": kind}}]}


_TEXTUAL_BODY: Final = {  # 3.2.4
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "id": _IRI,
        "type": _a("TextualBody"),
        "value": {"type": "string"},  # exactly one value, a string
        "format": {"type": "string"},
        "purpose": _MOTIVATION,
    },
}
_TEXT_QUOTE: Final = {  # 4.2.4: exactly one type, exactly one exact, no more than one prefix and suffix
    "required": ["type", "exact"],
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string"},
        "prefix": {"type": "string"},
        "suffix": {"type": "string"},
    },
}
_TEXT_POSITION: Final = {  # 4.2.5: exactly one type, start and end; not negative
    "required": ["type", "start", "end"],
    "properties": {"type": {"const": "TextPositionSelector"}, "start": _COUNT, "end": _COUNT},
}
_TIME_STATE: Final = {  # 4.3.1: sourceDate, or else both ends of a stretch of time, never all of them
    "type": "object",
    "required": ["type", "sourceDate"],
    "properties": {"type": {"const": "TimeState"}, "sourceDate": _TIME},
    "not": {"anyOf": [{"required": ["sourceDateStart"]}, {"required": ["sourceDateEnd"]}]},
}
_TARGET: Final = {  # 4: a specific resource
    "type": "object",
    "required": ["source"],  # exactly one source
    "properties": {
        "id": _IRI,
        "type": _a("SpecificResource"),
        "source": {  # an IRI, or an external web resource: exactly one IRI (3.2.1)
            "anyOf": [_IRI, {"type": "object", "required": ["id"], "properties": {"id": _IRI}}]
        },
        "selector": {"type": "array", "items": {"oneOf": [_TEXT_QUOTE, _TEXT_POSITION]}},
        "state": _TIME_STATE,
        "styleClass": {"type": "string"},  # 4.4
    },
}
_STYLED: Final = {  # 4.4: a class of style is one of the annotation's style sheet
    "if": {"properties": {"target": {"required": ["styleClass"]}}},
    "then": {"required": ["stylesheet"]},
}
_ANNOTATION: Final = {  # 3.1
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": _IRI,  # exactly one IRI
        "type": _a("Annotation"),
        "motivation": _MOTIVATION,
        "created": _TIME,  # 3.3.1: no more than one of each
        "modified": _TIME,
        "generated": _TIME,
        "body": {"type": "array", "items": _TEXTUAL_BODY},
        "target": _TARGET,  # one or more targets
        "stylesheet": {  # 4.4: an embedded one has its class and exactly one value
            "type": "object",
            "required": ["type", "value"],
            "properties": {"type": _a("CssStylesheet"), "value": {"type": "string"}},
        },
    },
    "not": {"required": ["bodyValue"], "anyOf": [{"required": ["body"]}]},  # 3.2.5: not both
    **_STYLED,
}
_PAGE: Final = {  # 5.2
    "type": "object",
    "required": ["id", "type", "items"],
    "properties": {
        "id": _IRI,
        "type": _a("AnnotationPage"),
        "partOf": _IRI,
        "startIndex": _COUNT,
        "items": {"type": "array", "minItems": 1, "items": _ANNOTATION},  # one or more, in order
    },
    "not": {"required": ["next"]},  # the only page is the last
}
COLLECTION: Final[dict[str, Any]] = {  # 5.1
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "total"],
    "properties": {
        "@context": {  # 3.1, 5.1: the model's context, alone as a string or among several
            "anyOf": [
                {"const": "http://www.w3.org/ns/anno.jsonld"},
                {"type": "array", "minItems": 2, "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
            ]
        },
        "id": _IRI,
        "type": _a("AnnotationCollection"),
        "label": {"type": "string"},
        "total": _COUNT,
        "generated": _TIME,
        "generator": {"type": "object", "properties": {"id": _IRI}},  # 3.3.2
        "first": _PAGE,
        "last": _IRI,
    },
    # one that is not empty has a first page
    "if": {"properties": {"total": {"minimum": 1}}},
    "then": {"required": ["first"]},
    "else": {"not": {"required": ["first"]}},
}
