from __future__ import annotations

import pytest

from reader.annotations.anchor import Ambiguous, Anchored, Anchoring, Orphan, Status, anchor, anchor_all
from reader.annotations.describe import CONTEXT_CHARS, MOST_CONTEXT_CHARS, describe
from reader.annotations.model import Quote, Selectors, TextPosition
from reader.document.model import Document
from reader.document.parse import parse

NOTE = """\
# Meeting

Opening words that nobody will remember after lunch.

## What was said

The chair asked everyone to listen first.
A leader who is quiet for a minute learns more than one who speaks for ten,
and the room noticed it at once.

- Ask before you answer.
- Give the *hard* task a name, so that it can be handed over.
- Write the decision down while everyone can still see it.

## Afterwards

> Trust is what is left when the plan has failed, and it is built before.

We agreed to meet again in autumn.
"""

PASSAGE = "A leader who is quiet for a minute learns more than one who speaks for ten"


def marked(words: str, note: str = NOTE, number: int = 0) -> Selectors:
    document = parse(note)
    start = -1
    for _ in range(number + 1):
        start = document.text.index(words, start + 1)
    return describe(document, document.range_of(start, start + len(words)))


def words_of(document: Document, found: Anchoring) -> str:
    assert isinstance(found, Anchored), found
    return document.text_of(found.range)


def found_in(note: str, selectors: Selectors) -> tuple[str, Status]:
    document = parse(note)
    found = anchor(document, selectors)
    words = words_of(document, found)
    assert isinstance(found, Anchored)
    return words, found.status


def test_in_an_unchanged_note_the_passage_is_where_it_was_marked() -> None:
    document = parse(NOTE)
    found = anchor(document, marked(PASSAGE))
    assert words_of(document, found) == PASSAGE
    assert found.how == "where it was marked; the note is unchanged since"


def test_text_put_in_before_does_not_move_a_passage_to_other_words() -> None:
    assert found_in("An abstract.\n\n" + NOTE, marked(PASSAGE)) == (PASSAGE, Status.ANCHORED)


def test_a_few_changed_words_are_found_and_called_moved() -> None:
    edited = NOTE.replace("quiet for a minute", "silent for one minute")
    words, status = found_in(edited, marked(PASSAGE))
    assert words == "A leader who is silent for one minute learns more than one who speaks for ten"
    assert status is Status.MOVED


def test_the_card_says_how_a_changed_passage_was_found() -> None:
    found = anchor(parse(NOTE.replace("learns more", "learns much more")), marked(PASSAGE))
    assert found.how == "found by its words, which were changed slightly"


def test_a_first_and_a_last_word_that_were_rewritten_stay_in_the_passage() -> None:
    edited = NOTE.replace("A leader who is", "Somebody who is").replace(
        "speaks for ten,", "speaks for twenty,"
    )
    words, _ = found_in(edited, marked(PASSAGE))
    assert words == "Somebody who is quiet for a minute learns more than one who speaks for twenty"


def test_an_edited_passage_is_preferred_to_an_exact_copy_elsewhere() -> None:
    edited = (
        NOTE.replace("quiet for a minute", "quiet for one minute")
        + f"\n\nSomebody quoted: {PASSAGE}. Well.\n"
    )
    words, status = found_in(edited, marked(PASSAGE))
    assert words == PASSAGE.replace("a minute", "one minute")
    assert status is Status.MOVED


def test_a_passage_that_was_cut_out_and_pasted_elsewhere_is_followed() -> None:
    edited = NOTE.replace(PASSAGE, "It was said once") + f"\n\nAnd so: {PASSAGE}. That is all.\n"
    words, status = found_in(edited, marked(PASSAGE))
    assert (words, status) == (PASSAGE, Status.MOVED)


def test_a_deleted_passage_is_an_orphan_and_comes_back_by_itself() -> None:
    selectors = marked(PASSAGE)
    without = NOTE.replace(PASSAGE + ",", "Well,")
    assert isinstance(anchor(parse(without), selectors), Orphan)
    assert found_in("New.\n\n" + NOTE, selectors) == (PASSAGE, Status.ANCHORED)


REFORMATTED = {
    "a word made bold": NOTE.replace("a minute", "a **minute**"),
    "hard wraps changed": NOTE.replace("than one who speaks", "than\none who\nspeaks"),
    "the list re-bulleted": NOTE.replace("\n- ", "\n* "),
    "the list numbered": NOTE.replace("\n- ", "\n1. "),
    "the paragraph put into a quote": NOTE.replace("The chair", "> The chair"),
    "the paragraph put into a list": NOTE.replace("The chair", "- The chair"),
    "two spaces": NOTE.replace("a minute learns", "a  minute   learns"),
    "a hard break": NOTE.replace("learns more", "learns\\\nmore"),
    "split in two paragraphs": NOTE.replace("learns more", "learns\n\nmore"),
    "a link": NOTE.replace("learns more", "[learns more](https://example.org)"),
}


@pytest.mark.parametrize("how", REFORMATTED)
def test_reformatting_moves_nothing(how: str) -> None:
    words, status = found_in(REFORMATTED[how], marked(PASSAGE))
    assert " ".join(words.split()) == PASSAGE
    assert status is Status.ANCHORED


def test_typographic_quotes_dashes_and_ellipses_move_nothing() -> None:
    plain = (
        'He said "let us wait" - and it\'s done... or not -- who knows, the words went round twice.\n\nEnd.'
    )
    smart = (
        "He said “let us wait” – and it’s done… or not — who knows, the words went round twice.\n\nThe end."
    )
    words, status = found_in(smart, marked("let us wait\" - and it's done... or not -- who knows", plain))
    assert words == "let us wait” – and it’s done… or not — who knows"
    assert status is Status.ANCHORED


def test_composed_and_decomposed_letters_are_the_same() -> None:
    composed = "Le caf\u00e9 o\u00f9 l\u2019on d\u00e9cide est ferm\u00e9 le lundi.\n\nFin."
    decomposed = "Le cafe\u0301 ou\u0300 l\u2019on de\u0301cide est ferme\u0301 le lundi.\n\nFin. Vraiment."
    words, status = found_in(decomposed, marked("caf\u00e9 o\u00f9 l\u2019on d\u00e9cid", composed))
    assert words == "cafe\u0301 ou\u0300 l\u2019on de\u0301cid"
    assert status is Status.ANCHORED


def test_a_highlight_over_several_blocks_survives_joining_them() -> None:
    first = "Ask before you answer.\n\nGive the hard task a name"
    joined = NOTE.replace("- Ask before you answer.\n- Give", "- Ask before you answer. Give")
    words, status = found_in(joined, marked(first))
    assert words == "Ask before you answer. Give the hard task a name"
    assert status is Status.ANCHORED


def test_blocks_put_in_another_order_keep_their_highlights() -> None:
    reordered = NOTE.replace("- Ask before you answer.\n", "").replace(
        "still see it.", "still see it.\n- Ask before you answer."
    )
    words, _ = found_in(reordered, marked("Ask before you answer."))
    assert words == "Ask before you answer."


def test_places_that_cannot_be_told_apart_are_left_to_the_reader() -> None:
    verse = "We wait, and then we wait, and nothing moves at all in here today.\n\n"
    selectors = marked("nothing moves", verse * 20, number=10)
    document = parse("Begin.\n\n" + verse * 20)
    found = anchor(document, selectors)
    assert isinstance(found, Ambiguous)
    assert all(document.text_of(each) == "nothing moves" for each in found.candidates)
    assert len(found.candidates) > 1


def test_the_heading_tells_copies_apart_that_nothing_else_does() -> None:
    body = "The same words for every part of the day, and again.\n\n" * 6
    note = f"# Morning\n\n{body}# Evening\n\nOnce: the last word.\n"
    twice = f"# Noon\n\nOnce: the last word.\n\n{note}"
    document = parse(note)
    start = document.text.index("the last word")
    selectors = describe(document, document.range_of(start, start + 13))
    bare = Selectors(Quote("the last word"), TextPosition(0, 13), selectors.headings, "other")
    found = anchor(parse(twice), bare)
    assert isinstance(found, Anchored)
    assert parse(twice).heading_path(found.range.start.block) == ("Evening",)
    assert found.status is Status.MOVED


def test_a_repeated_passage_is_never_called_anchored_when_the_note_changed() -> None:
    item = "- The usual point, as always.\n"
    selectors = marked("The usual point", item * 40)
    for count in (39, 41):
        assert isinstance(anchor(parse(item * count), selectors), Ambiguous)


def test_a_position_that_does_not_fit_its_words_is_not_believed() -> None:
    document = parse(NOTE)
    good = marked(PASSAGE)
    bad = Selectors(good.quote, TextPosition(3, 9), good.headings, good.text_hash)
    assert words_of(document, anchor(document, bad)) == PASSAGE
    outside = Selectors(good.quote, TextPosition(10**9, 10**9 + 3), good.headings, good.text_hash)
    assert words_of(document, anchor(document, outside)) == PASSAGE


def test_a_description_without_surroundings_is_found_by_its_words() -> None:
    bare = Selectors(Quote("Give the hard task a name"), TextPosition(0, 0))
    assert found_in(NOTE, bare)[0] == "Give the hard task a name"


def test_marked_white_space_is_said_to_be_lost_when_the_note_changes() -> None:
    selectors = Selectors(Quote("  ", "a", "b"), TextPosition(1, 3), (), "other")
    assert isinstance(anchor(parse("a  b"), selectors), Orphan)


def test_a_short_passage_whose_words_stand_nowhere_else_is_followed_anywhere() -> None:
    words, status = found_in("Ask before you answer.\n", marked("Ask before you answer."))
    assert (words, status) == ("Ask before you answer.", Status.MOVED)
    assert isinstance(anchor(parse("Now you answer me."), marked("you answer")), Orphan)


def test_an_empty_note_has_only_orphans() -> None:
    assert isinstance(anchor(parse(""), marked(PASSAGE)), Orphan)


def test_no_grapheme_is_split_when_a_passage_is_found_again() -> None:
    note = "One family \U0001f468\u200d\U0001f469\u200d\U0001f467 is on the picture of the year.\n\nEnd."
    document = parse(note)
    start = document.text.index("\U0001f469")
    selectors = describe(document, document.range_of(start, start + 9))
    assert selectors.quote.exact.startswith("\U0001f468\u200d\U0001f469\u200d\U0001f467 is on")
    assert found_in("New.\n\n" + note, selectors)[0] == selectors.quote.exact


def test_a_passage_of_many_pages_is_found_by_its_head_and_tail() -> None:
    pages = "\n\n".join(
        f"Page {number} tells what happened on day {number}, at length." for number in range(80)
    )
    selectors = marked(pages, f"Begin here.\n\n{pages}\n\nThe end of it.")
    edited = pages.replace("Page 40 tells", "Page 40, the middle, told")
    words, status = found_in(f"Begin here.\n\n{edited}\n\nThe end of it.", selectors)
    assert words == edited
    assert status is Status.MOVED


def test_several_passages_can_be_anchored_one_by_one() -> None:
    document = parse("New.\n\n" + NOTE)
    each = anchor_all(document, [marked(PASSAGE), marked("Ask before you answer.")])
    assert [words_of(document, next(each)) for _ in range(2)] == [PASSAGE, "Ask before you answer."]


def test_a_description_keeps_what_stands_around_the_passage() -> None:
    document = parse(NOTE)
    selectors = marked(PASSAGE)
    start, end = selectors.position.start, selectors.position.end
    assert selectors.quote.prefix == document.text[start - CONTEXT_CHARS : start]
    assert selectors.quote.suffix == document.text[end : end + CONTEXT_CHARS]
    assert selectors.headings == ("Meeting", "What was said")


def test_where_a_note_repeats_itself_more_is_kept() -> None:
    selectors = marked("The usual point", "- The usual point, as always.\n" * 40)
    assert len(selectors.quote.suffix) >= MOST_CONTEXT_CHARS - 2


def test_an_empty_passage_is_not_described() -> None:
    document = parse(NOTE)
    with pytest.raises(ValueError, match="empty"):
        describe(document, document.range_of(3, 3))
