"""What is being written and not yet saved: where a draft belongs, so that it can be offered again after a
crash.

`reader.store.Drafts` keeps the words (one 0600 file each); this says what a draft is about, under which key
it is kept, finds its passage again, and tells whether its words are stored already.
"""

from __future__ import annotations

from msgspec import Struct

from reader.annotations.anchor import Anchored, anchor
from reader.annotations.describe import describe
from reader.annotations.model import Kind, Quote, Selectors, TextPosition
from reader.document.model import Range
from reader.store.drafts import Draft
from reader.store.store import Store
from reader.workspace.opened import OpenNote


class DraftSubject(Struct, frozen=True):
    """What is written about: a passage, a highlight, a reflection being edited, or the whole note."""

    key: str
    about: dict[str, object]


def draft_subject(
    open_note: OpenNote,
    *,
    range: Range | None = None,  # noqa: A002  # the word of the house for a passage
    on: str | None = None,
    edits: str | None = None,
) -> DraftSubject:
    """Say what a draft is about.

    Args:
        open_note: The note it is written in.
        range: The passage, if it is about one.
        on: The id of the highlight, if it is about one.
        edits: The id of the reflection, if an earlier one is being edited.
    """
    note = open_note.note
    about: dict[str, object] = {"note_id": note.id, "note_title": note.title, "on": on, "edits": edits}
    if range is not None:
        selectors = describe(open_note.document, open_note.document.snap(range))
        quote, position = selectors.quote, selectors.position
        about["passage"] = {
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
            "start": position.start,
            "end": position.end,
            "text_hash": selectors.text_hash,
        }
        return DraftSubject(f"passage:{note.id}:{position.start}-{position.end}", about)
    if edits or on:
        return DraftSubject(f"edits:{edits}" if edits else f"on:{on}", about)
    return DraftSubject(f"note:{note.id}", about)


def passage_of(open_note: OpenNote, draft: Draft) -> Range | None:
    """Find a draft's passage again; None when it is about no passage or its passage cannot be found."""
    selectors = _selectors(draft)
    if selectors is None:
        return None
    found = anchor(open_note.document, selectors)
    return found.range if isinstance(found, Anchored) else None


def is_stored(draft: Draft, store: Store) -> bool:
    """Tell whether a draft's words stand in the store where it would put them: the program ended after they
    were saved, and before the draft was removed.
    """
    edits, on = draft.about.get("edits"), draft.about.get("on")
    if edits:
        kept = store.get(str(edits))
        there = [kept] if kept is not None and kept.deleted is None else []
    else:
        passage = _selectors(draft)
        there = [
            each
            for each in store.annotations(str(draft.about.get("note_id") or ""))
            if (each.on == on if on else each.on is None and _is_at(each.selectors, passage))
        ]
    return any(each.kind is Kind.REFLECTION and each.text == draft.text.strip() for each in there)


def _is_at(place: Selectors | None, passage: Selectors | None) -> bool:
    """Tell whether a reflection stands where a draft was written; in an edited note, by the words alone."""
    if place is None or passage is None:
        return place is passage
    is_as_it_was = place.text_hash == passage.text_hash
    return place.quote.exact == passage.quote.exact and (
        place.position == passage.position or not is_as_it_was
    )


def _selectors(draft: Draft) -> Selectors | None:
    """Return what is kept of a draft's passage; None when it is about none."""
    kept = draft.about.get("passage")
    if not isinstance(kept, dict):
        return None
    words = [kept.get(name) for name in ("exact", "prefix", "suffix", "text_hash")]
    numbers = [kept.get(name) for name in ("start", "end")]
    if not all(isinstance(each, str) for each in words) or not all(isinstance(each, int) for each in numbers):
        return None
    exact, prefix, suffix, text_hash = (str(each) for each in words)
    start, end = (int(str(each)) for each in numbers)
    return Selectors(Quote(exact, prefix, suffix), TextPosition(start, end), (), text_hash)
