"""The one table of what a reader can do, in the order in which help and README list it."""

from __future__ import annotations

from typing import Final

from reader.tui.command import Command
from reader.tui.finding_commands import ANYWHERE, IN_A_NOTE, WHILE_TYPING
from reader.tui.returning_commands import FROM_ANYWHERE, RETURNING
from reader.tui.walk_commands import WALK, WALK_END

_EVERYWHERE: Final = "Everywhere"
_LOCKED: Final = "When locked"
_LIBRARY: Final = "In the library"
_READING: Final = "Reading"
_MARKING: Final = "Marking and reflecting"
_CARET: Final = "The caret"
_WRITING: Final = "Writing a reflection"

_APP: Final = (
    Command("help", ("?",), "help", "Show every key there is", _EVERYWHERE, "app", True),
    Command(
        "command_palette", ("ctrl+p",), "palette", "Find any command by a few letters", _EVERYWHERE, "app"
    ),
    Command("settings", (",",), "settings", "Theme, reading width and order of the list", _EVERYWHERE, "app"),
    Command("change_theme", (), "theme", "Choose a theme", _EVERYWHERE, "app"),
    Command(
        "discreet",
        ("P",),
        "discreet",
        "Hide all private words on the screen, and show them again",
        _EVERYWHERE,
        "app",
    ),
    Command(
        "lock",
        ("ctrl+l",),
        "lock",
        "Lock your words where they are encrypted, from anywhere; locked, open them",
        _EVERYWHERE,
        "app",
        over_sheets=True,
    ),
    Command("undo", ("u",), "undo", "Take back the last change", _EVERYWHERE, "app"),
    Command("redo", ("ctrl+r",), "redo", "Make it again", _EVERYWHERE, "app"),
    Command(
        "save_copy_of_all",
        (),
        "save a copy",
        "Write a copy of all you keep to a file of your own",
        _EVERYWHERE,
        "app",
    ),
    Command(
        "import",
        (),
        "import",
        "Take in notes, or passages marked elsewhere, after a look at what would come",
        _EVERYWHERE,
        "app",
    ),
    Command(
        "export", (), "export", "Write highlights and reflections to a file or a folder", _EVERYWHERE, "app"
    ),
    Command("next_pane", ("tab",), "next pane", "Go to the next pane", _EVERYWHERE, "app"),
    Command("previous_pane", ("shift+tab",), "previous pane", "Go to the pane before", _EVERYWHERE, "app"),
    Command("back", ("q", "escape"), "back", "Go back; in the library q quits", _EVERYWHERE, "app", True),
    Command("quit", ("ctrl+q",), "quit", "Leave Reader", _EVERYWHERE, "app"),
)

_LOCK: Final = (
    Command("without_words", ("escape",), "notes only", "Read the notes without your words", _LOCKED, "lock"),
    Command("leave_locked", ("ctrl+q",), "leave", "Leave Reader", _LOCKED, "lock", action="quit"),
)

_LIBRARY_COMMANDS: Final = (
    Command(
        "filter",
        ("/", "f"),
        "filter",
        "Narrow the list by words of the title, tags, people or file name",
        _LIBRARY,
        "library",
        True,
    ),
    Command(
        "toggle_tag",
        ("space",),
        "and tag",
        "On a tag: ask for this one too, or no longer; a note must have all of them",
        _LIBRARY,
        "library",
        on_mouse="ctrl click",
    ),
    Command("fold_tag", ("left",), "fold", "On a tag: fold the tags inside it away", _LIBRARY, "library"),
    Command("unfold_tag", ("right",), "unfold", "On a tag: fold them out again", _LIBRARY, "library"),
    Command(
        "next_sort",
        ("S",),
        "sort",
        "Sort by date, title, last read, most annotated",
        _LIBRARY,
        "library",
        True,
    ),
    Command(
        "show_all",
        ("escape",),
        "all notes",
        "Drop the filter and the tags: show all notes",
        _LIBRARY,
        "library",
    ),
)

_ROWS: Final = (
    Command(
        "choose_row",
        ("enter",),
        "open",
        "Open the note to read it; on a tag: go to its notes",
        _LIBRARY,
        "rows",
        True,
        on_mouse="double click",
    ),
    Command("row_up", ("up", "k"), "up", "Go up one row", _LIBRARY, "rows", action="step_rows(-1)"),
    Command("row_down", ("down", "j"), "down", "Go down one row", _LIBRARY, "rows", action="step_rows(1)"),
    Command(
        "row_page_up",
        ("pageup", "b"),
        "page up",
        "Go up a page of rows",
        _LIBRARY,
        "rows",
        action="page_rows(-1)",
    ),
    Command(
        "row_page_down",
        ("pagedown",),
        "page down",
        "Go down a page of rows",
        _LIBRARY,
        "rows",
        action="page_rows(1)",
    ),
    Command(
        "row_first", ("home", "g"), "first", "Go to the first row", _LIBRARY, "rows", action="go_to_row(0)"
    ),
    Command("row_last", ("end", "G"), "last", "Go to the last row", _LIBRARY, "rows", action="go_to_row(-1)"),
)

_EDITOR_COMMANDS: Final = (
    Command("save", ("ctrl+s",), "save", "Save the words and go back", _WRITING, "editor", True),
    Command(
        "leave",
        ("escape",),
        "save and leave",
        "The same; what is empty is not kept",
        _WRITING,
        "editor",
        True,
    ),
    Command(
        "save_copy",
        ("ctrl+o",),
        "copy to file",
        "Write the words to a file of your own",
        _WRITING,
        "editor",
        True,
    ),
    Command(
        "give_up", ("ctrl+g",), "give up", "Leave without saving; asks once more", _WRITING, "editor", True
    ),
)

_READING_COMMANDS: Final = (
    Command(
        "scroll_line_down",
        ("down", "j"),
        "line down",
        "Scroll down a line",
        _READING,
        "reading",
        on_mouse="wheel",
    ),
    Command(
        "scroll_line_up", ("up", "k"), "line up", "Scroll up a line", _READING, "reading", on_mouse="wheel"
    ),
    Command(
        "scroll_page_down", ("space", "pagedown"), "page down", "Scroll down a page", _READING, "reading"
    ),
    Command("scroll_page_up", ("b", "pageup"), "page up", "Scroll up a page", _READING, "reading"),
    Command("scroll_to_start", ("g", "home"), "start", "Go to the start of the note", _READING, "reading"),
    Command("scroll_to_end", ("G", "end"), "end", "Go to the end of the note", _READING, "reading"),
    Command("next_key_point", ("]",), "key point", "Go to the next key point", _READING, "reading", True),
    Command(
        "previous_key_point", ("[",), "key point before", "Go to the key point before", _READING, "reading"
    ),
    Command(
        "next_block", ("}",), "next block", "Go to the next paragraph, point or heading", _READING, "reading"
    ),
    Command(
        "previous_block",
        ("{",),
        "block before",
        "Go to the paragraph, point or heading before",
        _READING,
        "reading",
    ),
    Command(
        "open_here",
        ("enter",),
        "open",
        "Open what stands here: the reflection, the highlight's card or the link",
        _READING,
        "reading",
        on_mouse="click",
    ),
    Command(
        "walk",
        ("w",),
        "walk",
        "Walk: each key point in turn, with a place to write under it; in the library, of the note chosen",
        _READING,
        "reading",
        True,
    ),
    Command("cycle_width", ("z",), "width", "Change the reading width", _READING, "reading"),
    Command(
        "highlight",
        ("h",),
        "highlight",
        "Highlight the selection, or else the key point, in the colour used last",
        _MARKING,
        "reading",
        True,
    ),
    *(
        Command(
            f"highlight_{color}",
            (str(number),),
            color,
            f"Highlight it in {color}: {meaning}",
            _MARKING,
            "reading",
            action=f"highlight({color!r})",
        )
        for number, (color, meaning) in enumerate(
            [("yellow", "key"), ("green", "act"), ("blue", "ask"), ("red", "doubt"), ("purple", "feel")],
            start=1,
        )
    ),
    Command(
        "reflect",
        ("r",),
        "reflect",
        "Write a reflection on the selection, the highlight or the key point here",
        _MARKING,
        "reading",
        True,
    ),
    Command(
        "reflect_on_note",
        ("R",),
        "reflect on note",
        "Write a reflection on the whole note",
        _MARKING,
        "reading",
    ),
    Command(
        "delete_here",
        ("x",),
        "delete",
        "Delete the highlight or reflection here; u brings it back",
        _MARKING,
        "reading",
    ),
    Command(
        "copy_passage", ("y",), "copy", "Copy the selection or the highlighted words", _MARKING, "reading"
    ),
    Command(
        "toggle_caret",
        ("v",),
        "select",
        "Show the caret to select by keys; once more drops the mark",
        _MARKING,
        "reading",
        True,
        on_mouse="drag",
    ),
)

_CARET_COMMANDS: Final = (
    Command("caret_left", ("left", "h"), "left", "One character left", _CARET, "caret"),
    Command("caret_right", ("right", "l"), "right", "One character right", _CARET, "caret"),
    Command("caret_up", ("up", "k"), "up", "One line up", _CARET, "caret"),
    Command("caret_down", ("down", "j"), "down", "One line down", _CARET, "caret"),
    Command("caret_next_word", ("w",), "word", "To the next word", _CARET, "caret"),
    Command("caret_word_end", ("e",), "word's end", "To the end of the word", _CARET, "caret"),
    Command("caret_previous_word", ("b",), "word back", "To the word before", _CARET, "caret"),
    Command("caret_line_start", ("0", "home"), "line's start", "To the start of the line", _CARET, "caret"),
    Command("caret_line_end", ("$", "end"), "line's end", "To the end of the line", _CARET, "caret"),
    Command("caret_next_sentence", (")",), "sentence", "To the next sentence", _CARET, "caret"),
    Command("caret_previous_sentence", ("(",), "sentence back", "To the sentence before", _CARET, "caret"),
    Command("caret_next_block", ("}",), "block", "To the next paragraph", _CARET, "caret"),
    Command("caret_previous_block", ("{",), "block back", "To the paragraph before", _CARET, "caret"),
    Command(
        "caret_mark",
        ("v",),
        "mark",
        "Drop the mark: what lies between it and the caret is selected",
        _CARET,
        "caret",
        True,
    ),
    Command(
        "caret_highlight",
        ("enter",),
        "highlight",
        "Highlight the selection in the colour used last",
        _CARET,
        "caret",
        True,
    ),
    Command("caret_leave", ("escape",), "leave", "Put the caret away", _CARET, "caret", True),
)

COMMANDS: Final[tuple[Command, ...]] = (
    *_ROWS,
    *_LIBRARY_COMMANDS,
    *_READING_COMMANDS,
    *IN_A_NOTE,
    *ANYWHERE,
    *WHILE_TYPING,
    *_CARET_COMMANDS,
    *_EDITOR_COMMANDS,
    *WALK,
    *WALK_END,
    *RETURNING,
    *FROM_ANYWHERE,
    *_APP,
    *_LOCK,
)
"""Every command, in the order in which help and README list them."""
