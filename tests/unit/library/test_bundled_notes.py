"""The notes that come with Reader are whole: heads, key points, questions and links."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from reader.document.parse import parse
from reader.library.bundled import bundled_notes
from reader.library.note import Note
from reader.library.scan import Library, scan


@pytest.fixture(scope="module")
def library() -> Library:
    return scan(bundled_notes())


def note(library: Library, note_id: str) -> Note:
    found = library.by_id(note_id)
    assert found is not None
    return found


def test_there_are_four_and_nothing_is_wrong_with_them(library: Library) -> None:
    assert {entry.id for entry in library.notes} == {
        "local-teams",
        "health-care-1",
        "health-care-2",
        "leadership-well-being",
    }
    assert not library.unreadable
    assert [entry.problems for entry in library.notes] == [()] * 4
    for entry in library.notes:
        assert entry.front.topic
        assert entry.front.series == "A Better Way"
        assert entry.front.source
        assert all(person.role for person in entry.front.people)


@pytest.mark.parametrize(
    ("note_id", "tags", "date", "people", "key_points", "questions"),
    [
        ("local-teams", ("listening", "leadership"), datetime.date(2024, 5, 2), 1, 6, 0),
        ("health-care-1", ("leadership", "health"), None, 5, 9, 0),
        ("health-care-2", ("leadership", "health"), datetime.date(2023, 4, 17), 1, 10, 0),
        ("leadership-well-being", ("leadership", "health"), None, 3, 5, 2),
    ],
)
def test_each_has_its_tags_date_people_key_points_and_questions(
    library: Library,
    note_id: str,
    tags: tuple[str, ...],
    date: datetime.date | None,
    people: int,
    key_points: int,
    questions: int,
) -> None:
    entry = note(library, note_id)
    document = parse(entry.body)
    assert (entry.tags, entry.date, len(entry.front.people)) == (tags, date, people)
    assert (len(document.key_points), len(document.questions)) == (key_points, questions)


def test_the_people_named_in_the_heads_stand_in_the_texts(library: Library) -> None:
    for entry in library.notes:
        text = parse(entry.body).text
        assert [person.name for person in entry.front.people if person.name not in text] == []


def test_the_key_points_of_the_note_without_a_list_are_its_paragraphs(library: Library) -> None:
    points = parse(note(library, "local-teams").body).key_points
    assert points[0].text.startswith("Public service reform")
    assert points[-1].text.endswith("john.mortimer@improconsult.co.uk.")


def test_the_two_meetings_on_health_and_care_link_to_each_other(library: Library) -> None:
    first, second = note(library, "health-care-1"), note(library, "health-care-2")
    assert [library.resolve_link(first, link.target) for link in parse(first.body).links] == [second]
    assert [library.resolve_link(second, link.target) for link in parse(second.body).links] == [first]


def test_every_relative_link_resolves(library: Library) -> None:
    for entry in library.notes:
        for link in parse(entry.body).links:
            assert ":" in link.target or library.resolve_link(entry, link.target) is not None


def test_they_are_read_without_loading_the_yaml_library() -> None:
    code = (
        "import sys; from reader.library.bundled import bundled_notes; from reader.library.scan import scan; "
        "assert len(scan(bundled_notes()).notes) == 4; assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
