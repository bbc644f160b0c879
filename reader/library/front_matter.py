"""Takes a note's YAML head apart from its text, and reads it forgivingly.

Nothing in a head can stop a note from opening. What is wrong in it is left aside with a sentence
(`FrontMatter.ignored`). A head that is no YAML at all is shown in front of the text as a code block, line for
line, so that no word of the file is lost and source lines still count; its plain ``name: value`` lines are
read all the same, so that a note whose title got a stray colon keeps its ``id`` and with it its annotations.
"""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.deferred import pattern
from reader.gate import clean_line, clean_name
from reader.library.note import FrontMatter, Person
from reader.library.plain_head import Pairs, Refused, Tree, plain_tree
from reader.library.tags import is_tag, tidy
from reader.library.yaml_tree import BrokenYaml, read_yaml

MAX_HEAD: Final = 64 * 1024
"""Code points within which a head must be closed; real heads take a few hundred."""

MAX_VALUE: Final = 500
"""Code points of one value that are kept: no title, name or role is longer."""

KNOWN: Final = (
    *("id", "title", "tags", "date", "topic", "people", "series", "source"),
    *("aliases", "alias"),  # as vaults have them
)

_CLOSING: Final = pattern(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KNOWN_LINE: Final = pattern(rf"(?:{'|'.join(KNOWN)})[ \t]*:(?:[ \t]|$)", re.IGNORECASE | re.MULTILINE)
_CHUNK: Final = pattern(r"^[^\W\d][\w-]*[ \t]*:(?=[ \t]|$)", re.MULTILINE)
_BACKTICKS: Final = pattern(r"`{3,}")
_YAML_INDICATORS: Final = tuple("[]{}&*!|>'\"%@`,?#")

_ISO_DATE: Final = pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ].*)?", re.ASCII | re.DOTALL)
_DAY_FIRST: Final = pattern(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]+)\.?,?\s+(\d{4})", re.ASCII)
_MONTH_FIRST: Final = pattern(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class SplitNote(Struct, frozen=True):
    """A note's text with its head taken off: what `Note` is made of."""

    front: FrontMatter
    body: str
    body_line: int
    problems: tuple[str, ...]


def split_note(text: str) -> SplitNote:
    """Take the front matter off a note and read it.

    Args:
        text: The whole file, gated, newlines ``"\\n"``.

    Returns:
        The head and the text after it; for a file without a head, or where what stands between the first two
        lines of ``---`` is prose, the whole file as body.
    """
    whole = SplitNote(FrontMatter(), text, 0, ())
    if not text.startswith("---"):
        return whole
    opening = text.find("\n") + 1
    if not opening or text[:opening].strip() != "---":
        return whole
    closing = _CLOSING.search(text, opening, opening + MAX_HEAD)
    if closing is None or text[closing.end() : closing.end() + 1] not in ("", "\n"):
        return _without_end(whole, opening)
    head = text[opening : closing.start()]
    body = text[closing.end() + 1 :]
    try:
        tree = plain_tree(head) or read_yaml(head)
    except BrokenYaml as broken:
        return _shown_as_code(head, body, broken)
    if not _is_head(tree, head):
        return whole
    front = _read(tree) if isinstance(tree, Pairs) else FrontMatter()
    return SplitNote(front, body, head.count("\n") + 2, front.ignored)


def _without_end(whole: SplitNote, opening: int) -> SplitNote:
    """Return the file as it is; with a word about it where it does look as if a head was meant."""
    if not _KNOWN_LINE.match(whole.body, opening):
        return whole
    sentence = (
        f'The front matter is not closed by a line "---" within {MAX_HEAD // 1024} KB; it is shown as text.'
    )
    return replace(whole, problems=(sentence,))


def _is_head(tree: Tree, head: str) -> bool:
    """Tell a head from prose that happens to stand between two rules."""
    if tree is None:
        return not head.strip() or head.lstrip().startswith("#")
    if not isinstance(tree, Pairs):
        return False
    names = [name.strip().casefold() for name, _ in tree.items]
    if any(name in KNOWN for name in names):
        return True
    is_prose = head.startswith("\n") or any(" " in name for name in names)
    return not is_prose


def _shown_as_code(head: str, body: str, broken: BrokenYaml) -> SplitNote:
    """Keep a broken head in sight: its two lines of ``---`` become those of a code block."""
    front = _salvage(head)
    where = "" if broken.line is None else f" at line {min(broken.line, head.count(chr(10))) + 2}"
    why = clean_line(str(broken)).strip()
    sentence = f"The front matter is broken{where} ({why}); it is shown as it stands, above the text."
    longest = max((len(run) for run in _BACKTICKS.findall(head)), default=2)
    fence = "`" * (longest + 1)
    shown = f"{fence}yaml\n{head}{fence}\n{body}"
    return SplitNote(front, shown, 0, (sentence, *front.ignored))


def _salvage(head: str) -> FrontMatter:
    """Read what can be read of a broken head, name by name; at most one attempt for each known name."""
    starts = [match.start() for match in _CHUNK.finditer(head)]
    found: dict[str, Tree] = {}
    for start, stop in pairwise([*starts, len(head)]):
        name, _, value = head[start:stop].partition(":")
        name = name.strip().casefold()
        if name not in KNOWN or name in found:
            continue
        try:
            tree = read_yaml(head[start:stop])
        except BrokenYaml:
            value = value.strip()
            if value and "\n" not in value and not value.startswith(_YAML_INDICATORS):
                found[name] = value
            continue
        if isinstance(tree, Pairs) and tree.items:
            found[name] = tree.items[0][1]
    return _read(Pairs(tuple(found.items())))


def _read(pairs: Pairs) -> FrontMatter:
    """Read the values of a head one by one."""
    values: dict[str, Tree] = {}
    ignored: list[str] = []
    for written, value in pairs.items:
        name = written.strip().casefold()
        if isinstance(value, Refused) and (name in KNOWN or written in ("", "<<")):
            ignored.append(f'In the front matter "{_short(written)}" uses {value.what}; it was ignored.')
        elif name not in KNOWN:
            continue
        elif name in values:
            ignored.append(f'The front matter has "{name}" twice; the first one counts.')
        else:
            values[name] = value
    reader = _Values(values, ignored)
    return FrontMatter(
        id=reader.text("id") or None,
        title=reader.text("title") or None,
        tags=reader.tags(),
        date=reader.date(),
        topic=reader.text("topic"),
        people=reader.people(),
        series=reader.text("series"),
        source=reader.text("source"),
        aliases=(*reader.texts("aliases"), *reader.texts("alias")),
        ignored=tuple(ignored),
    )


class _Values:
    """Turns the trees of a head into what a note needs, and says what it left aside."""

    def __init__(self, values: dict[str, Tree], ignored: list[str]) -> None:
        self._values = values
        self._ignored = ignored

    def text(self, name: str) -> str:
        """Return a one-line text, ``""`` where there is none."""
        value = self._values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._leave_aside(name, "is not a single text")
            return ""
        return _one_line(value)

    def date(self) -> datetime.date | None:
        """Return the date, ``None`` where there is none or none that exists."""
        written = self.text("date")
        if not written:
            return None
        date = read_date(written)
        if date is None:
            self._ignored.append(
                f'The date "{_short(written)}" is none (write 2024-05-02 or 2 May 2024); it was ignored.'
            )
        return date

    def tags(self) -> tuple[str, ...]:
        """Return the tags of a list or of a text with commas, in order, as they are written."""
        found: list[str] = []
        for item in self._several("tags"):
            tag = tidy(clean_name(item))
            if tag and is_tag(tag):
                found.append(tag)
            elif tag:
                self._ignored.append(
                    f'The tag "{_short(tag)}" is too long or nested too deeply; it was ignored.'
                )
        return tuple(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the one-line texts of a list or of a text with commas, in order."""
        return tuple(filter(None, map(_one_line, self._several(name))))

    def _several(self, name: str) -> list[str]:
        """Return the texts of a list or of a text with commas, as they are written."""
        value = self._values.get(name)
        if isinstance(value, str):
            return value.split(",")
        if value is None:
            return []
        if not isinstance(value, list):
            self._leave_aside(name, "is neither a list nor a text")
            return []
        if any(not isinstance(item, str) and item is not None for item in value):
            self._leave_aside(name, "holds something that is not a text")
        return [item for item in value if isinstance(item, str)]

    def people(self) -> tuple[Person, ...]:
        """Return the people of a list of ``name`` and ``role`` (a bare text is a name)."""
        value = self._values.get("people")
        if value is None:
            return ()
        entries = value if isinstance(value, list) else [value]
        found = [_person(entry) for entry in entries]
        if None in found:
            self._leave_aside("people", "has an entry without a name")
        return tuple(person for person in found if person is not None)

    def _leave_aside(self, name: str, why: str) -> None:
        sentence = f'In the front matter "{name}" {why}; that was ignored.'
        if sentence not in self._ignored:
            self._ignored.append(sentence)


def _person(entry: Tree) -> Person | None:
    """Read one entry of ``people``; ``None`` where it names nobody."""
    if isinstance(entry, str):
        name = _one_line(entry)
        return Person(name) if name else None
    if not isinstance(entry, Pairs):
        return None
    texts: dict[str, str] = {}
    for key, value in entry.items:
        if isinstance(value, str):
            texts.setdefault(key.strip().casefold(), _one_line(value))
    name = texts.get("name", "")
    return Person(name, texts.get("role", "")) if name else None


def read_date(written: str) -> datetime.date | None:
    """Read ``2024-05-02`` (with or without a time), ``2 May 2024``, ``2nd of May 2024`` or ``May 2, 2024``.

    Returns:
        The day; ``None`` for anything else, for days that do not exist, and for forms such as ``02/05/2024``
        that mean different days in different countries.
    """
    text = " ".join(written.split()).casefold()
    if iso := _ISO_DATE.fullmatch(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if day_first := _DAY_FIRST.fullmatch(text):
        return _day(int(day_first[3]), _month(day_first[2]), int(day_first[1]))
    if month_first := _MONTH_FIRST.fullmatch(text):
        return _day(int(month_first[3]), _month(month_first[1]), int(month_first[2]))
    return None


def _month(name: str) -> int:
    """Return the number of a month's name or its first three letters (``sept`` too); 0 for any other word."""
    for number, month in enumerate(_MONTHS, start=1):
        if name in (month, month[:3]) or (name == "sept" and number == 9):
            return number
    return 0


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _one_line(value: str) -> str:
    """Gate a value and put it on one line of bounded length."""
    line = " ".join(clean_name(value[: MAX_VALUE * 2]).split())
    return line if len(line) <= MAX_VALUE else line[: MAX_VALUE - 1] + "…"


def _short(value: str) -> str:
    """Quote at most 40 code points of what somebody wrote."""
    line = _one_line(value)
    return line if len(line) <= 40 else line[:39] + "…"
