"""A writer for strace: opens a store, saves two reflections, closes it; says each step that is done.

A step that fails is tried again, as Reader does when the reader presses the key again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader.errors import StoreError
from reader.store import Store
from tests.stored import Clock, reflection


def main(path: Path) -> None:
    """Run the writer."""
    store = _opened(path)
    for text in ("one", "two"):
        words = reflection(text)
        for _ in range(3):
            try:
                store.put(words)
            except StoreError as error:
                print(f"failed: {error}", flush=True)
            else:
                print(f"saved {text}", flush=True)
                break
    store.close()
    print("closed", flush=True)


def _opened(path: Path) -> Store:
    try:
        return Store.open(path, now=Clock())
    except StoreError as error:
        print(f"failed: {error}", flush=True)
        return Store.open(path, now=Clock())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
