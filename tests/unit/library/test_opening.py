"""A file is opened where the listing found it, whatever was put in its way since."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from reader.library.files import FileBytes, list_files, read_bytes
from reader.library.note import Note
from reader.library.scan import scan

SECRET = "what stands outside the library\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "note.md").write_text(SECRET)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "notes" / "a" / "b").mkdir(parents=True)
    (tmp_path / "notes" / "a" / "b" / "note.md").write_text("inside\n")
    return tmp_path / "notes"


@pytest.mark.parametrize("replaced", ["a", "a/b", "a/b/note.md"])
def test_a_link_put_in_the_way_after_the_listing_is_not_followed(
    replaced: str, library: Path, outside: Path
) -> None:
    [listed] = list_files(library).files
    (outside / "b").mkdir()
    (outside / "b" / "note.md").write_text(SECRET)
    (library / replaced).rename(library.parent / "moved")
    (library / replaced).symlink_to(outside / Path("note.md" if replaced.endswith(".md") else "."))
    assert (library / "a/b/note.md").read_text() == SECRET
    read = read_bytes(listed.real, listed.root)
    assert isinstance(read, str)
    assert "was not followed" in read


def test_a_folder_that_may_only_be_passed_through_is_passed_through(library: Path) -> None:
    [listed] = list_files(library).files
    (library / "a").chmod(0o111)
    try:
        assert isinstance(read_bytes(listed.real, listed.root), FileBytes)
    finally:
        (library / "a").chmod(0o755)


def test_opening_leaves_no_descriptor_behind(library: Path, outside: Path) -> None:
    [listed] = list_files(library).files
    before = list(Path("/proc/self/fd").iterdir())
    for path in (listed.real, str(outside / "nothing.md"), str(outside / "none" / "nothing.md")):
        read_bytes(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)


def test_without_descriptors_of_folders_a_file_is_opened_by_its_path(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())
    assert isinstance(read_bytes(str(library.resolve() / "a/b/note.md")), FileBytes)


@pytest.fixture
def everything_odd(library: Path, outside: Path) -> Path:
    """A library with all that may stand in a folder; reading takes no descriptor for long."""
    os.mkfifo(library / "pipe.md")
    (library / "zero.md").symlink_to("/dev/zero")
    (library / "secret.md").symlink_to(outside / "note.md")
    (library / "secrets").symlink_to(outside)
    (library / "up").symlink_to("..")
    (library / "loop.md").symlink_to("loop.md")
    (library / "circle").symlink_to(".")
    (library / "two\nlines\x1b[2J.md").write_text("newline\n")
    (library / ("n" * 252 + ".md")).write_text("long\n")
    (library / os.fsdecode(b"broken\xff\xfe.md")).write_text("bytes\n")
    (library / "-rf.md").write_text("dash\n")
    (library / "huge.md").write_text("")
    os.truncate(library / "huge.md", 1 << 40)
    return library


def test_all_that_may_stand_in_a_folder_is_listed_and_nothing_of_it_followed(everything_odd: Path) -> None:
    tracemalloc.start()
    found = scan(everything_odd)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    bodies = {note.body for note in found.notes if isinstance(note, Note)}
    assert bodies == {"inside\n", "newline\n", "long\n", "bytes\n", "dash\n"}
    reasons = {entry.key: entry.reason for entry in found.unreadable}
    assert {"pipe.md", "zero.md", "secret.md", "secrets/", "up/", "loop.md", "huge.md"} <= reasons.keys()
    assert not any(SECRET.strip() in note.body for note in found.notes)
    names = [note.key for note in found.notes] + list(reasons)
    assert all(name.isprintable() for name in names)
    assert most < 50_000_000  # bytes; the largest that stands there says it holds a million million
