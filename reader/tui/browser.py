"""Addresses of the web: which may be followed, how they are shown, and the browser that opens them.

Only ``http``, ``https`` and ``mailto`` leave Reader, and only after the reader has seen the address. The
browser is started by Python's `webbrowser` in a process of its own, without this terminal: a text browser in
``BROWSER`` cannot draw over the screen, and nothing is printed on it. A ``BROWSER`` that is a shell's command
(``sh -c %s``) would run what an address says; such a one is not used.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from reader.gate import clean_name

SCHEMES: Final = frozenset({"http", "https", "mailto"})

_PATIENCE: Final = 10.0  # seconds after which a browser that has not returned counts as open
_OPEN: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0]")
_HIDDEN: Final = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_HIDDEN_IN_MAIL: Final = re.compile(r"%(?:0[0-9b-cef]|1[0-9a-f]|7f)", re.IGNORECASE)  # RFC 6068: lines end so
_HOST: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)
_SHELLS: Final = frozenset(
    {"sh", "bash", "dash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "ash", "busybox", "nu", "pwsh", "cmd"}
    | {"powershell", "xargs", "eval", "ssh", "watch", "script", "su"}
)
"""What reads an argument as a command."""
_COMMAND: Final = re.compile(r"[\s;&|`$<>()]")


def refusal(address: str) -> str | None:
    """Return why an address may not be followed, as one sentence; None when it may."""
    if address.startswith("[["):
        return "No note of this library has this name; it is not followed."
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
    if parts.scheme != "mailto" and not _is_host(host or ""):
        return "Its host is no name that the network could know; it is not followed."
    if parts.scheme == "mailto" and not parts.path:
        return "This address names nobody to write to; it is not followed."
    if (_HIDDEN_IN_MAIL if parts.scheme == "mailto" else _HIDDEN).search(address):
        return "This address holds control characters in disguise; it is not followed."
    return None


def warnings(address: str) -> tuple[str, ...]:
    """Return what may deceive in an address that `refusal` has let pass, a sentence each."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    found = []
    if "@" in parts.netloc:
        found.append(f"What stands before the @ is a user's name; the host is {host}.")
    known, read = _as_known(host), _as_read(host)
    if known != read:
        found.append(f"Its letters are not all Latin: {read} is known to the network as {known}.")
    return tuple(found)


def _as_known(host: str) -> str:
    """Return a host as the network knows it (``xn--...``); raises ``UnicodeError`` where there is none."""
    if host.isascii():
        return host
    import idna  # its tables take a while to load, and few hosts need them

    return idna.encode(host, uts46=True).decode("ascii")


def _as_read(host: str) -> str:
    """Return a host with the letters that ``xn--`` stands for; raises ``UnicodeError`` where it is none."""
    if "xn--" not in host:
        return host
    import idna

    return clean_name(idna.decode(host))


def _is_host(host: str) -> bool:
    """Tell whether a host is a name or number that the network knows, written in no disguise."""
    if ":" in host:  # an IPv6 address, which `urlsplit` has checked
        return True
    try:
        return _HOST.fullmatch(_as_known(host)) is not None and bool(_as_read(host))
    except UnicodeError:
        return False


def why_no_browser(environment: Mapping[str, str]) -> str:
    """Return why no browser was started, as a sentence."""
    if environment.get("BROWSER") and not _without_shells(environment["BROWSER"]):
        return "BROWSER would hand it to a shell, so it was not opened; y on its sheet copies it."
    return "No browser was found to open the address; y on its sheet copies it."


def _without_shells(browsers: str) -> str:
    """Return the commands of ``BROWSER`` that take an address as an argument, not as part of a command."""
    return os.pathsep.join(each for each in browsers.split(os.pathsep) if each and not _has_shell(each))


def _has_shell(command: str) -> bool:
    """Tell whether a command would read an address as a command of its own."""
    try:
        words = shlex.split(command)
    except ValueError:
        return True
    names = {os.path.basename(word).removesuffix(".exe") for word in words}  # noqa: PTH119
    is_inside = any("%s" in word and _COMMAND.search(word) for word in words)
    is_after = any(later == "%s" and word in ("-c", "-e", "-x") for word, later in pairwise(words))
    return bool(names & _SHELLS) or is_inside or is_after


async def open_in_browser(address: str) -> bool:
    """Open an address that `refusal` has let pass; tells whether a browser was found."""
    if refusal(address) is not None:
        return False
    browsers = _without_shells(os.environ.get("BROWSER", ""))
    if os.environ.get("BROWSER") and not browsers:
        return False
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _OPEN, address),
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
            env={**os.environ, "BROWSER": browsers} if browsers else None,
        )
    except OSError:
        return False
    try:
        return await asyncio.wait_for(process.wait(), _PATIENCE) == 0
    except TimeoutError:
        return True
