"""The commands of a walk over a note's key points; part of the one table (`command_table`).

One writes the whole time, so no letter can be a command. Arrows count where nothing is written yet; the rest
are control keys that terminals hand on (``ctrl+enter`` reaches only some, so it is never the only one).
"""

from __future__ import annotations

from typing import Final

from reader.tui.command import Command

_WALKING: Final = "Walking"
_WALKED: Final = "At the end of a walk"

WALK: Final = (
    Command(
        "walk_skip",
        ("right",),
        "skip",
        "Skip this key point, where nothing is written yet",
        _WALKING,
        "walk-empty",
        True,
        action="walk_step(1)",
    ),
    Command(
        "walk_before",
        ("left",),
        "back",
        "Go back a key point, where nothing is written yet",
        _WALKING,
        "walk-empty",
        True,
        action="walk_step(-1)",
    ),
    Command(
        "walk_on",
        ("ctrl+s", "ctrl+n", "ctrl+down", "ctrl+enter"),
        "next",
        "Save the words and go on to the next key point; with no words, skip it",
        _WALKING,
        "walk-written",
        True,
        action="walk_go(1)",
    ),
    Command(
        "walk_back",
        ("ctrl+b", "ctrl+up"),
        "back",
        "Save the words and go back to the key point before",
        _WALKING,
        "walk-written",
        True,
        action="walk_go(-1)",
    ),
    Command(
        "walk_leave",
        ("escape",),
        "leave",
        "Save the words and leave; w goes on from here another time",
        _WALKING,
        "walk",
        True,
    ),
    Command(
        "walk_prompt",
        ("tab",),
        "other question",
        "Offer another of the note's questions, or ours where it has none; after the last, none",
        _WALKING,
        "walk",
        True,
    ),
    Command(
        "walk_scroll_down",
        ("pagedown",),
        "read on",
        "Scroll a long key point and what was written on it before",
        _WALKING,
        "walk",
        action="walk_scroll(1)",
        on_mouse="wheel",
    ),
    Command(
        "walk_scroll_up",
        ("pageup",),
        "read back",
        "Scroll it back",
        _WALKING,
        "walk",
        action="walk_scroll(-1)",
        on_mouse="wheel",
    ),
    Command(
        "walk_undo",
        ("ctrl+z",),
        "undo",
        "Take back letters; where none were typed, the last change that was saved",
        _WALKING,
        "walk",
    ),
    Command(
        "walk_give_up",
        ("ctrl+g",),
        "give up",
        "Put these words aside without saving them; asks once more",
        _WALKING,
        "walk",
    ),
)

WALK_END: Final = (
    Command(
        "next_answer", ("down", "j"), "next", "Go to the next key point you wrote on", _WALKED, "walk-end"
    ),
    Command("previous_answer", ("up", "k"), "before", "Go to the key point before it", _WALKED, "walk-end"),
    Command(
        "open_answer",
        ("enter",),
        "open",
        "Go to the passage on the note's page",
        _WALKED,
        "walk-end",
        True,
        on_mouse="click",
    ),
    Command("copy_answers", ("y",), "copy all", "Copy the whole page as Markdown", _WALKED, "walk-end", True),
    Command(
        "walk_on_at_end",
        ("b", "left"),
        "back to the walk",
        "Go back to the last key point",
        _WALKED,
        "walk-end",
        True,
    ),
    Command(
        "walk_done",
        ("q", "escape"),
        "done",
        "Put the page away",
        _WALKED,
        "walk-end",
        True,
        action="done",
    ),
    Command(
        "page_answers_down",
        ("space", "pagedown"),
        "page down",
        "Scroll down a page",
        _WALKED,
        "walk-end",
        action="page_answers(1)",
    ),
    Command(
        "page_answers_up",
        ("pageup",),
        "page up",
        "Scroll up a page",
        _WALKED,
        "walk-end",
        action="page_answers(-1)",
    ),
)
