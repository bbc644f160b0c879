"""What is written at one stop of a walk: begun with what stands there, kept as a draft, saved where it
belongs.

A reflection written on this walk is written on when one comes back to its point; one from before is left as
it is, and a new one stands beside it.
"""

from __future__ import annotations

from reader.annotations.model import Annotation
from reader.document.model import KeyPoint
from reader.tui.screens.drafting import Drafting
from reader.workspace import DraftSubject, OpenNote, Placed, Workspace, draft_subject


class WalkWriting:
    """The words at one key point.

    Attributes:
        own: The reflection they are saved in already, if any.
        start: The words one came to.
    """

    def __init__(self, workspace: Workspace, drafting: Drafting) -> None:
        """Write in a workspace.

        Args:
            workspace: Saves the words.
            drafting: Keeps them as a draft meanwhile.
        """
        self._workspace = workspace
        self._drafting = drafting
        self.own: Annotation | None = None
        self.start = ""

    @property
    def saved(self) -> str:
        """The words as they were saved; empty when there are none yet."""
        return self.own.text if self.own else ""

    def begin(self, opened: OpenNote, point: KeyPoint, own: Placed | None) -> str:
        """Come to a key point; returns the words to go on with: a draft's, or those saved on this walk.

        Args:
            opened: The note.
            point: The key point.
            own: What was written on it on this walk.
        """
        self.own = own.annotation if own else None
        self.start = self._drafting.begin(_subject(opened, point, own), self.saved)
        return self.start

    def is_unsaved(self, words: str) -> bool:
        """Tell whether there is anything to save."""
        return words.strip() != self.saved.strip()

    def save(self, opened: OpenNote, point: KeyPoint, words: str) -> str | None:
        """Save the words, and drop their draft.

        Returns:
            The reflection's id; None when none is left: nothing was written, or all of it was taken out.

        Raises:
            ReaderError: It could not be saved; nothing has changed.
        """
        own = self.own.id if self.own else None
        if self.is_unsaved(words):
            if own is None:
                own = self._workspace.reflect(opened, words, range=point.range).id
            elif words.strip():
                self._workspace.edit(own, words, seen=self.saved)
            else:
                self._workspace.delete(own)
                own = None
        self._drafting.drop()
        return own


def _subject(opened: OpenNote, point: KeyPoint, own: Placed | None) -> DraftSubject:
    if own is not None:
        return draft_subject(opened, edits=own.annotation.id)
    return draft_subject(opened, range=point.range)
