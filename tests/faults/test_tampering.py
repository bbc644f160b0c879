"""An encrypted store that somebody alters: noticed or harmless, and never a text that was not written.

Each byte of each file is flipped in turn; lines of the journal are left out, moved, doubled and brought in
from elsewhere; files are cut off, exchanged and replaced by forgeries in the clear.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader.annotations import changes
from reader.errors import StoreError, WrongPassphrase
from reader.store import Store
from reader.store.doctor import repair
from reader.store.identity import new_identity, put_identity, unlock
from reader.store.places import Places
from reader.store.sealing import Sealed
from tests.stored import NOON, begin_sealed, reflection

PHRASE = "correct horse"
OFTEN = 23  # bytes from one that is flipped to the next in the normal suite; the long form flips them all

Tables = dict[str, tuple[str, tuple[str, ...]]]


class Kept:
    """An encrypted store as it was left: a snapshot, a journal of three lines, a generation, a backup, a
    draft.
    """

    def __init__(self, folder: Path) -> None:
        self.pattern = folder / "pattern"
        self.work = folder / "work"
        path = self.pattern / "annotations.json"
        self.key = begin_sealed(path)
        first = reflection("first", at=NOON)
        store = self.open(path)
        store.put(first)
        store.close()
        store = self.open(path)
        store.put(changes.edited(first, "first, edited", NOON))
        store.put(reflection("second", at=NOON))
        store.put(reflection("third", at=NOON))
        store.drafts.keep("one", "a draft", {"note": "kitchen"})
        store._storage.ledger.live.close_journal()  # as a kill leaves it
        store._storage.ledger.lock.close()
        self.texts = {"first", "first, edited", "second", "third"}
        self.newest = {"first, edited", "second", "third"}

    def open(self, path: Path) -> Store:
        return Store.open(path, unlock=lambda _: self.key, now=lambda: NOON)

    def again(self) -> Path:
        """Lay the store out anew; returns its path."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.pattern, self.work)
        return self.work / "annotations.json"

    def files(self) -> list[Path]:
        """List all its files that hold anything, by their path in the folder."""
        return sorted(
            file.relative_to(self.pattern)
            for file in self.pattern.rglob("*")
            if file.is_file() and not file.name.endswith((".lock", ".identity"))
        )

    def check(self, what: object) -> tuple[bool, bool]:
        """Open what was altered; returns whether all is there, and whether anything was said."""
        path = self.work / "annotations.json"
        try:
            store = self.open(path)
        except StoreError:
            return False, True
        found = {each.text for each in store.annotations()}
        assert found <= self.texts, (what, "a text that nobody wrote")
        drafts = {draft.text for draft in store.drafts.all()}
        assert drafts <= {"a draft"}, what
        said = bool(store.notices) or not store.is_writable
        store.close()
        return found == self.newest and drafts == {"a draft"}, said


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def flip_all(kept: Kept, step: int) -> int:
    kept.again()
    assert kept.check("as it is") == (True, False)
    flipped = 0
    for file in kept.files():
        whole = (kept.pattern / file).read_bytes()
        is_draft = file.parent.name.endswith(".drafts")
        for at in range(0, len(whole), step):
            kept.again()
            altered = bytearray(whole)
            altered[at] ^= 1 << at % 8
            (kept.work / file).write_bytes(altered)
            is_all_there, was_said = kept.check((str(file), at))
            assert is_all_there or was_said or is_draft, (str(file), at, "lost without a word")
            flipped += 1
    return flipped


def test_a_flipped_byte_is_noticed_or_harmless(kept: Kept) -> None:
    assert flip_all(kept, OFTEN) > 150


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_flipped_byte_is_noticed_or_harmless(kept: Kept) -> None:
    assert flip_all(kept, 1) > 4000


def cuts(kept: Kept, step: int) -> Iterator[tuple[Path, int, bytes]]:
    for file in kept.files():
        whole = (kept.pattern / file).read_bytes()
        yield from ((file, length, whole[:length]) for length in range(0, len(whole), step))


def test_a_file_cut_off_anywhere_shows_nothing_that_was_not_written(kept: Kept) -> None:
    for file, length, rest in cuts(kept, 61):
        kept.again()
        (kept.work / file).write_bytes(rest)
        is_all_there, was_said = kept.check((str(file), length))
        is_line_end = file.name.endswith(".journal") and (not rest or rest.endswith(b"\n"))
        is_draft = file.parent.name.endswith(".drafts")
        assert is_all_there or was_said or is_line_end or is_draft, (str(file), length)


ALTERED: list[Callable[[list[bytes]], list[bytes]]] = [
    lambda lines: [lines[0], lines[2], lines[1], lines[3]],  # moved
    lambda lines: [lines[0], lines[1], lines[3]],  # left out of the middle
    lambda lines: [lines[0], lines[2], lines[3]],  # the first left out
    lambda lines: [*lines[:3], lines[1], lines[3]],  # played again
    lambda lines: lines[1:],  # without its header
]


@pytest.mark.parametrize("altered", ALTERED)
def test_lines_of_the_journal_moved_left_out_or_doubled_are_noticed(
    kept: Kept, altered: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = kept.again()
    journal = Places.of(path).journal
    lines = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) == 4
    journal.write_bytes(b"".join(altered(lines)))
    _, was_said = kept.check("lines")
    assert was_said
    repair(path, now=lambda: NOON, unlock=lambda _: kept.key)
    store = kept.open(path)
    assert store.is_writable
    assert {each.text for each in store.annotations()} <= kept.texts
    store.close()


def test_a_line_of_the_same_number_from_a_fork_of_the_store_is_noticed(kept: Kept) -> None:
    """Two machines that went on from one journal: each line fits its number, and yet not this history."""
    path = kept.again()
    journal = Places.of(path).journal
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]))
    fork = kept.open(path)
    fork.put(reflection("elsewhere", at=NOON))
    fork._storage.ledger.live.close_journal()
    theirs = journal.read_bytes().splitlines(keepends=True)
    kept.again()
    journal.write_bytes(b"".join([*lines[:2], theirs[2], lines[3]]))
    kept.texts |= {"elsewhere"}
    _, was_said = kept.check("a fork")
    assert was_said


def test_what_is_in_the_clear_where_it_should_be_sealed_is_not_shown(kept: Kept, tmp_path: Path) -> None:
    forged = tmp_path / "forged" / "annotations.json"
    store = Store.open(forged)
    store.put(reflection("I never wrote this", at=NOON))
    store.drafts.keep("two", "nor this", {})
    store.close()
    places, theirs = Places.of(kept.again()), Places.of(forged)
    for target, source in [
        (places.journal, theirs.journal),
        (places.previous_snapshot, theirs.snapshot),
        (places.backups / "annotations-20270101-000000.json", theirs.snapshot),
        (places.drafts / "0.json", next(theirs.drafts.iterdir())),
        (places.snapshot.with_name("annotations (1).json"), theirs.snapshot),
    ]:
        kept.again()
        shutil.copy(source, target)
        kept.check(str(target))
        opened = kept.open(places.snapshot)
        opened.join_copies(NOON)
        assert "I never wrote this" not in {each.text for each in opened.annotations()}
        opened.close()


def test_a_window_that_is_open_notices_a_snapshot_replaced_in_the_clear(kept: Kept, tmp_path: Path) -> None:
    forged = tmp_path / "forged.json"
    store = Store.open(forged)
    store.put(reflection("I never wrote this", at=NOON))
    store.close()
    path = kept.again()
    window = kept.open(path)
    shutil.copy(forged, path)
    with pytest.raises(StoreError, match="not encrypted any more"):
        window.refresh()
    assert {each.text for each in window.annotations()} == kept.newest


def test_the_key_of_another_store_opens_nothing_and_sets_nothing_aside(kept: Kept) -> None:
    path = kept.again()
    before = {file: file.read_bytes() for file in kept.work.rglob("*") if file.is_file()}
    with pytest.raises(StoreError, match="left untouched"):
        Store.open(path, unlock=lambda _: Sealed.make())
    assert {file: file.read_bytes() for file in before} == before


def alter_identity(folder: Path, positions: Iterator[int] | range) -> None:
    path = folder / "annotations.json"
    places = Places(path)
    key, content = new_identity(PHRASE)
    for at in positions:
        if at < len(content):
            put_identity(places, content)
            altered = bytearray(content)
            altered[at] ^= 1
            places.identity.write_bytes(altered)
            assert unlock(path, PHRASE).key == key.key, "its copy is used"
            places.identity_copy.write_bytes(altered)
            with suppress(WrongPassphrase):  # refused; or harmless
                assert unlock(path, PHRASE).key == key.key


def test_an_altered_identity_is_refused_and_its_copy_used(tmp_path: Path) -> None:
    alter_identity(tmp_path, range(30, 400, 150))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_seventh_byte_of_an_identity_altered_is_refused_and_its_copy_used(tmp_path: Path) -> None:
    alter_identity(tmp_path, range(0, 400, 7))  # the passphrase's slow second, three times a byte


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_byte_of_an_identity_altered_opens_with_the_same_key_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    places = Places(path)
    key, content = new_identity(PHRASE)
    opened = 0
    for at in range(len(content)):
        altered = bytearray(content)
        altered[at] ^= 1
        put_identity(places, bytes(altered))  # the copy too, so that the derivation is paid once
        with suppress(WrongPassphrase):
            assert unlock(path, PHRASE).key == key.key, at
            opened += 1
    assert opened < len(content) / 100, "a flip that still opens is an exception"
