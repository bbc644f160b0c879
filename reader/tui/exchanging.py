"""What brings notes and passages in and takes one's words out, from anywhere in the app."""

from __future__ import annotations

from textual.app import App


class Exchanging(App[None]):
    """The part of the app that opens the sheets for it; each says in a sentence what was done."""

    def action_import(self) -> None:
        """Ask for what is to be taken in."""
        from reader.tui.screens.taking_in import ImportScreen

        self.push_screen(ImportScreen(), self._say_it)

    def action_export(self) -> None:
        """Ask what is to be written, and where."""
        from reader.tui.screens.giving_out import ExportScreen

        self.push_screen(ExportScreen(), self._say_it)

    def _say_it(self, said: str | None) -> None:
        if said:
            self.notify(said, markup=False)
