"""Links to the web: shown whole, said where they deceive, and never in the hands of a shell."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from reader.document.links import shown_address
from reader.document.parse import parse
from reader.tui.browser import open_in_browser, refusal, warnings, why_no_browser

RECORDER = """#!{python}
import json, os, sys
with open({record!r}, "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
"""


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that writes down what it was started with."""
    script = tmp_path / "recorder"
    script.write_text(RECORDER.format(python=sys.executable, record=str(tmp_path / "record")))
    script.chmod(0o755)
    return script


def started_with(browser: Path) -> str:
    record = browser.with_name("record")
    return record.read_text() if record.exists() else ""


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=$(id)", "mailto:a@example.org"])
def test_the_browser_gets_the_address_as_one_argument(
    address: str, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    assert asyncio.run(open_in_browser(address))
    assert started_with(browser) == f'["{address}"]\n'


@pytest.mark.parametrize(
    "command",
    [
        *("sh -c %s", "sh -c 'touch {mark}; echo %s'", "/bin/bash -c %s", "env sh -c %s", "busybox sh -c %s"),
        *("xterm -e sh -c %s", "'touch {mark} %s'", "python3 -c %s", "xargs -I@ sh -c %s", 'sh -c "%s'),
    ],
)
def test_no_shell_reads_an_address(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark"
    monkeypatch.setenv("BROWSER", command.replace("{mark}", str(mark)))
    address = f"https://example.org/;touch$IFS{mark}&touch${{IFS}}{mark}"
    assert not asyncio.run(open_in_browser(address))
    assert not mark.exists()
    assert "shell" in why_no_browser(os.environ)


def test_a_browser_beside_a_shell_is_used(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", os.pathsep.join(["sh -c %s", f"{browser} %s"]))
    assert asyncio.run(open_in_browser("https://example.org/"))
    assert started_with(browser) == '["https://example.org/"]\n'


@pytest.mark.parametrize(
    "address",
    [
        *(
            "--help",
            "-x",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//evil.example/x",
        ),
        *("https:evil.example", "https://", "https://ex%61mple.org/", "https://bank.example%40evil.example/"),
        *(
            "https://-evil.example/",
            "https://evil.example/%0d%0aX:",
            "https://evil.example/%1b[2J",
            "https://a b",
        ),
        *("https://evil.example/\x1b[2J", "mailto:", "mailto:a@b.example%00", "https://xn--zzzzzz-.example/"),
        "https://\u202egro.elpmaxe/",
    ],
)
def test_what_hides_where_it_leads_is_not_followed(address: str, browser: Path) -> None:
    assert (refusal(address) or "").endswith(".")
    assert not asyncio.run(open_in_browser(address))


def test_a_user_name_before_the_host_is_said() -> None:
    [sentence] = warnings("https://bank.example@evil.example/login")
    assert "the host is evil.example" in sentence


@pytest.mark.parametrize("address", ["https://ex\u0430mple.org/", "https://xn--exmple-4nf.org/"])
def test_letters_of_another_script_in_the_host_are_said(address: str) -> None:
    [sentence] = warnings(address)
    assert "ex\u0430mple.org" in sentence
    assert "xn--exmple-4nf.org" in sentence


def test_plain_addresses_are_followed_without_a_word() -> None:
    for address in (
        "https://example.org/",
        "http://[::1]:8000/",
        "http://127.0.0.1/",
        "mailto:a@example.org",
    ):
        assert refusal(address) is None
        assert warnings(address) == ()


def test_an_address_has_the_name_that_browsers_give_it() -> None:
    [sentence] = warnings("https://stra\u00dfe.example/")
    assert "xn--strae-oqa.example" in sentence


def test_the_terminal_is_told_only_of_addresses_that_can_be_read_on_the_page() -> None:
    [block] = parse(
        "https://a.example/ <https://b.example/> [https://bank.example/](https://evil.example/) [x](https://c.example/)"
    ).blocks
    assert [each for span in block.spans if (each := shown_address(block, span))] == [
        "https://a.example/",
        "https://b.example/",
    ]
