"""An encrypted store read without Reader: the lines of the README, with Debian's ``age``, in a terminal."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from reader.store import Store
from reader.store.identity import unlock
from reader.store.places import Places
from tests.stored import reflection
from tests.terminal import private_environment

ROOT = Path(__file__).parents[3]
PHRASE = "correct horse"
READER = str(Path(sys.executable).with_name("reader"))


def lines_of_the_readme() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- age by hand -->\s*```sh\n(.*?)```\s*<!-- end -->", text, re.DOTALL)
    assert found is not None
    return found[1]


def run(command: list[str], home: Path, folder: Path, *answers: str) -> str:
    """Run a command in a terminal, answer whatever asks for a passphrase, return all it printed."""
    program = pexpect.spawn(
        command[0],
        command[1:],
        env=private_environment(home),
        cwd=str(folder),
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 1000),
    )
    printed = ""
    for answer in answers:
        program.expect("(?i)(passphrase.*?:|once more: )")
        printed += str(program.before)
        program.waitnoecho()
        program.sendline(answer)
    program.expect(pexpect.EOF)
    printed += str(program.before)
    program.wait()  # the pty may end a moment before the program; closing it then would kill it
    program.close()
    assert program.exitstatus == 0, printed
    assert PHRASE not in printed
    return printed


def test_age_reads_the_store_and_its_journal_as_the_readme_says(tmp_path: Path) -> None:
    if shutil.which("age") is None:
        pytest.skip("age is not installed (Debian: apt-get install age)")
    path = tmp_path / "store" / "annotations.json"
    store = Store.open(path)
    store.put(reflection("In the store."))
    store.close()
    said = run([READER, "encrypt", "--store", str(path)], tmp_path, tmp_path, PHRASE, PHRASE)
    assert "is encrypted" in said
    writing = Store.open(path, unlock=lambda file: unlock(file, PHRASE))
    writing.put(reflection("In the journal only."))
    writing._storage.ledger.live.close_journal()  # as a kill leaves it
    assert b"journal only" not in Places.of(path).journal.read_bytes()
    printed = run(["bash", "-euc", lines_of_the_readme()], tmp_path, path.parent, PHRASE, PHRASE)
    assert "In the store." in printed
    assert "In the journal only." in printed
    assert not (path.parent / "key.txt").exists()
    places = Places.of(path)
    assert places.identity_copy.read_bytes() == places.identity.read_bytes(), "backups bring their key"
