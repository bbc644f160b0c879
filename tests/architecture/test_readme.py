"""The README says what there is: every command, in the words of the help."""

from __future__ import annotations

import re

import pytest

from reader.cli.commands import COMMANDS
from tests.architecture.sources import ROOT
from tests.readme import with_parts

README = ROOT / "README.md"


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"reader {name}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_in_the_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.cli import main

    assert main(["--help"]) == 0
    assert f"  {name} " in capsys.readouterr().out


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.cli import main

    assert main([name, "--help"]) == 0
    assert f"reader {name}" in capsys.readouterr().out


def test_keys_and_commands_in_the_readme_follow_from_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_parts(text), "write them anew with: python -m tests.readme"


def test_every_file_the_readme_points_to_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    pointed_to = re.findall(r"\]\(([^)#:]+)\)|`((?:tests|reader|notes|\.ci)/[\w./*-]*)`", text)
    for name in filter(None, (one or other for one, other in pointed_to)):
        assert list(ROOT.glob(name.rstrip("/"))) or (ROOT / name).exists(), name
