"""Nothing foreign comes in but where it is known to, and nothing is drawn but through a gate.

The last gates are few and named: `reader.tui.last_gate` for every line of every widget, `reader.cli.output`
for the command line, ``ReaderError.__str__`` for every sentence about a failure. These tests hold that there
is no way around them, and that nothing is read as markup; each rule is tried on a planted violation as well.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.architecture.sources import modules

Sources = Mapping[str, ast.Module]

READS_FOREIGN_TEXT = {
    "reader/cli/output.py": "opens /dev/null; asks whether it is a terminal",
    "reader/cli/application.py": "asks whether it is a terminal",
    "reader/cli/kept_answer.py": "what it wrote itself, gated again where it is printed",
    "reader/cli/preferences.py": "Reader's own preferences",
    "reader/cli/places.py": "paths from the environment",
    "reader/cli/run.py": "arguments",
    "reader/cli/asking.py": "yes or no from the terminal",
    "reader/cli/passphrase.py": "the passphrase; never drawn",
    "reader/cli/writing.py": "words from stdin or an editor",
    "reader/exchange/notes/markdown_files.py": "files and folders that are taken in",
    "reader/exchange/notes/recognise.py": "files that are taken in",
    "reader/index/cache_file.py": "the disposable cache",
    "reader/index/doctor.py": "the disposable cache",
    "reader/index/kept_json.py": "what passed the gate, which is looked at again",
    "reader/library/files.py": "the notes",
    "reader/library/scan.py": "the notes",
    "reader/store/backups.py": "names of the store's backups",
    "reader/store/conversion.py": "names of the store's files",
    "reader/store/doctor.py": "the store's files",
    "reader/store/drafts.py": "drafts",
    "reader/store/durable.py": "the store's files, and words that are written to one of the reader's",
    "reader/store/identity.py": "the key of an encrypted store",
    "reader/store/loading.py": "the store's files",
    "reader/store/lock.py": "the store's lock",
    "reader/store/places.py": "names of the store's files",
    "reader/store/recovery.py": "the store's files",
    "reader/tui/ending.py": "the null device, into which it writes",
    "reader/tui/app.py": "the environment, for the theme",
    "reader/tui/browser.py": "the environment, for the browser",
    "reader/tui/screens/following.py": "the environment, to say why there is no browser",
    "reader/tui/clipboard.py": "the environment, for the clipboard's tool",
    "reader/workspace/exporting.py": "the reader's own template",
    "reader/workspace/importing.py": "files that are taken in",
    "reader/workspace/held_folder.py": "writes files, and compares what they replace",
    "reader/workspace/note_files.py": "writes notes that were taken in",
    "reader/workspace/note_import.py": "the note that an imported one would change",
    "reader/workspace/rescan.py": "names of the notes",
    "reader/workspace/writing_out.py": "files that an export would write over",
}
"""Every module that reads what others made, and what; a new one comes here when its gate has been seen to."""

_READING = {
    *("open", "input", "os.open", "os.fdopen", "os.read", "os.environ", "os.getenv", "os.scandir"),
    *("os.listdir", "os.walk", "os.readlink", "sys.argv", "sys.stdin", "sqlite3.connect"),
    *(".read_text", ".read_bytes", ".readline", ".iterdir", ".glob", ".rglob", ".readlink"),
    *("read_file", "read_bytes", "list_files", ".list_folder"),
}

_TO_THE_TERMINAL = {
    *("print", "sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__", "os.write", "Console"),
    *("Control", "ControlType", "Segment.control", ".set_window_title", ".bell"),
    *("._driver", ".write_direct", ".suspend", ".from_markup", "from_ansi", ".from_ansi", "Markdown"),
}
"""Ways to the terminal that pass no gate, and texts that are read as markup."""

MAY_WRITE = {
    "reader/cli/output.py": "the command line's printing",
    "reader/cli/application.py": "asks whether it is a terminal",
    "reader/store/durable.py": "writes files of the store",
    "reader/store/lock.py": "writes the lock's stand-in",
    "reader/tui/ending.py": "lets nothing be written to a terminal that is gone",
}

_DRAWN = {"Static", "Label", "Button", "Option", "Tooltip", "Toast", "OptionList", "SelectionList", "Select"}


def test_foreign_text_is_read_in_the_modules_that_are_known_to() -> None:
    found = {where.partition(":")[0] for where in readings(modules())}
    assert found - READS_FOREIGN_TEXT.keys() == set(), "see that it passes the gate, then name the module"
    assert READS_FOREIGN_TEXT.keys() - found == set(), "it reads nothing any more"


def test_nothing_reaches_the_terminal_around_the_gates() -> None:
    assert [each for each in shortcuts(modules()) if each.partition(":")[0] not in MAY_WRITE] == []


def test_no_text_is_read_as_markup() -> None:
    assert list(marked_up(modules())) == []


def test_links_reach_the_terminal_where_their_address_is_on_the_page() -> None:
    assert {each.partition(":")[0] for each in terminal_links(modules())} == {
        "reader/tui/widgets/line_painter.py",
        "reader/cli/page.py",
    }


def test_every_line_of_the_screen_passes_the_last_gate() -> None:
    app = modules()["reader/tui/app.py"]
    [method] = [
        node
        for node in ast.walk(app)
        if isinstance(node, ast.FunctionDef) and node.name == "get_line_filters"
    ]
    assert ast.unparse(method.body[-1]) == "return [*super().get_line_filters(), self._last_gate]"


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        ("readings", "import os\nname = os.environ['X']"),
        ("readings", "text = path.read_text()"),
        ("readings", "import sys\nfor word in sys.argv: pass"),
        ("readings", "from os import listdir\nlistdir('.')"),
        ("shortcuts", "print(title)"),
        ("shortcuts", "import sys\nsys.stdout.write(title)"),
        ("shortcuts", "app._driver.write(title)"),
        ("shortcuts", "Text.from_markup(title)"),
        ("marked_up", "Static(title)"),
        ("marked_up", "Static(title, markup=True)"),
        ("marked_up", "Static(markup=is_trusted)"),
        ("marked_up", "app.notify(title)"),
        ("marked_up", "widget.tooltip = title"),
        ("marked_up", "self.border_title = title"),
        ("marked_up", "Input(placeholder=f'find {title}')"),
        ("marked_up", "class Banner(Static):\n    def __init__(self):\n        super().__init__(title)"),
        ("terminal_links", "Style(link=address)"),
        ("terminal_links", "text.stylize(f'link {address}')"),
    ],
)
def test_each_rule_finds_a_planted_violation(rule: str, planted: str) -> None:
    rules: dict[str, Callable[[Sources], Iterator[str]]] = {
        "readings": readings,
        "shortcuts": shortcuts,
        "marked_up": marked_up,
        "terminal_links": terminal_links,
    }
    source = ast.parse(textwrap.dedent(planted))
    assert list(rules[rule]({"reader/planted.py": source})) != []


def readings(sources: Sources) -> Iterator[str]:
    """Yield where text that others made is read."""
    yield from _uses(sources, _READING)


def shortcuts(sources: Sources) -> Iterator[str]:
    """Yield where something could reach the terminal around the gates."""
    yield from _uses(sources, _TO_THE_TERMINAL)


def terminal_links(sources: Sources) -> Iterator[str]:
    """Yield where the terminal is told of an address (OSC 8)."""
    for path, module in sources.items():
        for node in ast.walk(module):
            is_style = isinstance(node, ast.keyword) and node.arg == "link"
            is_words = isinstance(node, ast.JoinedStr) and ast.unparse(node)[2:].startswith("link ")
            if is_style or is_words:
                yield f"{path}: {ast.unparse(node)}"


def marked_up(sources: Sources) -> Iterator[str]:
    """Yield where a widget might read a text as markup: drawn without ``markup=False``, or as a property that
    Textual always reads so.
    """
    for path, module in sources.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _is_marked_up(node):
                yield f"{path}:{node.lineno} {ast.unparse(node)}"
            if isinstance(node, ast.ClassDef) and {ast.unparse(each) for each in node.bases} & _DRAWN:
                yield from (f"{path}:{call.lineno}" for call in _constructions(node) if not _is_plain(call))
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    name = target.attr if isinstance(target, ast.Attribute) else ""
                    if name in ("tooltip", "border_title", "border_subtitle") and not _is_safe(node.value):
                        yield f"{path}:{node.lineno} {ast.unparse(node)}"


def _is_marked_up(call: ast.Call) -> bool:
    """Tell whether a call draws a text that may be read as markup."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if name in _DRAWN or name == "notify":
        return not _is_plain(call)
    placeholders = [each.value for each in call.keywords if each.arg == "placeholder"]
    return name == "Input" and not all(isinstance(each, ast.Constant) for each in placeholders)


def _is_plain(call: ast.Call) -> bool:
    return any(
        each.arg == "markup" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in call.keywords
    )


def _is_safe(value: ast.expr) -> bool:
    """Tell whether a value is written in the source, or is `Content`, which is never read as markup."""
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.Call) and ast.unparse(value.func) == "Content"
    )


def _constructions(node: ast.ClassDef) -> Iterator[ast.Call]:
    """Yield the calls by which a class makes its own base."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "super().__init__":
            yield each


def _uses(sources: Sources, names: set[str]) -> Iterator[str]:
    """Yield where one of the names is used: dotted, as an attribute (``.name``), or imported by name."""
    for path, module in sources.items():
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom):
                for each in node.names:
                    if f"{node.module}.{each.name}" in names:
                        yield f"{path}:{node.lineno} from {node.module} import {each.name}"
            if isinstance(node, ast.Attribute) and (ast.unparse(node) in names or f".{node.attr}" in names):
                yield f"{path}:{node.lineno} {ast.unparse(node)}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield f"{path}:{node.lineno} {node.func.id}"
