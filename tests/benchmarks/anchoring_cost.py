"""What anchoring costs: ``python -m tests.benchmarks.anchoring_cost``. CPU seconds of this process, best of
three."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from reader.annotations.anchor import anchor, anchor_all
from reader.annotations.describe import describe
from reader.annotations.model import Selectors
from reader.document.model import BLOCK_JOINT, Document
from tests.benchmarks.edited_notes import document_of, edited, sentence, text_of_size


def cost(work: Callable[[], object]) -> float:
    """Give the processor seconds that a piece of work takes, the least of three."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def marks(rng: random.Random, document: Document, count: int) -> list[Selectors]:
    """Describe passages of 20 to 300 code points all over a document."""
    size = len(document.text)
    starts = [rng.randrange(size - 300) for _ in range(count)]
    return [describe(document, document.range_of(at, at + rng.randint(20, 300))) for at in starts]


def fresh(document: Document) -> Document:
    """Give the same document with nothing worked out yet."""
    return document_of(document.text)


def a_tenth_edited(rng: random.Random, document: Document) -> Document:
    """Edit every tenth stretch of 500 code points by a third, and put a paragraph before everything."""
    text = document.text
    parts = [text[at : at + 500] for at in range(0, len(text), 500)]
    parts = [edited(rng, part, 0.3) if rng.random() < 1 / 3 else part for part in parts]
    return document_of(sentence(rng) + BLOCK_JOINT + "".join(parts))


def works() -> list[tuple[str, float, Callable[[], object]]]:
    """Give what is measured: its name, the most seconds it may take, and the work."""
    rng = random.Random(1)
    small = document_of(BLOCK_JOINT.join(text_of_size(rng, 50_000)))
    large = document_of(BLOCK_JOINT.join(text_of_size(rng, 1_000_000)))
    small_marks = marks(rng, small, 200)
    small_edited = a_tenth_edited(rng, small)
    start = len(large.text) * 2 // 3
    passage = large.range_of(start, start + 120)
    mark = describe(large, passage)
    rewritten = edited(rng, large.text_of(passage), 0.2)
    large_edited = document_of("New.\n\n" + large.text[:start] + rewritten + large.text[start + 120 :])
    large_without = document_of(large.text[: start - 80] + large.text[start + 200 :])
    hello = document_of("hello " * 10_000)
    some_hello = describe(hello, hello.range_of(30_000, 30_029))
    hello_edited = document_of("well " + hello.text[:29_990] + "hallo " + hello.text[30_000:])
    near_hello = describe(hello_edited, hello_edited.range_of(29_980, 30_020))
    everything = large.range_of(50, len(large.text) - 50)
    return [
        ("200 on 50 KB, unchanged", 0.05, lambda: list(anchor_all(fresh(small), small_marks))),
        ("200 on 50 KB, a tenth edited", 3.0, lambda: list(anchor_all(fresh(small_edited), small_marks))),
        ("one edited in 1 MB", 0.5, lambda: anchor(fresh(large_edited), mark)),
        ("one orphan in 1 MB", 1.0, lambda: anchor(fresh(large_without), mark)),
        ("hello ten thousand times, exact", 1.0, lambda: anchor(fresh(hello_edited), some_hello)),
        ("hello ten thousand times, near", 1.0, lambda: anchor(fresh(hello), near_hello)),
        (
            "all of 1 MB marked, then edited",
            1.0,
            lambda: anchor(fresh(large_edited), describe(large, everything)),
        ),
    ]


def main() -> None:
    """Print what each costs."""
    for name, most, work in works():
        print(f"{name:42} {cost(work):7.3f} s   goal {most:5.2f} s", type(work()).__name__)


if __name__ == "__main__":
    main()
