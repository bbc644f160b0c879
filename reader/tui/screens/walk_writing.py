"""What is written at one stop of a walk: begun with what stands there, kept as a draft, saved where it
belongs.

A reflection written on this walk is written on when one comes back to its point; one from before is left as
it is, and a new one stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.annotations.model import Annotation
from reader.document.model import KeyPoint
from reader.errors import ReaderError
from reader.tui.screens.drafting import Drafting
from reader.workspace import DraftSubject, OpenNote, Placed, Workspace, draft_subject


class WalkWriting:
    """The words at one key point.

    Attributes:
        own: The reflection they are saved in already, if any.
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

    @property
    def saved(self) -> str:
        """The words as they were saved; empty when there are none yet."""
        return self.own.text if self.own else ""

    def begin(
        self,
        opened: OpenNote,
        point: KeyPoint,
        own: Placed | None,
        take: Callable[[str], object],
        late: Callable[[], object] = lambda: None,
    ) -> None:
        """Come to a key point.

        Args:
            opened: The note.
            point: The key point.
            own: What was written on it on this walk.
            take: Called with the words to go on with: a draft's, or those saved on this walk.
            late: Called now if ``take`` is called later.
        """
        self.own = own.annotation if own else None
        self._drafting.begin(_subject(opened, point, own), self.saved, take, late)

    def is_unsaved(self, words: str) -> bool:
        """Tell whether there is anything to save."""
        return words.strip() != self.saved.strip()

    def save(
        self,
        opened: OpenNote,
        point: KeyPoint,
        words: str,
        saved: Callable[[str | None], object],
        *,
        failed: Callable[[ReaderError], object],
        late: Callable[[], object],
    ) -> None:
        """Save the words, and forget their draft.

        Args:
            opened: The note.
            point: The key point.
            words: What is written on it.
            saved: Called with the reflection's id; None when none is left: all of it was taken out.
            failed: Called when it could not be saved; nothing has changed then.
            late: Called now if one of these is called later.
        """
        workspace, own, before = self._workspace, self.own.id if self.own else None, self.saved

        def change() -> str | None:
            if own is None:
                return workspace.reflect(opened, words, range=point.range).id
            if words.strip():
                return workspace.edit(own, words, seen=before).id
            workspace.delete(own)
            return None

        self._drafting.save(change, saved, failed=failed, late=late)


def _subject(opened: OpenNote, point: KeyPoint, own: Placed | None) -> DraftSubject:
    if own is not None:
        return draft_subject(opened, edits=own.annotation.id)
    return draft_subject(opened, range=point.range)
