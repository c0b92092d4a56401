"""Jobs run as forks of a process that has imported their script, and fail alone."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from forked_jobs import JobServer

pytestmark = pytest.mark.slow

SCRIPT = """
import os
imported_by = os.getpid()
"""
JOB = """
import os, signal, sys
import counted
from pathlib import Path
Path({told!r}).write_text(f"{{counted.imported_by}} {{os.getpid()}} {{os.environ['OF_JOBS']}}")
{ending}
"""


@pytest.fixture
def server(tmp_path):
    # Processes that a script starts in the background are deaf to this key, and so are theirs.
    deaf = signal.signal(signal.SIGINT, signal.default_int_handler)
    script = tmp_path / "counted.py"
    script.write_text(SCRIPT)
    started = JobServer(script, os.environ | {"PYTHONPATH": str(tmp_path), "OF_JOBS": "here"})
    signal.signal(signal.SIGINT, deaf)
    yield started
    started.end()


def run(server: JobServer, folder: Path, name: str, ending: str = "") -> tuple[bool, Path]:
    """Run a job, and return whether it ended well and the file that it writes."""
    told, prepared = folder / f"{name}.txt", folder / f"{name}.py"
    prepared.write_text(JOB.format(told=str(told), ending=ending))
    return server.run(prepared, None), told


def test_what_a_script_imports_is_imported_once_for_all_jobs(server, tmp_path):
    told = []
    for name in ("first", "second"):
        well, file = run(server, tmp_path, name)
        assert well
        told.append(file.read_text().split())
    (imported, first, variable), (same, second, _) = told
    assert imported == same and len({imported, first, second}) == 3
    assert variable == "here"


@pytest.mark.parametrize(
    "ending",
    ["raise ValueError", "sys.exit(1)", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)"],
)
def test_a_job_that_fails_or_is_killed_fails_alone(server, tmp_path, ending):
    assert run(server, tmp_path, "bad", ending)[0] is False
    assert server.is_running
    assert run(server, tmp_path, "good")[0] is True


def test_jobs_run_side_by_side_and_a_key_press_ends_them_but_not_the_process(server, tmp_path):
    results = {}

    def wait_for_a_key(name: str) -> None:
        results[name], _ = run(server, tmp_path, name, "signal.pause()")

    threads = [threading.Thread(target=wait_for_a_key, args=name) for name in "ab"]
    for thread in threads:
        thread.start()
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    while not all(file.exists() and file.read_text().count(" ") == 2 for file in files):
        time.sleep(0.01)
    imported, *_ = files[0].read_text().split()
    for pid in (imported, *(file.read_text().split()[1] for file in files)):
        os.kill(int(pid), signal.SIGINT)
    for thread in threads:
        thread.join()
    assert results == {"a": False, "b": False}
    assert run(server, tmp_path, "later")[0] is True
