"""The part of the table of commands about finding and getting around; `command_table` takes it in."""

from __future__ import annotations

from typing import Final

from reader.tui.command import Command

_AROUND: Final = "Finding and getting around"
_TYPING: Final = "Typing what to find"

ANYWHERE: Final = (
    Command(
        "search",
        ("s",),
        "search",
        "Search the whole library: notes, highlights and your own words",
        _AROUND,
        "app",
        True,
    ),
    Command(
        "jump",
        ("O",),
        "jump",
        "Go to a note by a few letters of its title; before you type, those read last",
        _AROUND,
        "app",
    ),
)
"""What counts everywhere."""

IN_A_NOTE: Final = (
    Command(
        "find", ("/",), "find", "Find words in this note and in your reflections on it", _AROUND, "reading"
    ),
    Command("find_next", ("n",), "next hit", "Go to the next hit", _AROUND, "reading"),
    Command("find_previous", ("N",), "hit before", "Go to the hit before", _AROUND, "reading"),
    Command(
        "outline",
        ("t",),
        "outline",
        "Show the note's headings and where you are among them; once more puts them away",
        _AROUND,
        "reading",
    ),
    Command(
        "links", ("o",), "links", "List the note's links, and the notes that link here", _AROUND, "reading"
    ),
    Command("set_mark", ("m",), "mark", "Mark this place with a letter; marks are kept", _AROUND, "reading"),
    Command(
        "go_to_mark", ("'",), "marks", "Go to a marked place by its letter, in any note", _AROUND, "reading"
    ),
    Command(
        "go_back",
        ("backspace", "<"),
        "place before",
        "Go back to where you were before, also in another note",
        _AROUND,
        "reading",
    ),
    Command(
        "go_forward",
        (">", "shift+backspace"),
        "place after",
        "Go forward again (few terminals send shift+backspace; > always arrives)",
        _AROUND,
        "reading",
    ),
)
"""What counts while a note is read."""

WHILE_TYPING: Final = (
    Command(
        "next_result", ("down",), "next", "Go to the next hit or result, still typing", _TYPING, "typing"
    ),
    Command("previous_result", ("up",), "before", "Go to the one before", _TYPING, "typing"),
    Command("results_down", ("pagedown",), "page down", "Go down a page of results", _TYPING, "typing"),
    Command("results_up", ("pageup",), "page up", "Go up a page of results", _TYPING, "typing"),
    Command("keep_hits", ("enter",), "stay", "Stay at this hit, or open this result", _TYPING, "typing"),
    Command("leave_finding", ("escape",), "back", "Go back to where you were before", _TYPING, "typing"),
    Command(
        "toggle_pattern",
        ("tab",),
        "words or pattern",
        "When finding in a note: take what is typed as a regular expression, or as words again",
        _TYPING,
        "typing",
    ),
)
"""What counts in a line in which one types what to find."""
