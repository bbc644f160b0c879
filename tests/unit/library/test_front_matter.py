"""The head of a note: what is understood, what is ignored, and that no word of the text is lost."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from reader.library.front_matter import MAX_HEAD, read_date, split_note
from reader.library.note import FrontMatter, Person


def head(*lines: str, body: str = "The text.\n") -> str:
    return "\n".join(("---", *lines, "---", body))


def front_of(*lines: str) -> FrontMatter:
    return split_note(head(*lines)).front


def test_a_whole_head_is_read() -> None:
    note = split_note(
        head(
            "id: tea-break",
            'title: "Tea: a beginning"',
            "tags: [listening, Work/Breaks]",
            "date: 2021-03-04",
            "topic: Pauses",
            "people:",
            "  - name: Ada Example",
            "    role: Chair, and host",
            "  - Ben Sample",
            "series: Pauses",
            "source: written for a test",
        )
    )
    assert note.front == FrontMatter(
        id="tea-break",
        title="Tea: a beginning",
        tags=("listening", "Work/Breaks"),
        date=datetime.date(2021, 3, 4),
        topic="Pauses",
        people=(Person("Ada Example", "Chair, and host"), Person("Ben Sample")),
        series="Pauses",
        source="written for a test",
    )
    assert (note.body, note.body_line, note.problems) == ("The text.\n", 13, ())


def test_tags_may_stand_in_one_text_with_commas() -> None:
    assert front_of("tags: one, '#two', three four").tags == ("one", "'#two'", "three four")
    assert front_of('tags: "one, #two,, three"').tags == ("one", "two", "three")


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    front = front_of("id: 007", "title: yes", "tags: [no, 2024, 1e5, on]", "topic: 12:30:45")
    assert (front.id, front.title, front.topic) == ("007", "yes", "12:30:45")
    assert front.tags == ("no", "2024", "1e5", "on")


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-02",
        "2024-5-2",
        "2024-05-02T23:30:00+02:00",
        "2024-05-02 09:00",
        "2 May 2024",
        "2nd May 2024",
        "2nd of May, 2024",
        "02 may 2024",
        "May 2, 2024",
        "May 2nd 2024",
    ],
)
def test_a_date_is_understood_as_people_write_it(written: str) -> None:
    assert read_date(written) == datetime.date(2024, 5, 2)


@pytest.mark.parametrize(
    "written",
    ["2024-13-45", "30 February 2024", "02/05/2024", "soon", "2024", "0000-01-01", "9" * 400, "2 Maybe 2024"],
)
def test_a_date_that_is_none_is_ignored_and_said(written: str) -> None:
    front = front_of(f"date: {written}")
    assert front.date is None
    [sentence] = front.ignored
    assert "date" in sentence
    assert "ignored" in sentence


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("title: [a, b]", "title"),
        ("id: {a: b}", "id"),
        ("tags: {a: b}", "tags"),
        ("tags: [[a]]", "tags"),
        ("people: [{role: nobody}]", "people"),
        ("title: *other", "alias"),
        ("title: &here Text", "anchor"),
        ('title: !!python/object/apply:os.system ["true"]', "type tag"),
        ("<<: {title: x}", "merge key"),
        ("[a, b]: x", '""'),
    ],
)
def test_what_is_wrong_is_ignored_with_a_sentence_and_the_rest_is_read(line: str, named: str) -> None:
    front = front_of(line, "topic: still here")
    assert front.topic == "still here"
    assert front.title is None
    if named != '""':
        [sentence] = front.ignored
        assert named in sentence


def test_of_a_name_that_stands_twice_the_first_counts() -> None:
    front = front_of("title: one", "Title: two")
    assert front.title == "one"
    assert "twice" in front.ignored[0]


def test_a_broken_head_is_shown_as_code_and_what_can_be_read_of_it_is_read() -> None:
    text = head("id: kept", "title: Tea: a beginning", "tags:", "  - one", "date: [2024", body="All of it.\n")
    note = split_note(text)
    assert (note.front.id, note.front.title, note.front.tags) == ("kept", "Tea: a beginning", ("one",))
    assert "broken at line 3" in note.problems[0]
    assert note.body_line == 0
    assert note.body.splitlines()[0] == "```yaml"
    assert note.body.splitlines()[1:-2] == text.splitlines()[1:-2]
    assert note.body.endswith("```\nAll of it.\n")


def test_backticks_in_a_broken_head_do_not_end_its_code_block() -> None:
    note = split_note(head("title: [", "```", "````", body="Text\n"))
    assert note.body.startswith("`````yaml\n")
    assert note.body.endswith("\n`````\nText\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule, then prose.\n\n---\n\nMore.\n",
        "---\nOne sentence only.\n---\nMore.\n",
        "---\nDear all of you: welcome.\n---\nMore.\n",
        "---\n- a list\n---\nMore.\n",
        "---\nno end to it\n",
        "--- \nno: end\n----\n",
        "---",
        "----\ntitle: x\n----\n",
        "",
    ],
)
def test_prose_between_rules_is_no_head_and_stays(text: str) -> None:
    assert split_note(text).body == text
    assert split_note(text).body_line == 0


def test_a_head_that_is_not_closed_is_shown_as_text_and_said() -> None:
    text = "---\ntitle: Open\n\nText.\n"
    note = split_note(text)
    assert note.body == text
    assert "not closed" in note.problems[0]


def test_a_head_may_be_empty_or_end_in_dots() -> None:
    assert split_note("---\n---\nText").body == "Text"
    assert split_note("---\ntitle: x\n...\nText").body == "Text"


def test_a_head_of_more_than_64_kb_is_text() -> None:
    text = f"---\ntitle: x\ntopic: {'y' * MAX_HEAD}\n---\nText\n"
    assert split_note(text).body == text


def test_a_bomb_of_aliases_or_merge_keys_is_not_followed() -> None:
    levels = [f"l{n}: &l{n} {{<<: [{', '.join([f'*l{n - 1}'] * 9)}]}}" for n in range(1, 9)]
    note = split_note(head("l0: &l0 {a: b}", *levels, "title: Calm"))
    assert note.front.title == "Calm"


def test_deep_nesting_is_refused() -> None:
    note = split_note(head("title: x", "deep: " + "[" * 30_000))
    assert "nested" in note.problems[0]
    assert note.front.title == "x"


def test_escapes_in_quotes_cannot_bring_control_characters_in() -> None:
    front = front_of(
        r'title: "a\e]52;c;x\a\nb\u202e"', r'tags: ["t\x1b"]', r'people: [{name: "\0", role: "\x9b"}]'
    )
    shown = repr(front)
    assert all(character.isprintable() for character in shown)
    assert front.title == "a␛]52;c;x␇ b\ufffd"


def test_a_note_without_a_head_does_not_load_the_yaml_library() -> None:
    code = (
        "import sys; from reader.library.front_matter import split_note; split_note('# x'); "
        "assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
