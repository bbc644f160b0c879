"""A vault opened as it is: its links are seen, followed, come back from and listed like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.tui.app import ReaderApp
from reader.tui.screens.link import LinkScreen
from reader.tui.screens.links import LinksScreen
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.place_list import PlaceList
from reader.workspace import Workspace
from tests.tui.drawing import drawn
from tests.tui.finding.looking import reading, view_of
from tests.tui.page.looking import place_of

HOME = """# Home

Met [[Zoë Petit|the nurse]] today; see [[Plan#Second part]] and [[Nowhere at all]].

- Read [[Plan#^why]] again, and [[#Below]].
- Not this: [[../../etc/passwd]].
- Nor this: [[javascript:alert(1)]] and [[https://example.org/x|there]].

| who | where |
|---|---|
| [[zoë petit\\|she]] | ![[map.png]] |

## Below

""" + "\n\n".join(f"Line {number}." for number in range(40))  # fmt: skip

PLAN = (
    "---\naliases: [The plan]\n---\n# Plan\n\n"
    + "\n\n".join(f"Paragraph {number}." for number in range(60))
    + "\n\n## Second part\n\nFrom [[Home]].\n\nBecause it rains. ^why\n\n"
    + "\n\n".join(f"More {number}." for number in range(60))
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    (folder / "People").mkdir(parents=True)
    (folder / "Home.md").write_text(HOME, encoding="utf-8")
    (folder / "Plan.md").write_text(PLAN, encoding="utf-8")
    (folder / "People" / "Zoë Petit.md").write_text("# Zoë Petit\n\nOf [[the plan]].\n", encoding="utf-8")
    return folder


def app_on(workspace: Workspace, note: str = "Home.md") -> ReaderApp:
    return ReaderApp(workspace, workspace.find(note))


async def follow(pilot: Pilot[None], words: str) -> None:
    """Click on some words of the page."""
    await pilot.click(NoteView, offset=place_of(pilot, words, 1))
    await pilot.pause()


async def test_the_words_of_links_stand_on_the_page_without_brackets(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(100, 30)):
        page = drawn(app)
        assert "Met the nurse today; see Plan › Second part and Nowhere at all." in page
        assert "[[" not in page
        assert "map.png" in page


async def test_a_click_follows_a_link_to_its_heading_and_q_comes_back(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await follow(pilot, "Plan › Second")
        assert reading(pilot).opened.note.key == "Plan.md"
        assert "Second part" in drawn(app)
        assert "Paragraph 3." not in drawn(app)
        await pilot.press("q")
        assert reading(pilot).opened.note.key == "Home.md"


async def test_one_goes_back_and_forward_along_links_by_name(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await follow(pilot, "the nurse")
        await follow(pilot, "the plan")
        assert reading(pilot).opened.note.key == "Plan.md"
        for key, note in (
            ("backspace", "People/Zoë Petit.md"),
            ("backspace", "Home.md"),
            (">", "People/Zoë Petit.md"),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert reading(pilot).opened.note.key == note


async def test_a_link_to_a_block_leads_to_it(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await follow(pilot, "Plan › why")
        place = view_of(pilot).place
        assert reading(pilot).opened.document.blocks[place.block].text == "Because it rains. ^why"


async def test_a_key_point_s_link_is_followed_from_it(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("]", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.key == "Plan.md"


async def test_a_link_within_the_note_and_one_in_a_table_are_followed(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await follow(pilot, "Below")
        place = view_of(pilot).place
        assert reading(pilot).opened.document.blocks[place.block].text == "Below"
        await pilot.press("backspace")
        await pilot.pause()
        await follow(pilot, "she")
        assert reading(pilot).opened.note.key == "People/Zoë Petit.md"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Nowhere", "Nowhere at all"),
        ("passwd", "../../etc/passwd"),
        ("javascript", "javascript:alert(1)"),
        ("there", "https://example.org/x"),
        ("map.png", "map.png"),
    ],
)
async def test_a_name_that_no_note_has_is_said_in_a_sentence_and_nothing_is_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, words: str, shown: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.browser.open_in_browser", opened.append)
    app = app_on(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await follow(pilot, words)
        assert isinstance(app.screen, LinkScreen)
        assert "No note of this library has this name; it is not followed." in drawn(app)
        assert shown in drawn(app)
        await pilot.press("enter")
        await pilot.pause()
        assert opened == []
        assert reading(pilot).opened.note.key == "Home.md"


async def test_o_lists_links_by_name_from_here_and_to_here(workspace: Workspace) -> None:
    app = app_on(workspace, "Plan.md")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, LinksScreen)
        rows = app.screen.query_one(PlaceList).rows
        assert [(row.sign, row.title) for row in rows] == [
            ("→", "Home"),
            ("←", "Home"),
            ("←", "Home"),
            ("←", "Zoë Petit"),
        ]
        await pilot.press("G", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.key == "People/Zoë Petit.md"


async def test_the_list_of_links_says_where_each_leads(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, LinksScreen)
        rows = app.screen.query_one(PlaceList).rows
        assert [(row.title, row.below) for row in rows if row.sign == "→"] == [
            ("the nurse", "Zoë Petit"),
            ("Plan › Second part", "Plan"),
            ("Nowhere at all", ""),
            ("Plan › why", "Plan"),
            ("Below", "in this note"),
            ("passwd", "../../etc/passwd"),
            ("javascript:alert(1)", ""),
            ("there", "https://example.org/x"),
            ("she", "Zoë Petit"),
            ("map.png", ""),
        ]
