"""Copying: the platform's own tool first, then the terminal (OSC 52), and a sentence on which way was taken.

A terminal may ignore OSC 52 without a word, so a tool that reports success comes first; over a remote
connection the tools would fill the clipboard of the wrong machine, so there the terminal comes first.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from textual.app import App

_PATIENCE: Final = 2.0  # seconds; a tool that has not taken the words by then is hanging

Tool = tuple[str, ...]
Run = Callable[[Tool, str], bool]


def tools(environment: Mapping[str, str], platform: str = sys.platform) -> Iterator[Tool]:
    """Yield the tools that make sense here, best first; whether they are installed is not looked at."""
    if environment.get("SSH_TTY") or environment.get("SSH_CONNECTION"):
        return
    if platform == "darwin":
        yield ("pbcopy",)
    if environment.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if environment.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    if platform == "win32" or environment.get("WSL_DISTRO_NAME"):
        yield ("clip.exe",)


def _run(tool: Tool, text: str) -> bool:
    """Hand a text to a tool; tells whether it took it."""
    path = shutil.which(tool[0])
    if path is None:
        return False
    # clip.exe reads UTF-16; its output goes nowhere, or xclip, which stays behind, would hold it open
    encoded = text.encode("utf-16-le" if tool[0] == "clip.exe" else "utf-8")
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            [path, *tool[1:]], input=encoded, stdout=quiet, stderr=quiet, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def copy(text: str, environment: Mapping[str, str], terminal: Callable[[str], None], run: Run = _run) -> str:
    """Copy a text.

    Args:
        text: What to copy.
        environment: The process's environment.
        terminal: Writes OSC 52 to the terminal (`App.copy_to_clipboard`).
        run: Hands a text to a tool and tells whether it took it.

    Returns:
        One sentence on what was done.
    """
    for tool in tools(environment):
        if run(tool, text):
            return f"Copied with {tool[0]}."
    terminal(text)
    if environment.get("TMUX") and run(("tmux", "load-buffer", "-w", "-"), text):
        return "Copied into tmux's buffer and, where the terminal allows it, the clipboard."
    return "Copied through the terminal (OSC 52); some terminals ignore that."


def copy_for(app: App[Any], text: str) -> None:
    """Copy a text off the screen's thread and say in the app what was done."""
    import os

    def work() -> None:
        said = copy(text, os.environ, lambda words: app.call_from_thread(app.copy_to_clipboard, words))
        app.call_from_thread(app.notify, said, markup=False)

    app.run_worker(work, thread=True, group="clipboard", exclusive=False)
