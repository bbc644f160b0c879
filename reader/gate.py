"""The one gate through which foreign text enters: nothing that passed it can steer a terminal.

File names, front matter, note text, annotation text and any error message that quotes them go through
here before they are kept in memory or drawn. Every replacement is one code point for one code point, so
that offsets made on gated text and source lines made on the file agree.

C0 controls (but tab and newline) and DEL become their visible picture (Unicode block "Control Pictures",
U+2400); C1 controls, which have none, become U+FFFD, and so do bidirectional overrides, embeddings and
isolates (Unicode TR9, the "Trojan Source" characters), tag characters (U+E0000 to U+E007F), interlinear
annotation marks and lone surrogates, which cannot be written out as UTF-8. Line and paragraph separators
become a space. Marks that real text needs stay: U+200E and U+200F (direction), U+200C and U+200D
(joiners), U+FE0F (emoji), the tag characters in the three flags that are made of them.

Characters without a shape (zero width, fillers) do nothing where they stand in prose, and stay there. In
names, code and addresses two texts that look alike may differ by one, so there `reveal` makes them visible.
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


_END_OF_TAGS: Final = "\U000e007f"
_TAGGED_FLAGS: Final = (
    "("
    + "|".join(
        "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + _END_OF_TAGS
        for region in ("gbeng", "gbsct", "gbwls")
    )
    + ")"
)
"""England, Scotland and Wales: all that Unicode spells with tags (UTS 51, "emoji-sequences")."""

_SHAPELESS: Final = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0\U0001d173-\U0001d17a]"
    # joiners after letters of scripts without joined forms; in Arabic, Indic scripts and emoji they work
    "|(?:^|(?<=[\\x00-\u052f\u1e00-\u206f]))[\u200c\u200d]"
)
_DIRECTION: Final = "[\u200e\u200f\u061c]"
_RIGHT_TO_LEFT: Final = (
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_TEXT: Final = _replacements()
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Finds the rare text that needs work, at a fraction of a translation's cost; a test holds it to `_TEXT`.

What is forbidden is named and not what is allowed: that compiles in 0.4 ms in place of 4.2, at each start.
"""


_LONG: Final = 4096
"""Code points from which on what is plain is left out first."""

_PLAIN: Final = bytes({*range(0x20, 0x7F), *b"\t\n"})
"""The characters of ASCII that may pass."""


def _is_any_forbidden(text: str) -> bool:
    """Tell whether something in a text may not pass.

    Of a long text in a Latin script nearly all is ASCII. Without that it is looked through in a fifth of the
    time: 9 ms in place of 44 for 10 MB.
    """
    if len(text) > _LONG:
        encoded = text.encode("utf-8", "surrogatepass")
        if len(encoded) < 1.5 * len(text):
            text = encoded.translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    return _FORBIDDEN.search(text) is not None


def may_pass(text: str) -> bool:
    """Tell whether text of any number of lines would come out of the gate as it is."""
    return not _is_any_forbidden(text) or _passed(text) == text


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
    return _passed(text) if _is_any_forbidden(text) else text


def clean_line(text: str) -> str:
    """Make text of one line (a title, a tag, a file name) safe to draw; tab and newline become a space."""
    line = text.replace("\t", " ").replace("\n", " ")
    return _passed(line) if _FORBIDDEN.search(line) else line


def clean_name(text: str) -> str:
    """Make a name or an address safe to draw and to compare by eye: `clean_line`, then `reveal`."""
    return reveal(clean_line(text))


def reveal(text: str) -> str:
    """Make visible, one for one, what has no shape of its own; real words of any script stay as they are.

    That is: zero-width marks and fillers, joiners where there is nothing to join, and marks of direction on a
    line of which nothing runs from right to left.
    """
    if text.isascii():
        return text
    text = re.sub(_SHAPELESS, chr(_REPLACEMENT), text)
    if re.search(_DIRECTION, text) is None:
        return text
    return "\n".join(
        line if re.search(_RIGHT_TO_LEFT, line) else re.sub(_DIRECTION, chr(_REPLACEMENT), line)
        for line in text.split("\n")
    )


def _passed(text: str) -> str:
    """Replace what may not pass, but for the flags that are spelt with tags."""
    if _END_OF_TAGS not in text:
        return text.translate(_TEXT)
    parts = re.split(_TAGGED_FLAGS, text)  # every second part is a flag
    return "".join(part if number % 2 else part.translate(_TEXT) for number, part in enumerate(parts))
