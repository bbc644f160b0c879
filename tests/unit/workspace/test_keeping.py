"""Places and drafts: where one left off, and what one was writing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.document.model import Position
from reader.document.parse import parse
from reader.workspace import Workspace, draft_subject, passage_of
from reader.workspace.passages import key_point
from reader.workspace.places import from_record, place_at, position_of, to_record

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_place_is_kept_until_tomorrow(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("listening")
    workspace.remember_place(opened, Position(4, 3), 0.6)
    workspace.close()
    again = Workspace(folder, workspace.store.path)
    assert again.place(again.open("listening")) == Position(4, 3)
    assert again.entry(again.find("listening")).progress == 0.6
    again.close()


def test_the_place_moves_with_its_words_when_the_note_is_edited(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens")
    workspace.remember_place(opened, Position(2, 0), 0.9)
    path = folder / "gardens.md"
    path.write_text("# Gardens\n\nNew.\n\nNewer.\n" + path.read_text(encoding="utf-8")[9:], encoding="utf-8")
    os.utime(path, ns=(1, 1))
    again = workspace.reopen(opened)
    assert workspace.place(again) == Position(4, 0)


LOOKS = """# Title

Some *words*, `code` and a [link](http://example.org).[^n]

- [x] done

> [!NOTE]
> Mind this.

| a | b |
|:-:|---|
| c | *d* |

```py
x = 1
```

[^n]: At the end.
"""
"""A block of each kind whose look goes into its hash."""


def test_places_kept_by_earlier_versions_are_still_known() -> None:
    assert [block.hash for block in parse(LOOKS).blocks] == [
        "7fbd8fbc6cba7980",
        "208685868cb79592",
        "7cccf3a65d812ba7",
        "46fd48c6c2ae1b36",
        "5b792e86678b9681",
        "03c75081f513a489",
        "2856f708a9d2ec56",
    ]  # kept in people's stores: what changes these makes every kept place a guess


def test_progress_never_goes_back(workspace: Workspace) -> None:
    opened = workspace.open("gardens")
    workspace.remember_place(opened, Position(2, 0), 0.9)
    workspace.remember_place(opened, Position(0, 0), 0.0)
    assert workspace.kept_place(opened.note).progress == 0.9


def test_a_note_never_read_begins_at_its_beginning(workspace: Workspace) -> None:
    assert workspace.place(workspace.open("gardens")) == Position(0, 0)
    assert workspace.entry(workspace.find("gardens")).last_read is None


@given(
    st.dictionaries(
        st.sampled_from(["block", "offset", "exact", "progress", "last_read"]), st.none() | st.text()
    )
)
def test_a_place_of_the_wrong_shape_is_the_beginning(record: dict[str, object]) -> None:
    place = from_record(record)
    assert (place.block, place.offset, place.progress) == (0, 0, 0.0)


@given(st.integers(0, 40), st.integers(0, 200), st.integers(0, 3))
def test_a_kept_place_is_always_a_position_of_the_note(block: int, offset: int, cut: int) -> None:
    record = {"block": block, "offset": offset, "block_hash": "x", "exact": "six", "progress": 0.5}
    document = parse("\n\n".join(["one two", "three", "four five six"][:cut]))
    position = position_of(document, from_record(record))
    document.offset_of(position)
    again = from_record(to_record(place_at(document, position, 0.5, from_record(record).last_read or _NOW)))
    assert position_of(document, again) == position


def test_a_draft_is_found_again_with_its_passage(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    passage = key_point(opened.document, 2)
    subject = draft_subject(opened, range=passage)
    workspace.keep_draft(subject.key, "half a tho", subject.about)
    draft = workspace.draft_for(subject.key)
    assert draft is not None
    assert draft.text == "half a tho"
    assert passage_of(opened, draft) == passage
    workspace.drop_draft(subject.key)
    assert workspace.drafts.all() == []


def test_drafts_on_different_things_do_not_mix(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    keys = {
        draft_subject(opened).key,
        draft_subject(opened, range=key_point(opened.document, 1)).key,
        draft_subject(opened, range=key_point(opened.document, 2)).key,
        draft_subject(opened, on="a").key,
        draft_subject(opened, edits="a").key,
        draft_subject(workspace.open("gardens")).key,
    }
    assert len(keys) == 6
