"""Writing files whole or not at all."""

import glob
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path next to `path` and rename it to `path` when the block succeeds.

    A killed process leaves a temporary file, which the next attempt removes. It keeps the file of
    a process that still runs on this machine, because two studies may download the same file. The
    suffix is kept because some libraries choose the format by it.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = f".{path.name}.partial-"
    for leftover in path.parent.glob(f"{glob.escape(partial)}*"):
        if not _is_running(leftover.name.removeprefix(partial).removesuffix(path.suffix)):
            leftover.unlink(missing_ok=True)
    temporary = path.with_name(f"{partial}{os.getpid()}@{socket.gethostname()}{path.suffix}")
    try:
        yield temporary
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _is_running(process: str) -> bool:
    """Whether another process, written `number@machine`, runs on this machine."""
    number, _, machine = process.partition("@")
    if machine != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(number) != os.getpid()
