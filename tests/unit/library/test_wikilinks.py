"""Links by name: what they say, and which note of a library they mean."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.note_list import keep, recall
from reader.library.kept_note import KeptNote, aliases_of
from reader.library.note import Note
from reader.library.scan import Library, scan
from reader.library.text_tags import tags_in_text
from reader.library.wikilinks import WIKILINK, Wikilink, wikilink, wikilink_of, with_words


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("The chair", Wikilink("The chair", "", "The chair")),
        ("deep/chair.md", Wikilink("deep/chair.md", "", "chair.md")),
        ("chair|the words", Wikilink("chair", "", "the words")),
        ("chair\\|the words", Wikilink("chair", "", "the words")),
        ("chair|a|b", Wikilink("chair", "", "a|b")),
        ("chair |", Wikilink("chair", "", "chair")),
        ("chair#Legs", Wikilink("chair", "Legs", "chair › Legs")),
        ("chair#Legs#Left|leg", Wikilink("chair", "Legs#Left", "leg")),
        ("#Legs#Left", Wikilink("", "Legs#Left", "Legs › Left")),
        ("chair#^b1", Wikilink("chair", "^b1", "chair › b1")),
        ("https://example.org/x", Wikilink("https://example.org/x", "", "https://example.org/x")),
    ],
)
def test_what_stands_in_the_brackets_is_name_place_and_words(inside: str, link: Wikilink) -> None:
    assert wikilink(inside) == link
    again = wikilink_of(link.target)
    assert again is not None
    assert (again.name, again.fragment) == (link.name, link.fragment)


@pytest.mark.parametrize("inside", ["|", "#", "#|words", "/", " / ", "^b", "a^b", "|words"])
def test_what_names_nothing_is_no_link(inside: str) -> None:
    assert wikilink(inside) is None


def test_an_embed_has_a_size_for_no_words() -> None:
    shown = [
        wikilink(each, is_embed=True) for each in ("a.png|200", "a.png|20x30", "a.png|A map|200", "a|b 2")
    ]
    assert [each.words for each in shown if each] == ["a.png", "a.png", "A map", "b 2"]
    assert [each.is_file for each in shown if each] == [True, True, True, False]
    assert wikilink("Release 1.2", is_embed=True) == Wikilink("Release 1.2", "", "Release 1.2", True)
    assert not Wikilink("Release 1.2", "", "x").is_file


@given(st.text("[]|#^!/. aé\\\n\t", max_size=30))
def test_a_link_is_the_same_after_its_target_was_kept(text: str) -> None:
    for found in WIKILINK.finditer(text):
        link = wikilink(found["inside"], is_embed=bool(found["embeds"]))
        if link is not None:
            assert link.words
            again = wikilink_of(link.target)
            assert again is not None
            assert (again.name, again.fragment, again.place) == (link.name, link.fragment, link.place)


def test_words_stand_in_the_place_of_links_in_a_line() -> None:
    assert with_words("[[1]](a.md) ![[x]](y.png) [[a]](b c)") == "[[1]](a.md) ![[x]](y.png) a(b c)"
    assert (
        with_words("On [[The chair|chairs]], [[b#C]]; m[[0]], [[ x ]].")
        == "On chairs, b › C; m[[0]], [[ x ]]."
    )


def test_a_hundred_thousand_brackets_are_looked_through_at_once() -> None:
    begun = time.process_time()
    for text in ("[" * 100_000, "![[" * 50_000, "[[a" * 50_000, "[[" + "a" * 100_000, "[[a|" * 30_000):
        assert with_words(text) == text
    assert time.process_time() - begun < 5  # it takes 0.02 s; what grows with the square takes a minute


# Which note is meant


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    for key, text in {
        "Home.md": "# Home\n",
        "People/Zoë Petit.md": "---\naliases: [Zoë, The nurse]\n---\n# Z.\n",
        "People/Notes.md": "In people.\n",
        "Work/Notes.md": "At work.\n",
        "Work/Plan.md": "A plan.\n",
        "Work/Deep/Er/Plan.md": "A deeper plan.\n",
        "Release 1.2.md": "---\nalias: the release, one-two\n---\n",
    }.items():
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def meant(library: Library, target: str, note: str = "Home.md") -> str | None:
    found = library.resolve_link(library.find(note), target)
    return found.key if found else None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("[[Home]]", "Home.md"),
        ("[[home.MD]]", "Home.md"),
        ("[[zoë petit]]", "People/Zoë Petit.md"),
        ("[[people/zoë petit#Part]]", "People/Zoë Petit.md"),
        ("[[" + unicodedata.normalize("NFD", "Zoë Petit") + "]]", "People/Zoë Petit.md"),
        ("[[the nurse]]", "People/Zoë Petit.md"),
        ("[[ONE-TWO]]", "Release 1.2.md"),
        ("[[Release 1.2]]", "Release 1.2.md"),
        ("[[Plan]]", "Work/Plan.md"),
        ("[[Er/Plan]]", "Work/Deep/Er/Plan.md"),
        ("[[r/Plan]]", None),
        ("[[Notes]]", "People/Notes.md"),
        ("[[/Work/Notes]]", "Work/Notes.md"),
        ("[[./Work/Plan]]", "Work/Plan.md"),
        ("[[#Part]]", "Home.md"),
        ("[[Missing]]", None),
        ("[[../../etc/passwd]]", None),
        ("[[/etc/passwd]]", None),
        ("[[javascript:alert(1)]]", None),
        ("[[https://example.org/Home]]", None),
        ("[[file:Home]]", None),
        ("[[..]]", None),
        ("[[.]]", None),
        ("[[\x1b]0;Home]]", None),
        ("[[%48ome]]", None),
        ("[[", None),
        ("[[]]", None),
        ("[[Home", None),
    ],
)
def test_a_name_means_a_note_of_the_library_or_none(vault: Path, name: str, key: str | None) -> None:
    assert meant(scan(vault), name) == key


def test_of_several_the_nearest_is_meant(vault: Path) -> None:
    library = scan(vault)
    assert meant(library, "[[Notes]]", "Work/Plan.md") == "Work/Notes.md"
    assert meant(library, "[[Plan]]", "Work/Deep/Er/Plan.md") == "Work/Deep/Er/Plan.md"
    assert meant(library, "[[../../Notes]]", "Work/Deep/Er/Plan.md") == "Work/Notes.md"
    assert meant(library, "[[../Notes]]", "Work/Deep/Er/Plan.md") is None


def test_a_name_in_the_other_form_of_unicode_is_found(vault: Path) -> None:
    path = vault / f"{unicodedata.normalize('NFD', 'Café')}.md"
    path.write_text("Coffee.\n", encoding="utf-8")
    assert meant(scan(vault), "[[café]]") == path.name


def test_a_symbolic_link_is_another_name(vault: Path) -> None:
    (vault / "Same.md").symlink_to("Home.md")
    (vault / "Out.md").symlink_to("/etc/passwd")
    library = scan(vault)
    assert meant(library, "[[same]]", "Work/Plan.md") == "Home.md"
    assert meant(library, "[[out]]") is None


def test_a_list_that_was_kept_knows_the_other_names(vault: Path, tmp_path: Path) -> None:
    keep(tmp_path / "list", scan(vault))
    kept = recall(tmp_path / "list", vault)
    assert kept is not None
    notes = {note.key: note for note in kept.notes}
    assert all(isinstance(note, KeptNote) for note in notes.values())
    found = kept.resolve_link(notes["Home.md"], "[[the nurse]]")
    assert found is notes["People/Zoë Petit.md"]
    assert aliases_of(notes["Release 1.2.md"]) == ("the release", "one-two")
    assert sorted(key for key, note in notes.items() if _is_unfolded(note)) == [
        "People/Zoë Petit.md",
        "Release 1.2.md",
    ]


def _is_unfolded(note: Note) -> bool:
    """Whether what the list kept of a note was taken apart."""
    try:
        Note.__dict__["front"].__get__(note)
    except AttributeError:
        return False
    return True


def test_a_library_of_one_file_knows_the_notes_beside_it(vault: Path) -> None:
    single = scan(vault / "Home.md")
    found = single.resolve_link(single.notes[0], "[[Work/Plan]]")
    assert found is not None
    assert found.key == "Work/Plan.md"
    for target in ("[[../vault/Home]]", "[[/etc/passwd]]", "[[Missing]]", "[[\0]]", "[[.hidden]]"):
        assert single.resolve_link(single.notes[0], target) is None


def test_ten_thousand_names_are_looked_up_quickly(tmp_path: Path) -> None:
    library = scan(_many(tmp_path, 300))
    home = library.notes[0]
    begun = time.process_time()
    for number in range(10_000):
        assert library.resolve_link(home, f"[[note {number % 300}]]") is not None
    assert time.process_time() - begun < 5  # it takes 0.1 s; a look through all notes for each takes 10


def _many(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / f"Note {number}.md").write_text("Words.\n", encoding="utf-8")
    return folder


# What else reads a note's text without parsing it


def test_a_heading_has_the_words_of_its_links_in_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# On [[Work/Plan|the plan]] and [[Home]]\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# `[[ -f x ]]` and `[[y]]`\n", encoding="utf-8")
    (tmp_path / "c.md").write_text("# A [[1]](u.md)\n", encoding="utf-8")
    titles = ["On the plan and Home", "[[ -f x ]] and [[y]]", "A [[1]](u.md)"]
    assert [note.title for note in scan(tmp_path).notes] == titles


def test_where_a_link_leads_is_no_tag() -> None:
    assert tags_in_text("[[#Heading]] ![[a #b]] #real [[x|#y z]]\n") == ("real",)
