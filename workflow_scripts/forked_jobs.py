"""Jobs of a script as forks of one process that has imported what they need.

Python with its libraries takes a second to start, and many jobs take less. The first job of a
script starts a process that imports the script, and every job is a fork of it. A job counts as done
when its script has ended without an error, whatever happens to the process.

Run as a program, this file is that process.
"""

import atexit
import gc
import importlib
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

# What a script imports only when it has a job, and all or most of its jobs need.
ALSO_IMPORTED = {
    "fit_estimator": ("unmixing.training.trainers.scikit_learn",),
    "make_output": ("learning_curves.figures.saving",),
}
DONE = b"done"
LONGEST_PATH = 4096


class JobServer:
    """A process whose forks run the jobs of one script.

    Parameters
    ----------
    script : Path
        The script; it does nothing but import when it is not the main program.
    environment : Mapping[str, str]
        The environment of its jobs.
    also : str
        What else it imports: a module, or "module:function" of a function that imports something.
    """

    def __init__(self, script: Path, environment: Mapping[str, str], also: str = "") -> None:
        # The process ends when our end is closed, also by the death of this process.
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno()), str(script), also],
                pass_fds=[theirs.fileno()],
                env=dict(environment),
            )
        atexit.register(self.end)

    def end(self) -> None:
        """End the process, once its jobs have ended."""
        self._requests.close()
        self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether it can run jobs; a system that is short of memory may have killed it."""
        return self._process.poll() is None

    def run(self, prepared: Path, benchmark: Any) -> bool:
        """Run a job, and return whether it ended without an error.

        Parameters
        ----------
        prepared : Path
            The script with the job's values, as Snakemake writes it.
        benchmark : snakemake.benchmark.BenchmarkRecord or None
            Record of what the job takes.
        """
        try:
            return self._run(prepared, benchmark)
        except Exception:
            # It was killed before it could be measured, perhaps for want of memory.
            return False

    def _run(self, prepared: Path, benchmark: Any) -> bool:
        from snakemake.benchmark import benchmarked

        job, theirs = socket.socketpair()
        with job:
            with theirs:
                socket.send_fds(self._requests, [bytes(prepared)], [theirs.fileno()])
            pid = job.recv(LONGEST_PATH)
            if not pid:
                return False
            with benchmarked(int(pid), benchmark) if benchmark else nullcontext():
                # It waits for this, so that even the shortest job is measured.
                job.sendall(DONE)
                return job.recv(len(DONE)) == DONE


def serve(requests: socket.socket, script: Path, also: str) -> None:
    """Import what a script needs, and run each of its jobs in a fork, until nobody asks."""
    for name in filter(None, (script.stem, *ALSO_IMPORTED.get(script.stem, ()), also)):
        import_quietly(name)
    gc.freeze()
    # A key press that interrupts the study reaches the jobs, which end; this process outlives them.
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        prepared, descriptors, *_ = socket.recv_fds(requests, LONGEST_PATH, 1)
        if not prepared:
            break
        if os.fork() == 0:
            signal.signal(signal.SIGINT, interrupt)
            requests.close()
            run_job(os.fsdecode(prepared), socket.socket(fileno=descriptors[0]))
            return
        os.close(descriptors[0])
        forget_ended(os.WNOHANG)
    forget_ended()


def import_quietly(name: str) -> None:
    """Import a module, or what a function "module:function" imports, without a word.

    What cannot be imported is told by the jobs, in their logs.
    """
    terminal = os.dup(sys.stderr.fileno())
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
    module, _, function = name.partition(":")
    with suppress(Exception):
        imported = importlib.import_module(module)
        if function:
            getattr(imported, function)()
    os.dup2(terminal, sys.stderr.fileno())
    os.close(terminal)


def forget_ended(how: int = 0) -> None:
    """Let the system forget the jobs that have ended; by default wait for all of them."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how) != (0, 0):
            pass


def run_job(prepared: str, asked: socket.socket) -> None:
    """Run a prepared script as the main program, and tell when it is done."""
    asked.sendall(str(os.getpid()).encode())
    asked.recv(len(DONE))
    sys.argv = [prepared]
    runpy.run_path(prepared, run_name="__main__")
    asked.sendall(DONE)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]), sys.argv[3])
