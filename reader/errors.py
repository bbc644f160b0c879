"""The tree of expected errors: each says in one sentence what happened and what was left untouched.

::

    ReaderError                    anything a person can meet and act on; exit code 1
    ├── UsageError                 the command was asked in a way it cannot be; exit code 2
    ├── Stopped                    the reader stopped it between two steps; exit code 130
    ├── LibraryError
    │   ├── LibraryMissing         the folder of notes is not there or is not a folder
    │   ├── NoteNotFound           no note has that id, path or title
    │   ├── AmbiguousNote          several notes fit; they are listed
    │   └── NoteUnreadable         the file is there but cannot be read as a note
    ├── PassageError
    │   ├── QuoteNotFound          the quoted words do not stand in the note
    │   ├── QuoteAmbiguous         they stand there more than once
    │   └── PointNotFound          the note has no key point of that number
    ├── AnnotationError
    │   ├── AnnotationNotFound     no annotation has that id
    │   └── BadRecord              a record of the store has the wrong shape
    ├── ExchangeError
    │   ├── SourceUnreadable       what was to be taken in cannot be read as any known format
    │   ├── OutputRefused          something stands there that Reader did not write, or it cannot be written
    │   │   ├── FileTaken          a file stands there that is not as Reader wrote it
    │   │   └── NotesHaveNoPlace   new notes cannot go into the bundled ones
    │   ├── TemplateFailed         the reader's own template cannot be used
    │   └── ExtraMissing           an optional package is needed for this
    └── StoreError
        ├── StoreUnavailable       the store cannot be opened at all
        ├── StoreTooNew            written by a later Reader; left untouched
        ├── StoreLocked            encrypted, and not opened by its passphrase
        │   └── WrongPassphrase    the passphrase is another one; nothing was changed
        ├── StoreDamaged           damage that must not be written over
        ├── DraftUnreadable        a draft is there and cannot be read; it stays as it is
        └── SaveFailed             nothing was saved; the words are still in the caller's hands

A mistake in the code is not in this tree: it raises what Python raises and keeps its trace.
"""

from __future__ import annotations

from reader.gate import clean_name


class ReaderError(Exception):
    """What a person can meet and act on.

    ``str(error)`` is one sentence that has passed the gate. What has no shape of its own is visible in it,
    for it often names a file.
    """

    exit_code = 1

    def __str__(self) -> str:
        return clean_name(super().__str__())


class UsageError(ReaderError):
    """The command was asked in a way it cannot be."""

    exit_code = 2


class Stopped(ReaderError):
    """The reader stopped something long between two of its steps; what was done before stands."""

    exit_code = 130  # 128 and the number of SIGINT, as shells have it


class LibraryError(ReaderError):
    """Something about the folder of notes or one of its files."""


class LibraryMissing(LibraryError):
    """The folder of notes is not there or is not a folder."""


class NoteNotFound(LibraryError):
    """No note has that id, path or title."""


class AmbiguousNote(LibraryError):
    """Several notes fit what was asked for; the sentence lists them."""


class NoteUnreadable(LibraryError):
    """The file is there but cannot be read as a note."""


class PassageError(ReaderError):
    """A passage cannot be pointed at as asked."""


class QuoteNotFound(PassageError):
    """The quoted words do not stand in the note."""


class QuoteAmbiguous(PassageError):
    """The quoted words stand in the note more than once: a sentence, and a line for each place."""

    def __str__(self) -> str:
        return "\n".join(clean_name(line) for line in Exception.__str__(self).split("\n"))


class PointNotFound(PassageError):
    """The note has no key point of that number."""


class AnnotationError(ReaderError):
    """Something about one highlight or reflection."""


class AnnotationNotFound(AnnotationError):
    """No annotation has that id."""


class BadRecord(AnnotationError):
    """A record of the store has the wrong shape."""


class ExchangeError(ReaderError):
    """Something about taking in or giving out."""


class SourceUnreadable(ExchangeError):
    """What was to be taken in cannot be read as any known format; nothing was taken."""


class OutputRefused(ExchangeError):
    """Something stands there that Reader did not write, or it cannot be written; it is as it was, or the
    sentence says what is not.
    """


class FileTaken(OutputRefused):
    """A file stands there that is not as Reader wrote it; nothing was written.

    Attributes:
        what: The sentence without what can be done about it.
    """

    def __init__(self, name: str) -> None:
        self.what = f"“{name}” is there already and is not as Reader wrote it; nothing was written."
        super().__init__(
            f"{self.what} Choose another name, add to it with --append (Markdown only), "
            "or write over it with --force."
        )


class NotesHaveNoPlace(OutputRefused):
    """New notes cannot go into the bundled ones; nothing was written.

    Attributes:
        what: The sentence without what can be done about it.
    """

    def __init__(self) -> None:
        self.what = "The notes that come with Reader stay as they are."
        super().__init__(f"{self.what} Name a folder for new notes: --into DIR.")


class TemplateFailed(ExchangeError):
    """The reader's own template cannot be used; nothing was written."""


class ExtraMissing(ExchangeError):
    """An optional package is needed for this and is not installed."""


class StoreError(ReaderError):
    """Something about the file that keeps the annotations."""


class StoreUnavailable(StoreError):
    """The store cannot be opened at all."""


class StoreTooNew(StoreError):
    """The store was written by a later version; it was left untouched."""


class StoreLocked(StoreError):
    """The store is encrypted and its key is not at hand; nothing was read or changed."""


class WrongPassphrase(StoreLocked):
    """The passphrase does not open the key; nothing was changed."""


class StoreDamaged(StoreError):
    """The store is damaged in a way that must not be written over."""


class DraftUnreadable(StoreError):
    """What was being written is there and cannot be read; it stays as it is."""


class SaveFailed(StoreError):
    """Nothing was saved; the words are still in the caller's hands."""
