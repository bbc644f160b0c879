"""Reads a little YAML as a tree of texts, lists and pairs, and nothing else.

No value is ever constructed by the YAML library: only its event stream is used, and every scalar stays the
text it is. So there is nothing that runs, no date or number that can fail or grow without bound, and no
``yes`` that turns into ``True``. Aliases, anchors, merge keys and tags are not followed: each is left in the
tree as `Refused`, so that the rest of the head is still read. (Nested merge keys in 437 bytes hold
``yaml.safe_load`` for more than ten seconds.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reader.library.plain_head import Pairs, Refused, Tree, scalar

MAX_DEPTH: Final = 16
"""Nesting that is followed. A note's head needs three: people, one person, their role."""

TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} deep"


class BrokenYaml(ValueError):
    """The text is no YAML, or nested too deeply; ``line`` is 0-based within it, ``None`` if unknown."""

    def __init__(self, why: str, line: int | None) -> None:
        super().__init__(why)
        self.line = line


def read_yaml(text: str) -> Tree:
    """Read one YAML document.

    Args:
        text: The text, already gated and of bounded size.

    Returns:
        Its tree; ``None`` for an empty document. Scalars are texts as written (quotes and escapes resolved),
        so they need gating again: ``"\\e"`` is an escape character.

    Raises:
        BrokenYaml: The text cannot be read.
    """
    import yaml  # takes a tenth of the whole start; a library without front matter never needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reader(yaml.parse(text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BrokenYaml(_why(error.problem), mark.line if mark else None) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if isinstance(error, BrokenYaml):
            raise
        # The pure Python parser lets chr() fail on escapes such as "\UFFFFFFFF"; both refuse U+FFFE.
        raise BrokenYaml("it holds a character that is not allowed", None) from error


class _Reader:
    """Walks the events of one stream once, from left to right."""

    def __init__(self, events: Iterator[object]) -> None:
        self._events = events

    def document(self) -> Tree:
        """Return the tree of the only document."""
        import yaml.events as kinds

        tree: Tree = None
        documents = 0
        for event in self._events:
            if isinstance(event, kinds.DocumentStartEvent):
                documents += 1
            elif isinstance(event, kinds.NodeEvent):
                tree = self._node(event, 0)
        if documents > 1:
            raise BrokenYaml("it holds more than one document", None)
        return tree

    def _node(self, event: object, depth: int) -> Tree:
        import yaml.events as kinds

        if depth > MAX_DEPTH:
            raise BrokenYaml(TOO_DEEP, _line(event))
        if isinstance(event, kinds.AliasEvent):
            return Refused("a YAML alias")
        tree: Tree
        if isinstance(event, kinds.SequenceStartEvent):
            tree = self._sequence(depth)
        elif isinstance(event, kinds.MappingStartEvent):
            tree = self._mapping(depth)
        elif isinstance(event, kinds.ScalarEvent):
            tree = str(event.value) if event.style else scalar(event.value)
        else:
            raise BrokenYaml("it cannot be understood", _line(event))
        if event.anchor is not None:
            return Refused("a YAML anchor")
        if event.tag is not None:
            return Refused("a YAML type tag")
        return tree

    def _sequence(self, depth: int) -> list[Tree]:
        import yaml.events as kinds

        items: list[Tree] = []
        for event in self._events:
            if isinstance(event, kinds.SequenceEndEvent):
                break
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> Pairs:
        import yaml.events as kinds

        items: list[tuple[str, Tree]] = []
        for event in self._events:
            if isinstance(event, kinds.MappingEndEvent):
                break
            name = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if name == "<<":
                value = Refused("a YAML merge key")
            items.append((name if isinstance(name, str) else "", value))
        return Pairs(tuple(items))


def _why(problem: str | None) -> str:
    """Return what is wrong; newer libyaml looks ahead and meets deep nesting before `_Reader` does."""
    if problem and "nesting depth" in problem:  # libyaml 0.2.6: "exceeded maximum nesting depth"
        return TOO_DEEP
    return problem or "it cannot be understood"


def _line(event: object) -> int | None:
    """Return the line an event starts on, where it says so."""
    mark = getattr(event, "start_mark", None)
    line = getattr(mark, "line", None)
    return line if isinstance(line, int) else None
