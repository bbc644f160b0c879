"""What was marked where ``[[links]]`` stood as they are written is found where their words stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.anchor import Anchored, Orphan, Status, anchor
from reader.annotations.bracketed import as_shown
from reader.annotations.describe import describe
from reader.annotations.model import Quote, Selectors
from reader.document.parse import parse
from tests.before_names import before_links_by_name

NOTE = """\
# A walk

We spoke with [[People/Zoë Petit|the nurse]] on the ward, and she showed us [[The empty chair]] by the
window, [[#Later|of which more later]]. Nobody sat in it.

Then ![[plan.png|300]] and `[[ -f x ]]` and `[[code]]`, and a word on [[The empty chair#Legs]].

## Later

It was kept for whoever came last, [[The empty chair]] said without a word.
"""


def marked(words: str, note: str = NOTE) -> Selectors:
    with before_links_by_name():
        document = parse(note)
        start = document.text.index(words)
        return describe(document, document.range_of(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("on the ward", "on the ward"),
        ("Nobody", "Nobody"),
        ("We spoke", "We spoke"),
        ("by the window,", "by the window,"),
        ("[[The empty chair]] by", "The empty chair by"),
        ("[[People/Zoë Petit|the nurse]]", "the nurse"),
        ("the nurse", "the nurse"),
        ("nurse]] on the", "the nurse on the"),
        ("Petit|the nurse]] on the ward, and she", "the nurse on the ward, and she"),
        ("showed us [[The em", "showed us The empty chair"),
        ("People/Zoë Petit", "the nurse"),
        ("![[plan.png|300]]", "plan.png"),
        ("[[code]]", "[[code]]"),
        ("a word on [[The empty chair#Legs]].", "a word on The empty chair › Legs."),
        ("came last, [[The empty chair]] said", "came last, The empty chair said"),
    ],
)
def test_a_passage_is_found_by_the_words_of_its_links(words: str, now: str) -> None:
    selectors = marked(words)
    document = parse(NOTE)
    assert selectors.text_hash != document.text_hash
    found = anchor(document, selectors)
    assert isinstance(found, Anchored), found
    assert document.text_of(found.range) == now
    assert found.status is Status.ANCHORED


def test_a_passage_whose_words_are_gone_is_an_orphan_and_comes_back_with_them() -> None:
    selectors = marked("[[People/Zoë Petit|the nurse]] on the ward")
    assert isinstance(anchor(parse("# A walk\n\nNothing of it is left.\n"), selectors), Orphan)
    assert isinstance(anchor(parse(NOTE), selectors), Anchored)
    with before_links_by_name():
        found = anchor(parse(NOTE), selectors)
    assert isinstance(found, Anchored)
    assert found.how == "where it was marked; the note is unchanged since"


def test_a_link_that_stands_in_the_text_as_it_is_keeps_its_brackets() -> None:
    quote = Quote("[[code]] and [[chair]]", "see ", " x")
    assert as_shown(quote, "a [[code]] b") == Quote("[[code]] and chair", "see ", " x")


def test_of_two_places_alike_the_one_under_its_heading_is_found() -> None:
    note = "".join(f"## {title}\n\nIt is said.\n\n" for title in ("On [[a|one]]", "On [[b|two]]"))
    with before_links_by_name():
        then = parse(note)
        [_, start] = (at for at in range(len(then.text)) if then.text.startswith("It is said.", at))
        stored = describe(then, then.range_of(start, start + 11))
    assert stored.headings == ("On [[b|two]]",)
    selectors = Selectors(Quote("It is said."), stored.position, stored.headings, stored.text_hash)
    found = anchor(parse(note), selectors)
    assert isinstance(found, Anchored), found
    assert parse(note).heading_path(found.range.start.block) == ("On two",)


WORDS = st.sampled_from(["leaders", "listen", "before", "they speak", "and", "a room", "grows", "quiet."])
LINKS = st.sampled_from(["[[Note]]", "[[a/b|some words]]", "[[Note#Part]]", "![[x.png]]", "[[#Part]]"])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(WORDS, LINKS | st.just("")).map(" ".join), min_size=6, max_size=30), st.data())
def test_no_passage_of_some_length_is_lost(parts: list[str], data: st.DataObject) -> None:
    note = " ".join(f"{number} {part}" for number, part in enumerate(parts))
    with before_links_by_name():
        then = parse(note)
        start = data.draw(st.integers(0, len(then.text) - 25))
        end = data.draw(st.integers(start + 25, len(then.text)))
        selectors = describe(then, then.range_of(start, end))
    found = anchor(parse(note), selectors)
    assert isinstance(found, Anchored), found
