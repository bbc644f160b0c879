"""encrypt, decrypt, passphrase and purge: from the command line, without a passphrase in any argument."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from reader.cli import passphrase
from reader.index.places import cache_folder, words_file
from reader.store import identity
from reader.store.sealing import AGE, Sealed
from tests.unit.cli.conftest import Said, Shell

PHRASE = "open sesame"
SECRET = "I was afraid."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost nothing: "protect" an identity by writing the passphrase before the key.

    `tests/unit/cli/test_age_by_hand.py` does it with the real derivation, and in a real terminal.
    """
    ours = AGE + b"-> quick\n"

    def protected(sealing: Sealed, phrase: str) -> bytes:
        return ours + json.dumps([phrase, sealing.key]).encode()

    def opened(content: bytes, phrase: str) -> Sealed | None:
        if not content.startswith(ours):
            return None
        right, key = json.loads(content.removeprefix(ours))
        return Sealed.of_key(key) if phrase == right else None

    monkeypatch.setattr(identity, "protected", protected)
    monkeypatch.setattr(identity, "_opened", opened)
    monkeypatch.setattr(passphrase, "_has_terminal", lambda: False)


@pytest.fixture
def phrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "phrase"
    file.write_text(f"{PHRASE}\n", encoding="utf-8")
    return file


@pytest.fixture
def encrypted(reader: Shell, phrase_file: Path) -> Shell:
    reader("reflect", "gardens", "--text", SECRET)
    assert reader("encrypt", "--passphrase-file", str(phrase_file)).code == 0
    return reader


class Keyboard:
    """Somebody at a terminal who types these passphrases one after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *phrases: str) -> None:
        self.asked: list[str] = []
        self._phrases = list(phrases)
        monkeypatch.setattr(passphrase, "_has_terminal", lambda: True)
        monkeypatch.setattr("getpass.getpass", self._type)

    def _type(self, question: str) -> str:
        self.asked.append(question)
        return self._phrases.pop(0)


def texts(said: Said) -> list[str]:
    return [each["text"] for each in said.json]


def in_the_clear(folder: Path) -> list[str]:
    return [
        file.name for file in folder.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()
    ]


def test_every_command_works_on_an_encrypted_store_with_a_passphrase_file(
    encrypted: Shell, phrase_file: Path
) -> None:
    given = ("--passphrase-file", str(phrase_file))
    assert texts(encrypted("annotations", "--json", *given)) == [SECRET]
    assert encrypted(*given, "reflect", "gardens", "--text", "More.").code == 0
    assert encrypted("search", "afraid", "--json", *given).json
    assert encrypted("doctor", *given).code == 0
    assert encrypted("backup", *given).code == 0
    assert encrypted("export", "--format", "json", *given).code == 0
    assert in_the_clear(encrypted.store.parent) == []
    assert not words_file(cache_folder(), encrypted.store).exists(), "the index keeps no private word"


def test_encrypting_removes_the_index_of_private_words(reader: Shell, phrase_file: Path) -> None:
    reader("reflect", "gardens", "--text", SECRET)
    reader("search", "afraid")
    assert words_file(cache_folder(), reader.store).exists()
    reader("encrypt", "--passphrase-file", str(phrase_file))
    assert not words_file(cache_folder(), reader.store).exists()


def test_without_a_passphrase_it_is_one_sentence_and_nothing_is_touched(encrypted: Shell) -> None:
    before = encrypted.store.read_bytes()
    for words in (["annotations", "--json"], ["reflect", "gardens", "--text", "x"], ["decrypt"], ["purge"]):
        said = encrypted(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1
        assert "--passphrase-file" in said.err
    assert encrypted.store.read_bytes() == before


def test_a_wrong_passphrase_changes_nothing_and_says_so(encrypted: Shell, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("open barley\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in encrypted.store.parent.rglob("*") if file.is_file()}
    for words in (["annotations"], ["decrypt"], ["passphrase", "--new-passphrase-file", str(wrong)]):
        said = encrypted(*words, "--passphrase-file", str(wrong))
        assert said.code == 1
        assert "does not open" in said.err
        assert "barley" not in said.err + said.out
    assert {file: file.read_bytes() for file in before} == before


def test_the_terminal_asks_once_again_after_a_slip(encrypted: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Keyboard(monkeypatch, "slip", PHRASE)
    said = encrypted("annotations", "--json")
    assert texts(said) == [SECRET]
    assert len(keyboard.asked) == 2
    assert "annotations.json" in keyboard.asked[0]


def test_a_new_passphrase_is_typed_twice_and_never_empty(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader("reflect", "gardens", "--text", SECRET)
    Keyboard(monkeypatch, "one", "other")
    said = reader("encrypt")
    assert said.code == 2
    assert "not the same" in said.err
    Keyboard(monkeypatch, " ", " ")
    assert reader("encrypt").code == 2
    empty = tmp_path / "empty"
    empty.write_text("\n", encoding="utf-8")
    assert reader("encrypt", "--passphrase-file", str(empty)).code == 2
    assert texts(reader("annotations", "--json")) == [SECRET], "it is not encrypted"
    Keyboard(monkeypatch, "twice", "twice")
    assert reader("encrypt").code == 0


def test_a_short_new_passphrase_is_taken_and_said_to_be_short(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader("reflect", "gardens", "--text", SECRET)
    Keyboard(monkeypatch, "ab", "ab")
    said = reader("encrypt")
    assert said.code == 0
    assert said.err.count("so few characters") == 1
    long = tmp_path / "long"
    long.write_text("tin harbour of slow violets\n", encoding="utf-8")
    Keyboard(monkeypatch, "ab")
    said = reader("passphrase", "--new-passphrase-file", str(long))
    assert (said.code, said.err) == (0, "")
    long.write_text("cd\n", encoding="utf-8")
    Keyboard(monkeypatch, "tin harbour of slow violets")
    said = reader("passphrase", "--new-passphrase-file", str(long))
    assert said.code == 0
    assert "so few characters" in said.err


def test_a_changed_passphrase_opens_and_the_old_one_does_not(
    encrypted: Shell, phrase_file: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.write_text("another\n", encoding="utf-8")
    said = encrypted("passphrase", "--passphrase-file", str(phrase_file), "--new-passphrase-file", str(new))
    assert said.code == 0
    assert texts(encrypted("annotations", "--json", "--passphrase-file", str(new))) == [SECRET]
    assert encrypted("annotations", "--passphrase-file", str(phrase_file)).code == 1


def test_stdin_can_bring_the_passphrase(encrypted: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{PHRASE}\n".encode())))
    assert texts(encrypted("annotations", "--json", "--passphrase-file", "-")) == [SECRET]


def test_the_environment_can_name_the_file_but_not_hold_the_passphrase(
    encrypted: Shell, phrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_PASSPHRASE_FILE", str(phrase_file))
    assert texts(encrypted("annotations", "--json")) == [SECRET]


def test_decrypting_leaves_everything_as_it_was_before(encrypted: Shell, phrase_file: Path) -> None:
    assert encrypted("decrypt", "--passphrase-file", str(phrase_file)).code == 0
    assert texts(encrypted("annotations", "--json")) == [SECRET]
    sealed = [f for f in encrypted.store.parent.rglob("*") if f.is_file() and f.read_bytes().startswith(AGE)]
    assert sealed == []
    assert encrypted("decrypt").code == 1


def test_a_copy_elsewhere_brings_its_key_and_is_merged_and_restored(
    encrypted: Shell, phrase_file: Path, tmp_path: Path
) -> None:
    given = ("--passphrase-file", str(phrase_file))
    copy = tmp_path / "elsewhere" / "copy.json"
    assert encrypted("backup", str(copy), *given).code == 0
    assert copy.read_bytes().startswith(AGE)
    fresh = Shell(encrypted.folder, tmp_path / "fresh" / "annotations.json", encrypted._capsys)
    said = fresh("merge", str(copy))
    assert said.code == 1, "no passphrase was given"
    assert fresh("merge", str(copy), *given, "--json").json["files"][0]["added"]
    assert texts(fresh("annotations", "--json")) == [SECRET]
    assert encrypted("restore", str(copy), "--yes", *given).code == 0


def test_a_store_of_another_key_asks_for_its_own_passphrase(
    encrypted: Shell, phrase_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Shell(encrypted.folder, tmp_path / "other" / "annotations.json", encrypted._capsys)
    other("reflect", "gardens", "--text", "Theirs.")
    Keyboard(monkeypatch, "theirs", "theirs")
    other("encrypt")
    keyboard = Keyboard(monkeypatch, PHRASE, "theirs")
    assert encrypted("merge", str(other.store)).code == 0
    assert len(keyboard.asked) == 2
    assert sorted(texts(encrypted("annotations", "--json", "--passphrase-file", str(phrase_file)))) == [
        SECRET,
        "Theirs.",
    ]


def test_doctor_without_the_passphrase_looks_at_the_outside(encrypted: Shell) -> None:
    said = encrypted("doctor")
    assert said.code == 0
    assert "encrypted" in said.out
    assert "Traceback" not in said.err


def test_doctor_repairs_an_encrypted_store(encrypted: Shell, phrase_file: Path) -> None:
    given = ("--passphrase-file", str(phrase_file))
    encrypted("reflect", "gardens", "--text", "Second.", *given)
    encrypted.store.write_bytes(encrypted.store.read_bytes()[:-40])
    said = encrypted("doctor", "--repair", *given)
    assert said.code == 0
    assert sorted(texts(encrypted("annotations", "--json", *given))) == [SECRET, "Second."]
    assert in_the_clear(encrypted.store.parent) == []


def test_purge_says_what_goes_asks_and_deletes_for_good(reader: Shell) -> None:
    gone = reader("reflect", "gardens", "--text", SECRET, "--json").json["id"]
    reader("backup")
    assert "Nothing is deleted" in reader("purge", "--yes").out
    reader("delete", gone)
    said = reader("purge")
    assert said.code == 2
    assert "1 deleted annotation" in said.out
    assert in_the_clear(reader.store.parent)
    said = reader("purge", "--yes", "--json")
    assert said.json["purged"] == [gone]
    assert in_the_clear(reader.store.parent) == []
    assert reader("restore", gone).code == 1


def test_a_folder_that_others_can_look_into_is_told_once(reader: Shell) -> None:
    reader.store.parent.mkdir()
    reader.store.parent.chmod(0o755)
    assert "chmod 700" in reader("annotations").err
    assert reader("annotations").err == ""
    assert "look into the folder" in reader("doctor").out
