"""The screen of a walk as it is seen: the way, the point, the place to write, and the keys.

It takes in what changes elsewhere; what is being written stays as it is. What the keys do is its subclass's
(`WalkScreen`).
"""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from reader.document.model import KeyPoint
from reader.gate import clean_line
from reader.tui.file_look import FileLook
from reader.tui.screens.drafting import Drafting
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.pending import look_for_pending
from reader.tui.screens.showing import ShowingScreen
from reader.tui.screens.walk_writing import WalkWriting
from reader.tui.widgets.status import Banner, HintLine
from reader.tui.widgets.walk_area import WalkArea
from reader.tui.widgets.walk_page import WalkPage
from reader.tui.widgets.walk_progress import WalkProgress
from reader.workspace import OpenNote, Placed
from reader.workspace.walk import Walk, answered, intend, moved_to, own_words, prompts

LOOKING = "looking for words kept before …"


class WalkView(ShowingScreen):
    """One stop of a walk on the screen.

    Attributes:
        opened: The note as it is now.
        walk: Where one is.
        today: The day that dates are seen from.
        area: Where one writes.
    """

    CSS_PATH = "../sheets.tcss"

    def __init__(self, opened: OpenNote, walk: Walk, today: date | None = None) -> None:
        """Walk over a note.

        Args:
            opened: The note; it has key points.
            walk: Where to begin; not at the end.
            today: The day that dates are seen from; None: today.
        """
        super().__init__()
        self.opened = opened
        self.file_look = FileLook(self, lambda: self.opened, self._take)
        self.walk = walk
        self.today = today or date.today()  # a reader's own day
        self.area = WalkArea()  # held, so that its words can still be kept when the screen is torn down
        self.prompt = walk.index
        self.gave_up_once = False

    @property
    def point(self) -> KeyPoint:
        """The key point one is at."""
        return self.opened.document.key_points[self.walk.index]

    def compose(self) -> ComposeResult:
        """Lay out the way, the point, the place to write, and the keys."""
        workspace = self.reader.workspace
        self.drafting = Drafting(
            self, workspace, lambda: self.area.text, kept=lambda: self.tell("draft kept"), failed=self.trouble
        )
        self.writing = WalkWriting(workspace, self.drafting)
        yield WalkProgress()
        yield Banner(id="trouble")
        yield WalkPage()
        with Container(id="writing"), Vertical():
            yield Static(id="prompt", markup=False)
            yield self.area
        yield HintLine("walk-empty", "walk")

    def on_mount(self) -> None:
        """Come to the first point, and follow what changes elsewhere."""
        reader = self.reader
        self.query_one(WalkPage).today = self.today
        reader.annotations_changed.subscribe(self, self.annotations_changed)
        self.file_look.start()
        reader.files_changed.subscribe(self, self.file_look.files_changed)
        self.watch(self.app, "discreet", self._show, init=False)
        self.say_trouble()
        self.arrive()
        look_for_pending(self, reader.workspace, self.opened, self._take_found)

    def on_unmount(self) -> None:
        """Keep what no draft holds yet; whoever left in order has none."""
        self.drafting.keep_waiting()

    def arrive(self) -> None:
        """Begin at the point the walk is at."""
        self.prompt = self.walk.index % len(prompts(self.opened.document))
        self.gave_up_once = False
        self.begin_writing()
        self._show()
        self.remember()

    def remember(self) -> None:
        """Keep where one is; that it cannot be kept is said by the banner about the store."""
        keep = intend(self.reader.workspace.store, self.opened, self.walk)
        self.reader.saving.make(keep, failed=lambda error: None)

    def begin_writing(self) -> None:
        """Take up the words that stand at this point: a draft's, or those saved on this walk."""
        own = own_words(self.opened, self.walk, self.point)
        self.area.read_only = False
        self.writing.begin(self.opened, self.point, own, self._take_words, self._wait_for_words)

    def _take_words(self, words: str) -> None:
        self.area.read_only = False
        self.area.begin(words)
        if words != self.writing.saved:
            self.tell("words kept from before, not saved yet")
        elif self.query_one(HintLine).right == LOOKING:
            self.tell("")

    def _wait_for_words(self) -> None:
        """Write nothing where it would be written over once the disk answers."""
        self.area.begin(self.writing.saved)
        self.area.read_only = True
        self.tell(LOOKING)

    def _show(self) -> None:
        """Show the point as everything is now; what is being written stays."""
        discreet = self.reader.discreet
        own = own_words(self.opened, self.walk, self.point)
        earlier = [each for each in self.opened.reflections_on(self.point.range) if each != own]
        self.query_one(WalkPage).show(self.opened, self.point, earlier, is_discreet=discreet)
        self.area.discreet = discreet
        progress = self.query_one(WalkProgress)
        progress.title, progress.index = self.opened.note.title, self.walk.index
        progress.answered = answered(self.opened)
        self.show_prompt()

    def show_prompt(self) -> None:
        """Offer the question whose turn it is, or none."""
        asked = prompts(self.opened.document)
        at = self.prompt % (len(asked) + 1)
        self.query_one("#prompt", Static).update(Content(clean_line(asked[at]) if at < len(asked) else ""))

    # What changed

    def renew(self) -> None:
        """Show the note and its annotations as they are now."""
        self._take(self.file_look.as_it_was())
        self.file_look.begin()

    def _take(self, after: OpenNote) -> None:
        """Show another state of the note."""
        before = self.opened
        if after == before:
            return
        self.opened = after
        if after.document is not before.document:
            self.walk = moved_to(before.document, after.document, self.walk)
        if self.walk.count == 0:
            if not self.area.read_only:  # else a draft is still looked for, or the words are being saved
                self.drafting.keep()
            once_on_top(self, lambda: self.dismiss(None))
            self.reader.warn("The note has no key points any more; unsaved words are kept as a draft.")
            return
        self._take_up_changed_words()
        self._show()
        look_for_pending(self, self.reader.workspace, after, self._take_found)

    def _take_up_changed_words(self) -> None:
        """Follow when what one is writing on was undone or changed; letters typed since stay."""
        own = own_words(self.opened, self.walk, self.point)
        if (own.annotation if own else None) == self.writing.own:
            return
        if not self.area.is_touched:
            self.begin_writing()
            return
        self.drafting.drop()
        self.writing.begin(self.opened, self.point, own, lambda _: None)
        self.drafting.keep_soon()

    def _take_found(self, opened: OpenNote, found: list[Placed]) -> None:
        if self.opened is opened:
            self.opened = opened.with_placed(found)
            self._take_up_changed_words()
            self._show()
