"""Footnotes: their definitions taken out of the text, numbered as the reader first meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import Struct, field

from reader.deferred import pattern
from reader.document.outline import footnote_key

# References are looked for in the source, so that numbers are known before any inline text is made. One that
# is only written as code, "`[^1]`", counts as a reference too: that may move its definition, which is shown
# in any case.
_REFERENCE: Final = pattern(r"(?<!\\)\[\^([^\[\]\s]{1,999})\]")


class Definition(Struct):
    """One footnote: its label as written, its source lines, the tokens of what it says, and the source line
    from which these count.
    """

    label: str
    lines: tuple[int, int]
    base: int = 0
    tokens: list[Token] = field(default_factory=list)
    number: int = 0


def take_definitions(tokens: Sequence[Token], base: int = 0) -> tuple[list[Token], list[Definition]]:
    """Part tokens into those of the text and the footnotes, in the order of the source.

    Args:
        tokens: The tokens.
        base: The source line from which their lines count.
    """
    definitions: list[Definition] = []
    body: list[Token] = []
    kept = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            start, end = token.map or (0, 0)
            lines = (base + start, base + end)
            definitions.append(Definition(str(token.meta["label"]), lines, base))
            kept.append(definitions[-1].tokens)
        elif token.type == "footnote_reference_close":
            kept.pop()
        else:
            kept[-1].append(token)
    return body, definitions


def in_reading_order(referred: Iterable[str], definitions: Sequence[Definition]) -> list[Definition]:
    """Number the footnotes and put them in the order in which the text first refers to them.

    Those that nothing refers to come last, in the order of the source; a label defined twice keeps one number
    and both definitions, the one referred to being the first.

    Args:
        referred: What `references` gives for the text.
        definitions: All footnotes in the order of the source.
    """
    by_key: dict[str, list[Definition]] = {}
    for definition in definitions:
        by_key.setdefault(footnote_key(definition.label), []).append(definition)
    ordered: list[Definition] = []
    numbers: dict[str, int] = {}

    def take(keys: Iterator[str]) -> None:
        for key in keys:
            if key in by_key and key not in numbers:
                numbers[key] = len(numbers) + 1
                for definition in by_key[key]:
                    definition.number = numbers[key]
                    ordered.append(definition)

    take(iter(referred))
    waiting = iter(by_key)
    done = 0
    while len(ordered) < len(definitions):
        # A footnote may refer to others; only when these are through does an unreferenced one get its turn.
        while done < len(ordered):
            take(references(ordered[done].tokens))
            done += 1
        take(iter([next(waiting, "")]))
    return ordered


def references(tokens: Sequence[Token]) -> Iterator[str]:
    """Keys of the labels that look referred to, in order."""
    for token in tokens:
        if token.type == "inline" and "[^" in token.content:
            for match in _REFERENCE.finditer(token.content):
                yield footnote_key(match[1])
