"""Bare addresses in text that become links by GFM's rule for extended autolinks (GFM 0.29, 6.9).

Works on rendered text, so it adds spans and never changes a word. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.deferred import pattern

_WEB: Final = pattern(r"(?<![^\W_])(?:https?://|www\.)[^\s<]+", re.IGNORECASE)
# Looking behind for a character of the same class starts the search once a word and not at each of its
# letters.
_MAIL: Final = pattern(
    r"(?<![\w.+-])(?:mailto:)?[a-z0-9.+_-]+@[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", re.IGNORECASE | re.ASCII
)
_HOST: Final = pattern(r"(?:https?://)?(?:[^\s/@]*@)?([^\s/?#:]+)", re.IGNORECASE)
_TRAILING: Final = "?!.,:;*_~'\"”’»…"


def bare_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Find bare addresses.

    Yields:
        Start and end in ``text``, and the address to go to: ``http://`` is put before "www.", ``mailto:``
        before a mail address. Web addresses come first, each kind in order.
    """
    lowered = "://" in text or "www." in text.lower()
    if lowered:
        for match in _WEB.finditer(text):
            start, end = match.start(), match.start() + _trimmed(match.group())
            address = text[start:end]
            if _is_host(address):
                yield start, end, address if "://" in address else f"http://{address}"
    if "@" in text:
        for match in _MAIL.finditer(text):
            address = match.group().rstrip(".")
            if address[-1] not in "-_":
                prefix = "" if address.lower().startswith("mailto:") else "mailto:"
                yield match.start(), match.start() + len(address), prefix + address


def _trimmed(address: str) -> int:
    """Give the length of an address without the sentence's punctuation and unbalanced brackets at its end."""
    end = len(address)
    opening, closing = address.count("("), address.count(")")
    while end:
        last = address[end - 1]
        if last == ")" and closing > opening:
            closing -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _is_host(address: str) -> bool:
    """Whether a host follows: a letter or digit, a dot after "www.", no "_" in its last two parts."""
    found = _HOST.match(address)
    if not found or not any(character.isalnum() for character in found[1]):
        return False
    parts = found[1].split(".")
    is_www = "://" not in address
    return not any("_" in part for part in parts[-2:]) and (not is_www or (len(parts) > 1 and bool(parts[1])))
