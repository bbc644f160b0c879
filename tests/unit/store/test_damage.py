"""Damaged files: everything readable is recovered, the damaged file is set aside, and the reader is told."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import json

from reader.errors import SaveFailed
from reader.store import Store
from reader.store.doctor import Severity, examine, repair
from reader.store.places import Places
from tests.stored import Clock, files_beside, reflection, stock_tables, texts

WORDS = [f"thought number {number}, with ünïcode and “quotes”" for number in range(12)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store at rest that was closed twice, so that it has a generation before."""
    path = tmp_path / "annotations.json"
    for half in (WORDS[:6], WORDS[6:]):
        store = Store.open(path)
        store.put(*map(reflection, half))
        store.close()
    return path


def damage(path: Path, change: Callable[[bytes], bytes], *, history: bool) -> None:
    """Damage the snapshot; without ``history`` nothing but the file itself is left to recover from."""
    path.write_bytes(change(path.read_bytes()))
    if not history:
        for name in files_beside(path) - {""}:
            beside = path.with_name(path.name + name)
            shutil.rmtree(beside) if beside.is_dir() else beside.unlink()


def cut_in_the_middle(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_byte_flipped(content: bytes) -> bytes:
    at = content.index(b"thought number 4") + 8
    return content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :]


def one_brace_flipped(content: bytes) -> bytes:
    at = content.index(b"{", len(content) // 2)
    return content[:at] + b"[" + content[at + 1 :]


def not_utf8(content: bytes) -> bytes:
    return content.replace("ünïcode".encode(), b"\xfc\xff", 1)


def byte_order_mark(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def conflict_markers(content: bytes) -> bytes:
    lines = content.split(b"\n")
    middle = len(lines) // 2
    ours, theirs = lines[middle], lines[middle].replace(b"thought", b"THOUGHT")
    marked = [b"<<<<<<< HEAD", ours, b"=======", theirs, b">>>>>>> laptop"]
    return b"\n".join([*lines[:middle], *marked, *lines[middle + 1 :]])


def not_a_number(content: bytes) -> bytes:
    return content.replace(b'"selectors":null', b'"selectors":null,"weight":NaN', 1)


def lone_surrogate(content: bytes) -> bytes:
    return content.replace(b'"text":"thought', b'"text":"\\ud83d thought', 1)


def doubled_key(content: bytes) -> bytes:
    line = content.split(b"\n")[3]
    return content.replace(line, line + b"\n" + line, 1)


def record_of_the_wrong_shape(content: bytes) -> bytes:
    return content.replace(b'"annotations":{\n', b'"annotations":{\n"5":["not","a","record"],\n', 1)


def record_lines(path: Path) -> list[bytes]:
    return [line for line in path.read_bytes().split(b"\n") if b'"kind":"reflection"' in line]


EVERYTHING_LEFT = [
    one_byte_flipped,
    not_utf8,
    byte_order_mark,
    not_a_number,
    lone_surrogate,
    doubled_key,
    record_of_the_wrong_shape,
    conflict_markers,
]


@pytest.mark.parametrize("change", [*EVERYTHING_LEFT, cut_in_the_middle, one_brace_flipped])
def test_a_damaged_store_is_whole_again_with_the_generation_before(
    path: Path, change: Callable[[bytes], bytes]
) -> None:
    damage(path, change, history=True)
    store = Store.open(path, now=Clock())
    assert [each.text for each in sorted(store.annotations(), key=lambda each: each.text)] == sorted(WORDS)
    assert "damaged" in " ".join(store.notices)
    assert path.with_name(path.name + ".damaged-20260304-120000").exists()
    store.put(reflection("afterwards"))
    store.close()
    assert sorted(texts(path)) == sorted([*WORDS, "afterwards"])
    assert Store.open(path).notices == ()


@pytest.mark.parametrize("change", EVERYTHING_LEFT)
def test_every_record_of_a_damaged_file_that_stands_alone_is_recovered(
    path: Path, change: Callable[[bytes], bytes]
) -> None:
    damage(path, change, history=False)
    store = Store.open(path, now=Clock())
    assert len(store.annotations()) == len(WORDS)
    assert any("damaged" in notice for notice in store.notices)
    assert not any("thought" in notice for notice in store.notices)
    store.close()
    assert len(stock_tables(path)["annotations"]) == len(WORDS)


def test_of_a_truncated_file_that_stands_alone_all_but_the_half_record_is_recovered(path: Path) -> None:
    whole_records = cut_in_the_middle(path.read_bytes()).count(b"},\n") - 1
    damage(path, cut_in_the_middle, history=False)
    store = Store.open(path)
    assert len(store.annotations()) == whole_records


def test_a_one_line_file_of_stock_tinydb_cut_short_loses_only_its_last_record(path: Path) -> None:
    content = json.encode(json.decode(path.read_bytes()))
    damage(path, lambda _: content[:-300], history=False)
    assert len(texts(path)) == len(WORDS) - 1


@pytest.mark.parametrize("seed", range(24))
def test_random_damage_never_hides_what_is_still_readable_nor_stops_the_program(
    path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    lines = {
        line.rstrip(b","): json.decode(line.partition(b":")[2].rstrip(b",")) for line in record_lines(path)
    }

    def change(content: bytes) -> bytes:
        kept = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(kept))
            match chance.randrange(4):
                case 0:
                    kept[at] ^= 1 << chance.randrange(8)
                case 1:
                    del kept[at : at + chance.randrange(1, 200)]
                case 2:
                    kept[at:at] = chance.randbytes(chance.randrange(1, 50))
                case _:
                    kept[at : at + 512] = bytes(512)
        return bytes(kept)

    damage(path, change, history=bool(seed % 2))
    left = path.read_bytes()
    readable = set(WORDS) if seed % 2 else {record["text"] for line, record in lines.items() if line in left}
    store = Store.open(path)
    assert readable <= {each.text for each in store.annotations()}
    store.put(reflection("afterwards"))
    store.close()
    again = Store.open(path)
    assert "afterwards" in [each.text for each in again.annotations()]
    assert not [notice for notice in again.notices if "damaged" in notice]


def test_an_emptied_or_removed_store_comes_back_from_the_generation_before(path: Path) -> None:
    path.write_bytes(b"")
    assert sorted(texts(path)) == sorted(WORDS)
    path.unlink()
    store = Store.open(path)
    assert len(store.annotations()) == len(WORDS)
    assert "missing" in " ".join(store.notices)


def test_when_all_else_is_gone_the_newest_backup_is_used(path: Path) -> None:
    for name in files_beside(path) - {"", ".backups"}:
        path.with_name(path.name + name).unlink()
    path.write_bytes(b"\x00" * 4000)
    store = Store.open(path)
    assert len(store.annotations()) == 6  # the backup of the day was made when the first half was closed
    assert any("backup" in notice for notice in store.notices)


def test_half_a_line_at_the_end_of_the_journal_is_set_aside_and_said(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("acknowledged"))
    journal = Places.of(path).journal
    journal.write_bytes(journal.read_bytes() + b'0123456789abcdef {"number":99,"opera')
    again = Store.open(path, now=Clock())
    assert "acknowledged" in [each.text for each in again.annotations()]
    assert any("cut off" in notice for notice in again.notices)
    assert journal.with_name(journal.name + ".torn-20260304-120000").read_bytes().endswith(b"opera")
    assert again.is_writable
    again.put(reflection("more"))
    assert len(texts(path)) == len(WORDS) + 2


def test_a_hole_of_zeros_at_the_end_of_the_journal_is_no_damage(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("acknowledged"))
    with Places.of(path).journal.open("ab") as journal:
        journal.write(bytes(4096))
    again = Store.open(path)
    assert again.is_writable
    assert len(again.annotations()) == len(WORDS) + 1


@pytest.fixture
def damaged_journal(path: Path) -> Path:
    """Return a store whose journal has five transactions, the third of them damaged."""
    store = Store.open(path)
    for number in range(5):
        store.put(reflection(f"change {number}"))
    journal = Places.of(path).journal
    journal.write_bytes(journal.read_bytes().replace(b"change 2", b"chance 2"))
    return path


def test_damage_in_the_middle_of_the_journal_makes_the_store_read_only_and_hides_nothing_else(
    damaged_journal: Path,
) -> None:
    before = {
        file: file.read_bytes() for file in damaged_journal.parent.glob("annotations.json*") if file.is_file()
    }
    store = Store.open(damaged_journal)
    found = {each.text for each in store.annotations()}
    assert {"change 0", "change 1", "change 3", "change 4", *WORDS} == found
    assert not store.is_writable
    assert "doctor --repair" in store.why_read_only
    with pytest.raises(SaveFailed, match="Nothing was saved"):
        store.put(reflection("not now"))
    store.close()
    after = {file: file.read_bytes() for file in before}
    assert {file: after[file] for file in before if file.suffix != ".lock"} == {
        file: before[file] for file in before if file.suffix != ".lock"
    }


def test_repair_mends_a_damaged_journal_after_a_backup_and_an_open_window_goes_on(
    damaged_journal: Path,
) -> None:
    window = Store.open(damaged_journal)
    assert not window.is_writable
    done = repair(damaged_journal, now=Clock())
    assert any("backup" in sentence for sentence in done)
    assert damaged_journal.with_name("annotations.json.journal.damaged-20260304-120000").exists()
    assert window.refresh()
    assert window.is_writable
    window.put(reflection("after the repair"))
    window.close()
    assert {"change 0", "change 1", "chance 2", "change 3", "change 4"} <= set(texts(damaged_journal))
    assert all(finding.severity is not Severity.DAMAGE for finding in examine(damaged_journal))


def test_a_damaged_header_of_the_journal_is_damage_and_its_transactions_still_show(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("behind the header"))
    journal = Places.of(path).journal
    journal.write_bytes(b"X" + journal.read_bytes()[1:])
    again = Store.open(path)
    assert "behind the header" in [each.text for each in again.annotations()]
    assert not again.is_writable
    repair(path, now=Clock())
    assert "behind the header" in texts(path)


def test_a_line_missing_from_the_journal_is_noticed(path: Path) -> None:
    store = Store.open(path)
    for number in range(3):
        store.put(reflection(f"change {number}"))
    journal = Places.of(path).journal
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2] + lines[3:]))
    again = Store.open(path)
    assert "1 missing" in again.why_read_only


def test_an_older_snapshot_brought_back_is_noticed_and_nothing_is_lost(path: Path, tmp_path: Path) -> None:
    old = path.read_bytes()
    for number in range(3):
        store = Store.open(path)
        store.put(reflection(f"later {number}"))
        store.close()
    path.write_bytes(old)
    store = Store.open(path, now=Clock())
    assert {each.text for each in store.annotations()} == {*WORDS, "later 0", "later 1", "later 2"}
    assert any("older one was brought back" in notice for notice in store.notices)
    assert path.with_name(path.name + ".older-20260304-120000").read_bytes() == old


def test_an_older_snapshot_brought_back_under_an_open_window_is_noticed(path: Path) -> None:
    old = path.read_bytes()
    store = Store.open(path, fold_at=1)
    store.put(reflection("one"))
    store.put(reflection("two"))
    path.unlink()
    path.write_bytes(old)
    store.put(reflection("three"))
    store.close()
    assert set(texts(path)) == {*WORDS, "one", "two", "three"}


def test_files_removed_under_an_open_window_are_written_again(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("in the journal"))
    for file in path.parent.glob("annotations.json*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    store.put(reflection("afterwards"))
    assert store.notices
    store.close()
    assert set(texts(path)) == {*WORDS, "in the journal", "afterwards"}


def test_the_doctor_reports_and_changes_nothing(damaged_journal: Path) -> None:
    (damaged_journal.parent / "annotations (1).json").write_text("{}")
    damaged_journal.chmod(0o644)
    before = {file: file.stat() for file in damaged_journal.parent.rglob("*")}
    findings = examine(damaged_journal)
    sentences = " ".join(finding.sentence for finding in findings)
    assert "journal is damaged" in sentences
    assert "sync tool" in sentences
    assert "read by other users" in sentences
    after = {file: file.stat() for file in damaged_journal.parent.rglob("*")}
    assert {file: each.st_mtime_ns for file, each in after.items()} == {
        file: each.st_mtime_ns for file, each in before.items()
    }


def test_the_doctor_says_that_a_whole_store_is_whole(path: Path) -> None:
    [finding, *_] = examine(path)
    assert finding.severity is Severity.FINE
    assert "12 annotations" in finding.sentence
    assert repair(path, now=Clock()) == []


def test_the_doctor_finds_no_store_where_there_is_none(tmp_path: Path) -> None:
    [finding] = examine(tmp_path / "annotations.json")
    assert "no store" in finding.sentence
    assert list(tmp_path.iterdir()) == []
