"""Mails (.eml), plain or HTML: subject, sender and day become title, author and date."""

from __future__ import annotations

import datetime
import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import Final

from reader.errors import SourceUnreadable
from reader.exchange.decoding import decoded
from reader.exchange.notes.html_markdown import markdown_of
from reader.exchange.notes.imported_note import ImportedNote, NoteReading, date_doubt, one_line
from reader.exchange.notes.names import name_of_title
from reader.exchange.notes.plain_text import text_to_markdown
from reader.exchange.notes.web_page import page_text
from reader.gate import clean_text

_MESSAGE_ID: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_QUOTED: Final = re.compile(r"^((?:> ?)+)", re.MULTILINE)


def read_mail(content: bytes, name: str) -> NoteReading:
    """Take a mail as one note.

    Raises:
        SourceUnreadable: It is none, or says nothing; a clause to follow the name.
        ExtraMissing: It is HTML, and a package for that is not installed.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not ({"from", "subject", "date"} & _names(message)):
        raise SourceUnreadable("is no mail: it has neither sender nor subject nor date")
    doubts: tuple[str, ...] = ()
    try:
        part = message.get_body(("html", "plain"))
        attached = [each.get_filename() or "without a name" for each in message.iter_attachments()]
    except (MessageError, LookupError, ValueError, AttributeError, TypeError):
        part, attached = None, []
    body, said = _text_of(part) if isinstance(part, EmailMessage) else ("", ())
    if not body.strip():
        raise SourceUnreadable("is a mail without a text that can be read")
    doubts = (*doubts, *said)
    if attached:
        named = ", ".join(one_line(str(each)) for each in attached[:5])
        doubts = (*doubts, f"What was attached was left out: {named}.")
    if message.defects or (isinstance(part, EmailMessage) and part.defects):
        doubts = (*doubts, "The mail is not quite as mails must be; look whether all of it is here.")
    title = one_line(_header(message, "subject")) or "A mail without a subject"
    date = _date(message)
    if date is None and _header(message, "date").strip():
        doubts = (*doubts, date_doubt(_header(message, "date")))
    note = ImportedNote(
        title=title,
        body=body,
        place=name,
        path=name_of_title(title, date),
        date=date,
        author=_sender(message),
        source=_address(message),
        doubts=doubts,
    )
    return NoteReading("mail", (note,))


def _names(message: EmailMessage) -> set[str]:
    return {name.casefold() for name in message.keys()}  # noqa: SIM118  (a message is no dict)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as text; one that breaks the rules is read as it stands."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        raw = [value for key, value in message.raw_items() if key.casefold() == name]
        return str(raw[0]) if raw else ""


def _date(message: EmailMessage) -> datetime.date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(_header(message, "date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def _sender(message: EmailMessage) -> str:
    from email.utils import parseaddr

    name, address = parseaddr(_header(message, "from"))
    return one_line(name or address)


def _address(message: EmailMessage) -> str:
    """Return the ``mid:`` address (RFC 2392) of a mail: it is the same wherever the mail is kept."""
    found = _MESSAGE_ID.search(_header(message, "message-id"))
    return one_line(f"mid:{found[1]}") if found and len(found[1]) < 400 else ""


def _text_of(part: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """Return a part's text as Markdown, and what was guessed of it."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    label = part.get_content_charset()
    said: tuple[str, ...] = ()
    try:
        text = content.decode(label or "unknown")
    except (LookupError, UnicodeError, ValueError):
        is_html = part.get_content_type() == "text/html"
        text, said = page_text(content) if is_html else decoded(content)
    text = clean_text(text)
    if part.get_content_type() == "text/html":
        return markdown_of(text), said
    if str(part.get_param("format", "")).casefold() == "flowed":
        text = _unflowed(text, is_joined=str(part.get_param("delsp", "")).casefold() == "yes")
    return _with_quotes(text), said


def _unflowed(text: str, *, is_joined: bool) -> str:
    """Join the lines of a text that was wrapped for the way (RFC 3676)."""
    joined: list[str] = []
    is_open, depth = False, ""
    for line in text.split("\n"):
        marks = _QUOTED.match(line)
        quotes = marks[1].replace(" ", "") if marks else ""
        bare = line[marks.end() :] if marks else line.removeprefix(" ")
        if is_open and quotes == depth and bare != "-- ":
            joined[-1] += bare
        else:
            joined.append(f"{quotes} {bare}" if quotes else bare)
        is_open, depth = bare.endswith(" ") and bare != "-- ", quotes
        if is_open and is_joined:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def _with_quotes(text: str) -> str:
    """Turn plain text into Markdown; lines that quote an earlier mail become quotes."""
    pieces: list[tuple[int, list[str]]] = []
    for line in text.split("\n"):
        marks = _QUOTED.match(line)
        depth = min(marks[1].count(">"), 10) if marks else 0
        if not pieces or pieces[-1][0] != depth:
            pieces.append((depth, []))
        pieces[-1][1].append(line[marks.end() :] if marks else line)
    made = [(depth, text_to_markdown("\n".join(lines))) for depth, lines in pieces]
    quoted = [
        "\n".join(
            f"{'> ' * depth}{line}".rstrip(" ") if not line else f"{'> ' * depth}{line}"
            for line in piece.split("\n")
        )
        for depth, piece in made
        if piece
    ]
    return "\n\n".join(quoted)
