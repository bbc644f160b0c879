"""A folder of notes: what is read, what is listed as unreadable and why, and how a note is found in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import AmbiguousNote, LibraryMissing, NoteNotFound, NoteUnreadable
from reader.library.files import MAX_BYTES
from reader.library.note import Note, Unreadable
from reader.library.scan import Library, read_note, scan


def write(folder: Path, name: str, text: str | bytes = "Text.\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def keys(library: Library) -> list[str]:
    return [note.key for note in library.notes]


def reasons(library: Library) -> dict[str, str]:
    return {entry.key: entry.reason for entry in library.unreadable}


def test_notes_are_listed_by_their_path_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a/z.markdown",
        "a/y.TXT",
        "a.md",
        ".hidden.md",
        ".git/x.md",
        "image.png",
        "b.md.bak",
    ):
        write(tmp_path, name)
    assert keys(scan(tmp_path)) == ["a.md", "a/y.TXT", "a/z.markdown", "b.md"]


def test_a_folder_without_notes_is_an_empty_library(tmp_path: Path) -> None:
    library = scan(tmp_path)
    assert (library.notes, library.unreadable, library.tag_tree().total) == ((), (), 0)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", "is not there"),
        ("nul\0byte", "is not there"),
        ("x" * 300, "cannot be read"),
        ("round", "cannot be read"),
        ("file.md/below", "is not a folder"),
    ],
)
def test_a_library_that_is_not_there_is_said(tmp_path: Path, name: str, why: str) -> None:
    write(tmp_path, "file.md")
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(LibraryMissing, match=why):
        scan(tmp_path / name)


def test_a_library_that_is_neither_folder_nor_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LibraryMissing, match="neither"):
        scan(tmp_path / "pipe")


def test_what_cannot_be_read_is_listed_with_its_reason_and_the_others_open(tmp_path: Path) -> None:
    write(tmp_path, "good.md")
    write(tmp_path, "latin.md", "one\ntwo\ncaf\xe9".encode("latin-1"))
    write(tmp_path, "wide.md", "text".encode("utf-16"))
    os.mkfifo(tmp_path / "pipe.md")
    with (tmp_path / "huge.md").open("wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    library = scan(tmp_path)
    assert keys(library) == ["good.md"]
    assert reasons(library) == {
        "latin.md": "is not UTF-8: byte 0xE9 at line 3",
        "wide.md": "is UTF-16, not UTF-8: save it as UTF-8 to read it here",
        "pipe.md": "is a named pipe, not a file",
        "huge.md": "is too large: 64 MB, and at most 64 MB are read",
    }


def test_a_part_of_the_name_of_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    write(tmp_path, "good.md")
    write(tmp_path, "latin.md", "caf\xe9".encode("latin-1"))
    with pytest.raises(NoteUnreadable, match=r"latin\.md is not UTF-8"):
        scan(tmp_path).find("Latin")


def test_a_socket_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")
        assert reasons(scan(tmp_path)) == {"s.md": "is a socket, not a file"}


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    folder = tmp_path / "locked"
    write(folder, "inside.md")
    file = write(tmp_path, "secret.md")
    folder.chmod(0)
    file.chmod(0)
    yield tmp_path
    folder.chmod(0o700)


def test_what_may_not_be_read_is_said(locked: Path) -> None:
    denied = "may not be read: permission denied"
    assert reasons(scan(locked)) == {"locked/": denied, "secret.md": denied}
    with pytest.raises(LibraryMissing, match="permission denied"):
        scan(locked / "locked")


def test_a_file_that_may_not_be_opened_is_said_also_to_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "secret.md")
    write(tmp_path, "open.md")
    real_open = os.open

    def refusing(path: str, flags: int, mode: int = 0o777) -> int:
        if path.endswith("secret.md"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags, mode)

    monkeypatch.setattr(os, "open", refusing)
    library = scan(tmp_path)
    assert keys(library) == ["open.md"]
    assert reasons(library) == {"secret.md": "may not be read: permission denied"}


def test_links_that_leave_the_library_are_not_followed(tmp_path: Path) -> None:
    library_folder = tmp_path / "library"
    secret = write(tmp_path, "secret.txt", "for nobody")
    write(tmp_path, "library-too/x.md")
    write(library_folder, "a.md")
    (library_folder / "secret.md").symlink_to(secret)
    (library_folder / "device.md").symlink_to("/dev/zero")
    (library_folder / "out").symlink_to(tmp_path / "library-too")
    library = scan(library_folder)
    assert keys(library) == ["a.md"]
    assert set(reasons(library)) == {"secret.md", "device.md", "out/"}
    assert all("leaves the library" in reason for reason in reasons(library).values())
    [read] = {read_note(library_folder / "secret.md", library_folder)}
    assert isinstance(read, Unreadable)


def test_links_that_lead_nowhere_or_in_circles_are_said(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to("nothing.md")
    (tmp_path / "round.md").symlink_to("round.md")
    (tmp_path / "again").symlink_to(".")
    write(tmp_path, "a.md")
    library = scan(tmp_path)
    assert keys(library) == ["a.md"]
    assert reasons(library) == {"gone.md": "is a link to nothing", "round.md": "is a link that leads nowhere"}


def test_a_link_within_the_library_is_another_name_of_the_same_note(tmp_path: Path) -> None:
    write(tmp_path, "real.md", "---\nid: r\n---\n[x](alias.md)")
    (tmp_path / "alias.md").symlink_to("real.md")
    library = scan(tmp_path)
    assert keys(library) == ["real.md"]
    assert library.find("alias.md").id == "r"
    assert library.resolve_link(library.notes[0], "alias.md") is library.notes[0]


def test_what_only_a_link_leads_to_is_listed_under_the_link(tmp_path: Path) -> None:
    write(tmp_path, ".versions/3/a.md")
    write(tmp_path, "draft.note", "Text")
    (tmp_path / "current").symlink_to(".versions/3")
    (tmp_path / "draft.md").symlink_to("draft.note")
    assert keys(scan(tmp_path)) == ["current/a.md", "draft.md"]


def test_names_that_are_no_utf8_or_hold_control_characters_are_shown_safely(tmp_path: Path) -> None:
    for name in (b"caf\xe9.md", b"a\nb\x1b[31m.md", "x" * 252 + ".md"):
        path = os.path.join(os.fsencode(tmp_path), os.fsencode(name))  # noqa: PTH118  a name of bytes
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"Text")
    library = scan(tmp_path)
    assert keys(library) == ["a b␛[31m.md", "caf\\xe9.md", "x" * 252 + ".md"]
    assert all(note.title.isprintable() for note in library.notes)
    assert all(note.body == "Text" for note in library.notes)


def test_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "a\x01.md")
    write(tmp_path, "a␁.md")
    library = scan(tmp_path)
    assert keys(library) == ["a␁.md", "a␁.md (2)"]
    for note in library.notes:
        assert library.reread(note) == note


def test_a_byte_order_mark_and_windows_newlines_are_taken_off(tmp_path: Path) -> None:
    write(tmp_path, "a.md", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nOne\r\ntwo")
    [note] = scan(tmp_path).notes
    assert (note.title, note.body, note.body_line) == ("T", "One\ntwo", 3)


def test_control_characters_in_a_note_are_made_visible(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ntitle: A\x1b[2J\n---\n\x1b]52;c;x\x07 #t\x9bag\n")
    [note] = scan(tmp_path).notes
    assert note.title == "A␛[2J"
    assert note.body == "␛]52;c;x␇ #t\ufffdag\n"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: From the head\n---\n# Heading", "From the head"),
        ("a.md", "Prose\n\n## The *first* `heading` [here](x.md) ##\n", "The first heading here"),
        ("a.md", "Underlined\n===\n", "Underlined"),
        ("a.md", "```\n# no\n```\n\n# Yes", "Yes"),
        ("a.md", "# \n\n# &lt;b&gt; \\*x\\*", "<b> *x*"),
        ("plans/next-year_of 2025-01.md", "- item\n---\n", "Next year of 2025-01"),
        ("---.md", "", "---"),
    ],
)
def test_a_note_has_a_title(tmp_path: Path, name: str, text: str, title: str) -> None:
    write(tmp_path, name, text)
    assert scan(tmp_path).notes[0].title == title


def test_tags_of_head_and_text_are_joined_without_doubles(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ntags: [Care, work/teams]\n---\n#care #new\n")
    assert scan(tmp_path).notes[0].tags == ("Care", "work/teams", "new")


def test_a_doubled_id_stays_with_the_first_and_the_second_says_so(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        write(tmp_path, name, "---\nid: same\ntitle: T\n---\n")
    library = scan(tmp_path)
    first, second = library.notes
    assert (first.id, second.id) == ("same", "b.md")
    assert (first.problems, len(second.problems)) == ((), 1)
    assert "a.md" in second.problems[0]
    assert library.by_id("same") is first
    again = library.reread(second)
    assert isinstance(again, Note)
    assert again.id == "b.md"
    with pytest.raises(AmbiguousNote, match=r"a\.md, b\.md"):
        library.find("same")


def test_an_id_that_is_another_notes_path_is_doubled_too(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nid: b.md\n---\n")
    write(tmp_path, "b.md")
    assert [note.id for note in scan(tmp_path).notes] == ["a.md", "b.md"]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write(tmp_path, "one.md", "---\nid: first\ntitle: Listening well\n---\n")
    write(tmp_path, "sub/two three.md", "---\nid: second\ntitle: Listening\n---\n")
    write(tmp_path, "sub/four.txt", "---\nid: third\ntitle: Listening again\n---\n")
    write(tmp_path, "bad.md", b"\xff")
    return scan(tmp_path)


@pytest.mark.parametrize(
    ("reference", "note_id"),
    [
        ("first", "first"),
        (" first ", "first"),
        ("one.md", "first"),
        ("./one.md", "first"),
        ("sub/two three.md", "second"),
        ("listening", "second"),
        ("WELL", "first"),
        ("again", "third"),
    ],
)
def test_a_note_is_found_by_id_path_or_title(library: Library, reference: str, note_id: str) -> None:
    assert library.find(reference).id == note_id


def test_a_note_is_found_by_a_path_on_the_disk(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.find(str(library.folder / "one.md")).id == "first"
    monkeypatch.chdir(library.folder / "sub")
    assert library.find("../one.md").id == "first"
    assert library.find("four.txt").id == "third"


def test_what_fits_several_notes_lists_them_and_what_fits_none_says_so(library: Library) -> None:
    with pytest.raises(AmbiguousNote, match=r"fits 3 notes: first .*third .*second"):
        library.find("list")
    for reference in ("nothing", "", "\0", "../../etc/passwd"):
        with pytest.raises(NoteNotFound):
            library.find(reference)
    with pytest.raises(NoteUnreadable, match="not UTF-8"):
        library.find("bad.md")


@pytest.mark.parametrize(
    ("target", "note_id"),
    [
        ("sub/four.txt", "third"),
        ("sub/four", "third"),
        ("./sub/two%20three.md#part", "second"),
        ("sub/../one.md?x=1", "first"),
        ("#part", "first"),
        ("ONE.md", None),
        ("missing.md", None),
        ("bad.md", None),
        ("../library/one.md", None),
        ("../../etc/passwd", None),
        ("/etc/passwd", None),
        ("%2fetc/passwd", None),
        ("%00", None),
        ("https://example.org/one.md", None),
        ("//example.org/one.md", None),
        ("file:one.md", None),
        ("--help", None),
        (".", None),
        ("", None),
    ],
)
def test_a_link_leads_to_a_note_of_the_library_or_nowhere(
    library: Library, target: str, note_id: str | None
) -> None:
    found = library.resolve_link(library.find("first"), target)
    assert (found.id if found else None) == note_id


def test_a_link_is_relative_to_its_note(library: Library) -> None:
    second = library.find("second")
    assert library.resolve_link(second, "../one.md") is library.find("first")
    assert library.resolve_link(second, "one.md") is None


def test_a_library_of_one_file_reads_the_neighbours_its_links_lead_to(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "out.md").symlink_to("/etc/passwd")
    write(tmp_path, ".hidden/x.md")
    single = scan(library.folder / "one.md")
    assert [note.id for note in single.notes] == ["first"]
    neighbour = single.resolve_link(single.notes[0], "sub/two%20three")
    assert neighbour is not None
    assert neighbour.id == "second"
    for target in ("out.md", ".hidden/x.md", "bad.md", "../x", "%00.md"):
        assert single.resolve_link(single.notes[0], target) is None


def test_a_link_that_is_opened_by_its_name_is_followed(library: Library, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.md"
    link.parent.mkdir()
    link.symlink_to(library.folder / "one.md")
    assert [note.id for note in scan(link).notes] == ["first"]


def test_a_single_file_that_cannot_be_read_is_listed(library: Library) -> None:
    single = scan(library.folder / "bad.md")
    assert reasons(single) == {"bad.md": "is not UTF-8: byte 0xFF at line 1"}


def test_a_note_that_is_gone_says_so(library: Library) -> None:
    note = library.find("first")
    note.path.unlink()
    again = library.reread(note)
    assert isinstance(again, Unreadable)
    assert again.reason == "is no longer there"


def test_a_note_is_found_by_its_file_s_name_before_a_part_of_another_s_title(tmp_path: Path) -> None:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "2026-12 Succession.md").write_text("# Who comes after us\n")
    (tmp_path / "plans.md").write_text("# On the 2026-12 succession plans\n")
    library = scan(tmp_path)
    for named in ("2026-12 Succession", "2026-12 SUCCESSION.md", "talks/2026-12 succession"):
        assert library.find(named).title == "Who comes after us"
    assert library.find("succession plans").key == "plans.md"
    (tmp_path / "2026-12 Succession.md").write_text("# Another\n")
    with pytest.raises(AmbiguousNote, match="Who comes after us"):
        scan(tmp_path).find("2026-12 Succession")
