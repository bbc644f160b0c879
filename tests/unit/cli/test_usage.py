"""How the command line is asked, and how it answers when it is asked wrongly or cannot answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __version__
from reader.cli.commands import COMMANDS, Command
from tests.unit.cli.conftest import Shell

HEAVY = {"textual", "rich"}


def test_options_count_before_and_after_the_command(reader: Shell) -> None:
    where = ["--notes", str(reader.folder), "--store", str(reader.store)]
    for words in (["list", *where], [*where, "list"], [*where[:2], "list", *where[2:]]):
        assert reader.bare(*words).code == 0
    joined = [f"--notes={reader.folder}", f"--store={reader.store}", "tags"]
    assert reader.bare(*joined).code == 0


def test_the_option_after_the_command_wins(reader: Shell, tmp_path: Path) -> None:
    words = ["--notes", str(tmp_path / "none"), "tags", "--notes", str(reader.folder)]
    assert reader.bare(*words).code == 0


def test_the_environment_names_library_and_store(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_NOTES", str(reader.folder))
    monkeypatch.setenv("READER_STORE", str(reader.store))
    assert reader.bare("reflect", "gardens", "--text", "Words.").code == 0
    assert reader.store.exists()


def test_without_any_word_about_it_the_bundled_notes_are_listed(reader: Shell) -> None:
    said = reader.bare("list", "--json")
    assert said.code == 0


def test_config_sets_the_library_that_opens(reader: Shell) -> None:
    assert reader.bare("config", "notes", str(reader.folder)).code == 0
    assert reader.bare("config", "--json").json["notes"] == str(reader.folder)
    assert [note["id"] for note in reader.bare("list", "--json").json] == ["listening", "gardens.md"]


def test_config_refuses_a_folder_that_is_not_there(reader: Shell, tmp_path: Path) -> None:
    assert reader.bare("config", "notes", str(tmp_path / "none")).code == 1
    assert reader.bare("config", "notes").code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_config_keeps_a_folder_whose_name_is_not_utf8(reader: Shell, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    shutil.copytree(reader.folder, folder)
    assert reader.bare("config", "notes", str(folder)).code == 0
    assert [note["id"] for note in reader.bare("list", "--json").json] == ["listening", "gardens.md"]


def test_the_preferences_are_never_written_through_a_link(reader: Shell, tmp_path: Path) -> None:
    path = Path(reader.bare("config", "--json").json["config"])
    path.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine", encoding="utf-8")
    path.with_name(f".{path.name}.{os.getpid()}").symlink_to(elsewhere)
    assert reader.bare("config", "notes", str(reader.folder)).code == 0
    assert elsewhere.read_text(encoding="utf-8") == "mine"
    assert reader.bare("config", "--json").json["notes"] == str(reader.folder)


def test_a_broken_preferences_file_is_one_sentence(reader: Shell) -> None:
    path = Path(reader.bare("config", "--json").json["config"])
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    said = reader.bare("list")
    assert said.code == 1
    assert str(path) in said.err
    assert reader("list").code == 0


def test_the_version_is_said() -> None:
    ended = subprocess.run([sys.executable, "-m", "reader", "-V"], capture_output=True, text=True, check=True)
    assert ended.stdout == f"Reader {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--nonsense"],
        ["show"],
        ["highlight", "gardens"],
        ["highlight", "gardens", "--quote", "winter", "--color", "pink"],
        ["highlight", "gardens", "--quote", ""],
        ["highlight", "gardens", "--quote", "winter", "--occurrence", "x"],
        ["reflect", "gardens", "--point", "1", "--quote", "winter", "--text", "x"],
        ["reflect", "gardens", "--occurrence", "1", "--text", "x"],
        ["--nonsense"],
        ["config", "color"],
    ],
)
def test_wrong_usage_is_one_sentence_and_two(reader: Shell, words: list[str]) -> None:
    said = reader(*words)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("reader: ")
    assert said.err.count("\n") == 1


def test_a_path_that_is_nothing_is_said(reader: Shell) -> None:
    said = reader.bare("no-such-thing")
    assert said.code == 1
    assert "no-such-thing" in said.err


@pytest.mark.parametrize("package", ["msgspec", "tinydb", "markdown_it"])
def test_an_installation_that_is_not_whole_is_said(reader: Shell, package: str) -> None:
    words = ["show", "listening", "--annotations"]
    begin = f"import sys; sys.modules[{package!r}] = None; from reader.cli import main; sys.exit(main())"
    where = ["--notes", str(reader.folder), "--store", str(reader.store)]
    said = subprocess.run(
        [sys.executable, "-c", begin, *words, *where], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (1, "")
    assert len(said.stderr.splitlines()) == 1
    assert "Reader is not installed whole" in said.stderr
    assert f"“{package}”" in said.stderr


def test_a_missing_library_is_said(reader: Shell, tmp_path: Path) -> None:
    said = reader.bare("list", "--notes", str(tmp_path / "none"), "--store", str(reader.store))
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "none is not there" in said.err
    assert "reader config notes DIR" in said.err


def test_a_name_that_would_steer_the_terminal_is_gated(reader: Shell) -> None:
    said = reader("show", "\x1b[2Jgone")
    assert "\x1b" not in said.err


def test_the_app_does_not_start_without_a_terminal(reader: Shell) -> None:
    said = reader()
    assert said.code == 2
    assert "terminal" in said.err


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_help_of_each_command_ends_well(reader: Shell, name: str) -> None:
    said = reader.bare(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: reader {name}")


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--json"],
        ["tags"],
        ["show", "gardens"],
        ["annotations"],
        ["reflect", "gardens", "--text", "x"],
    ],
)
def test_commands_load_neither_textual_nor_rich(reader: Shell, words: list[str]) -> None:
    script = (
        "import sys; from reader.cli import main; code = main(sys.argv[1:]); "
        "print(code, *{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    where = ["--notes", str(reader.folder), "--store", str(reader.store)]
    ended = subprocess.run(
        [sys.executable, "-c", script, *words, *where], capture_output=True, text=True, check=True, timeout=60
    )
    code, *loaded = ended.stderr.splitlines()[-1].split()
    assert code == "0"
    assert not HEAVY & set(loaded)


def run_in_a_process(reader: Shell, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which ``$reader`` is the command with library and store."""
    python = f"'{sys.executable}' -m reader --notes '{reader.folder}' --store '{reader.store}'"
    return subprocess.run(
        ["bash", "-c", command.replace("$reader", python)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_a_closed_pipe_is_quiet(reader: Shell) -> None:
    ended = run_in_a_process(reader, "$reader show listening --plain | true; echo ${PIPESTATUS[0]}")
    assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_closed_streams_are_no_trouble(reader: Shell) -> None:
    ended = run_in_a_process(
        reader, "$reader list >&-; echo $?; $reader show nothing 2>&-; echo $?; $reader reflect gardens <&-"
    )
    assert ended.stdout == "0\n1\n"
    assert ended.stderr.count("\n") == 1
    assert "--text" in ended.stderr


def test_names_that_are_no_text_are_no_trouble(reader: Shell) -> None:
    ended = run_in_a_process(
        reader, "$reader show $'\\xff'; echo $?; $reader reflect gardens --text $'\\xff' --json"
    )
    assert ended.stdout.startswith("1\n{")
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_the_output_is_said(reader: Shell) -> None:
    ended = run_in_a_process(reader, "$reader list > /dev/full")
    assert ended.returncode == 1
    assert ended.stderr.startswith("reader: The output could not be written")
    assert ended.stderr.count("\n") == 1


def test_a_terminal_without_utf8_gets_question_marks_and_whole_json(reader: Shell) -> None:
    made = run_in_a_process(reader, "$reader reflect gardens --text Größe", PYTHONIOENCODING="ascii")
    assert made.returncode == 0
    assert "Gr??e" in made.stdout
    listed = run_in_a_process(reader, "$reader annotations --json", PYTHONIOENCODING="ascii")
    assert "Gr\\u00f6\\u00dfe" in listed.stdout


def test_show_is_in_colour_on_a_terminal(reader: Shell) -> None:
    pexpect = pytest.importorskip("pexpect")
    words = ["-m", "reader", "--notes", str(reader.folder), "--store", str(reader.store), "show", "listening"]
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    child = pexpect.spawn(
        sys.executable, words, env=environment, encoding="utf-8", dimensions=(24, 80), timeout=60
    )
    child.expect(pexpect.EOF)
    assert "\x1b[3mquiet\x1b[0m" in child.before


def test_no_arguments_are_what_the_parser_makes_of_none() -> None:
    from reader.cli.arguments import read_arguments
    from reader.cli.run import NO_ARGUMENTS

    assert vars(read_arguments([])[1]) == NO_ARGUMENTS


@pytest.mark.parametrize("path", ["note.md", "notes/", "./list", "", "2026", "~/a b", "é.md"])
def test_a_path_alone_is_read_without_a_parser_as_one_would_read_it(path: str) -> None:
    from reader.cli.arguments import read_arguments
    from reader.cli.run import NO_ARGUMENTS, is_path_alone

    command, arguments = read_arguments([path])
    assert command is None
    assert is_path_alone([path])
    assert vars(arguments) == NO_ARGUMENTS | {"path": Path(path)}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_command_is_taken_for_a_path(command: Command) -> None:
    from reader.cli.run import is_path_alone

    assert not is_path_alone([command.name])
    assert not is_path_alone(["--help"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("search", "x", "--limit", "few"), "“few” is not a whole number"),
        (("highlight", "gardens", "--quote", "x", "--color", "orange"), "“orange” is none of"),
    ],
)
def test_a_wrong_value_is_said_in_plain_words(reader: Shell, words: tuple[str, ...], said: str) -> None:
    answer = reader(*words)
    assert answer.code == 2
    assert said in answer.err


def test_a_slip_in_a_command_gets_the_command_that_was_meant(reader: Shell) -> None:
    assert "did you mean reader doctor?" in reader.bare("docter").err
    assert "reader --help lists" in reader.bare("zzzzzz").err
