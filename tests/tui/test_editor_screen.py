"""Writing a reflection: what is saved, what is kept as a draft, what happens when saving fails."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace
from textual.app import App
from textual.widgets import Input

from reader.annotations.model import Color
from reader.errors import SaveFailed
from reader.store import Drafts, durable
from reader.tui.app import ReaderApp
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.markdown_area import colors_of
from reader.tui.widgets.status import Banner
from reader.workspace import DraftSubject, Workspace, draft_subject
from tests.tui.drawing import drawn
from tests.tui.waiting import until


def written(workspace: Workspace) -> list[str]:
    return [each.annotation.text for each in workspace.open("allotment").placed if not each.is_highlight]


def editor(app: App[None]) -> EditorScreen:
    assert isinstance(app.screen, EditorScreen)
    return app.screen


def said(app: App[None]) -> str:
    return str(app.screen.query_one("#trouble", Banner).render())


@pytest.mark.parametrize("leave", ["ctrl+s", "escape"])
async def test_what_is_written_on_a_key_point_is_saved(workspace: Workspace, leave: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "]", "r", *"Too early!", leave)
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert written(workspace) == ["Too early!"]
    assert workspace.drafts.all() == []


async def test_what_is_empty_is_not_kept(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", "space", "enter", "escape")
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert written(workspace) == []


async def test_giving_up_asks_once_more_and_keeps_nothing(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", "x", "ctrl+g")
        assert "once more" in said(pilot.app)
        await pilot.press("ctrl+g")
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert written(workspace) == []
    assert workspace.drafts.all() == []


async def test_words_typed_are_kept_as_a_draft_and_offered_after_a_crash(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "]", "r", *"half a thou")
        editor(pilot.app).drafting.keep()
        # the app ends here without leaving the editor, as in a crash
    assert written(workspace) == []
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        await pilot.press("enter")
        assert editor(pilot.app).words_now == "half a thou"
        await pilot.press(*"ght", "ctrl+s")
    [placed] = [each for each in workspace.open("allotment").placed if not each.is_highlight]
    assert placed.annotation.text == "half a thought"
    assert placed.annotation.selectors is not None
    assert placed.annotation.selectors.quote.exact == "Seeds sown too early rot; seeds sown too late sulk."
    assert workspace.drafts.all() == []


@pytest.mark.parametrize("is_open", [True, False])
async def test_after_a_draft_one_stands_at_its_passage_and_one_step_from_the_library(
    workspace: Workspace, is_open: bool
) -> None:
    opened = workspace.open("allotment")
    last = opened.document.key_points[-1].range
    subject = draft_subject(opened, range=last)
    workspace.keep_draft(subject.key, "half a thought", subject.about)
    app = ReaderApp(workspace, workspace.find("allotment") if is_open else None)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        page = pilot.app.screen
        assert isinstance(page, ReadingScreen)
        assert page.view.visible_range.contains(last.start)
        await until(pilot, lambda: "half a thought" in drawn(app))  # it is shown beside its passage
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_quitting_in_the_middle_of_a_word_keeps_it_as_a_draft(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "]", "r", *"mid", "ctrl+q")
        assert not app.is_running
    assert app.saving.end(pytest.fail)
    assert written(workspace) == []
    assert [draft.text for draft in workspace.drafts.all()] == ["mid"]
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))


async def test_quitting_leaves_no_draft_of_words_that_are_as_they_were(workspace: Workspace) -> None:
    workspace.reflect(workspace.open("allotment"), "as it was")
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", "ctrl+q")
        assert not app.is_running
    assert workspace.drafts.all() == []


async def test_a_draft_can_be_left_for_later_or_thrown_away(workspace: Workspace) -> None:
    subject = draft_subject(workspace.open("bread"))
    workspace.keep_draft(subject.key, "about bread", subject.about)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        assert "Bread" in drawn(pilot.app).partition("Words that were not saved yet")[0]  # the list, under it
        await pilot.press("escape")
    assert len(workspace.drafts.all()) == 1
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        await pilot.press("x")
        assert not isinstance(pilot.app.screen, DraftsScreen)
    assert workspace.drafts.all() == []


def about_a_point(workspace: Workspace) -> DraftSubject:
    opened = workspace.open("allotment")
    return draft_subject(opened, range=opened.document.key_points[0].range)


def about_the_note(workspace: Workspace) -> DraftSubject:
    return draft_subject(workspace.open("allotment"))


def about_a_highlight(workspace: Workspace) -> DraftSubject:
    opened = workspace.open("allotment")
    mark = workspace.highlight(opened, opened.document.key_points[1].range, Color.GREEN)
    return draft_subject(opened, on=mark.id)


def about_a_reflection(workspace: Workspace) -> DraftSubject:
    opened = workspace.open("allotment")
    return draft_subject(opened, edits=workspace.reflect(opened, "first words").id)


@pytest.mark.parametrize(
    "about",
    [about_a_point, about_the_note, about_a_highlight, about_a_reflection],
    ids=lambda each: each.__name__,
)
async def test_a_draft_whose_words_were_saved_before_the_end_is_not_offered_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, about: Callable[[Workspace], DraftSubject]
) -> None:
    subject = about(workspace)
    workspace.keep_draft(subject.key, "half a thought", subject.about)
    with monkeypatch.context() as killed:  # between the save and the removal of the draft
        killed.setattr(Drafts, "drop", lambda *_: None)
        async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
            await pilot.press("enter", *" more", "ctrl+s")
            await pilot.pause()
    assert "half a thought more" in written(workspace)
    workspace.keep_draft(subject.key, "half a thought more\n", subject.about)
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        assert not isinstance(app.screen, DraftsScreen)
        assert not app.saving.is_busy
        assert workspace.drafts.all() == []


async def test_other_words_about_the_same_are_still_offered(workspace: Workspace) -> None:
    subject = about_a_point(workspace)
    opened = workspace.open("allotment")
    workspace.reflect(opened, "half", range=opened.document.key_points[0].range)
    workspace.reflect(opened, "half a thought", range=opened.document.key_points[1].range)
    workspace.reflect(opened, "half a thought")
    workspace.keep_draft(subject.key, "half a thought", subject.about)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))


async def test_a_sheet_does_not_begin_with_words_that_were_saved(workspace: Workspace) -> None:
    opened, subject = workspace.open("allotment"), about_a_point(workspace)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        workspace.reflect(opened, "saved", range=opened.document.key_points[0].range)
        workspace.keep_draft(subject.key, "saved", subject.about)
        await pilot.press("enter", "]", "r")
        assert (editor(pilot.app).words_now, said(pilot.app)) == ("", "")
        await pilot.press("escape")
    assert workspace.drafts.all() == []


@pytest.mark.parametrize("keys", [("enter", "]", "r"), ("w",)], ids=["sheet", "walk"])
async def test_words_kept_before_that_cannot_be_read_are_said_and_stay(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    opened = workspace.open("allotment")
    subject = draft_subject(opened, range=opened.document.key_points[0].range)
    workspace.keep_draft(subject.key, "dear words", subject.about)

    def fail(*_: object) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(durable, "read_from", fail)
        app = ReaderApp(workspace)
        async with app.run_test(size=(100, 30)) as pilot:
            assert "cannot be read" in "".join(each.message for each in app._notifications)
            await pilot.press(*keys)
            await pilot.pause()
            assert "Input/output error" in said(app)
            await pilot.press(*"new", "ctrl+s")
            await pilot.pause()
    assert written(workspace) == ["new"]
    assert [draft.text for draft in workspace.drafts.all()] == ["dear words"]


async def test_when_saving_fails_the_words_stay_and_can_be_saved_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise SaveFailed("The disk is full; nothing was saved.")

    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", *"dear words")
        with monkeypatch.context() as broken:
            broken.setattr(Workspace, "reflect", fail)
            await pilot.press("ctrl+s")
            assert "Not saved: The disk is full" in said(pilot.app)
            assert editor(pilot.app).words_now == "dear words"
            assert [draft.text for draft in workspace.drafts.all()] == ["dear words"]
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert written(workspace) == ["dear words"]


@pytest.mark.parametrize("keys", [("]", "r"), ("R",)])
async def test_there_is_room_to_write_on_the_smallest_screen(
    workspace: Workspace, keys: tuple[str, ...]
) -> None:
    async with ReaderApp(workspace).run_test(size=(40, 10)) as pilot:
        await pilot.press("enter", *keys, *"words")
        await pilot.pause()
        from textual.widgets import TextArea

        area = pilot.app.screen.query_one(TextArea)
        assert area.region.height >= 3
        assert pilot.app.screen.region.contains_region(area.region)


async def test_words_can_be_written_to_a_new_private_file(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", *"dear words", "ctrl+o")
        pilot.app.screen.query_one("#copy-path", Input).value = str(target)
        await pilot.press("enter")
        assert "Written to" in said(pilot.app)
        await pilot.press("ctrl+o", "enter")
        assert "Not written to" in said(pilot.app)
    assert target.read_text(encoding="utf-8") == "dear words\n"
    assert target.stat().st_mode & 0o777 == 0o600


async def test_control_characters_in_what_was_pasted_are_drawn_as_pictures(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R")
        from textual.widgets import TextArea

        area = pilot.app.screen.query_one(TextArea)
        area.insert("a\x1b]52;c;aGk=\x07b")
        await pilot.pause()
        assert "\x1b" not in area.get_line(0).plain
        await pilot.press("ctrl+s")
    assert written(workspace) == ["a␛]52;c;aGk=␇b"]


@pytest.mark.parametrize(
    ("line", "look", "part"),
    [
        ("## Today", "heading", "## Today"),
        ("- one", "mark", "-"),
        ("12. one", "mark", "12."),
        ("> said", "mark", ">"),
        ("a **bold** word", "strong", "**bold**"),
        ("a *slant* word", "emphasis", "*slant*"),
        ("a `code` word", "code", "`code`"),
        ("a [link](x.md) here", "link", "[link](x.md)"),
        ("about #hope/again", "link", "#hope/again"),
    ],
)
def test_markdown_is_coloured_while_one_types(line: str, look: str, part: str) -> None:
    assert (look, line.index(part), line.index(part) + len(part)) in colors_of(line)


@pytest.mark.parametrize("line", ["2 * 3 * 4", "snake_case_word", "a # b", "no markdown at all"])
def test_plain_words_are_not_coloured(line: str) -> None:
    assert colors_of(line) == []


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
async def test_the_editor_looks_as_it_should(
    workspace: Workspace, svg: Callable[[App[None]], None], theme: str
) -> None:
    keep(workspace.store, replace(Settings(welcomed=True), theme=theme))
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("enter", "]", "r", *"# Seen", "enter", *"I *always* sow too early.")
        svg(pilot.app)
