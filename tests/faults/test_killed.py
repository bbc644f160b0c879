"""Killed at any moment: what was said to be saved is there, what was not is whole or absent."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from reader.store import Store
from tests.faults.writing import Writer, put_many
from tests.stored import files_beside, stock_tables

ROUNDS_A_STORE = 40
LONGEST_LIFE = 0.03  # seconds from the first saved reflection to the kill: about thirty saves and five folds


def kill_again_and_again(folder: Path, rounds: int, seed: int) -> int:
    """Kill writers at random moments, check after each; return how many of the kills came within a fold."""
    chance = random.Random(seed)
    path = folder / "annotations.json"
    saved: set[str] = set()
    tried: set[str] = set()
    folds = 0
    for number in range(rounds):
        if number % ROUNDS_A_STORE == 0:
            shutil.rmtree(folder, ignore_errors=True)
            saved, tried = set(), set()
        writer = Writer(put_many(path, f"w{number}", 500))
        writer.wait_for_first_word()
        time.sleep(chance.random() * LONGEST_LIFE)
        writer.kill()
        told = writer.acknowledged()
        saved.update(told)
        tried.update([*told, f"w{number}-{len(told)}"])
        folds += any(name.endswith(".new") for name in files_beside(path))
        check(path, saved, tried)
    return folds


def check(path: Path, saved: set[str], tried: set[str]) -> None:
    store = Store.open(path)
    found = [annotation.text for annotation in store.annotations()]
    assert saved <= set(found), "a saved reflection is lost"
    assert set(found) <= tried, "there is something nobody wrote"
    assert len(found) == len(set(found)), "something is there twice"
    assert not [notice for notice in store.notices if "cut off" not in notice and ".torn-" not in notice]
    store.close()
    assert len(stock_tables(path)["annotations"]) == len(found)
    assert not [name for name in files_beside(path) if name.endswith(".new")]


def test_nothing_saved_is_lost_when_the_program_is_killed_at_random_moments(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "store", 60, seed=1)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    assert kill_again_and_again(tmp_path / "store", 500, seed=100 + seed) > 0, "no kill came within a fold"
