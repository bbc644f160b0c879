"""What looks like markup in a title, tag, name or quote is text: shown as written, and clicks do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.annotations.model import Color
from reader.document.model import Range
from reader.document.position import Position
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace

MARKUP = "[@click=app.quit]go[/] [red]red[/red] [/x] [link=https://evil.example]here[/link] [bold]"


@pytest.fixture
def marked(tmp_path: Path) -> Workspace:
    notes = tmp_path / "notes"
    notes.mkdir()
    head = (
        f"---\ntitle: '{MARKUP}'\ntags: ['{MARKUP[:60]}']\npeople: ['{MARKUP}']\ntopic: '{MARKUP}'\n---\n\n"
    )
    escaped = MARKUP.replace("[", "\\[")
    (notes / "one.md").write_text(f"{head}# {escaped}\n\n{escaped}\n\n- {escaped}\n", encoding="utf-8")
    (notes / "[red]name[@click=app.quit].md").write_text("words\n", encoding="utf-8")
    workspace = Workspace(notes, Store.open(tmp_path / "store" / "annotations.json"))
    keep(workspace.store, Settings(welcomed=True, theme="reader-dark"))
    opened = workspace.open("one.md")
    length = len(opened.document.blocks[1].text)
    kept = workspace.highlight(opened, Range(Position(1, 0), Position(1, length)), Color.RED)
    workspace.tag(kept.id, [MARKUP])
    workspace.reflect(opened, MARKUP, on=kept.id)
    return workspace


def drawn(app: ReaderApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.mark.parametrize(
    "keys",
    [
        *(
            (),
            ("tab",),
            ("?",),
            (",",),
            ("J",),
            ("J", "space"),
            ("L",),
            ("V",),
            ("O", *"click"),
            ("s", *"red"),
        ),
        *(("down", "enter"), ("down", "enter", "t"), ("down", "enter", "o"), ("down", "enter", "w")),
        *(("down", "enter", "]", "enter"), ("ctrl+p",), ("/", *MARKUP[:30])),
    ],
    ids="".join,
)
async def test_a_click_on_what_looks_like_an_action_does_nothing(
    keys: tuple[str, ...], marked: Workspace
) -> None:
    app = ReaderApp(marked)
    async with app.run_test(size=(150, 50)) as pilot:
        said: list[object] = []
        app.action_quit = lambda: said.append("quit")  # type: ignore[method-assign, assignment, return-value]
        await pilot.press(*keys)
        await pilot.pause()
        rows = drawn(app).split("\n")
        for y, row in enumerate(rows):
            place = row.find("[@click")
            links = [each for strip in app.screen._compositor.render_strips() for each in strip]
            assert not any(each.style and each.style.link for each in links)
            assert not any(each.style and "@click" in each.style.meta for each in links)
            if place >= 0:
                await pilot.click(offset=(place + 18, y))
                break
        app.notify(MARKUP, markup=False)
        await pilot.pause()
        assert said == []
        assert app.is_running


async def test_the_click_would_be_seen_where_markup_was_obeyed(marked: Workspace) -> None:
    app = ReaderApp(marked)
    async with app.run_test(size=(150, 50)) as pilot:
        said: list[object] = []
        app.action_quit = lambda: said.append("quit")  # type: ignore[method-assign, assignment, return-value]
        obeyed = Static("[@click=app.quit]go there[/]")
        await app.screen.mount(obeyed)
        await pilot.pause()
        segments = [each for strip in app.screen._compositor.render_strips() for each in strip]
        assert any(each.style and "@click" in each.style.meta for each in segments)
        await pilot.click(obeyed, offset=(2, 0))
        await pilot.pause()
        assert said == ["quit"]


async def test_markup_is_shown_as_it_is_written(marked: Workspace) -> None:
    app = ReaderApp(marked)
    async with app.run_test(size=(150, 50)) as pilot:
        await pilot.pause()
        assert "[@click=app.quit]go[/] [red]red" in drawn(app)
        assert "name[@click=app.quit]" in drawn(app)
        await pilot.press("O", *"go")
        await pilot.press("enter")
        await pilot.pause()
        assert drawn(app).count("[@click=app.quit]go[/] [red]red[/red]") >= 3
