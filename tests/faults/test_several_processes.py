"""Several processes on one store: none lost, none doubled, each sees the other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.annotations import changes
from reader.store import Store
from tests.faults.writing import FOLD_OFTEN, Writer, put_many
from tests.stored import reflection, texts


def write_at_once(path: Path, processes: int, writes: int) -> None:
    writers = [Writer(put_many(path, f"p{number}", writes)) for number in range(processes)]
    told = [word for writer in writers for word in writer.acknowledged()]
    assert len(told) == processes * writes
    store = Store.open(path)
    assert Counter(annotation.text for annotation in store.annotations()) == Counter(told)
    assert store.notices == ()
    store.close()
    assert sorted(texts(path)) == sorted(told)


@pytest.mark.parametrize(("processes", "rounds"), [(2, 5), (8, 1)])
def test_nothing_is_lost_or_doubled_between_processes(tmp_path: Path, processes: int, rounds: int) -> None:
    for number in range(rounds):
        write_at_once(tmp_path / str(number) / "annotations.json", processes, 20)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("processes", "rounds"), [(2, 200), (8, 20)])
def test_many_rounds_of_processes_lose_and_double_nothing(
    tmp_path: Path, processes: int, rounds: int
) -> None:
    for number in range(rounds):
        write_at_once(tmp_path / str(number) / "annotations.json", processes, 20)


def test_a_window_shows_what_the_command_line_did_while_it_was_open(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    window = Store.open(path)
    window.put(reflection("written in the window"))
    assert Writer(put_many(path, "command", 3)).acknowledged()
    deadline = time.monotonic() + 5
    while not window.refresh():
        assert time.monotonic() < deadline
    assert len(window.annotations("kitchen")) == 4


def test_edits_of_one_reflection_from_two_processes_all_survive(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    words = reflection("the first text")
    store = Store.open(path)
    store.put(words)

    def edit(name: str) -> Callable[[Callable[[str], None]], None]:
        def run(say: Callable[[str], None]) -> None:
            mine = Store.open(path, fold_at=FOLD_OFTEN)
            for number in range(10):
                seen = mine.get(words.id)
                assert seen is not None
                mine.put(changes.edited(seen, f"{name}-{number}", datetime.now(UTC)))
                say(f"{name}-{number}")
            mine.close()

        return run

    told = [word for writer in [Writer(edit("a")), Writer(edit("b"))] for word in writer.acknowledged()]
    store.refresh()
    kept = store.get(words.id)
    assert kept is not None
    assert {kept.text, *(revision.text for revision in kept.revisions)} == {"the first text", *told}
