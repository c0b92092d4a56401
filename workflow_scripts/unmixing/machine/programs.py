"""Programs that a job starts: what they say goes into the log of the job, and they end in time."""

import io
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from learning_curves.errors import UserError

LAST_LINES = 10
# Of each of them, so that a message stays readable.
LAST_CHARACTERS = 500
# How long a program may take to end when it is told to.
GRACE_SECONDS = 5


def run_program(
    command: str, folder: Path, variables: Mapping[str, str], minutes: float | None
) -> list[str]:
    """Run a command of the shell to its end.

    Parameters
    ----------
    folder : Path
        The folder that it runs in.
    variables : Mapping[str, str]
        Environment variables, in addition to those of this process.
    minutes : float or None
        After which it is stopped; None waits for ever.

    Returns
    -------
    list[str]
        The last lines that it printed.

    Raises
    ------
    UserError
        If it takes longer, or ends with a status other than 0; with its last lines.
    """
    process = subprocess.Popen(
        # As Snakemake runs commands; an unset variable or a failing part of a pipe ends it.
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    last: deque[str] = deque(maxlen=LAST_LINES)
    output = io.TextIOWrapper(process.stdout, errors="replace", newline="\n")
    echo = threading.Thread(target=_echo, args=(output, last), daemon=True)
    echo.start()
    try:
        status = process.wait(minutes and minutes * 60)
    except subprocess.TimeoutExpired:
        status = None
    finally:
        _end(process)
        echo.join(GRACE_SECONDS)
    if status is None:
        raise UserError(
            f"the command was stopped because it took longer than its timeout, {minutes:g} "
            f"minutes: {command}{quote_lines(last)}"
        )
    if status != 0:
        raise UserError(f"the command ended {_describe_end(status)}: {command}{quote_lines(last)}")
    return list(last)


def quote_lines(lines: Collection[str]) -> str:
    """Quote the last lines that a program printed."""
    if not lines:
        return "\nIt printed nothing."
    return "\nIts last lines:\n" + "\n".join(f"  {line}" for line in lines)


def _echo(output: TextIO, last: deque[str]) -> None:
    """Print what a program prints, and remember its last lines."""
    for line in output:
        print(line, end="", file=sys.stderr, flush=True)
        # A progress bar goes back to the start of its line.
        if line.strip():
            last.append(line.rstrip().split("\r")[-1][-LAST_CHARACTERS:])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, whatever it still does."""
    if process.poll() is None:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _describe_end(status: int) -> str:
    """Say how a program ended; the shell adds 128 to the signal that killed a part of it."""
    number = -status if status < 0 else status - 128
    with suppress(ValueError):
        return f"by the signal {signal.Signals(number).name}" + (
            ", perhaps for want of memory" if number == signal.SIGKILL else ""
        )
    return f"with status {status}"
