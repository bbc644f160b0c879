"""A note for the tests of the page: every kind of block, and room to scroll."""

from __future__ import annotations

from typing import Final

MILL: Final = """---
id: mill
title: The mill at noon
tags: [quiet, work/craft]
date: 2024-05-02
topic: Rest at work
people:
  - name: Ada Miller
    role: mill owner
  - name: Jon Weaver
---

# The mill at noon

A wheel that never stops *cannot hear itself*. The old owner knew it: **once a week** he let it stand still
and walked through the [empty hall](https://example.org/hall) with a lamp. See also [the river](river.md)
and `wheel.stop()`.

## Key points

- Nobody paints the kitchen while dinner is on the stove.
- A leader opens ways for others to find the answers, and does not own them all.
- Quiet is a tool, not a lack[^1].

## What was said

> A quotation stands here, said by nobody in particular, and long enough to take more than one line of the
page.

> [!WARNING]
> The wheel must never be stopped by hand.

| day     | hours | what was heard   |
|:--------|------:|:-----------------|
| Monday  |     3 | the river        |
| Tuesday |    12 | *nothing at all* |

```python
def stop(wheel: Wheel) -> str:
    # slowly
    wheel.speed = 0.5 * wheel.speed
    return "still"
```

- [x] grease the axle
- [ ] mend the sluice
    1. find a plank
    2. find a friend

Axle
: What turns, and is never thanked.

---

The last paragraph has 漢字 and a family 👩‍👩‍👧 in it, and <kbd>ends</kbd> ~~badly~~ well.

[^1]: Said more than once.
"""

RIVER: Final = """# The river

It was there before the mill. [Back to the mill](mill.md), or [to its points](mill.md#key-points).
"""


def long_note(paragraphs: int) -> str:
    """A note of many numbered paragraphs of a few rows each."""
    words = "the wheel turns and the water goes by and nobody counts the turns of it "
    return "# A long day\n\n" + "\n\n".join(
        f"Paragraph {number}: {words * 3}" for number in range(paragraphs)
    )
