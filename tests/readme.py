"""The parts of README.md that follow from the code; ``python -m tests.readme`` writes them anew."""

from __future__ import annotations

from pathlib import Path

from reader.cli.commands import COMMANDS
from reader.tui.commands import markdown_table

README = Path(__file__).parents[1] / "README.md"


def command_table() -> str:
    """Every command of the command line, one a row."""
    head = ["| command | what it does |", "|---|---|"]
    return "\n".join([*head, *(_row(each.name, each.takes, each.does) for each in COMMANDS)])


def _row(name: str, takes: str, does: str) -> str:
    call = f"reader {name} {takes}".strip().replace("|", "\\|")
    return f"| `{call}` | {does[0].upper()}{does[1:]} |"


def with_parts(text: str) -> str:
    """The README with its parts made anew between their markers."""
    for name, part in (("keys", markdown_table()), ("commands", command_table())):
        start = text.index(f"<!-- {name} -->\n") + len(f"<!-- {name} -->\n")
        text = f"{text[:start]}\n{part.strip()}\n\n{text[text.index('<!-- end -->', start) :]}"
    return text


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8")), encoding="utf-8")
