"""What a step costs in the open program: a key, a drag, a highlight, a resize, a theme.

``python -m tests.benchmarks.steps``. Reader runs without a terminal on a note of 2 MB with 1,000 highlights
and 100 reflections; each step is sent, the screen drawn until nothing is left to do, and the *processor* time
of it all taken, threads included (waiting for the disk is not in it). Beside it Textual's own
``MarkdownViewer`` at 200 KB, driven in the same way in the same run. Printed: minimum, median, p95
and maximum in milliseconds, the 95th percentile without what the driving itself costs (the median of a key
that does nothing, which stands above all), and the ratio of the medians. Below stand a resize and a change of
theme of an otherwise empty Textual app: what the framework itself takes.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, Final

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import MarkdownViewer, Static

from reader.annotations.describe import describe
from reader.annotations.model import Annotation, Color, Kind, new_id, to_milliseconds
from reader.document.model import Document
from reader.library.note import Note
from reader.store import Store
from reader.store.store import utc_now
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_view import NoteView
from reader.workspace import Workspace

SIZE: Final = (120, 40)
SMALLER: Final = (100, 38)
STEPS: Final = 60
POINTS: Final = 400
"""Key points that no highlight stands on, for `h` to take."""

Step = Callable[[], Awaitable[None]]
Row = tuple[str, list[float]]

_TEXT: Final = (
    "the wheel turns and the water goes by and nobody counts the turns of it while bread is baked for those "
    "who come home late from the fields and leave their boots beside the door"
)
_WORDS: Final = _TEXT.split()


def note_of(size: int) -> str:
    """Return a note of about ``size`` letters: every kind of block, key points at its beginning."""
    chance = random.Random(7)

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    points = "\n".join(f"- Point {number}: {words(18)}." for number in range(POINTS))
    parts = [f"# A long day\n\n## Key points\n\n{points}\n"]
    length = len(parts[0])
    number = 0
    while length < size:
        kind = number % 9
        if kind == 0:
            part = f"## Part {number} {words(3)}\n"
        elif kind == 3:
            part = "\n".join(f"- {words(12)} *{words(2)}*" for _ in range(5)) + "\n"
        elif kind == 5:
            part = f"> {words(40)}\n"
        elif kind == 7:
            part = (
                f"```python\ndef turn(wheel: int) -> int:\n    return wheel + {number}  # {words(4)}\n```\n"
            )
        else:
            part = f"{number}: {words(50)} **{words(3)}** {words(30)} [{words(2)}](https://example.org/{number}).\n"
        parts.append(part)
        length += len(part) + 1
        number += 1
    return "\n".join(parts)


def marked(note: Note, document: Document, highlights: int, reflections: int) -> Iterable[Annotation]:
    """Yield annotations spread over a note, none on its key points."""
    first = next(index for index, block in enumerate(document.blocks) if block.text.startswith("Part 0"))
    places = range(first, len(document.blocks))
    for number in range(highlights + reflections):
        block = places[number * len(places) // (highlights + reflections)]
        now = to_milliseconds(utc_now())
        is_highlight = number % (1 + highlights // max(1, reflections)) != 0
        yield Annotation(
            id=new_id(now),
            kind=Kind.HIGHLIGHT if is_highlight else Kind.REFLECTION,
            note_id=note.id,
            note_key=note.key,
            note_title=note.title,
            selectors=describe(document, document.whole_block(block)),
            color=list(Color)[number % 5] if is_highlight else None,
            text="" if is_highlight else "Where did I see this today? **Nowhere**, and that says something.",
            created=now,
            modified=now,
        )


async def taken(step: Step, count: int) -> list[float]:
    """Take a step again and again; return the milliseconds of processor of each."""
    times = []
    for _ in range(count):
        begun = time.process_time()
        await step()
        times.append(1000 * (time.process_time() - begun))
    return times


def pressing(pilot: Pilot[Any], *keys: str) -> Step:
    """Return a step that presses the next of some keys, round and round."""
    following = itertools.cycle(keys)

    async def press() -> None:
        await pilot.press(next(following))

    return press


def dragging(pilot: Pilot[Any], view: Widget) -> Step:
    """Return a step of the mouse, held down, to another cell."""
    region = view.region
    cells = itertools.cycle(
        (region.x + 20 + 3 * number % 60, region.y + 2 + number % (region.height - 4))
        for number in range(480)
    )

    async def move() -> None:
        x, y = next(cells)
        event = events.MouseMove(None, x, y, 1, 0, 1, False, False, False, screen_x=x, screen_y=y)
        pilot.app.post_message(event)
        await pilot.pause()

    return move


def resizing(pilot: Pilot[Any]) -> Step:
    """Return a step that gives the terminal another size."""
    sizes = itertools.cycle((SMALLER, SIZE))

    async def resize() -> None:
        await pilot.resize_terminal(*next(sizes))

    return resize


def changing_theme(pilot: Pilot[Any], *names: str) -> Step:
    """Return a step that takes another theme."""
    themes = itertools.cycle(names)

    async def change() -> None:
        pilot.app.theme = next(themes)
        await pilot.pause()

    return change


async def measure_reader(folder: Path, size: int, highlights: int, steps: int) -> list[Row]:
    """Open Reader on a long note and take every kind of step."""
    (folder / "notes").mkdir()
    (folder / "notes" / "long.md").write_text(note_of(size), encoding="utf-8")
    store = Store.open(folder / "annotations.json")
    keep(store, Settings(theme="reader-dark", welcomed=True))
    workspace = Workspace(folder / "notes", store)
    [note] = workspace.library.notes
    store.put(*marked(note, workspace.document(note), highlights, highlights // 10))
    workspace.close()
    workspace = Workspace(folder / "notes", Store.open(folder / "annotations.json"))
    gc.disable()  # as the command line does; the app turns it on again
    app = ReaderApp(workspace, note)
    rows: list[Row] = []
    async with app.run_test(size=SIZE) as pilot:
        view = app.screen.query_one(NoteView)
        while len(view.opened.placed if view.opened else ()) < highlights:
            await pilot.pause(0.1)

        async def row(name: str, step: Step, count: int = steps) -> None:
            await step()  # what is loaded once is not a step
            rows.append((name, await taken(step, count)))

        await row("a key that does nothing", pressing(pilot, "f9"))
        await row("page", pressing(pilot, "space"))
        await row("line", pressing(pilot, "j"))
        await row("G and g", pressing(pilot, "G", "g"))
        await pilot.press("/", *"late from", "enter")
        await pilot.pause(0.5)
        await row("jump to a hit", pressing(pilot, "n"))
        await pilot.press("escape", "g")
        await pilot.mouse_down(NoteView, offset=(30, 5))
        await row("drag step", dragging(pilot, view))
        assert view.selected is not None
        await pilot.mouse_up(NoteView, offset=(31, 6))
        await pilot.press("escape", "g")
        highlighting = []
        for _ in range(steps):
            await pilot.press("]")
            begun = time.process_time()
            await pilot.press("h")
            highlighting.append(1000 * (time.process_time() - begun))
        assert len(view.opened.highlights if view.opened else ()) >= highlights * 10 // 11 + steps
        rows.append(("highlight", highlighting))
        await row("undo", pressing(pilot, "u"), min(steps, steps - 2))
        await row("help and back", pressing(pilot, "?", "escape"), min(steps, 20))
        await row("resize", resizing(pilot))
        await row("theme", changing_theme(pilot, "reader-light", "reader-dark"))
    workspace.close()
    return rows


class Word(App[None]):
    """An otherwise empty app that shows one word."""

    def compose(self) -> ComposeResult:
        """Show it."""
        yield Static("word")


async def measure_empty(steps: int) -> list[Row]:
    """Take the steps that any app takes."""
    app = Word()
    async with app.run_test(size=SIZE) as pilot:
        kinds = {
            "a key that does nothing": pressing(pilot, "f9"),
            "resize": resizing(pilot),
            "theme": changing_theme(pilot, "textual-light", "textual-dark"),
        }
        rows = []
        for name, step in kinds.items():
            await step()
            rows.append((f"empty app: {name}", await taken(step, steps)))
    return rows


class Viewer(App[None]):
    """Textual's own viewer of Markdown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Show the text."""
        yield MarkdownViewer(self._text, show_table_of_contents=False)


async def measure_viewer(size: int, steps: int, seconds: float) -> list[Row]:
    """Drive the viewer likewise; each kind of step for ``seconds`` at most."""
    app = Viewer(note_of(size))
    rows: list[Row] = []
    begun = time.process_time()
    async with app.run_test(size=SIZE) as pilot:
        app.query_one(MarkdownViewer).focus()
        await pilot.pause()
        rows.append(("open", [1000 * (time.process_time() - begun)]))

        async def row(name: str, step: Step) -> None:
            until = time.monotonic() + seconds
            times: list[float] = []
            while len(times) < steps and time.monotonic() < until:
                times += await taken(step, 1)
            rows.append((name, times))

        await row("page", pressing(pilot, "pagedown"))
        await row("line", pressing(pilot, "down"))
        await row("G and g", pressing(pilot, "end", "home"))
        await pilot.mouse_down(MarkdownViewer, offset=(30, 5))
        await row("drag step", dragging(pilot, app.query_one(MarkdownViewer)))
        await pilot.mouse_up(MarkdownViewer, offset=(31, 6))
        await row("resize", resizing(pilot))
        await row("theme", changing_theme(pilot, "textual-light", "textual-dark"))
    return rows


def percentile(times: list[float], part: float) -> float:
    """Return the value below which a part of the times lie."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def figures(times: list[float]) -> str:
    """Return minimum, median, p95 and maximum."""
    return " / ".join(f"{percentile(times, part):.1f}" for part in (0, 0.5, 0.95, 1))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=2_000_000, help="letters of Reader's note")
    parser.add_argument("--highlights", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--viewer-size", type=int, default=200_000, help="letters of its note; 0: none")
    parser.add_argument("--seconds", type=float, default=60, help="most for a kind of step in MarkdownViewer")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measured = measure_reader(Path(name), arguments.size, arguments.highlights, arguments.steps)
        ours = asyncio.run(measured)
    viewer: dict[str, list[float]] = {}
    if arguments.viewer_size:
        viewer = dict(asyncio.run(measure_viewer(arguments.viewer_size, arguments.steps, arguments.seconds)))
        print(
            f"MarkdownViewer opened {arguments.viewer_size:,} letters in {viewer['open'][0] / 1000:.1f} s\n"
        )
    print(
        "| step | Reader: min / median / p95 / max ms | p95 without the driving "
        "| MarkdownViewer | ratio of medians |"
    )
    print("|---|---|---|---|---|")
    driving = percentile(ours[0][1], 0.5)
    for name, times in [*ours, *asyncio.run(measure_empty(arguments.steps))]:
        alone = "" if "empty app" in name else f"{max(0.0, percentile(times, 0.95) - driving):.1f}"
        theirs = viewer.get(name)
        ratio = f"{percentile(theirs, 0.5) / percentile(times, 0.5):.0f} x" if theirs else ""
        print(f"| {name} | {figures(times)} | {alone} | {figures(theirs) if theirs else '-'} | {ratio} |")


if __name__ == "__main__":
    main()
