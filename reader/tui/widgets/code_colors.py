"""What the words of a code block are (keyword, string, comment ...), by Pygments; imported when the first
is drawn.

Offsets are code points of the block's text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # Pygments' lexers take 25 ms to import, and most notes have no code
    from pygments.lexer import Lexer

LONGEST: Final = 20_000
"""Code points above which code stays plain: Pygments reads about 1 MB a second, and a frame has 16 ms."""


@lru_cache(maxsize=128)
def code_colors(language: str, text: str) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, role) for the words of a program that have a colour; empty for an unknown
    language.
    """
    if not language or len(text) > LONGEST:
        return ()
    lexer = lexer_for(language.casefold())
    if lexer is None:
        return ()
    found: list[tuple[int, int, str]] = []
    for start, token, value in lexer.get_tokens_unprocessed(text):
        role = _role(str(token))
        if role and value.strip():
            found.append((start, start + len(value), role))
    return tuple(found)


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    """Return the lexer for a fence's word, casefolded; None when Pygments knows none.

    The first takes 40 ms, and each other language some: a long note's are loaded while it is read.
    """
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


_ROLES: Final = (
    ("Token.Comment", "code-comment"),
    ("Token.Keyword", "code-keyword"),
    ("Token.Literal.String", "code-string"),
    ("Token.Literal.Number", "code-number"),
    ("Token.Name.Function", "code-name"),
    ("Token.Name.Class", "code-name"),
    ("Token.Name.Decorator", "code-name"),
    ("Token.Name.Tag", "code-keyword"),
    ("Token.Name.Attribute", "code-name"),
    ("Token.Operator.Word", "code-keyword"),
    ("Token.Operator", "code-operator"),
    ("Token.Punctuation", "code-operator"),
)


@lru_cache(maxsize=256)
def _role(token: str) -> str:
    """Return the role for a Pygments token type; empty for plain text."""
    return next((role for prefix, role in _ROLES if token.startswith(prefix)), "")
