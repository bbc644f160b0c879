"""Word files, mails, Markdown files, folders and vaults."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path

import pytest

from reader.errors import ExtraMissing, SourceUnreadable
from reader.exchange.notes.imported_note import NoteReading
from reader.exchange.notes.recognise import recognise_notes
from tests.unit.exchange.imported_notes import CASES, reading, words
from tests.unit.exchange.word_files import paragraph, word_file

CORE = (
    '<p xmlns:dc="d" xmlns:dcterms="t"><dc:title>{title}</dc:title><dc:creator>Ann &amp; Bo</dc:creator>'
    "<dcterms:created>2024-01-02T00:00:00Z</dcterms:created></p>"
)


def read(path: Path, content: bytes) -> NoteReading:
    path.write_bytes(content)
    found = recognise_notes(path)
    assert found is not None
    return found


def test_a_word_file_becomes_a_note(tmp_path: Path) -> None:
    body = (
        paragraph("The garden", "Title")
        + paragraph("Tools", "heading2")
        + paragraph("a *spade*", level=0)
        + paragraph("with a handle", level=1)
        + paragraph("Dig slowly.", "Quote")
    )
    [note] = read(tmp_path / "garden-plan.docx", word_file(body, core=CORE.format(title=""))).notes
    assert (note.title, note.author, note.date) == ("The garden", "Ann & Bo", None)
    assert note.body == "## Tools\n\n- a \\*spade\\*\n  - with a handle\n\n> Dig slowly."
    assert "made on 2024-01-02" in note.doubts[0]


def test_a_word_file_without_a_title_is_called_as_its_file(tmp_path: Path) -> None:
    [note] = read(tmp_path / "garden-plan.docx", word_file(paragraph("Words."))).notes
    assert note.title == "Garden plan"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = word_file(paragraph("x"), more={"word/footnotes.xml": b"\0" * 150 * 1024 * 1024})
    assert len(bomb) < 1_000_000
    with pytest.raises(SourceUnreadable, match=r"^bomb\.docx would grow to 150 MB"):
        read(tmp_path / "bomb.docx", bomb)


def test_a_part_that_was_not_looked_over_is_not_read_as_the_text(tmp_path: Path) -> None:
    relations = (
        '<?xml version="1.0"?><Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/hidden.bin"/></Relationships>'
    )
    hidden = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{paragraph('Hidden.') * 300_000}</w:body></w:document>"
    )
    more = {"_rels/.rels": relations.encode(), "word/hidden.bin": hidden.encode()}
    [note] = read(tmp_path / "two.docx", word_file(paragraph("Seen."), more=more)).notes
    assert note.body == "Seen."


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    prolog = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]>'
    with pytest.raises(SourceUnreadable, match="document type"):
        read(tmp_path / "laughs.docx", word_file(paragraph("&x;"), prolog=prolog))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (word_file("<w:p><w:r>"), "damaged"),
        (word_file(""), "no text"),
        (b"   \n", "is empty"),
    ],
)
def test_a_file_that_is_no_word_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(SourceUnreadable, match=rf"^bad\.docx .*{why}.*nothing was taken from it\.$"):
        read(tmp_path / "bad.docx", content)


def test_another_zip_is_no_word_file(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(SourceUnreadable, match="no Word file"):
        read(tmp_path / "other.docx", file.getvalue())


def test_a_missing_package_is_named_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(ExtraMissing, match=r"needs mammoth.*better-way-reader\[import\]"):
        read(tmp_path / "a.docx", word_file(paragraph("x")))
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(ExtraMissing, match="needs selectolax"):
        recognise_notes(CASES / "ghost-post.html")


def test_a_plain_mail_is_unwrapped_and_its_quotes_are_quotes() -> None:
    [note] = reading("flowed.eml").notes
    assert note.title == "What we heard – and what we did"
    assert (note.author, note.date) == ("Zoë Petit", datetime.date(2023, 11, 30))
    assert note.source == "mid:abc.123@example.org"
    assert "Dear all, thank you for coming. We heard:\n\n- the door was locked\n" in note.body
    assert "> Could we meet outside?" in note.body


def test_a_mail_of_tables_becomes_text_and_attachments_are_said() -> None:
    [note] = reading("html.eml").notes
    assert note.body == "## Agenda\n\nBring a question, café is open.\n\n- Arrive\n- Ask\n\nOur logo"
    assert note.doubts == ("What was attached was left out: map.pdf.",)


def test_a_mail_that_declares_no_encoding_is_read_and_said() -> None:
    [note] = reading("undeclared.eml").notes
    assert note.body == "grüße from an old program"
    assert "Windows-1252" in note.doubts[0]
    assert note.date is None


def test_a_vault_keeps_its_heads_and_its_links_lead_on() -> None:
    found = reading("vault")
    index = next(note for note in found.notes if note.path == "Index.md")
    assert found.format == "Obsidian vault"
    assert index.head.startswith("id: vault-index\n")
    assert "aliases: [Start]" in index.head
    assert index.tags == ("home", "work/team", "later")
    assert "[Anna Lind](People/Anna%20Lind.md) and [her page](People/Anna%20Lind.md)" in index.body
    assert "[the good part](Daily/2024-01-30.md#what-went-well)" in index.body
    assert "`[[Anna Lind]]`" in index.body
    assert "```\n[[Anna Lind]]\n```" in index.body


def test_links_of_a_vault_that_lead_nowhere_stay_as_words_and_are_said() -> None:
    index = next(note for note in reading("vault").notes if note.path == "Index.md")
    assert "Nobody wrote the missing one yet." in index.body
    assert index.doubts == (
        "No note was found for the link to “Missing page”.",
        "These files stay where they are; copy them to the same place beside the notes and their links work: "
        "“plan.png”, “plan.pdf”.",
        "An embedded note became a link to “Anna Lind”.",
    )


def test_a_note_of_a_vault_is_found_by_its_other_names(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\naliases: [Alpha, The First]\n---\nA.\n", encoding="utf-8")
    (tmp_path / "c.md").write_text("---\naliases: Gamma, b\n---\nC.\n", encoding="utf-8")
    text = "[[the first]], [[Alpha|him]], [[Gamma#Part]] and [[b]]."
    (tmp_path / "b.md").write_text(text, encoding="utf-8")
    found = recognise_notes(tmp_path)
    assert found is not None
    [note] = [each for each in found.notes if each.path == "b.md"]
    assert note.body == "[the first](a.md), [him](a.md), [Gamma › Part](c.md#part) and [b](b.md)."
    assert note.doubts == ()


def test_links_to_pictures_of_a_vault_lead_to_where_they_are_there_and_are_said(tmp_path: Path) -> None:
    (tmp_path / "in" / "pictures").mkdir(parents=True)
    (tmp_path / "in" / "pictures" / "Plan.png").write_bytes(b"x")
    text = "![[plan.png|200]] ![again](../pictures/Plan.png) [other](b.md) ![not there](no.png)"
    (tmp_path / "in" / "deep").mkdir()
    (tmp_path / "in" / "deep" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "deep" / "b.md").write_text("B.", encoding="utf-8")
    found = recognise_notes(tmp_path / "in")
    assert found is not None
    assert found.notes[0].body.startswith("![plan.png](../pictures/Plan.png) ![again](../pictures/Plan.png)")
    [said] = found.notes[0].doubts
    assert said.endswith("their links work: “pictures/Plan.png”.")


def test_one_bad_file_of_a_vault_does_not_stop_the_others() -> None:
    found = reading("vault")
    assert [(each.place, each.why) for each in found.refused] == [("vault/empty.md", "is empty")]
    broken = next(note for note in found.notes if note.path == "broken-head.md")
    assert broken.body.startswith("---\ntitle: broken: twice: here\n")
    assert "front matter is broken" in broken.doubts[0]


def test_a_text_file_is_a_note() -> None:
    [note] = reading("plain.txt").notes
    assert words(note.body)[:4] == ["Reflection", "on", "the", "week"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.md", b"", "is empty"),
        ("a.html", b"\n\n", "is empty"),
        ("a.pdf", b"%PDF-1.7 x", "is a PDF"),
        ("a.eml", b"just a line of words\n", "is no mail"),
        ("a.txt", b"\0" * 3 + b"a" + b"\0" * 99, "zero bytes"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    with pytest.raises(SourceUnreadable, match=rf"^{name} .*{why}.*; nothing was taken from it\.$"):
        read(tmp_path / name, content)


def test_what_is_for_other_importers_is_left_to_them(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert recognise_notes(tmp_path / "a.json") is None


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no longer there"):
        recognise_notes(tmp_path / "gone.md")


def test_a_mail_with_an_impossible_date_says_so(tmp_path: Path) -> None:
    mail = b"From: a@b.example\nSubject: S\nDate: Mon, 30 Feb 2026 10:00:00 +0000\n\nWords.\n"
    [note] = read(tmp_path / "a.eml", mail).notes
    assert note.date is None
    assert "30 Feb 2026" in note.doubts[0]


def test_links_of_a_vault_are_resolved_in_the_cells_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "Deep note.md").write_text("# Deep note\n")
    (tmp_path / "Home.md").write_text("| a | b |\n|---|---|\n| [[Deep note\\|deep]] | [[Deep note]] |\n")
    found = recognise_notes(tmp_path)
    assert found is not None
    [home] = [note for note in found.notes if note.path == "Home.md"]
    assert "| [deep](Deep%20note.md) | [Deep note](Deep%20note.md) |" in home.body
    assert not home.doubts


def test_a_folder_says_which_of_its_files_want_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    assert reading_of(tmp_path).remarks == ()
    (tmp_path / "b.DOCX").write_bytes(b"PK")
    (tmp_path / "c.png").write_bytes(b"x")
    [said] = reading_of(tmp_path).remarks
    assert "“b.DOCX”" in said
    assert "c.png" not in said


CLIPPINGS = (
    "\ufeffBread (Ann Miller)\r\n"
    "- Your Highlight on page 9 | Location 120-131 | Added on Thursday, May 2, 2024 10:15:30 PM\r\n"
    "\r\nDough rests.\r\n==========\r\n"
)


def test_clippings_in_a_folder_are_no_note_and_it_is_said_how_they_come_in(tmp_path: Path) -> None:
    (tmp_path / "My Clippings.txt").write_text(CLIPPINGS, encoding="utf-8", newline="")
    command = f"reader import '{tmp_path}/My Clippings.txt' takes in the passages"
    with pytest.raises(SourceUnreadable, match="only what was marked on a Kindle") as alone:
        reading_of(tmp_path)
    assert command in str(alone.value)
    (tmp_path / "list.md").write_text("My list\n- one\n- two\n\nAnd then\n==========\n\nWords.\n")
    found = reading_of(tmp_path)
    assert [note.path for note in found.notes] == ["list.md"]
    assert found.remarks == (f"“My Clippings.txt” was written by a Kindle and is no note: {command}.",)


def reading_of(path: Path) -> NoteReading:
    found = recognise_notes(path)
    assert found is not None
    return found


def test_what_only_looks_like_a_link_of_a_vault_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Release 1.2.md").write_text("Out.\n")
    text = "if [[ -f x ]]; m[[0, 1]]; [[1]](https://example.org); [[Release 1.2]]; [[a]][[Release 1.2|b]]\n"
    (tmp_path / "a.md").write_text(text)
    [note] = [each for each in reading_of(tmp_path).notes if each.path == "a.md"]
    link = "(Release%201.2.md)"
    words = "if [[ -f x ]]; m[[0, 1]]; [[1]](https://example.org);"
    assert note.body.strip() == f"{words} [Release 1.2]{link}; [a](a.md)[b]{link}"
    assert note.doubts == ()
