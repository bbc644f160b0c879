from __future__ import annotations

from pathlib import Path

from reader.document.model import KeyPoint, Position, Range
from reader.document.parse import parse

CASES = Path(__file__).parents[2] / "cases"


def texts(points: tuple[KeyPoint, ...]) -> list[str]:
    return [point.text for point in points]


def test_the_items_under_key_points_are_the_key_points_and_reach_over_what_is_nested() -> None:
    document = parse((CASES / "key-points.md").read_text(encoding="utf-8"))
    assert texts(document.key_points) == [
        "Beds need rest.\n\nA rested bed gives twice.\n\nalso in spring",
        "Tools need care:\n\nclean\n\noil",
        "Water early.",
    ]
    assert [point.number for point in document.key_points] == [1, 2, 3]
    assert all(document.text_of(point.range) == point.text for point in document.key_points)
    assert texts(document.questions) == ["Which bed rests this year?", "Who oils the tools?"]


def test_the_heading_may_be_of_any_level_and_case_and_say_more() -> None:
    for heading in (
        "# KEY POINTS",
        "###### key points made by all",
        "## *Key* points:",
        "Key points\n---",
        "## 3. Key points",
    ):
        assert texts(parse(f"- no\n\n{heading}\n\n- yes").key_points) == ["yes"]
    for heading in ("## Keynote", "## Key pointsman", "## Other key things"):
        assert texts(parse(f"- a\n\n{heading}\n\n- b").key_points) == ["a", "b"]


def test_a_section_ends_at_a_heading_of_its_own_or_a_higher_level() -> None:
    assert texts(parse("## Key points\n- a\n### Deeper\n- b\n## Next\n- c").key_points) == ["a", "b"]
    assert texts(parse("## Key points\n- a\n# Higher\n- c").key_points) == ["a"]


def test_several_sections_of_key_points_all_count() -> None:
    assert texts(parse("# A\n## Key points\n- a\n# B\n## Key points\n- b\n- c").key_points) == ["a", "b", "c"]


def test_questions_inside_the_key_points_are_questions() -> None:
    document = parse("# Key points\n- a\n## Questions for you\n- q\n## More\n- b")
    assert texts(document.key_points) == ["a", "b"]
    assert texts(document.questions) == ["q"]


def test_without_the_heading_every_top_level_item_is_a_key_point_but_questions_are_not() -> None:
    document = parse("para\n\n- a\n  - nested\n\n> - quoted\n\n1. b\n\n# Question time\n\n- q")
    assert texts(document.key_points) == ["a\n\nnested", "b"]
    assert texts(document.questions) == ["q"]
    assert document.questions[0].number == 1


def test_without_a_list_every_paragraph_is_a_key_point_but_footnotes_are_not() -> None:
    document = parse("# T\n\none[^1]\n\n    code\n\n> two\n\n***\n\nthree\n\n[^1]: note\n\n    - in note\n")
    assert texts(document.key_points) == ["one[1]", "two", "three"]
    assert document.key_points[1].range == Range(Position(3, 0), Position(3, 3))


def test_a_note_whose_only_list_is_its_questions_has_its_paragraphs() -> None:
    document = parse("one\n\ntwo\n\n# Questions\n\nThink:\n\n- q")
    assert texts(document.key_points) == ["one", "two"]
    assert texts(document.questions) == ["q"]


def test_key_points_written_as_paragraphs_are_found_under_their_heading() -> None:
    assert texts(parse("intro\n\n## Key points\n\none\n\ntwo\n\n## After\n\nlast").key_points) == [
        "one",
        "two",
    ]


def test_empty_items_are_no_key_points() -> None:
    assert texts(parse("-\n- a\n- [ ] b\n").key_points) == ["a", "b"]
    assert parse("").key_points == ()
