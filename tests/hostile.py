"""Notes and annotations that try to steer a terminal, and a strict look at the bytes that reach it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml

from reader.annotations.model import Color
from reader.document.model import Range
from reader.document.position import Position
from reader.gate import clean_name
from reader.store import Store
from reader.workspace import Workspace

CONTROLS = {
    "OSC 52, the clipboard": "\x1b]52;c;eA==\x07",
    "OSC 0, the title, ended by ST": "\x1b]0;owned\x1b\\",
    "OSC 8, a link": "\x1b]8;;file:owned\x1b\\",
    "CSI, clear the screen": "\x1b[2J",
    "CSI, clear what has scrolled by": "\x1b[3J",
    "CSI, report the place": "\x1b[6n",
    "RIS, reset": "\x1bc",
    "DCS, passed on by tmux": "\x1bPtmux;\x1b\x1b[5n\x1b\\",
    "APC": "\x1b_Gowned\x1b\\",
    "DECALN, fill the screen": "\x1b#8",
    "another character set": "\x1b(0",
    "C1 CSI": "\x9b31;5m",
    "C1 OSC": "\x9d0;owned\x9c",
    "C1 NEL": "\x85",
    "BEL": "\x07",
    "CR": "\rowned",
    "backspace": "\x08",
    "vertical tab, form feed": "\x0b\x0c",
    "shift out": "\x0e",
    "DEL": "\x7f",
    "bidi override": "\u202eowned\u202c",
    "bidi isolate": "\u2067owned\u2069",
    "bidi embedding": "\u202bowned",
    "zero width": "\u200b\u2060\ufeff",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "annotation marks": "\ufff9\ufffa\ufffb",
    "line and paragraph separator": "\u2028\u2029",
    "newline": "\n",
}
"""Each class of what steers or deceives. None is what a screen of Textual's sends itself."""

ALL = "\x1b" + "".join(CONTROLS.values())
"""All of them in one text. It begins with an escape, so that the picture of one right after a word shows that
the text reached a place with its controls."""

MARKER = "⟦all⟧"


def long_ago() -> datetime:
    """When the annotations were made: so long ago that they are due for review."""
    return datetime(2024, 3, 4, 9, 30, tzinfo=UTC)


_SENT = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours
    r"|\x1b\[\d+;\d+H"  # to a place
    r"|\x1b\[(?:\?(?:1000|1003|1004|1006|1007|1015|1016|1049|2004|2026|2048|25|7)[hl]|\?(?:2026|2048)\$p)"
    r"|\x1b\[(?:>\d*u|<u|\?1u|K|\?0?c|c)"  # the keyboard's protocol, the rest of a row
    r"|\r\d+ of \d+(?:\r\x1b\[K)?"  # how far an import is
    r"|\x1b\]22;[a-z-]*\x07"  # the pointer's shape
    r"|\x1b\[18t|\x1b\[\?996n|\x1bP\+q[0-9A-Fa-f;]*\x1b\\"
)
"""What Textual 8.2.8 and the command line send of themselves, and nothing more."""

_HALF = re.compile(r"\x1b(?:\[[0-9;:?]*)?\Z")

_LINK = re.compile(r"\x1b\]8;[^;\x1b\x07]*;((?:https?|mailto):[!-~]*)?\x1b\\")
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def steered(raw: str) -> list[str]:
    """Return what in a terminal's bytes the program would not have sent of itself, and what surrounds it.

    Where the session was left, the last of its own sequences may have come half.
    """
    rest = _LINK.sub("", _SENT.sub("", _HALF.sub("", raw)))
    found = [rest[max(0, each.start() - 30) : each.end() + 30] for each in _STEERING.finditer(rest)]
    stray = [rest[max(0, at - 30) : at + 30] for at in _carriage_returns(rest)]
    return found + stray


def _carriage_returns(text: str) -> Iterator[int]:
    """Yield where a carriage return stands that ends no line."""
    yield from (each.start() for each in re.finditer(r"\r(?!\r?\n)", text))


def unseen(folder: Path) -> list[Path]:
    """Return what lies in a folder, or deeper, under a name that is not drawn as it is."""
    return [each for each in folder.rglob("*") if clean_name(each.name) != each.name]


def planted(name: str, controls: str = ALL) -> str:
    """Return a text to be looked for by its name: ``Zq`` and the name, then the controls."""
    return f"Zq{name}{controls}Zq"


def on_a_line(controls: str) -> str:
    """Return controls without line ends, for what stands on one line of a file."""
    return re.sub(r"[\n\r\x0b\x0c\x85\u2028\u2029]", "", controls)


def tags(controls: str) -> list[str]:
    """Return controls in tags, which may be a hundred letters long and no more."""
    pieces = [controls[start : start + 40] for start in range(0, len(controls), 40)]
    return [planted(f"tag{number}", f"\x1b{piece}") for number, piece in enumerate(pieces)]


def body(controls: str) -> str:
    """Return a note's text with controls in every kind of block."""
    line = on_a_line(controls)
    inside = line.replace("[", "\\[").replace("]", "\\]")
    name = re.sub(r"[\[\]|#^`<\\]", "", line)
    address = line.replace("\x1b\\", "").replace(" ", "").replace("(", "").replace("<", "")
    return "\n".join(
        [
            f"# {planted('heading', line)}",
            "",
            f"{planted('paragraph', line)} and `{planted('inline', line)}`",
            f"and *{planted('emphasis', line)}*.",
            "",
            f"[{planted('linktext', inside)}](https://example.org/a)",
            f"[plain](<https://{planted('address', address)}>)",
            "",
            f"![{planted('alt', inside)}](pictures/x.png) ![](pictures/{planted('picture', address)})",
            "",
            f"[[{planted('named', name)}|{planted('label', name)}]] ![[{planted('embedded', name)}.png]]",
            f"and [[#{planted('fragment', name)}]].",
            "",
            f"#Zqtexttag{line}",
            "",
            "Zqentity&#27;]52;c;eA==&#7;&#x9b;31m&#x202e;owned&#8203;&#xe0041; and a note[^one].",
            "",
            "## Key points",
            "",
            f"- {planted('point', line)}",
            "- A second point, plain.",
            "",
            f"> {planted('quoted', line)}",
            "",
            "```" + planted("language", line.replace("`", "")),
            planted("code", controls.replace("\n", "")),
            "```",
            "",
            f"| {planted('cell', line)} | b |",
            "|---|---|",
            f"| {planted('row', line)} | d |",
            "",
            f"<div>{planted('html', line)}</div>",
            "",
            planted("term", line),
            f": {planted('definition', line)}",
            "",
            "## Questions",
            "",
            f"- {planted('question', line)}",
            "",
            f"[^one]: {planted('footnote', line)}",
            "",
        ]
    )


def library(folder: Path, controls: str = ALL) -> Path:
    """Write a library of hostile notes; return its folder."""
    name = re.sub(r"[/\x00]", "", controls)
    inside = folder / f"Zqfolder{name}"
    inside.mkdir(parents=True)
    head = {
        "id": planted("id", controls),
        "title": planted("title", controls),
        "tags": [*tags(controls), "[red]Zqmarkup[/x]"],
        "date": planted("date", controls),
        "topic": planted("topic", controls),
        "people": [{"name": planted("person", controls), "role": planted("role", controls)}],
        "series": planted("series", controls),
        "source": planted("source", controls),
        "aliases": [planted("alias", controls)],
    }
    written = f"---\n{yaml.safe_dump(head, sort_keys=False)}---\n\n{body(controls)}"
    (inside / "hostile.md").write_bytes(written.encode())
    (folder / f"Zqbare{name}.md").write_text("plain words\n", encoding="utf-8")
    (folder / f"Zqbroken{name}.md").write_bytes(b"\xff\xfe\x00")
    (folder / f"Zqlink{name}.md").symlink_to("/etc/hostname")
    (folder / "zqclosed.md").write_text(
        f'---\ntitle: "Zqunclosed{on_a_line(controls)}\ntags: [\n---\nwords\n', encoding="utf-8"
    )
    return folder


def keep_annotations(notes: Path, store: Path, controls: str = ALL) -> None:
    """Fill a store as another machine might have: controls in every text of every record and draft."""
    workspace = Workspace(notes, Store.open(store, now=long_ago), now=long_ago)
    note = next(each for each in workspace.library.notes if each.title.startswith("Zqtitle"))
    opened = workspace.open(note)
    for number, color in enumerate([Color.YELLOW, Color.RED]):
        block = next(
            index
            for index, each in enumerate(opened.document.blocks)
            if each.text.startswith(["Zqparagraph", "Zqpoint"][number])
        )
        place = Range(Position(block, 0), Position(block, len(opened.document.blocks[block].text)))
        kept = workspace.highlight(opened, place, color)
        workspace.tag(kept.id, [f"Zqmarktag{MARKER}"])
        workspace.reflect(opened, f"Zqreflection{MARKER}", on=kept.id)
    orphan = workspace.highlight(opened, place, Color.BLUE)
    lost = workspace.reflect(opened, f"Zqlost{MARKER}", on=orphan.id)
    workspace.edit(lost.id, f"Zqlater{MARKER}")
    workspace.reflect(opened, f"Zqwhole{MARKER}")
    gone = workspace.reflect(opened, f"Zqdeleted{MARKER}")
    workspace.delete(gone.id)
    workspace.close()
    written = json.loads(store.read_text(encoding="utf-8"))
    for record in written["annotations"].values():
        if record["id"] in (orphan.id, lost.id):
            record["selectors"]["quote"] |= {"exact": f"Zqquote{MARKER}", "prefix": MARKER, "suffix": MARKER}
            record["note_id"], record["note_key"] = f"Zqgone{MARKER}", f"Zqgone{MARKER}.md"
            record["note_title"] = f"Zqlosttitle{MARKER}"
    text = json.dumps(written, ensure_ascii=False).replace(MARKER, json.dumps(controls)[1:-1])
    store.write_text(text, encoding="utf-8")
