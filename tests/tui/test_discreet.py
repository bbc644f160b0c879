"""P hides private words, wherever they are."""

from __future__ import annotations

from reader.tui.app import ReaderApp
from reader.tui.screens.card import CardScreen
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.widgets.cards import HIDDEN_NOW
from reader.workspace import Workspace, draft_subject
from tests.tui.drawing import drawn
from tests.tui.waiting import until

SECRET = "Nobody may see this."


async def test_p_hides_private_words_and_shows_them_again(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        app = pilot.app
        assert isinstance(app, ReaderApp)
        assert app.discreet
        await pilot.press("P")
        assert not app.discreet


async def test_p_puts_a_card_with_private_words_out_of_sight(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, SECRET, range=opened.document.key_points[0].range)
    async with ReaderApp(workspace, opened.note).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: SECRET in drawn(pilot.app))
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CardScreen))
        assert SECRET in drawn(pilot.app)
        await pilot.press("P")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CardScreen))
        await pilot.pause()
        assert SECRET not in drawn(pilot.app)


async def test_drafts_that_are_offered_while_words_are_hidden_show_none_and_open_none(
    workspace: Workspace,
) -> None:
    subject = draft_subject(workspace.open("allotment"))
    workspace.keep_draft(subject.key, SECRET, subject.about)
    app = ReaderApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, DraftsScreen))
        assert SECRET in drawn(app)
        await pilot.press("escape", "P")
        app.offer_drafts()
        await until(pilot, lambda: isinstance(app.screen, DraftsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: any(each.message == HIDDEN_NOW for each in app._notifications))
        assert SECRET not in drawn(app)
    assert [draft.text for draft in workspace.drafts.all()] == [SECRET]


async def test_a_card_does_not_lead_to_words_that_are_hidden(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, SECRET, range=opened.document.key_points[0].range)
    app = ReaderApp(workspace, opened.note)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("P", "right_square_bracket", "enter")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await pilot.press("enter")
        await until(pilot, lambda: any(each.message == HIDDEN_NOW for each in app._notifications))
        assert SECRET not in drawn(app)
