"""What inline text may refer to: link definitions and footnotes, known in full only once the note is read.

A note is read in stretches, and a word on its first screen may refer to a definition on its last line. So
that this word looks right at once, the source is searched for lines that look like definitions, and these are
believed until the note is read. What was believed is kept with the text that was made of it; at the end each
belief is held against what is known then, and text made on a wrong one is made anew.

Units: code points of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference

from reader.deferred import pattern
from reader.document.markdown import block_parser
from reader.document.outline import footnote_key

MOST_BELIEVED: Final = 20_000
"""Definitions and references looked at before the note is read: 2 µs each. What lies beyond waits for it."""

_LONGEST_LABEL: Final = 999  # CommonMark 0.31, 4.7
_BEFORE: Final = pattern(r"[\s>*+\-\d.)]*")
_FOOTNOTE: Final = pattern(r"\[\^([^\[\]\s]{1,999})\]")
# A definition's address and title end with its paragraph, and need no more lines than this to be told.
_MOST_LINES: Final = 4

LinkDefinition = dict[str, Any]
"""A link definition as markdown-it keeps it: "href", "title" and its lines, "map"."""

Answers = dict[tuple[str, bool], LinkDefinition | int | None]
"""What was answered to which question: a label, and whether it is a footnote's."""


class Definitions:
    """The link definitions and footnote numbers of one note.

    Attributes:
        references: Link definitions read so far, as markdown-it keeps them; of two the first one counts.
        numbers: Numbers of the footnotes by `footnote_key`; there once the note is read.
        is_complete: Whether the note is read.
    """

    def __init__(self, source: str) -> None:
        self.references: dict[str, LinkDefinition] = {}
        self.numbers: dict[str, int] = {}
        self.is_complete = False
        self._source = source
        self._asked: Answers = {}
        self._looking: dict[str, int] | None = None
        self._believed: dict[str, LinkDefinition | None] = {}
        self._believed_numbers: dict[str, int] | None = None

    def reference(self, label: str) -> LinkDefinition | None:
        """Give a link definition by its normalised label, or None."""
        known = self.references.get(label)
        if known is not None or self.is_complete:
            return known
        answer = self._believed_reference(label)
        self._asked[label, False] = answer
        return answer

    def number(self, key: str) -> int | None:
        """Give the number of a footnote by its `footnote_key`; None if the note does not define it."""
        if self.is_complete:
            return self.numbers.get(key)
        if self._believed_numbers is None:
            self._believed_numbers = self._count_footnotes()
        answer = self._believed_numbers.get(key)
        self._asked[key, True] = answer
        return answer

    def take_asked(self) -> Answers:
        """Give what was answered on belief since this was last called."""
        if not self._asked:
            return {}
        asked, self._asked = self._asked, {}
        return asked

    def holds(self, answers: Answers) -> bool:
        """Whether what was answered on belief is what is known now."""
        return all(
            _said(answer) == _said((self.numbers if is_footnote else self.references).get(label))
            for (label, is_footnote), answer in answers.items()
        )

    def complete(self, numbers: dict[str, int]) -> None:
        """Take the footnotes' numbers: everything is known, and nothing is believed any more."""
        self.numbers = numbers
        self.is_complete = True
        self._looking, self._believed, self._believed_numbers = None, {}, None
        self._source = ""

    def _believed_reference(self, label: str) -> LinkDefinition | None:
        """Read what looks like the first definition of a label."""
        if self._looking is None:
            self._looking = self._look_for_links()
        place = self._looking.get(label)
        if place is None:
            return None
        if label not in self._believed:
            end = place
            for _ in range(_MOST_LINES):
                end = self._source.find("\n", end) + 1 or len(self._source)
            environment: dict[str, Any] = {}
            state = StateBlock(self._source[place:end], block_parser(), environment, [])
            reference(state, 0, state.lineMax, False)
            self._believed[label] = environment.get("references", {}).get(label)
        return self._believed[label]

    def _look_for_links(self) -> dict[str, int]:
        """Find where lines begin with "[label]:", by normalised label."""
        places: dict[str, int] = {}
        for start, close in _labels(self._source):
            label = self._source[start + 1 : close]
            if not label.startswith("^"):
                places.setdefault(normalizeReference(label), start)
        return places

    def _count_footnotes(self) -> dict[str, int]:
        """Number what looks like a footnote in the order in which the source refers to them."""
        source = self._source
        defined = {
            footnote_key(source[start + 2 : close]): start
            for start, close in _labels(source)
            if source.startswith("^", start + 1)
        }
        if not defined:
            return {}
        heads = set(defined.values())
        numbers: dict[str, int] = {}
        for count, found in enumerate(_FOOTNOTE.finditer(source)):
            if count >= MOST_BELIEVED or len(numbers) == len(defined):
                break
            key = footnote_key(found[1])
            if found.start() not in heads and key in defined:
                numbers.setdefault(key, len(numbers) + 1)
        for key in defined:
            numbers.setdefault(key, len(numbers) + 1)
        return numbers


class References(Mapping[str, LinkDefinition]):
    """Link definitions as markdown-it's inline rules ask for them."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def __getitem__(self, label: str) -> LinkDefinition:
        found = self._definitions.reference(label)
        if found is None:
            raise KeyError(label)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._definitions.references)

    def __len__(self) -> int:
        return len(self._definitions.references)


def _labels(source: str) -> Iterator[tuple[int, int]]:
    """Find "[label]:" at the beginnings of lines, also within quotes and items: where "[" and "]" stand."""
    close = source.find("]:")
    for _ in range(MOST_BELIEVED):
        if close < 0:
            return
        line = source.rfind("\n", 0, close) + 1
        before = _BEFORE.match(source, line, close)
        start = before.end() if before else line
        if source.startswith("[", start) and start + 1 < close <= start + _LONGEST_LABEL + 1:
            yield start, close
        close = source.find("]:", close + 2)


def _said(answer: LinkDefinition | int | None) -> object:
    """What of an answer shows: a footnote's number, or a link's address."""
    return answer["href"] if isinstance(answer, dict) else answer
