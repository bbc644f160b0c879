"""Spaced repetition for the annotations a person chose it for, by the ``fsrs`` package where it is installed.

FSRS-6 (py-fsrs, MIT, https://github.com/open-spaced-repetition/py-fsrs) with its default parameters; steps
within a day are left out, because nothing comes up twice on a day here. A card is a plain mapping, as
``Card.to_dict`` gives it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from datetime import datetime

from reader.errors import UsageError
from reader.workspace.review import FIRST, LONGEST, Verdict


def is_available() -> bool:
    """Tell whether the package is installed."""
    return importlib.util.find_spec("fsrs") is not None


def new_card() -> dict[str, object]:
    """Return the card of something chosen just now.

    Raises:
        UsageError: The package is not installed.
    """
    if not is_available():
        raise UsageError(
            "Spaced repetition needs the package fsrs; install Reader as better-way-reader[review]."
        )
    from fsrs import Card

    return dict(Card().to_dict())


def repeated(
    card: Mapping[str, object], verdict: Verdict, now: datetime
) -> tuple[dict[str, object], int] | None:
    """Return a card after a verdict, and the days until it is due.

    Returns:
        None when the package is gone or cannot read the card: the plain rotation then goes on.
    """
    if not is_available():
        return None
    from fsrs import Card, Rating, Scheduler

    rating = {Verdict.AGAIN: Rating.Again, Verdict.LESS: Rating.Easy}.get(verdict, Rating.Good)
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    try:
        after, _ = scheduler.review_card(Card.from_dict(dict(card)), rating, now)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        return None
    return dict(after.to_dict()), min(LONGEST, max(FIRST, round((after.due - now).total_seconds() / 86_400)))
