"""CommonMark's and GFM's own examples, taken from a package of the index, never copied into this repository.

The specifications (CC BY-SA 4.0) are in the source distribution of marko, a Markdown parser. Wheels do not
carry such files, so an ordinary requirement would not bring them: pip fetches the archive once into pytest's
cache folder. Set READER_SPEC_ARCHIVE to use one that is there already. Where it cannot be had, the tests that
need it are skipped.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final, NamedTuple

REQUIREMENT: Final = "marko==2.2.4"
CACHE: Final = Path(__file__).parents[1] / ".pytest_cache" / "commonmark"
_FILES: Final = {"CommonMark 0.31.2": "/tests/spec/commonmark.txt", "GFM 0.29": "/tests/spec/gfm.txt"}
_FENCE: Final = "`" * 32
_EXAMPLE: Final = re.compile(rf"^{_FENCE} example[^\n]*\n(.*?)^\.\n(.*?)^{_FENCE}$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One example of a specification: its name for messages, its Markdown and the HTML it should become."""

    name: str
    markdown: str
    html: str


def examples() -> list[Example]:
    """Give all examples, or none if the archive cannot be had."""
    archive = _archive()
    if archive is None:
        return []
    found = []
    with tarfile.open(archive) as members:
        for specification, ending in _FILES.items():
            [name] = [name for name in members.getnames() if name.endswith(ending)]
            text = members.extractfile(name)
            assert text is not None
            pairs = _EXAMPLE.findall(text.read().decode("utf-8").replace("→", "\t"))
            found += [Example(f"{specification} {number}", *pair) for number, pair in enumerate(pairs, 1)]
    return found


def _archive() -> Path | None:
    """Find the archive, or fetch it: two minutes at most, and quietly nothing without a network."""
    given = os.environ.get("READER_SPEC_ARCHIVE")
    if given:
        return Path(given)
    if not list(CACHE.glob("*.tar.gz")):
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        try:
            subprocess.run(
                [*fetch, "--dest", str(CACHE), REQUIREMENT], check=True, capture_output=True, timeout=110
            )
        except (subprocess.SubprocessError, OSError):
            return None
    return next(CACHE.glob("*.tar.gz"), None)
