"""How much memory a process has had at most, which the system tells in a way that is easily misread.

On Linux the kernel keeps the peak of the process that started this one across `exec`, and `getrusage` and
libFuzzer's bound start from there: a large test worker would be blamed on every small program it runs.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

#: Put before a command, it gives the command a peak of its own: what a shell forks starts from nothing.
WITH_A_PEAK_OF_ITS_OWN = ("sh", "-c", '"$@"; exit $?', "sh")


def peak() -> int:
    """Return the most memory this program has held at once since it was started, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        [kilobytes] = re.findall(r"^VmHWM:\s+(\d+) kB$", status.read_text(encoding="ascii"), re.MULTILINE)
        return int(kilobytes) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
