"""What a process has taken of the memory."""

import resource
from pathlib import Path


def peak_memory_mb() -> float:
    """Return the largest resident size of this process so far, in MiB.

    Linux is asked for this program's own: its `getrusage` counts what was before `exec` too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
