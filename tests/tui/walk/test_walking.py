"""Walking over a note's key points: what each key does, what is saved, what survives."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from reader.errors import SaveFailed
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.walk import WalkScreen
from reader.tui.screens.walk_end import WalkEndScreen
from reader.tui.widgets.status import Banner, HintLine
from reader.tui.widgets.walk_page import WalkPage
from reader.workspace import Workspace

SOWING = "Seeds sown too early rot; seeds sown too late sulk."


def walk(pilot: Pilot[None]) -> WalkScreen:
    assert isinstance(pilot.app.screen, WalkScreen)
    return pilot.app.screen


def seen(pilot: Pilot[None]) -> str:
    """What the upper part of the walk shows."""
    page = pilot.app.screen.query_one(WalkPage)
    rows = [page.render_line(row).text for row in range(page.size.height)]
    return " ".join(" ".join(rows).split())


def asked(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#prompt", Static).render())


def said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#trouble", Banner).render())


def written(workspace: Workspace) -> dict[str, str]:
    """The reflections on the allotment: passage to words."""
    kept = [each.annotation for each in workspace.open("allotment").reflections]
    return {each.selectors.quote.exact: each.text for each in kept if each.selectors}


async def test_w_walks_from_the_library_and_from_the_page(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert SOWING in seen(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await pilot.press("enter", "w")
        assert SOWING in seen(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ReadingScreen)


async def test_with_the_caret_w_is_still_the_next_word(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "]", "v", "w")
        assert isinstance(pilot.app.screen, ReadingScreen)


async def test_a_note_without_key_points_says_so(workspace: Workspace, notes: Path) -> None:
    (notes / "empty.md").write_text("# Only a heading\n", encoding="utf-8")
    workspace.reload()
    async with ReaderApp(workspace, workspace.find("empty.md")).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert [note.message for note in pilot.app._notifications] == [
            "This note has no key points to walk; R on its page reflects on all of it."
        ]


@pytest.mark.parametrize("on", ["ctrl+s", "ctrl+n", "ctrl+down", "ctrl+enter"])
async def test_going_on_saves_what_is_written_on_its_key_point(workspace: Workspace, on: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Too early, always.", on)
        assert "Weeds come up first" in seen(pilot)
        assert walk(pilot).area.text == ""
    assert written(workspace) == {SOWING: "Too early, always."}
    assert workspace.drafts.all() == []


async def test_arrows_skip_and_go_back_while_nothing_is_written(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", "right")
        assert "A neighbour's advice" in seen(pilot)
        await pilot.press("left")
        assert "Weeds come up first" in seen(pilot)
        await pilot.press("left", "left")
        assert SOWING in seen(pilot)
        await pilot.press("a", "left", "b", "right", "c")
        assert walk(pilot).area.text == "bac"
    assert written(workspace) == {}


@pytest.mark.parametrize("back", ["ctrl+b", "ctrl+up"])
async def test_going_back_opens_ones_words_again_to_be_changed(workspace: Workspace, back: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early", "ctrl+s", *"bare", back)
        assert walk(pilot).area.text == "Early"
        await pilot.press("!", "ctrl+s")
        assert walk(pilot).area.text == "bare"
    assert written(workspace) == {
        SOWING: "Early!",
        "Weeds come up first where the soil was left bare.": "bare",
    }


async def test_emptying_what_one_wrote_deletes_it_and_undo_brings_it_back(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"No", "ctrl+s", "left", "backspace", "backspace", "ctrl+s")
        assert written(workspace) == {}
        await pilot.press("ctrl+z")
        assert written(workspace) == {SOWING: "No"}


async def test_ctrl_z_takes_back_letters_first_and_then_what_was_saved(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early", "ctrl+s", "x", "ctrl+z")
        assert walk(pilot).area.text == ""
        assert written(workspace) == {SOWING: "Early"}
        await pilot.press("ctrl+z")
        assert written(workspace) == {}


async def test_one_resumes_where_one_left(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", *"bare soil", "escape")
    assert list(written(workspace).values()) == ["bare soil"]
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert "Weeds come up first" in seen(pilot)
        assert walk(pilot).area.text == "bare soil"


async def test_one_resumes_at_the_same_point_of_a_note_that_was_edited(
    workspace: Workspace, notes: Path
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", "escape")
    file = notes / "allotment.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- Seeds", "- Rain is no plan.\n- Seeds"), encoding="utf-8")
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert "Weeds come up first" in seen(pilot)
        assert walk(pilot).walk.index == 2


async def test_words_kept_before_a_crash_stand_at_their_point_again(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", *"half a thou")
        walk(pilot).drafting.keep()
        # the app ends here without leaving the walk, as in a crash
    assert written(workspace) == {}
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("escape", "w")
        assert walk(pilot).area.text == "half a thou"
        await pilot.press(*"ght", "ctrl+s")
    assert list(written(workspace).values()) == ["half a thought"]
    assert workspace.drafts.all() == []


async def test_quitting_in_the_middle_of_a_word_keeps_it_as_a_draft(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"mid", "ctrl+q")
    assert [draft.text for draft in workspace.drafts.all()] == ["mid"]


async def test_when_saving_fails_one_stays_with_ones_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise SaveFailed("The disk is full; nothing was saved.")

    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"dear words")
        with monkeypatch.context() as broken:
            broken.setattr(Workspace, "reflect", fail)
            for key in ("ctrl+s", "ctrl+b", "escape"):
                await pilot.press(key)
                assert SOWING in seen(pilot)
                assert walk(pilot).area.text == "dear words"
            assert "Not saved: The disk is full" in said(pilot)
            assert [draft.text for draft in workspace.drafts.all()] == ["dear words"]
        await pilot.press("ctrl+s")
        assert said(pilot) == ""
    assert written(workspace) == {SOWING: "dear words"}
    assert workspace.drafts.all() == []


async def test_giving_up_asks_once_more_and_keeps_nothing(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"no", "ctrl+g")
        assert "once more" in said(pilot)
        assert walk(pilot).area.text == "no"
        await pilot.press("ctrl+g")
        assert walk(pilot).area.text == ""
        await pilot.press("escape")
    assert written(workspace) == {}
    assert workspace.drafts.all() == []


async def test_tab_offers_the_notes_questions_and_then_none(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert asked(pilot) == "What have I sown too early this year?"
        await pilot.press("tab")
        assert asked(pilot) == ""
        await pilot.press("tab")
        assert asked(pilot) == "What have I sown too early this year?"
        assert walk(pilot).area.text == ""


async def test_a_note_that_asks_nothing_is_given_calm_questions(workspace: Workspace) -> None:
    async with ReaderApp(workspace, workspace.find("bread")).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        first = asked(pilot)
        assert first == "What does this ask of you?"
        await pilot.press("right")
        assert asked(pilot) not in ("", first)


async def test_what_was_written_before_is_shown_and_left_as_it_is(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, "The peas, last year.", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert "The peas, last year." in seen(pilot)
        assert walk(pilot).area.text == ""
        await pilot.press(*"Beans", "ctrl+s")
    kept = [each.annotation.text for each in workspace.open("allotment").reflections]
    assert sorted(kept) == ["Beans", "The peas, last year."]


async def test_discreet_hides_what_was_written_before(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, "The peas.", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "w")
        assert "The peas." not in seen(pilot)
        await pilot.press(*"Mine", "ctrl+s", "left")
        assert walk(pilot).area.get_line(0).plain == "····"
        await pilot.press("right", "ctrl+s", "right", "ctrl+s")
        assert isinstance(pilot.app.screen, WalkEndScreen)
        summary = pilot.app.screen.summary
        shown = " ".join(summary.render_line(row).text for row in range(summary.size.height))
        assert "The peas." not in shown
        assert "Mine" not in shown


async def test_the_footer_names_the_keys_that_count_now(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        hints = pilot.app.screen.query_one(HintLine)
        assert "→ skip" in str(hints.render())
        await pilot.press("a")
        assert "ctrl+s next" in str(hints.render())
        assert "skip" not in str(hints.render())


async def test_a_long_key_point_scrolls_on_a_small_screen(workspace: Workspace, notes: Path) -> None:
    words = " ".join(f"word{number}" for number in range(200))
    (notes / "long.md").write_text(f"- {words} last\n- other\n", encoding="utf-8")
    workspace.reload()
    async with ReaderApp(workspace, workspace.find("long.md")).run_test(size=(40, 10)) as pilot:
        await pilot.press("w")
        assert "word0 " in seen(pilot)
        assert " last" not in seen(pilot)
        await pilot.press(*["pagedown"] * 20)
        assert " last" in seen(pilot)
        await pilot.press(*["pageup"] * 20)
        assert "word0 " in seen(pilot)


async def test_a_note_edited_meanwhile_is_taken_in_and_words_stay(workspace: Workspace, notes: Path) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", *"soil")
        file = notes / "allotment.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("- Seeds", "- Rain is no plan.\n- Seeds"), encoding="utf-8")
        pilot.app.files_changed.publish(frozenset({file}))  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Weeds come up first" in seen(pilot)
        assert walk(pilot).area.text == "soil"
        await pilot.press("ctrl+s")
    assert written(workspace) == {"Weeds come up first where the soil was left bare.": "soil"}
