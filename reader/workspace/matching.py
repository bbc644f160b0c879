"""Which note of the library a passage from elsewhere belongs to, and where in it the words stand.

First by the address it was read at, then by its title, then by the quote itself. Words are compared as
anchoring compares them: quotation marks, dashes and blanks of any kind alike. Offsets are code points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from reader.annotations.describe import describe
from reader.annotations.model import Quote, Selectors, TextPosition
from reader.annotations.normalise import Normalised
from reader.document.model import Document, Range
from reader.exchange.imported import ImportedAnnotation, in_code_points
from reader.library.kept_note import could_not_be_read
from reader.library.note import Note

LEAST_PROOF: Final = 20
"""Code points below which a quote alone does not say which note it is from: four words or so."""

CONTEXT: Final = 16
"""Code points of prefix or suffix that tell one occurrence from another."""

PROBE_WORDS: Final = 6
"""A note is only parsed when its source holds this many of a quote's longest words."""

_MARKS: Final = dict.fromkeys(map(ord, "*_~`\\"))
_TRACKING: Final = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")


def same_address(address: str) -> str:
    """Give what two addresses of the same page have in common; empty for what is no address."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme.lower() == "urn":
        return address.strip()
    if not host:
        return ""
    asked = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    return f"{host}{unquote(parts.path).rstrip('/')}?{urlencode(sorted(asked))}"


def same_title(title: str) -> str:
    """Give what two spellings of a title have in common: letters and digits, without case."""
    return " ".join(_WORD.findall(title.casefold().replace("_", " ")))


def notes_with_words_of(quotes: Iterable[str], notes: Collection[Note]) -> dict[str, list[Note]]:
    """Find which notes may hold which quotes, reading the source of each note once and parsing none.

    Args:
        quotes: Normalised texts. The first and last words of each may be cut and are not looked for, of the
            others the longest; where there are none, any note may hold it.
        notes: Where to look.

    Returns:
        For each quote its notes, in their order.
    """
    found: dict[str, list[Note]] = {}
    sought: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for quote in quotes:
        words = sorted(set(_words_of(quote)[1:-1]), key=len, reverse=True)[:PROBE_WORDS]
        found[quote] = [] if words else list(notes)
        if words:
            sought[words[0]].append((quote, frozenset(words)))
    longest = set(sought)
    for note in notes if longest else ():
        there = set(_words_of(note.body))
        for word in there & longest:
            for quote, wanted in sought[word]:
                if wanted <= there:
                    found[quote].append(note)
    return found


def _words_of(text: str) -> list[str]:
    """Return the words of a text or of its source: marks that format within a word are passed over."""
    return _WORD.findall(_bare(unescape(text) if "&" in text else text).translate(_MARKS))


class NoteFinder:
    """Finds notes and passages; parses a note once, when it is first needed."""

    def __init__(
        self,
        notes: Iterable[Note],
        document: Callable[[Note], Document],
        items: Iterable[ImportedAnnotation] = (),
    ) -> None:
        """Prepare.

        Args:
            notes: The notes there are.
            document: Gives a note parsed.
            items: What will be asked for: the notes are then read once for all of it.
        """
        self._notes = tuple(notes)
        self._document = document
        self._expected = tuple(items)
        self._documents: dict[str, Document] = {}
        self._texts: dict[str, Normalised] = {}
        self._holding: dict[str, list[Note]] = {}
        self._by_address: dict[str, list[Note]] = defaultdict(list)
        self._by_title: dict[str, list[Note]] = defaultdict(list)
        for note in self._notes:
            stem = note.key.rpartition("/")[2].rpartition(".")[0]
            for title in {same_title(note.title), same_title(stem.replace("-", " "))} - {""}:
                self._by_title[title].append(note)
            for address in {same_address(note.front.source), f"urn:reader:note:{note.id}"} - {""}:
                self._by_address[address].append(note)

    def may_hold(self, item: ImportedAnnotation) -> bool:
        """Tell whether `find` has any note to choose from; false where it certainly has none."""
        address = unquote(item.source) if item.source.startswith("urn:") else same_address(item.source)
        if address in self._by_address or same_title(item.title) in self._by_title:
            return True
        quote = _normalised(item.quote)
        return len(quote) >= LEAST_PROOF and bool(self._likely(quote))

    def find(self, item: ImportedAnnotation) -> Note | None:
        """Return the note an item is about; None when there is none, or several and nothing decides, or
        when a passage is sought in it and it cannot be read.
        """
        note = self._found(item)
        if note is not None and item.quote:
            self.document(note)
            return None if could_not_be_read(note) else note
        return note

    def _found(self, item: ImportedAnnotation) -> Note | None:
        address = unquote(item.source) if item.source.startswith("urn:") else same_address(item.source)
        for hinted in (self._by_address.get(address, []), self._by_title.get(same_title(item.title), [])):
            if len(hinted) == 1:
                return hinted[0]
            found = self._with_quote(item, hinted)
            if found is not None:
                return found
        quote = _normalised(item.quote)
        return self._with_quote(item, self._likely(quote)) if len(quote) >= LEAST_PROOF else None

    def selectors(self, item: ImportedAnnotation, note: Note) -> Selectors | None:
        """Describe an item's passage in a note; None for what is about the whole note.

        Where the words do not stand there, or several times alike, it is described as it came: anchoring
        then finds it, or shows it as an orphan or as ambiguous.
        """
        if not item.quote:
            return None
        document = self.document(note)
        places = self._places(item, note)
        if len(places) > 1:
            places = self._decided(item, note, places)
        if len(places) == 1:
            return describe(document, places[0])
        start = item.position[0] if item.position else 0
        position = TextPosition(start, start + len(item.quote))
        return Selectors(Quote(item.quote, item.prefix, item.suffix), position, item.headings)

    def document(self, note: Note) -> Document:
        """Return a note parsed, kept for as long as this lives; one that cannot be read, as an empty one."""
        document = self._documents.get(note.id)
        if document is None:
            document = self._document(note)
            if not could_not_be_read(note):
                self._documents[note.id] = document
        return document

    def _text(self, note: Note) -> Normalised:
        text = self._texts.get(note.id)
        if text is None:
            text = Normalised(self.document(note).text)
            if not could_not_be_read(note):
                self._texts[note.id] = text
        return text

    def _with_quote(self, item: ImportedAnnotation, notes: Iterable[Note]) -> Note | None:
        """Return the one note of these that holds the quote, or holds it in its surroundings."""
        quote = _normalised(item.quote)
        if not quote:
            return None
        holding = [note for note in notes if quote in self._text(note).text]
        if len(holding) > 1:
            holding = [each for each in holding if self._in_context(item, each, self._places(item, each))]
        return holding[0] if len(holding) == 1 else None

    def _likely(self, quote: str) -> list[Note]:
        """Return the notes in whose source a normalised quote's words stand."""
        if quote not in self._holding:
            quotes = {quote, *(_normalised(each.quote) for each in self._expected)}
            self._expected = ()
            self._holding |= notes_with_words_of(quotes, self._notes)
        return self._holding[quote]

    def _places(self, item: ImportedAnnotation, note: Note) -> list[Range]:
        quote, text = _normalised(item.quote), self._text(note)
        if not quote:
            return []
        places: list[Range] = []
        at = text.text.find(quote)
        while at >= 0 and len(places) < 64:
            start, end = text.source_start(at), text.source_end(at + len(quote))
            places.append(self.document(note).range_of(start, end))
            at = text.text.find(quote, at + 1)
        return places

    def _decided(self, item: ImportedAnnotation, note: Note, places: list[Range]) -> list[Range]:
        """Narrow down places where the same words stand: by surroundings, by offset, by heading."""
        document = self.document(note)
        around = self._in_context(item, note, places)
        if len(around) == 1:
            return around
        if item.position is not None:
            start, end = item.position
            if item.is_utf16:
                start, end = in_code_points(document.text, start, end)
            there = [each for each in places if document.offset_of(each.start) == start]
            if there:
                return there
        under = [each for each in around or places if _is_under(document, each, item.headings)]
        return under if item.headings and len(under) == 1 else around or places

    def _in_context(self, item: ImportedAnnotation, note: Note, places: list[Range]) -> list[Range]:
        before, after = _normalised(item.prefix)[-CONTEXT:], _normalised(item.suffix)[:CONTEXT]
        if not before and not after:
            return []
        document = self.document(note)
        fitting = []
        for place in places:
            start, end = document.offset_of(place.start), document.offset_of(place.end)
            left = _normalised(document.text[max(0, start - 8 * CONTEXT) : start])
            right = _normalised(document.text[end : end + 8 * CONTEXT])
            if left.endswith(before) and right.startswith(after):
                fitting.append(place)
        return fitting


@lru_cache(maxsize=64)  # an item's words are asked for several times in a row
def _normalised(text: str) -> str:
    return _bare(text)


def _bare(text: str) -> str:
    return Normalised(text).text.strip(" ")


def _is_under(document: Document, place: Range, headings: tuple[str, ...]) -> bool:
    return bool(headings) and headings[-1] in document.heading_path(place.start.block)
