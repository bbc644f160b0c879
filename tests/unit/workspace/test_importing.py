"""Annotations in: matched to their notes, taken once, waiting where their note is not here yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.annotations.anchor import Status
from reader.annotations.model import Color
from reader.errors import SourceUnreadable
from reader.exchange.imported import ImportedAnnotation
from reader.library import files
from reader.library.note import Note
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, as_text, gather
from reader.workspace.homes import WAITING
from reader.workspace.importing import Options, Report, import_source
from reader.workspace.matching import NoteFinder, same_address, same_title
from reader.workspace.waiting import waiting
from tests.unit.workspace.conftest import Clock

HEAD = "Highlight,Title,Author,URL,Note,Location,Date\n"
Taking = Callable[[str], Report]


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Taking:
    def taking(content: str) -> Report:
        source = tmp_path / "source"
        source.write_text(content, encoding="utf-8")
        return import_source(workspace, source, Options())

    return taking


def rows(*cells: str) -> str:
    return HEAD + "".join(f"{each}\n" for each in cells)


def test_a_passage_is_matched_by_the_address_it_was_read_at(folder: Path, tmp_path: Path) -> None:
    note = "---\nsource: https://www.example.org/winter/\n---\n\n"
    note += "The first virtue is to listen before one speaks.\n"
    (folder / "winter.md").write_text(note, encoding="utf-8")
    workspace = Workspace(folder, tmp_path / "store.json", now=Clock())
    source = tmp_path / "x.csv"
    address = "http://example.org/winter?utm_source=mail#top"
    source.write_text(rows(f"The first virtue is to listen,Else,,{address},,,2024-05-02"), encoding="utf-8")
    import_source(workspace, source, Options())
    [placed] = workspace.annotations(workspace.find("winter.md"))
    assert placed.status is Status.ANCHORED


def test_a_passage_is_matched_by_title_and_then_by_its_words(workspace: Workspace, take: Taking) -> None:
    take(rows("The first virtue is to listen,Gardens,,,,,", "Ask one more question than feels polite.,,,,,,"))
    titles = {each.annotation.note_title for each in workspace.annotations()}
    assert titles == {"On listening", "Gardens"}
    assert {each.status for each in workspace.annotations()} == {Status.ANCHORED}


def test_quotation_marks_and_blanks_need_not_agree(workspace: Workspace, take: Taking, folder: Path) -> None:
    (folder / "q.md").write_text("# Q\n\nShe said “no” — and\nleft.\n", encoding="utf-8")
    workspace.reload()
    take(rows('"She said ""no"" - and  left.",Q,,,,,'))
    [placed] = workspace.annotations(workspace.find("q.md"))
    assert placed.annotation.selectors is not None
    assert placed.annotation.selectors.quote.exact == "She said “no” — and left."


def test_a_row_with_a_note_becomes_a_highlight_and_a_reflection_on_it(
    workspace: Workspace, take: Taking
) -> None:
    take(rows("Leave the silence alone.,On listening,,,I never do.,,2024-05-02 10:00:00"))
    opened = workspace.open("listening")
    [highlight], [reflection] = opened.highlights, opened.reflections
    assert reflection.annotation.on == highlight.annotation.id
    assert (reflection.annotation.text, highlight.annotation.color) == ("I never do.", Color.YELLOW)
    assert highlight.annotation.created.year == 2024


def test_the_same_file_twice_gives_nothing_twice(workspace: Workspace, take: Taking) -> None:
    text = rows(
        "Leave the silence alone.,On listening,,,I never do.,,",
        "Say back what you heard.,,,,,,2024-05-02",
        "What nobody here has ever written down,Elsewhere,,,x,,",
    )
    first, second = take(text), take(text)
    assert (len(first.taken), first.waiting) == (2, (("Elsewhere", 1),))
    assert (len(second.taken), second.already, second.waiting) == (0, 3, ())
    assert len(workspace.annotations()) == 3


def test_the_same_highlight_by_another_way_is_recognised_by_words_and_time(
    workspace: Workspace, take: Taking
) -> None:
    take(rows("Say back what you heard.,,,,,,2024-05-02 10:15:30+00:00"))
    quote = {"type": "TextQuoteSelector", "exact": "Say back what you heard."}
    row = {
        "id": "a",
        "uri": "https://e.org/",
        "text": "",
        "created": "2024-05-02T10:15:30.4Z",
        "target": [{"selector": [quote]}],
    }
    report = take(json.dumps({"rows": [row]}))
    assert (len(report.taken), report.already) == (0, 1)


def test_a_note_written_later_joins_the_highlight_that_is_there(workspace: Workspace, take: Taking) -> None:
    take(rows("Say back what you heard.,,,,,,2024-05-02"))
    report = take(rows("Say back what you heard.,,,,Now I know.,,2024-05-02"))
    assert len(report.annotations) == 1
    opened = workspace.open("listening")
    assert [each.annotation.on for each in opened.reflections] == [opened.highlights[0].annotation.id]


def test_what_was_deleted_does_not_come_back(workspace: Workspace, take: Taking) -> None:
    text = rows("Say back what you heard.,,,,,,2024-05-02")
    [made] = take(text).annotations
    workspace.delete(made)
    assert take(text).already == 1
    assert workspace.annotations() == []


def test_what_has_no_note_waits_and_attaches_when_the_note_comes(
    workspace: Workspace, take: Taking, folder: Path
) -> None:
    take(rows("Snow falls on the far hills tonight,Winter,,https://e.org/w,Cold.,,2024-05-02"))
    assert [(each.title, len(each.items)) for each in waiting(workspace.store)] == [("Winter", 1)]
    (folder / "w.md").write_text(
        "# Winter\n\nSnow falls on the far hills tonight, and on us.\n", encoding="utf-8"
    )
    workspace.reload()
    opened = workspace.open("w.md")
    assert [each.annotation.text for each in opened.reflections] == ["Cold."]
    assert [each.status for each in opened.highlights] == [Status.ANCHORED]
    assert waiting(workspace.store) == []


def test_what_waits_is_tried_again_when_a_note_changes_or_goes_and_not_otherwise(
    workspace: Workspace, take: Taking, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def find(self: NoteFinder, item: ImportedAnnotation) -> Note | None:
        tried.append(item.quote)
        return found(self, item)

    found = NoteFinder.find
    snow = "Snow falls on the far hills tonight"
    take(rows(f"{snow},,,,,,", "Nobody will ever write these words down,,,,,,"))
    monkeypatch.setattr(NoteFinder, "find", find)
    workspace.attach_waiting()
    assert tried == []
    for name in ("a.md", "b.md"):
        (folder / name).write_text(f"# {name}\n\n{snow}, and on us.\n", encoding="utf-8")
    workspace.reload()
    assert tried == [snow]
    assert len(waiting(workspace.store)) == 1
    (folder / "b.md").unlink()
    workspace.reload()
    assert len(workspace.open("a.md").highlights) == 1


def test_words_that_stand_in_two_notes_are_not_guessed_between(workspace: Workspace, take: Taking) -> None:
    report = take(rows("The first virtue is to listen before one speaks.,,,,,,"))
    assert [count for _, count in report.waiting] == [1]
    assert workspace.annotations() == []


def test_their_surroundings_tell_two_places_apart(workspace: Workspace, take: Taking) -> None:
    quote: dict[str, Any] = {
        "type": "TextQuoteSelector",
        "exact": "The first virtue is to listen before one speaks.",
    }
    quote["prefix"] = "A gardener prunes in winter. "
    take(json.dumps([{"id": "a", "uri": "https://e.org/", "text": "", "target": [{"selector": [quote]}]}]))
    [placed] = workspace.annotations()
    assert placed.annotation.note_title == "Gardens"


def test_words_that_are_not_in_their_note_are_kept_as_an_orphan(workspace: Workspace, take: Taking) -> None:
    take(rows("Nothing of the kind was ever said there,Gardens,,,Yet I wrote this.,,"))
    assert {each.status for each in workspace.annotations()} == {Status.ORPHAN}


def test_a_dry_run_says_the_same_and_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_text(
        rows("Say back what you heard.,,,,,,", "Far from all of this here,Winter,,,,,"), encoding="utf-8"
    )
    report = import_source(workspace, source, Options(dry_run=True))
    assert (len(report.taken), report.waiting) == (1, (("Winter", 1),))
    assert workspace.annotations() == []
    assert waiting(workspace.store) == []


def test_stopping_half_way_loses_and_doubles_nothing(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    lines = [f"Say back what you heard.,On listening,,,thought {n},,2024-05-02 10:00:00" for n in range(1000)]
    source.write_text(rows(*lines), encoding="utf-8")

    def stop(what: str, done: int, total: int) -> None:
        if done >= 700:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_source(workspace, source, Options(progress=stop))
    assert 400 <= len(workspace.annotations()) < 1000
    import_source(workspace, source, Options())
    found = [each.annotation.text for each in workspace.annotations() if each.annotation.text]
    assert sorted(found) == sorted(f"thought {n}" for n in range(1000))


def test_our_own_json_brings_back_history_and_deleted_ones(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    opened = workspace.open("listening")
    kept = workspace.reflect(opened, "First words.")
    workspace.edit(kept.id, "Better words.")
    workspace.delete(workspace.reflect(opened, "Gone.").id)
    source = tmp_path / "out.json"
    source.write_text(as_text("json", gather(workspace, Choice(deleted=True))), encoding="utf-8")
    other = Workspace(folder, tmp_path / "other" / "store.json", now=Clock())
    assert len(import_source(other, source, Options()).taken) == 2
    assert import_source(other, source, Options()).already == 2
    assert other.annotation(kept.id) == workspace.annotation(kept.id)
    assert [each.annotation.text for each in other.annotations(deleted=True)] == ["Gone."]
    other.close()


def test_an_older_export_does_not_set_anything_back(workspace: Workspace, tmp_path: Path) -> None:
    kept = workspace.reflect(workspace.open("listening"), "First words.")
    source = tmp_path / "out.json"
    source.write_text(as_text("json", gather(workspace, Choice())), encoding="utf-8")
    workspace.edit(kept.id, "Better words.")
    assert import_source(workspace, source, Options()).already == 1
    assert workspace.annotation(kept.id).text == "Better words."


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf\n", b'{ "rows": [', b"\x00\x01\x02"])
def test_a_file_that_says_nothing_is_refused_in_a_sentence(
    workspace: Workspace, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "odd"
    source.write_bytes(content)
    with pytest.raises(SourceUnreadable):
        import_source(workspace, source, Options())


def test_addresses_and_titles_are_the_same_beyond_their_spelling() -> None:
    assert same_address("HTTP://www.Example.org/a/?utm_x=1&b=2#c") == same_address(
        "https://example.org/a?b=2"
    )
    assert same_address("no address") == ""
    assert same_title("On — Listening!") == same_title("on listening")


def test_the_same_words_without_a_time_are_kept_in_each_note_that_has_them(
    workspace: Workspace, take: Taking, folder: Path
) -> None:
    for name in ("One", "Two"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nListen first.\n", encoding="utf-8")
    workspace.reload()
    table = rows("Listen first.,One,,,True.,,", "Listen first.,Two,,,True.,,")
    assert len(take(table).taken) == 2
    assert {each.annotation.note_title for each in workspace.annotations()} == {"One", "Two"}
    again = take(table.replace("URL", "Url"))
    assert (len(again.taken), again.already) == (0, 2)
    assert len(workspace.annotations()) == 4


def test_broken_json_is_said_with_its_place_and_a_missing_file_as_missing(
    workspace: Workspace, tmp_path: Path
) -> None:
    source = tmp_path / "cut.json"
    source.write_text("[1,\n2", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match=r"not JSON: .* at line 2, column 2"):
        import_source(workspace, source, Options())
    with pytest.raises(SourceUnreadable, match="There is no such file or folder"):
        import_source(workspace, tmp_path / "none", Options())


@pytest.mark.parametrize("thoughts", [["First."], ["First.", "Second,\nwith more."]])
def test_our_own_csv_taken_in_again_doubles_nothing(
    workspace: Workspace, folder: Path, tmp_path: Path, thoughts: list[str]
) -> None:
    opened = workspace.open("listening")
    document = workspace.document(opened.note)
    start = document.text.index("The room is quiet")
    highlight = workspace.highlight(opened, document.range_of(start, start + 17), Color.RED)
    for thought in thoughts:
        workspace.reflect(opened, thought, on=highlight.id)
    source = tmp_path / "out.csv"
    source.write_text(as_text("csv", gather(workspace, Choice())), encoding="utf-8")
    before = workspace.annotations()
    assert (import_source(workspace, source, Options()).already) == 1
    assert workspace.annotations() == before
    other = Workspace(folder, tmp_path / "other" / "store.json", now=Clock())
    import_source(other, source, Options())
    assert [import_source(other, source, Options()).already, len(other.annotations())] == [1, 2]
    other.close()


def test_attaching_is_given_up_after_any_entry_and_gone_on_with(
    workspace: Workspace, take: Taking, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.workspace.waiting.MOST_TOGETHER", 1)
    winters = [f"Snow number {number} falls on the far hills" for number in range(4)]
    take(rows(*(f"{each},Winter,,,,," for each in winters)))
    (folder / "w.md").write_text("# Winter\n\n" + "\n\n".join(winters) + "\n", encoding="utf-8")
    *_, look = workspace.look_through()
    assert look.library is not None
    assert workspace.take(look.library)
    assert len(workspace.attach_waiting(0)) == len(workspace.attach_waiting(0)) == 1
    assert workspace.is_attaching
    assert len(workspace.open("w.md").highlights) == 2
    workspace.close()
    with closing(Workspace(folder, tmp_path / "data" / "annotations.json")) as again:  # the rest is attached
        assert [each.status for each in again.open("w.md").highlights] == [Status.ANCHORED] * 4
        assert not again.is_attaching
        assert waiting(again.store) == []


def test_words_are_found_however_their_note_formats_them(workspace: Workspace, take: Taking) -> None:
    note = "Un*believ*ably salt &amp; pepper make **soup**s for `snake_case` eat&shy;ers alike."
    (workspace.library.folder / "soup.md").write_text(f"# Soup\n\n{note}\n", encoding="utf-8")
    workspace.reload()
    take(rows("Unbelievably salt & pepper make soups for snake_case eaters alike.,,,,,,"))
    [placed] = workspace.annotations()
    assert (placed.annotation.note_title, placed.status) == ("Soup", Status.ANCHORED)


class Unreadable:
    """A disk that reads no note, while it is so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_so = False
        read = files.read_bytes
        monkeypatch.setattr(
            files, "read_bytes", lambda real, root: "cannot be read" if self.is_so else read(real, root)
        )


def test_a_note_that_could_not_be_read_is_tried_again_for_what_waits(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    winter = "Snow falls on the far hills tonight, and on the roof of the shed."
    (folder / "w.md").write_text(f"# Winter\n\n{winter}\n", encoding="utf-8")
    (folder / "v.md").write_text("# Else\n\nNothing of it.\n", encoding="utf-8")
    disk, cache, store = Unreadable(monkeypatch), tmp_path / "cache", tmp_path / "store.json"

    def begin() -> Workspace:
        workspace = Workspace(folder, store, now=Clock(), kept_in=cache)
        for look in workspace.look_through():
            if look.library is not None:
                workspace.take(look.library)
        return workspace

    begin().close()
    source = tmp_path / "x.csv"
    source.write_text(rows(f'"{winter}",,,,By words.,,', "Snow falls,Winter,,,By title.,,"), encoding="utf-8")
    disk.is_so = True
    with closing(begin()) as workspace:
        import_source(workspace, source, Options())
        workspace.attach_waiting()
        kept = workspace.store.recall_all(WAITING)
        workspace.attach_waiting()
        assert workspace.annotations() == []
        assert sum(len(each.items) for each in waiting(workspace.store)) == 2
        assert workspace.store.recall_all(WAITING) == kept
    disk.is_so = False
    with closing(begin()) as workspace:
        workspace.attach_waiting()
        opened = workspace.open("w.md")
        assert sorted(each.annotation.text for each in opened.reflections) == ["By title.", "By words."]
        assert [each.status for each in opened.highlights] == [Status.ANCHORED] * 2
        assert waiting(workspace.store) == []
