"""The cache may be lost at any time and is private."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from reader.index.cache_file import CacheBusy, CacheFile

SCHEMA = "CREATE TABLE things (name TEXT)"


def put(cache: CacheFile, name: str) -> None:
    cache.run(lambda each: each.execute("INSERT INTO things VALUES (?)", (name,)), writes=True)


def names(cache: CacheFile) -> list[str]:
    rows = cache.run(lambda each: each.execute("SELECT name FROM things ORDER BY name").fetchall())
    return [name for (name,) in rows]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "things.sqlite3"


def test_what_was_kept_is_there_after_a_restart(path: Path) -> None:
    cache = CacheFile(path, SCHEMA)
    put(cache, "one")
    cache.close()
    assert names(CacheFile(path, SCHEMA)) == ["one"]


@pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX's")
def test_nobody_else_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        cache = CacheFile(path, SCHEMA)
        put(cache, "private")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_begins_anew(path: Path, damage: bytes) -> None:
    cache = CacheFile(path, SCHEMA)
    put(cache, "one")
    cache.close()
    path.write_bytes(damage)
    again = CacheFile(path, SCHEMA)
    assert names(again) == []
    put(again, "two")
    again.close()
    assert names(CacheFile(path, SCHEMA)) == ["two"]


def test_pages_damaged_while_it_is_open_begin_anew(path: Path) -> None:
    cache = CacheFile(path, SCHEMA)
    put(cache, "x" * 10_000)
    cache.close()
    content = bytearray(path.read_bytes())
    content[100:] = b"\xaa" * (len(content) - 100)
    path.write_bytes(bytes(content))
    assert names(CacheFile(path, SCHEMA)) == []


def test_another_schema_begins_anew(path: Path) -> None:
    cache = CacheFile(path, SCHEMA)
    put(cache, "one")
    cache.close()
    later = CacheFile(path, "CREATE TABLE things (name TEXT, more TEXT)")
    assert names(later) == []
    later.run(lambda each: each.execute("INSERT INTO things VALUES ('a', 'b')"), writes=True)


def test_a_file_deleted_meanwhile_is_made_again(path: Path) -> None:
    cache = CacheFile(path, SCHEMA)
    put(cache, "one")
    cache.forget()
    assert not path.exists()
    assert names(cache) == []
    assert path.exists()


def test_where_no_file_can_be_made_it_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = CacheFile(tmp_path / "file" / "things.sqlite3", SCHEMA)
    put(cache, "one")
    assert names(cache) == ["one"]
    assert cache.is_in_memory


def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    (tmp_path / "other").write_text("mine")
    path.symlink_to(tmp_path / "other")
    put(CacheFile(path, SCHEMA), "one")
    assert (tmp_path / "other").read_text() == "mine"


def test_two_windows_write_and_both_see_it(path: Path) -> None:
    one, two = CacheFile(path, SCHEMA), CacheFile(path, SCHEMA)
    before = one.state()

    def write(cache: CacheFile, name: str) -> None:
        for number in range(20):
            put(cache, f"{name}{number}")

    threads = [threading.Thread(target=write, args=pair) for pair in ((one, "a"), (two, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(one)) == len(names(two)) == 40
    assert one.state() != before


def test_a_writer_that_does_not_finish_is_not_waited_for_long(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.cache_file.PATIENCE", 0.01)
    cache = CacheFile(path, SCHEMA)
    put(cache, "one")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CacheBusy):
        put(cache, "two")
    assert names(cache) == ["one"]
    other.execute("ROLLBACK")
    put(cache, "two")
    assert names(cache) == ["one", "two"]
