"""A study with JAX: networks train, and seeds trained as one program give the same results."""

import os
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from project import change, copy_project, count_planned, run_study

pytestmark = pytest.mark.slow

FIGURE = "results/small/figures/training_curves_field.png"
ON_JAX = {
    "backend": "jax",
    "models": {"unmixing_pixel_based_cnn": {}, "ridge": {}},
    "seeds": [0, 1, 2],
    "seeds_per_job": 3,
    "training": {"epochs": 5},
}


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a project with the libraries of the Python that UNMIXING_JAX_PYTHON names."""
    python = os.environ.get("UNMIXING_JAX_PYTHON")
    if not python:
        pytest.skip("UNMIXING_JAX_PYTHON is not set")
    project = copy_project(tmp_path)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True)
    (listed,) = (project / ".venv").glob("lib/python*/site-packages/2-libraries.pth")
    listed.write_text(libraries.stdout)
    return project


def finish(project: Path) -> tuple[dict[str, np.ndarray], pd.DataFrame]:
    """Run the study, and return what its networks predict and the table of its runs."""
    run_study(project, "tables", FIGURE)
    predicted = {}
    for path in sorted(project.glob("results/small/runs/field/*/unmixing*/n*/seed*/*.h5")):
        with h5py.File(path) as file:
            predicted[str(path.relative_to(project))] = file["abundances"][()]
    return predicted, pd.read_csv(project / "results/small/tables/runs.csv")


def test_seeds_of_a_job_are_one_program_where_a_study_says_so(project):
    change(project, **ON_JAX)
    alone, rows = finish(project)
    change(project, **ON_JAX, seeds_together=True)
    plan = count_planned(project, "runs")
    assert plan["train_network_seeds_0_to_2"] == 2
    assert not any("fit" in rule for rule in plan)
    together, rows_together = finish(project)
    assert len(alone) == 6
    assert list(alone) == list(together)
    for path, abundances in alone.items():
        np.testing.assert_allclose(together[path], abundances, atol=2e-3, err_msg=path)
    assert (rows["epochs"] == rows_together["epochs"]).all()
    assert count_planned(project, "runs") == {}
    # Runs record how they were made, so that rows of the two ways are not mixed.
    of_networks = rows["model"] == "unmixing_pixel_based_cnn"
    differ = rows["settings_digest"] != rows_together["settings_digest"]
    assert (differ == of_networks).all()
