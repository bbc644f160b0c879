"""What a reader has chosen about the screen, kept in the store's table of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import asdict

from reader.errors import SaveFailed
from reader.tui.theme import NAMES
from reader.workspace import Sort

if TYPE_CHECKING:  # for start-up cost
    from reader.store import Store

TABLE: Final = "settings"
KEY: Final = "screen"

WIDTHS: Final = (56, 72, 88, 104)
"""Reading widths to choose from, in cells a line."""

DEFAULT_WIDTH: Final = 72

SORTS: Final = {
    Sort.DATE: "newest first",
    Sort.TITLE: "by title",
    Sort.READ: "last read first",
    Sort.ANNOTATED: "most annotated first",
}
"""The orders of the list as the reader sees them."""

LOCKS: Final = (1, 5, 10, 30, 60, 0)
"""Minutes without a touch after which encrypted words lock themselves, to choose from; 0: never."""

LOCK_AFTER: Final = 10


class Settings(Struct, frozen=True):
    """The choices.

    Attributes:
        theme: A name of `theme.NAMES`; empty: what fits the terminal.
        width: Reading width in cells.
        sort: The order of the library's list.
        welcomed: Whether the first start's three lines were seen.
        lock_after: Minutes without a touch after which encrypted words are locked; 0: never.
    """

    theme: str = ""
    width: int = DEFAULT_WIDTH
    sort: Sort = Sort.DATE
    welcomed: bool = False
    lock_after: int = LOCK_AFTER


def load(store: Store) -> Settings:
    """Return what was chosen; what is missing or makes no sense is as at first."""
    kept = store.recall(TABLE, KEY) or {}
    theme, width, sort = kept.get("theme"), kept.get("width"), kept.get("sort")
    minutes = kept.get("lock_after")
    return Settings(
        theme=theme if isinstance(theme, str) and theme in NAMES else "",
        width=width if isinstance(width, int) and 20 <= width <= 400 else DEFAULT_WIDTH,
        sort=Sort(sort) if sort in list(Sort) else Sort.DATE,
        welcomed=kept.get("welcomed") is True,
        lock_after=minutes if isinstance(minutes, int) and 0 <= minutes <= 1440 else LOCK_AFTER,
    )


def keep(store: Store, settings: Settings) -> bool:
    """Keep the choices; tells whether they could be saved (if not, they count until the program ends)."""
    record = {**asdict(settings), "sort": settings.sort.value}
    try:
        store.remember(TABLE, KEY, {**(store.recall(TABLE, KEY) or {}), **record})
    except SaveFailed:
        return False
    return True
