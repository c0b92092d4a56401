"""What the tests of the workflow share: the small study, finished once."""

import fcntl
from pathlib import Path

import pytest

from project import copy_of, copy_project, run_study


@pytest.fixture(scope="session")
def finished(tmp_path_factory, worker_id) -> Path:
    """Finish the small study once for all test processes, which must not change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    project, done = shared / "finished", shared / "finished.done"
    with open(shared / "finished.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            project.mkdir()
            copy_project(project)
            run_study(project)
            done.touch()
    return project


@pytest.fixture
def edited(finished, tmp_path) -> Path:
    """Copy the finished project, so that a test may change it."""
    return copy_of(finished, tmp_path / "project")
