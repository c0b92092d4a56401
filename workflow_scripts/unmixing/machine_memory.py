"""What memory a machine has: apart from what runs import, so that no result depends on it."""

import os
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
