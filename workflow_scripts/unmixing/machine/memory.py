"""How much memory a machine has, and how much a process and those that it starts have used."""

import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The memory limits of a container, in the two versions of cgroups.
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

LOOK_SECONDS = 0.05


def machine_memory_mb() -> int:
    """Return the memory of this machine, or the container's share of it, in MiB."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in map(Path, LIMITS):
        limit = path.read_text().strip() if path.exists() else "max"
        if limit != "max":
            limits.append(int(limit))
    return min(limits) // 2**20


def peak_memory_mb() -> float:
    """Return the largest resident size of this process so far, in MiB.

    On Linux it is read from /proc: `getrusage` also counts memory from before `exec`.
    """
    if Path("/proc/self/status").exists():
        return _peak_mb("self")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


class Peak:
    """The largest memory so far of the processes that this one started, in MiB."""

    def __init__(self) -> None:
        self.children_mb = 0.0
        self._ended = threading.Event()

    @property
    def whole_mb(self) -> float:
        """Of this process and of those that it started, which need not peak together."""
        return peak_memory_mb() + self.children_mb

    def look(self) -> None:
        """Look at the processes again and again, until `end` is called."""
        while not self._ended.wait(LOOK_SECONDS):
            of_all = sum(map(_peak_mb, _descendants("self")))
            self.children_mb = max(self.children_mb, of_all)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()


@contextmanager
def watch_memory() -> Iterator[Peak]:
    """Follow the memory of the processes that the block starts, which only Linux tells."""
    peak = Peak()
    thread = threading.Thread(target=peak.look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        peak.end()
        thread.join()


def _peak_mb(process: str) -> float:
    """Return the largest resident size of a process so far, or 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 2**10
    return 0.0


def _descendants(process: str) -> Iterator[str]:
    """Yield the numbers of the processes that a process started, and of those that they did."""
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        # A thread may have ended.
        with suppress(OSError):
            for child in thread.read_text().split():
                yield child
                yield from _descendants(child)
