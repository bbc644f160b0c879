"""What is made anew has a name that can be seen; what is there already keeps its own, whatever that is.

A path that was pasted may hold what steers a terminal or what no eye sees. As the name of a new file it would
lie in wait for every other program that lists the folder.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from reader.gate import clean_name

UNSEEN: Final = "its name holds controls or characters that cannot be seen; give it a plain one"
"""Why nothing is made there, to follow what was not done."""


def require_visible(path: Path) -> None:
    """Refuse a path if what is not there yet of it would get a name that the gate had to change.

    Raises:
        OSError: ``EINVAL``, with `UNSEEN` for its words.
    """
    for part in (path, *path.parents):
        if clean_name(part.name) != part.name and not os.path.lexists(part):
            raise OSError(errno.EINVAL, UNSEEN, str(path))
