"""The system's keyring holds the passphrase where the reader says so, and is not even imported otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import passphrase, remembering
from reader.cli.preferences import preferences_path
from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_sealing import PHRASE, SECRET, Keyboard, encrypted, phrase_file, quick, texts

keyring = pytest.importorskip("keyring")
from keyring.backend import KeyringBackend  # noqa: E402
from keyring.backends.fail import Keyring as NoKeyring  # noqa: E402
from keyring.backends.null import Keyring as Nowhere  # noqa: E402
from keyring.errors import KeyringLocked, PasswordDeleteError  # noqa: E402

__all__ = ["encrypted", "phrase_file", "quick"]


class InMemory(KeyringBackend):
    """A keyring for a test."""

    priority = 5

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = False
        self.asked = 0

    def _ask(self) -> None:
        self.asked += 1
        if self.is_locked:
            raise KeyringLocked("with open sesame in its words")

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if (service, username) not in self.held:
            raise PasswordDeleteError("none")
        del self.held[service, username]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    made = InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def remembered(encrypted: Shell, phrase_file: Path, ring: InMemory) -> Shell:
    said = encrypted("passphrase", "--remember", "--passphrase-file", str(phrase_file))
    assert (said.code, said.err) == (0, "")
    assert "keyring of this system holds it" in said.out
    return encrypted


def test_no_keyring_is_asked_unless_it_was_given_the_passphrase(
    encrypted: Shell, phrase_file: Path, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.held[remembering.SERVICE, str(encrypted.store)] = PHRASE
    assert encrypted("annotations").code == 1
    assert encrypted("annotations", "--passphrase-file", str(phrase_file)).code == 0
    Keyboard(monkeypatch, PHRASE)
    assert encrypted("annotations").code == 0
    assert ring.asked == 0


def test_the_package_is_not_imported_by_default(encrypted: Shell) -> None:
    program = (
        "import sys; from reader.cli import main; main(sys.argv[1:]); "
        "print({each.split('.')[0] for each in sys.modules} & {'keyring', 'secretstorage', 'jeepney'})"
    )
    places = ["--notes", str(encrypted.folder), "--store", str(encrypted.store)]
    command = [sys.executable, "-c", program, *places, "annotations"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=True)
    assert ended.stdout == "set()\n"
    assert "A passphrase is needed" in ended.stderr


def test_what_was_remembered_opens_the_store_without_asking(remembered: Shell, ring: InMemory) -> None:
    assert list(ring.held) == [("better-way-reader", str(remembered.store))]
    assert texts(remembered("annotations", "--json")) == [SECRET]
    assert remembered("reflect", "gardens", "--text", "More.").code == 0
    assert PHRASE not in preferences_path().read_text(encoding="utf-8")
    assert preferences_path().stat().st_mode & 0o777 == 0o600


def test_only_a_right_passphrase_is_remembered(encrypted: Shell, tmp_path: Path, ring: InMemory) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("open barley\n", encoding="utf-8")
    assert encrypted("passphrase", "--remember", "--passphrase-file", str(wrong)).code == 1
    assert (ring.held, ring.asked) == ({}, 0)


def test_forgetting_takes_it_out_and_asks_again(remembered: Shell, ring: InMemory) -> None:
    said = remembered("passphrase", "--forget", "--json")
    assert said.json == {"path": str(remembered.store), "changed": False, "remembered": False}
    assert ring.held == {}
    assert "needed" in remembered("annotations").err
    assert remembered("passphrase", "--forget").code == 0, "twice does no harm"


def test_a_changed_passphrase_is_the_remembered_one(
    remembered: Shell, phrase_file: Path, tmp_path: Path, ring: InMemory
) -> None:
    new = tmp_path / "new"
    new.write_text("another\n", encoding="utf-8")
    given = ("--passphrase-file", str(phrase_file), "--new-passphrase-file", str(new))
    assert remembered("passphrase", *given).code == 0
    assert list(ring.held.values()) == ["another"]
    assert texts(remembered("annotations", "--json")) == [SECRET]


def test_a_keyring_that_cannot_be_brought_up_to_date_is_said(
    remembered: Shell, phrase_file: Path, tmp_path: Path, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    new.write_text("another\n", encoding="utf-8")
    ring.is_locked = True
    given = ("--passphrase-file", str(phrase_file), "--new-passphrase-file", str(new))
    said = remembered("passphrase", *given)
    assert said.code == 0
    assert "--remember" in said.err
    ring.is_locked = False
    Keyboard(monkeypatch, "another")
    said = remembered("annotations", "--json")
    assert texts(said) == [SECRET]
    assert "is another one" in said.err


def test_decrypting_forgets(remembered: Shell, ring: InMemory) -> None:
    assert remembered("decrypt").code == 0
    assert ring.held == {}
    assert json.loads(preferences_path().read_text(encoding="utf-8")) == {"remembered": []}


def test_a_keyring_that_does_not_answer_is_said_and_the_terminal_asks(
    remembered: Shell, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.is_locked = True
    said = remembered("annotations")
    assert said.code == 1
    assert "did not give the passphrase (it is locked)" in said.err
    assert PHRASE not in said.err
    Keyboard(monkeypatch, PHRASE)
    assert texts(remembered("annotations", "--json")) == [SECRET]
    ring.is_locked = False
    ring.held.clear()
    monkeypatch.setattr(passphrase, "_has_terminal", lambda: False)
    assert "does not hold the passphrase any more" in remembered("annotations").err


@pytest.mark.parametrize("backend", [NoKeyring, Nowhere])
def test_where_no_keyring_works_nothing_is_remembered(
    backend: type[KeyringBackend], encrypted: Shell, phrase_file: Path, ring: InMemory
) -> None:
    keyring.set_keyring(backend())
    said = encrypted("passphrase", "--remember", "--passphrase-file", str(phrase_file))
    assert (said.code, said.out) == (1, "")
    assert "no keyring that keeps a secret" in said.err
    assert not remembering.is_remembered(encrypted.store)


def test_a_keyring_that_is_out_of_reach_is_said_in_plain_words(remembered: Shell) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    said = remembered("passphrase", "--forget")
    assert said.code == 1
    assert "none can be reached from here" in said.err
    assert "Error" not in said.err
    assert not remembering.is_remembered(remembered.store)


def test_without_the_package_it_says_what_to_install(
    remembered: Shell, phrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    said = remembered("passphrase", "--remember", "--passphrase-file", str(phrase_file))
    assert (said.code, "better-way-reader[keyring]" in said.err) == (1, True)
    Keyboard(monkeypatch, PHRASE)
    assert texts(remembered("annotations", "--json")) == [SECRET]


def test_the_app_opens_with_what_the_keyring_holds(remembered: Shell, ring: InMemory) -> None:
    from argparse import Namespace

    from reader.errors import StoreLocked
    from reader.store import Store

    arguments = Namespace(passphrase_file=None, store=remembered.store, notes=remembered.folder)
    store = Store.open(remembered.store, unlock=passphrase.unlocking_unasked(arguments))
    assert [each.text for each in store.annotations()] == [SECRET]
    store.close()
    remembered("passphrase", "--forget")
    with pytest.raises(StoreLocked):
        passphrase.unlocking_unasked(arguments)(remembered.store)
