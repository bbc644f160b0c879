"""What a reader has chosen about the screen, kept in the store's table of settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from reader.errors import SaveFailed
from reader.store import Store
from reader.tui.theme import NAMES
from reader.workspace import Sort

TABLE: Final = "settings"
KEY: Final = "screen"

WIDTHS: Final = (56, 72, 88, 104)
"""Reading widths to choose from, in cells a line."""

DEFAULT_WIDTH: Final = 72


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices.

    Attributes:
        theme: A name of `theme.NAMES`; empty: what fits the terminal.
        width: Reading width in cells.
        sort: The order of the library's list.
        welcomed: Whether the first start's three lines were seen.
    """

    theme: str = ""
    width: int = DEFAULT_WIDTH
    sort: Sort = Sort.DATE
    welcomed: bool = False


def load(store: Store) -> Settings:
    """Return what was chosen; what is missing or makes no sense is as at first."""
    kept = store.recall(TABLE, KEY) or {}
    theme, width, sort = kept.get("theme"), kept.get("width"), kept.get("sort")
    return Settings(
        theme=theme if isinstance(theme, str) and theme in NAMES else "",
        width=width if isinstance(width, int) and 20 <= width <= 400 else DEFAULT_WIDTH,
        sort=Sort(sort) if sort in list(Sort) else Sort.DATE,
        welcomed=kept.get("welcomed") is True,
    )


def keep(store: Store, settings: Settings) -> bool:
    """Keep the choices; tells whether they could be saved (if not, they count until the program ends)."""
    record = {**asdict(settings), "sort": settings.sort.value}
    try:
        store.remember(TABLE, KEY, {**(store.recall(TABLE, KEY) or {}), **record})
    except SaveFailed:
        return False
    return True
