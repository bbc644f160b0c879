"""What is made when it is first used."""

from __future__ import annotations

from threading import Event, Thread

from reader.deferred import cached_property


class Text:
    """A text that is made once, and may take its time."""

    def __init__(self, go_on: Event) -> None:
        self.made = 0
        self.begun = Event()
        self._go_on = go_on

    @cached_property
    def letters(self) -> list[str]:
        """Its letters."""
        self.made += 1
        self.begun.set()
        assert self._go_on.wait(60)
        return ["a", "b"]


def test_a_cached_property_is_made_once_and_then_an_attribute() -> None:
    now = Event()
    now.set()
    text = Text(now)
    assert text.letters is text.letters
    assert text.made == 1
    assert text.__dict__["letters"] == ["a", "b"]
    assert Text.letters.__doc__ == "Its letters."


def test_one_object_that_takes_long_keeps_no_other_waiting() -> None:
    later, now = Event(), Event()
    now.set()
    long, short = Text(later), Text(now)
    thread = Thread(target=lambda: long.letters, daemon=True)
    thread.start()
    assert long.begun.wait(60)
    answered: list[list[str]] = []
    other = Thread(target=lambda: answered.append(short.letters), daemon=True)
    other.start()
    other.join(20)
    assert answered == [["a", "b"]]
    later.set()
    thread.join(60)
