"""``reader encrypt``, ``decrypt`` and ``passphrase``: whether the words are sealed, and what opens them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import plural
from reader.cli.opening import opened_store
from reader.cli.passphrase import ask, ask_new, passphrase_file, read_passphrase
from reader.cli.places import store_path
from reader.errors import ReaderError, StoreUnavailable
from reader.gate import clean_line


def sealing_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``encrypt`` and ``decrypt``."""
    parser.add_argument("--json", action="store_true", help="print an object")


def run_encrypt(arguments: Namespace) -> int:
    """Encrypt the store and all that belongs to it."""
    from reader.index.places import cache_folder, forget_words
    from reader.store.identity import is_encrypted_store

    path = store_path(arguments)
    if is_encrypted_store(path):
        raise StoreUnavailable(f"{clean_line(str(path))} is encrypted already; reader passphrase changes it.")
    phrase = ask_new(passphrase_file(arguments))
    with opened_store(arguments) as store:
        left = store.encrypt(phrase)
        forget_words(cache_folder(), store.path)
    _say(arguments, path, left, is_encrypted=True)
    if not arguments.json:
        output.say_sentence(
            "Nobody can open it without the passphrase, nor can anyone bring that back: write it down and "
            "keep it elsewhere."
        )
        output.say_sentence(
            "The files in the clear were removed, not overwritten: older copies may remain on flash memory, "
            "in snapshots and backups of the disk."
        )
    return 1 if left else 0


def run_decrypt(arguments: Namespace) -> int:
    """Keep the store and all that belongs to it in the clear again."""
    from reader.cli.remembering import forget, is_remembered

    path = store_path(arguments)
    with opened_store(arguments) as store:
        left = store.decrypt()
    if is_remembered(path):
        _tell_keyring(lambda: forget(path))
    _say(arguments, path, left, is_encrypted=False)
    return 1 if left else 0


def passphrase_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``passphrase``."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help="read the new one from the first line of FILE",
    )
    what.add_argument(
        "--remember", action="store_true", help="give it to the system's keyring, which opens the store then"
    )
    what.add_argument("--forget", action="store_true", help="take it out of the keyring again")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_passphrase(arguments: Namespace) -> int:
    """Change the passphrase, the words staying sealed as they are; or let a keyring hold it."""
    from reader.cli.remembering import forget, is_remembered, remember
    from reader.store.identity import change_passphrase, is_encrypted_store, unlock

    path = store_path(arguments)
    if arguments.forget:
        forget(path)
        return _say_of_passphrase(arguments, path, "The keyring holds it no more; it is asked for again.")
    if not is_encrypted_store(path):
        raise StoreUnavailable(f"{clean_line(str(path))} is not encrypted; reader encrypt does that.")
    given = passphrase_file(arguments)
    old = read_passphrase(given) if given is not None else ask("Passphrase until now: ")
    sealing = unlock(path, old, mends=True)
    if arguments.remember:
        remember(path, old)
        return _say_of_passphrase(
            arguments,
            path,
            "The keyring of this system holds it now: whoever is at your open session can open the store.",
        )
    new = ask_new(arguments.new_passphrase_file)
    change_passphrase(path, sealing, new)
    if is_remembered(path):
        _tell_keyring(lambda: remember(path, new))
    return _say_of_passphrase(
        arguments,
        path,
        "The passphrase is changed. Copies of the key made before still open with the old one.",
    )


def _say_of_passphrase(arguments: Namespace, path: Path, sentence: str) -> int:
    from reader.cli.remembering import is_remembered

    if arguments.json:
        is_changed = not (arguments.remember or arguments.forget)
        fields = {"changed": is_changed, "remembered": is_remembered(path)}
        output.say_json({"path": clean_line(str(path)), **fields})
    else:
        output.say_sentence(sentence)
    return 0


def _tell_keyring(done: Callable[[], None]) -> None:
    """Bring the keyring up to date; where it does not let one, the command has done its work all the same."""
    try:
        done()
    except ReaderError as error:
        output.complain(f"{error} reader passphrase --remember or --forget tries again.")


def _say(arguments: Namespace, path: Path, left: list[Path], *, is_encrypted: bool) -> None:
    name = clean_line(str(path))
    if arguments.json:
        files = [clean_line(str(each)) for each in left]
        output.say_json({"path": name, "encrypted": is_encrypted, "left": files})
    else:
        output.say_sentence(f"{name} is {'encrypted' if is_encrypted else 'not encrypted any more'}.")
    if left:
        still = "still in the clear" if is_encrypted else "still encrypted"
        output.complain(f"{plural(len(left), 'file')} {still}: {', '.join(each.name for each in left)}.")


COMMANDS: Final = {
    "encrypt": Runnable(sealing_arguments, run_encrypt),
    "decrypt": Runnable(sealing_arguments, run_decrypt),
    "passphrase": Runnable(passphrase_arguments, run_passphrase),
}
