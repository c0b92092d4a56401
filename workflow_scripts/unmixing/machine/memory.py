"""How much memory a machine has, and how much a process has used."""

import os
import resource
from pathlib import Path

# The memory limits of a container, in the two versions of cgroups.
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


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
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
