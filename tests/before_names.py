"""Reader as it was before it read links by name, for what its users keep from then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reader.document import markdown


@contextmanager
def before_links_by_name() -> Iterator[None]:
    """Show ``[[links]]`` as they are written."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr(markdown, "_wikilink", lambda state, silent: False)
        markdown.inline_parser.cache_clear()
        yield
    markdown.inline_parser.cache_clear()
