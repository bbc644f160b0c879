"""Paths as people type them, and looks at them that never fail.

A look that the system refuses (a closed folder, a name that is too long) finds nothing; what is then done
with the path fails in a sentence of its own, which says why.
"""

from __future__ import annotations

import os
from pathlib import Path


def typed_path(text: str | Path) -> Path:
    """Return a path with ``~`` taken for the home folder; a user whom nobody knows is a name like another."""
    return Path(os.path.expanduser(text))  # noqa: PTH111  # Path.expanduser raises for an unknown user


def is_there(path: Path) -> bool:
    """Tell whether something is known to stand at a path."""
    return os.path.exists(path)  # noqa: PTH110  # Path.exists raises for a closed folder and a long name


def is_folder(path: Path) -> bool:
    """Tell whether a folder is known to stand at a path."""
    return os.path.isdir(path)  # noqa: PTH112  # as above


def is_gone(path: Path) -> bool:
    """Tell whether nothing stands at a path for sure; what may not be looked at may be there."""
    try:
        return not path.exists()
    except OSError:
        return False
