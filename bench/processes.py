"""What processes cost, from /proc: processor time and memory."""

from contextlib import suppress
from pathlib import Path

import psutil


def cpu_seconds(root: int) -> float:
    """User and system time of a process, of those beneath it, and of those they have reaped."""
    total = 0.0
    for process in _family(root):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            own = _nanoseconds(process.pid) / 1e9 or times.user + times.system
            total += own + times.children_user + times.children_system
    return total


def pss_megabytes(root: int) -> float:
    """Memory of a process and those beneath it; what processes share is shared out."""
    return sum(sum(_kilobytes(process.pid, "Pss:")) for process in _family(root)) / 1024


def private_megabytes(number: int) -> float:
    """What a process holds alone: a server's backends share most of what they see."""
    return sum(_kilobytes(number, "Private_Clean:", "Private_Dirty:")) / 1024


def _family(root: int) -> list[psutil.Process]:
    parent = psutil.Process(root)
    return [parent, *parent.children(recursive=True)]


def _nanoseconds(number: int) -> int:
    """What the scheduler gave its threads: the usual counters know hundredths of seconds only."""
    with suppress(OSError):
        threads = Path(f"/proc/{number}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads)
    return 0


def _kilobytes(number: int, *names: str) -> list[int]:
    with suppress(OSError):
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        return [int(line.split()[1]) for line in lines if line.split()[0] in names]
    return []
