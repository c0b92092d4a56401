"""What the tests of the workflow share: the small study, finished once."""

from pathlib import Path

import pytest

from project import copy_of, copy_project, snakemake


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Path:
    """Finish the small study."""
    project = copy_project(tmp_path_factory.mktemp("finished"))
    run = snakemake(project, "--cores", "2")
    assert run.returncode == 0, run.stdout + run.stderr
    return project


@pytest.fixture
def edited(finished, tmp_path) -> Path:
    """Copy the finished project, so that a test may change it."""
    return copy_of(finished, tmp_path / "project")
