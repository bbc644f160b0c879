"""Controls in every text, driven through every surface in a real pty: only what a screen sends gets out.

Each step names a surface and what must show there: the name of a planted text with the picture of an escape
right after it, so that a text that never arrived fails the test. The bytes of the whole session are then read
with a strict grammar (`tests.hostile.steered`).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile import ALL, CONTROLS, keep_annotations, library, planted, steered, unseen
from tests.terminal import Terminal, private_environment, reader_command

ESC = "\x1b"

ESCAPE = "␛"
"""Its picture, which begins each text that was planted."""


class Step(NamedTuple):
    """Keys to press, what then shows (``Zq...``: with an escape's picture after it), and what is gone."""

    surface: str
    keys: Sequence[str]
    shown: Sequence[str]
    gone: str = ""


def pasted(name: str, controls: str = ALL) -> str:
    """Return what a terminal sends when a hostile text is pasted (bracketed, mode 2004)."""
    return f"\x1b[200~{planted(name, controls)}\x1b[201~"


OPEN = (
    Step("jump", ["O", "Zqtitle"], ["↑ ↓ choose   enter open   esc back", "Zqtitle"]),
    Step("page", ["enter"], ["Zqtitle", "Zqtopic", "Zqseries", "Zqsource", "Zqperson", "Zqrole", "Zqdate"]),
)

SESSIONS: Mapping[str, Sequence[Step]] = {
    "the library": (
        Step("list", [], ["Zqtitle", "Zqbare", "Zqbroken", "Zqlink"]),
        Step("tag tree", [], ["Zqtag0"]),
        Step("preview", ["down", "down"], ["Zqtopic", "Zqperson", "Zqheading"]),
        Step("filter", ["/", pasted("filter")], ["Zqfilter"]),
        Step("settings", ["escape", ","], ["Theme"]),
        Step("help", ["escape", "?"], ["every key there is"]),
        Step("palette", ["escape", "ctrl+p"], ["Search for commands"]),
        Step("palette, nothing found", [pasted("palette")], ["Zqpalette"]),
        Step("search", ["escape", "s", "Zq"], ["Zqtitle", "Zqparagraph", "Zqreflection"]),
        Step("search, nothing found", [pasted("search")], ["Zqsearch"]),
    ),
    "the page": (
        *OPEN,
        Step("blocks", [], ["Zqheading", "Zqparagraph", "Zqinline", "Zqemphasis", "Zqlinktext", "Zqalt"]),
        Step("margin", [], ["Zqwhole", "Zqreflection"]),
        Step("more blocks", ["G"], ["Zqcode", "Zqcell", "Zqrow", "Zqhtml", "Zqterm", "Zqdefinition"]),
        Step("the end", [], ["Zqquestion", "Zqfootnote", "Zqquoted", "Zqpoint"]),
        Step("outline", ["t"], ["Zqheading"]),
        Step("links", ["t", "o"], ["from here", "Zqlinktext", "Zqalt"]),
        Step("link", ["enter"], ["Open this address in the browser?"]),
        Step(
            "link refused",
            ["escape", "o", "down", "enter"],
            ["This link is not followed", "https://"],
        ),
        Step("mark", ["escape", "g", "m", "a"], [], gone="This link"),
        Step("marks", ["'"], ["Zqtitle"]),
        Step("find", ["escape", "/", pasted("find")], ["Zqfind"]),
        Step("pattern", ["tab", pasted("broken(")], ["Zqbroken("]),
        Step("on the page again", ["escape", "g"], ["Zqtitle"], gone="Zqbroken("),
        Step("choice", ["]", "enter"], ["Several stand here", "Zqpoint"]),
        Step("card", ["down", "enter"], ["Zqmarktag"]),
    ),
    "writing": (
        *OPEN,
        Step("editor", ["R", pasted("pasted")], ["Zqpasted"]),
        Step("margin", ["ctrl+s"], ["Zqpasted"], gone="ctrl+g"),
        Step("walk", ["w"], ["Zqpoint", "Zqquestion"]),
        Step("walk, typed", [pasted("walked")], ["Zqwalked"]),
        Step("walk end", ["ctrl+s", "ctrl+s", "ctrl+s"], ["Zqtitle", "Zqwalked"]),
    ),
    "the journal": (
        Step("journal", ["J"], ["Zqparagraph", "Zqquote", "Zqlosttitle", "Zqreflection", "Zqwhole"]),
        Step("detail", ["space"], ["Made 4 Mar 2024"]),
        Step("filter", ["escape", "/", pasted("narrow")], ["Zqnarrow"]),
        Step("by note", ["escape", "S"], ["Zqtitle"], gone="Zqnarrow"),
        Step("deleted", ["left"], ["Zqdeleted"]),
        Step("without a place", ["left"], ["Zqquote", "Zqlosttitle"]),
        Step("review", ["escape", "escape", "V"], ["review · 1 of", ESCAPE]),
        Step("pictures", ["escape", "L"], ["Zqbare"]),
    ),
    "in and out": (
        Step("import", ["ctrl+p", "import", "enter"], ["a file or folder"]),
        Step("import refused", [pasted("source"), "enter"], ["Zqsource"]),
        Step("export", ["escape", "escape", "ctrl+p", "export", "enter"], ["where to"]),
        Step("export refused", [pasted("target"), "enter"], ["Zqtarget", "plain one"]),
        Step("copy", ["escape", "escape", "ctrl+p", "copy of all", "enter"], ["a new file"]),
        Step("copy refused", [pasted("copy"), "enter"], ["Zqcopy", "plain one"]),
    ),
}


@contextmanager
def hostile_terminal(folder: Path, controls: str = ALL) -> Iterator[Terminal]:
    """Open Reader on hostile notes and a hostile store."""
    keep_annotations(library(folder / "notes", controls), folder / "store" / "annotations.json", controls)
    with started(folder) as terminal:
        terminal.wait_for("Zqtitle")
        yield terminal


def started(folder: Path) -> Terminal:
    """Start Reader on what `hostile_terminal` has made."""
    places = ["--notes", str(folder / "notes"), "--store", str(folder / "store" / "annotations.json")]
    return Terminal([*reader_command(), *places], private_environment(folder / "home"), 200, 60)


def play(terminal: Terminal, steps: Sequence[Step]) -> None:
    """Go through the steps; each must show what it says."""
    for step in steps:
        for key in step.keys:
            terminal.press(key)
            if key == "escape":  # which a key right after it would make another key of
                terminal.rest(0.5)
        for wanted in step.shown:
            try:
                terminal.wait_for(f"{wanted}{ESCAPE}" if wanted.startswith("Zq") else wanted)
            except AssertionError as error:
                raise AssertionError(f"{step.surface}: {error}") from None
        until = time.monotonic() + 30
        while step.gone and step.gone in terminal.text:
            assert time.monotonic() < until, f"{step.surface}: {step.gone!r} is still there:\n{terminal.text}"
            terminal.rest(0.2)


@pytest.mark.parametrize("session", SESSIONS)
def test_controls_in_every_text_do_nothing_on_any_surface(session: str, tmp_path: Path) -> None:
    with hostile_terminal(tmp_path) as terminal:
        play(terminal, SESSIONS[session])
    assert steered(terminal.raw) == []
    assert unseen(tmp_path / "home") == unseen(tmp_path / "store") == []


def test_controls_in_a_draft_do_nothing_when_it_is_offered_again(tmp_path: Path) -> None:
    drafts = tmp_path / "store" / "annotations.json.drafts"
    with hostile_terminal(tmp_path) as terminal:
        play(terminal, [*OPEN, Step("editor", ["R", pasted("draft")], ["Zqdraft"])])
        until = time.monotonic() + 30
        while not list(drafts.glob("*.json")):
            assert time.monotonic() < until, "no draft was kept"
            terminal.rest(0.2)
        terminal.kill()
    with started(tmp_path) as again:
        again.wait_for(f"Zqdraft{ESCAPE}")
    assert steered(terminal.raw) == steered(again.raw) == []


def test_the_look_at_the_bytes_finds_each_control() -> None:
    around = "\x1b[?1049h\x1b[2;3H\x1b[38;2;1;2;3mwords", "more\x1b[0m\r\n"
    assert steered("".join(around)) == []
    silent = {"newline", "zero width"}  # a newline ends a line, and what has no width shows nothing in prose
    for name, control in CONTROLS.items():
        assert bool(steered(control.join(around))) == (name not in silent), name


COMMANDS: Sequence[tuple[str, Sequence[str]]] = (
    ("list", ["Zqtitle", "Zqbare", "Zqtag0"]),
    ("list --json", ["Zqtitle"]),
    ("tags", ["Zqtag0", "Zqtag3"]),
    ("tags --json", ["Zqtag0"]),
    (
        "show Zqtitle --annotations",
        ["Zqtitle", "Zqparagraph", "Zqcode", "Zqrow", "Zqreflection", "Zqfootnote"],
    ),
    ("show Zqtitle --plain", ["Zqparagraph", "Zqlinktext"]),
    ("show Zqtitle --json", ["Zqtitle"]),
    ("show {hostile}", ["Zqhostile"]),
    ("search Zqparagraph", ["Zqparagraph"]),
    ("search {hostile}", []),
    ("annotations", ["Zqreflection", "Zqlosttitle", "Zqquote"]),
    ("annotations --json", ["Zqreflection", "Zqquote"]),
    ("annotations --deleted", ["Zqdeleted"]),
    ("annotations --tag {hostile}", []),
    ("history {lost}", ["Zqlost"]),
    ("history {hostile}", ["Zqhostile"]),
    ("highlight Zqtitle --quote {hostile}", ["Zqhostile"]),
    ("reflect Zqtitle --text {hostile}", ["Zqhostile"]),
    ("export --format markdown", ["Zqparagraph", "Zqreflection", "Zqquote"]),
    ("export --format csv", ["Zqparagraph", "Zqreflection"]),
    ("export --format json", ["Zqparagraph", "Zqreflection"]),
    ("export --format jsonld", ["Zqparagraph"]),
    ("export --format hypothesis", ["Zqparagraph"]),
    ("export Zqtitle --format html", ["Zqparagraph", "Zqreflection"]),
    ("export --template {template}", ["Zqtemplate", "Zqparagraph"]),
    ("export --output {folder}/{hostile}.md", ["Zqhostile"]),
    ("import --dry-run {csv}", ["Zqcsvtitle"]),
    ("import --dry-run {folder}/{hostile}", ["Zqhostile"]),
    ("import --dry-run {notes} --into {folder}", ["Zqbroken"]),
    ("import {csv} --into {folder}/{hostile}", []),
    ("import {notes}/zqclosed.md --into {folder}/{hostile}", ["Zqhostile"]),
    ("export --output {folder}/{hostile}", ["Zqhostile"]),
    ("config notes {folder}/{hostile}", ["Zqhostile"]),
    ("--store {folder}/{hostile}/x.json list", ["Zqtitle"]),
    ("review", [""]),
    ("doctor", ["Zqbroken", "Zqlink"]),
    ("backup {folder}/{hostile}/x", []),
    ("merge {folder}/{hostile}", ["Zqhostile"]),
    ("config", []),
    ("nonsense{hostile}", []),
    ("list --{hostile}", ["Zqhostile"]),
    ("export --format {hostile}", []),
)


def test_controls_in_every_text_do_nothing_in_what_the_command_line_prints(tmp_path: Path) -> None:
    notes, store = library(tmp_path / "notes"), tmp_path / "store" / "annotations.json"
    keep_annotations(notes, store)
    assert_harmless(COMMANDS, tmp_path)


def assert_harmless(commands: Iterable[tuple[str, Sequence[str]]], folder: Path, controls: str = ALL) -> None:
    """Run commands on what `hostile_terminal` has made; look at each byte they print."""
    notes, store = folder / "notes", folder / "store" / "annotations.json"
    [lost] = [each for each in _records(store) if str(each["text"]).startswith("Zqlater")]
    csv = folder / "readwise.csv"
    row = f'"{planted("csv", controls)}","{planted("csvtitle", controls)}"'
    csv.write_text(f"Highlight,Title\n{row}\n", encoding="utf-8", newline="")
    template = folder / "template"
    template.write_text(
        "Zqtemplate" + controls + "{% for note in notes %}{% for each in note.annotations %}"
        "{{ each.exact }}{% endfor %}{% endfor %}",
        encoding="utf-8",
    )
    places = {"lost": str(lost["id"]), "csv": str(csv), "template": str(template), "folder": str(folder)}
    places |= {"hostile": planted("hostile", controls).replace("\0", ""), "notes": str(notes)}
    failed: list[tuple[str, ...]] = []
    for command, shown in commands:
        words = [each.format_map(places) for each in command.split(" ")]
        arguments = [*reader_command(), "--notes", str(notes), "--store", str(store), *words]
        with Terminal(arguments, private_environment(folder / "home"), 200, 60) as terminal:
            terminal.wait_for_end()
        failed += [(command, each) for each in steered(re.sub(_PROGRESS, "", terminal.raw))]
        said = re.sub(_SGR, "", terminal.raw)
        failed += [(command, name, said[-600:]) for name in shown if not _shows(said, name)]
    assert not failed, "\n".join(map(repr, failed))
    assert [each for each in unseen(folder) if notes not in each.parents] == []


TOUR = (
    *SESSIONS["the library"][:3],
    *SESSIONS["the page"][: 1 + [step.surface for step in SESSIONS["the page"]].index("link refused")],
    Step("journal", ["escape", "J"], ["Zqparagraph", "Zqquote", "Zqreflection", "Zqwhole"]),
)
"""The surfaces that show most of what others have written."""

SHORTLY = [each for each in COMMANDS if each[0].split(" ")[0] in ("list", "annotations", "doctor")] + [
    each for each in COMMANDS if each[0] in ("show Zqtitle --annotations", "export --format csv")
]


@pytest.mark.long
@pytest.mark.parametrize("control", CONTROLS)
def test_no_control_by_itself_does_anything_where_others_words_are_shown(
    control: str, tmp_path: Path
) -> None:
    controls = ESC + CONTROLS[control]
    with hostile_terminal(tmp_path, controls) as terminal:
        play(terminal, TOUR)
    assert steered(terminal.raw) == []
    assert_harmless(SHORTLY, tmp_path, controls)


_PROGRESS = re.compile(r"(?:(?<=\n)|\A)(?:\r\x1b\[K(?:[A-Z][a-z ]+: [\d,]+ of [\d,]+   ctrl\+c stops)?)+")
"""The row at the beginning of a line on which a long command counts, written over and in the end cleared."""

_SGR = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def _shows(said: str, name: str) -> bool:
    """Tell whether a planted text is there with the picture of its first control."""
    return f"{name}{ESCAPE}" in said


def _records(store: Path) -> Sequence[Mapping[str, object]]:
    return list(json.loads(store.read_text(encoding="utf-8"))["annotations"].values())
