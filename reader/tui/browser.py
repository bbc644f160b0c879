"""Addresses of the web: which may be followed, how they are shown, and the browser that opens them.

Only ``http``, ``https`` and ``mailto`` leave Reader, and only after the reader has seen the address. The
browser is started by Python's `webbrowser` in a process of its own, without this terminal: a text browser in
``BROWSER`` cannot draw over the screen, nothing is printed on it, and no shell reads the address.
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Final
from urllib.parse import urlsplit

SCHEMES: Final = frozenset({"http", "https", "mailto"})

_PATIENCE: Final = 10.0  # seconds after which a browser that has not returned counts as open
_OPEN: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0]")


def refusal(address: str) -> str | None:
    """Return why an address may not be followed, as one sentence; None when it may."""
    if _FORBIDDEN.search(address):
        return "This address holds blanks or control characters; it is not followed."
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "This is not an address that can be read; it is not followed."
    if not parts.scheme:
        return "This leads to no note of the library and is no web address; it is not followed."
    if parts.scheme not in SCHEMES:
        return f"Only http, https and mailto addresses are followed, not {parts.scheme}."
    if parts.scheme != "mailto" and not host:
        return "This address names no host; it is not followed."
    if parts.scheme == "mailto" and not parts.path:
        return "This address names nobody to write to; it is not followed."
    return None


def plain_host(address: str) -> str:
    """Return the host as the network knows it (``xn--...``) where it is not written so; else ``""``."""
    host = urlsplit(address).hostname or ""
    if host.isascii():
        return ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return "no valid host name"


async def open_in_browser(address: str) -> bool:
    """Open an address that `refusal` has let pass; tells whether a browser was found."""
    if refusal(address) is not None:
        return False
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _OPEN, address),
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return await asyncio.wait_for(process.wait(), _PATIENCE) == 0
    except TimeoutError:
        return True
