"""The last gate: what a widget draws reaches the terminal without controls, whoever forgot to gate it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.widgets import Static

from reader.tui.app import ReaderApp
from reader.tui.last_gate import LastGate
from reader.workspace import Workspace

BLACK = Color(0, 0, 0)


def test_a_line_without_controls_is_left_as_it_is() -> None:
    segments = [Segment("שלום 👨‍👩‍👧", Style(bold=True)), Segment(" ", None)]
    assert LastGate().apply(segments, BLACK) is segments


def test_controls_become_visible_and_styles_stay() -> None:
    [passed] = LastGate().apply([Segment("a\x1b]52;c;x\x07\x9b\u202e", Style(bold=True))], BLACK)
    assert passed == Segment("a␛]52;c;x␇\ufffd\ufffd", Style(bold=True))


def test_an_address_with_a_control_in_it_is_not_given_to_the_terminal() -> None:
    bad, good = Style(link="https://a\x1b\\b"), Style(link="https://example.org")
    passed = LastGate().apply([Segment("bad", bad), Segment("good", good)], BLACK)
    assert [each.style.link if each.style else "" for each in passed] == [None, "https://example.org"]


async def test_an_ungated_text_in_a_widget_comes_out_gated(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test() as pilot:
        await app.screen.mount(Static("a\x1b]0;owned\x07b", id="careless", markup=False))
        await pilot.pause()
        drawn = "".join(segment.text for line in app.screen._compositor.render_strips() for segment in line)
    assert "]0;owned" in drawn
    assert "\x1b" not in drawn
    assert "\x07" not in drawn
