"""The commands of coming back: the journal, the daily review, the pictures; part of the one table."""

from __future__ import annotations

from typing import Final

from reader.tui.command import Command

_EVERYWHERE: Final = "Everywhere"
_JOURNAL: Final = "In the journal"
_PLACING: Final = "Giving a lost passage its place"
_REVIEW: Final = "Review"

FROM_ANYWHERE: Final = (
    Command("journal", ("J",), "journal", "Open the journal: all you marked and wrote", _EVERYWHERE, "app"),
    Command(
        "review", ("V",), "review", "Look at a few of them again, as chosen for today", _EVERYWHERE, "app"
    ),
    Command("pictures", ("L",), "look back", "Look back in pictures: weeks, tags, notes", _EVERYWHERE, "app"),
)

JOURNAL: Final = (
    Command(
        "filter_kept",
        ("/", "f"),
        "filter",
        "Narrow the journal by words, tag: color: kind: status: in: after: before:",
        _JOURNAL,
        "journal",
        True,
    ),
    Command(
        "next_section",
        ("right",),
        "next part",
        "Go to the next part: highlights, reflections, without a place, deleted",
        _JOURNAL,
        "journal",
        True,
    ),
    Command("previous_section", ("left",), "part before", "Go to the part before", _JOURNAL, "journal"),
    Command("next_grouping", ("S",), "group", "Group by day, note, tag or colour", _JOURNAL, "journal", True),
    Command(
        "open_card",
        ("space",),
        "card",
        "Show all about it: where it stands, earlier texts, what was written on it",
        _JOURNAL,
        "journal",
        True,
    ),
    Command("tag_kept", ("t",), "tags", "Give it tags", _JOURNAL, "journal", True),
    Command("edit_kept", ("e",), "edit", "Write on at a reflection", _JOURNAL, "journal"),
    Command(
        "delete_kept",
        ("x",),
        "delete",
        "Delete it; among the deleted, bring it back",
        _JOURNAL,
        "journal",
        True,
    ),
    Command("place_kept", ("p",), "place", "Put it on another passage by hand", _JOURNAL, "journal"),
    Command(
        "clear_journal", ("escape",), "clear", "Drop the filter; without one, go back", _JOURNAL, "journal"
    ),
    Command(
        "earlier_texts",
        ("e",),
        "earlier texts",
        "On the card of a reflection: its earlier texts, to read and to bring back",
        _JOURNAL,
        "card",
    ),
)

PLACING: Final = (
    Command(
        "take_place", ("enter",), "put it here", "Put it on the passage chosen", _PLACING, "placing", True
    ),
    Command(
        "next_candidate",
        ("n",),
        "next place",
        "Go to the next place where its words may stand",
        _PLACING,
        "placing",
        True,
    ),
    Command("previous_candidate", ("N",), "place before", "Go to the place before", _PLACING, "placing"),
)

REVIEW: Final = (
    Command(
        "review_keep",
        ("enter",),
        "keep",
        "Keep it coming back as it does, and go on",
        _REVIEW,
        "review",
        True,
    ),
    Command("review_reflect", ("r",), "reflect", "Write what you think of it today", _REVIEW, "review", True),
    Command(
        "review_less", ("l",), "less often", "Let it come back less often, and go on", _REVIEW, "review", True
    ),
    Command("review_done", ("d",), "done", "Let it rest: it does not come back", _REVIEW, "review", True),
    Command(
        "review_spaced",
        ("f",),
        "spaced",
        "Let spaced repetition choose when it comes back, or the plain rotation again",
        _REVIEW,
        "review",
    ),
    Command("review_back", ("left",), "the one before", "Go back to the one before", _REVIEW, "review"),
    Command("review_open", ("o",), "open note", "Open the note at this passage", _REVIEW, "review"),
)

RETURNING: Final = (*JOURNAL, *PLACING, *REVIEW)
"""All of them but those that count everywhere."""
