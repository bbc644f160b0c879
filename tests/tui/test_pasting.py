"""A paste is text: nothing in it is taken for a key."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from reader.tui.app import ReaderApp
from reader.tui.pasting import PasteDisarmer, PastingParser
from reader.workspace import Workspace

START, END = "\x1b[200~", "\x1b[201~"
HARMFUL = "words\x1bx\x1b[A\x1b[6n\x1bq and more"


def parsed(parser: XTermParser, pieces: Sequence[str]) -> list[events.Event]:
    return [each for piece in pieces for each in parser.feed(piece) if isinstance(each, events.Event)]


def test_keys_in_a_paste_are_words() -> None:
    [paste, key] = parsed(PastingParser(), [f"{START}{HARMFUL}{END}j"])
    assert isinstance(paste, events.Paste)
    assert paste.text == HARMFUL.replace("\x1b", "␛")
    assert isinstance(key, events.Key)


def test_textual_alone_takes_them_for_keys() -> None:
    """When this fails, `reader.tui.pasting` has become superfluous."""
    kinds = {type(each) for each in parsed(XTermParser(), [f"{START}{HARMFUL}{END}j"])}
    assert kinds == {events.Paste, events.Key}
    assert len(parsed(XTermParser(), [f"{START}{HARMFUL}{END}j"])) > 2


@given(
    st.lists(st.sampled_from([START, END, HARMFUL, "j", "\x1b", "\x1b[20", "0~", "1~", "[200~"]), max_size=8)
)
@example([START, "\x1b", "[201~", "j"])
def test_it_does_not_matter_how_a_paste_is_cut_into_pieces(pieces: list[str]) -> None:
    whole, cut = PasteDisarmer(), PasteDisarmer()
    typed = "".join(pieces)
    letters = "".join(cut.disarm(letter) for letter in typed) + cut.release()
    assert letters == whole.disarm(typed) + whole.release()


def test_what_is_typed_arrives_at_once_and_unchanged() -> None:
    disarmer = PasteDisarmer()
    assert [disarmer.disarm(each) for each in ("\x1b", "[A", "j", "\x1b[20")] == [
        "\x1b",
        "[A",
        "j",
        "\x1b[20",
    ]


def test_the_app_reads_its_terminal_so(workspace: Workspace) -> None:
    ReaderApp(workspace)
    assert linux_driver.XTermParser is PastingParser  # type: ignore[attr-defined]
