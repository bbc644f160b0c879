"""The one gate through which foreign text enters: nothing that passed it can steer a terminal.

File names, front matter, note text, annotation text and any error message that quotes them go through
here before they are kept in memory or drawn. Every replacement is one code point for one code point, so
that offsets made on gated text and source lines made on the file agree.

C0 controls (but tab and newline) and DEL become their visible picture (Unicode block "Control Pictures",
U+2400); C1 controls, which have none, become U+FFFD, and so do bidirectional overrides, embeddings and
isolates (Unicode TR9, the "Trojan Source" characters), tag characters (U+E0000 to U+E007F), interlinear
annotation marks and lone surrogates, which cannot be written out as UTF-8. Line and paragraph separators
become a space. Marks that real text needs stay: U+200E and U+200F (direction), U+200C and U+200D
(joiners), U+FE0F (emoji).
"""

from __future__ import annotations

import re
from typing import Final

_REPLACEMENT: Final = 0xFFFD


def _replacements() -> dict[int, int]:
    """Map each code point that may not pass to the one that stands for it."""
    table = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
    table[0x7F] = 0x2421
    steering = [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x206A, 0x2070)]
    deceiving = [*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000)]
    table.update(dict.fromkeys([*steering, *deceiving], _REPLACEMENT))
    table.update(dict.fromkeys([0x2028, 0x2029], 0x20))
    return table


_TEXT: Final = _replacements()
_FORBIDDEN: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufff8\ufffc-\U000dffff\U000e0080-\U0010ffff]"
)
"""Finds the rare text that needs work, at a tenth of a translation's cost; a test holds it to `_TEXT`."""


def may_pass(text: str) -> bool:
    """Tell whether text of any number of lines would come out of the gate as it is."""
    return _FORBIDDEN.search(text) is None


def escaped(json_text: str) -> str:
    r"""Spell what may not pass in JSON as ``\uXXXX``: the same value to a program, harmless on a terminal."""
    return _FORBIDDEN.sub(_escape, json_text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def clean_text(text: str) -> str:
    r"""Make text of several lines safe to draw; tab and newline stay, ``\r\n`` and ``\r`` become ``\n``."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_TEXT) if _FORBIDDEN.search(text) else text


def clean_line(text: str) -> str:
    """Make text of one line (a title, a tag, a file name) safe to draw; tab and newline become a space."""
    line = text.replace("\t", " ").replace("\n", " ")
    return line.translate(_TEXT) if _FORBIDDEN.search(line) else line
