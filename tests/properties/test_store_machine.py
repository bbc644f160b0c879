"""Any order of saves, crashes, failures, folds and second windows leaves the store at what was acknowledged.

The store is compared with a plain dict. A crash lets the program die at a chosen system call: nothing after
it happens, and a write may have reached the disk in part. A failure lets one call fail and the program go on.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reader.annotations import changes
from reader.annotations.model import Annotation
from reader.errors import SaveFailed
from reader.store import Store
from reader.store.places import Places
from tests.faults.dying import Died, Disk
from tests.stored import NOON, begin_sealed, reflection, sealed_tables, stock_tables


class StoreMachine(RuleBasedStateMachine):
    """Windows on one store, and what it has to hold."""

    known = Bundle("known")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "annotations.json"
        self.saved: dict[str, Annotation] = {}
        self.state: dict[str, dict[str, int]] = {}
        self.count = 0
        self.windows = [self.open_store()]

    def open_store(self) -> Store:
        return Store.open(self.path, fold_at=3000)

    def tables_at_rest(self) -> dict[str, list[dict[str, object]]]:
        return stock_tables(self.path)

    def window(self, number: int) -> Store:
        return self.windows[number % len(self.windows)]

    @rule(target=known, number=st.integers(0, 3))
    def put(self, number: int) -> str:
        self.count += 1
        words = reflection(f"thought {self.count}", at=NOON)
        self.window(number).put(words)
        self.saved[words.id] = words
        return words.id

    @rule(which=known, number=st.integers(0, 3), delete=st.booleans())
    def change(self, which: str, number: int, delete: bool) -> None:
        if which not in self.saved:
            return
        there = self.saved[which]
        after = (
            changes.deleted(there, NOON) if delete else changes.edited(there, f"{there.text}, edited", NOON)
        )
        self.window(number).put(after)
        self.saved[which] = after

    @rule(which=st.sampled_from("abc"), value=st.integers(0, 9), number=st.integers(0, 3))
    def remember(self, which: str, value: int, number: int) -> None:
        self.window(number).remember("reading", which, {"line": value})
        self.state[which] = {"line": value}

    @rule(which=consumes(known), number=st.integers(0, 3), at=st.integers(1, 45), part=st.floats(0, 1))
    def die_while_editing(self, which: str, number: int, at: int, part: float) -> None:
        there = self.saved[which]
        after = changes.edited(there, f"{there.text}, edited", NOON)
        self.crash(number, lambda store: store.put(after), Disk(at, None, part), {which: after})

    @rule(number=st.integers(0, 3), at=st.integers(1, 80), part=st.floats(0, 1))
    def die_while_closing(self, number: int, at: int, part: float) -> None:
        self.crash(number, lambda store: store.close(), Disk(at, None, part), {})

    def crash(
        self, number: int, act: Callable[[Store], object], disk: Disk, wanted: dict[str, Annotation]
    ) -> None:
        """Let a window act and die; afterwards another one finds the old or the new state."""
        store = self.windows.pop(number % len(self.windows))
        with suppress(Died), disk:
            act(store)
            self.saved.update(wanted)
        store._storage.ledger.live.close_journal()
        store._storage.ledger.lock.close()  # as the kernel does when a process is dead
        if not self.windows:
            self.windows.append(self.open_store())
        self.windows[0].refresh()
        for which, after in wanted.items():
            found = self.windows[0].get(which)
            assert found in (self.saved[which], after)
            assert found is not None
            self.saved[which] = found

    @rule(
        which=known,
        number=st.integers(0, 3),
        at=st.integers(1, 45),
        part=st.floats(0, 1),
        error=st.sampled_from([errno.ENOSPC, errno.EIO]),
    )
    def fail_while_editing(self, which: str, number: int, at: int, part: float, error: int) -> None:
        if which not in self.saved:
            return
        store, there = self.window(number), self.saved[which]
        after = changes.edited(there, f"{there.text}, edited", NOON)
        store.refresh()
        try:
            with Disk(at, error, part):
                store.put(after)
        except SaveFailed:
            assert store.get(which) == there
            store.put(after)
        self.saved[which] = after

    @rule()
    def open_a_window(self) -> None:
        if len(self.windows) < 3:
            self.windows.append(self.open_store())

    @rule(number=st.integers(0, 3))
    def close_a_window(self, number: int) -> None:
        self.windows.pop(number % len(self.windows)).close()
        if not self.windows:
            self.windows.append(self.open_store())

    @precondition(lambda self: len(self.windows) == 1)
    @rule(part=st.floats(0, 0.99))
    def tear_the_tail(self, part: float) -> None:
        """Leave a part of a line that was never acknowledged at the end of the journal."""
        journal = Places.of(self.path).journal
        line = b'0123456789abcdef {"number":1,"operations":[["annotations","1",{"id":"never"}]]}'
        with journal.open("ab") as file:
            file.write(line[: int(len(line) * part)])

    @invariant()
    def every_window_holds_what_was_saved(self) -> None:
        for store in getattr(self, "windows", []):
            store.refresh()
            everything = [*store.annotations(), *store.annotations(deleted=True)]
            assert {each.id: each for each in everything} == self.saved
            assert store.recall_all("reading") == self.state
            assert store.is_writable, store.why_read_only
            assert not [notice for notice in store.notices if "damaged" in notice]

    def teardown(self) -> None:
        for store in self.windows:
            store.close()
        tables = self.tables_at_rest()
        assert {str(record["id"]) for record in tables.get("annotations", [])} == set(self.saved)
        shutil.rmtree(self.folder)


class SealedStoreMachine(StoreMachine):
    """The same on an encrypted store; nothing of it may ever lie on the disk in the clear."""

    def open_store(self) -> Store:
        if not hasattr(self, "key"):
            self.key = begin_sealed(self.path)
        return Store.open(self.path, fold_at=3000, unlock=lambda _: self.key)

    def tables_at_rest(self) -> dict[str, list[dict[str, object]]]:
        return sealed_tables(self.path, self.key)

    @invariant()
    def no_word_lies_on_the_disk_in_the_clear(self) -> None:
        if hasattr(self, "folder"):
            for file in self.folder.rglob("*"):
                assert not file.is_file() or b"thought" not in file.read_bytes(), file


def run_machine(machine: type[StoreMachine], examples: int, steps: int) -> None:
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=limits)


MACHINES = pytest.mark.parametrize("machine", [StoreMachine, SealedStoreMachine])


@MACHINES
def test_any_order_of_saves_crashes_and_failures_leaves_what_was_acknowledged(
    machine: type[StoreMachine],
) -> None:
    run_machine(machine, 25, 25)


@pytest.mark.long
@pytest.mark.timeout(900)
@MACHINES
def test_many_orders_of_saves_crashes_and_failures_leave_what_was_acknowledged(
    machine: type[StoreMachine],
) -> None:
    run_machine(machine, 600, 50)
