"""What memory a machine has, and what a process has taken of it."""

import os
import resource
from pathlib import Path

# Where a container says how much of the machine is its own, by the two versions of cgroups.
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

    Linux is asked for this program's own: its `getrusage` counts what was before `exec` too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
