"""A study takes what was predicted elsewhere: export, predict, put in a folder, evaluate."""

import subprocess
import sys
from pathlib import Path

import h5py
import pandas as pd
import pytest

from project import SCENES, copy_project, count_jobs, fail_study, run_study, write_study
from shared import ROOT

pytestmark = pytest.mark.slow

PROGRAM = ROOT / "docs" / "examples" / "commands" / "nearest.py"
STUDY = {
    "study": "small",
    "scenes": SCENES,
    "models": {
        "mine": {"predictions": "theirs", "made_by": "a program of ours"},
        "nearest": {"command": f"{{python}} {PROGRAM} {{input}} {{output}}"},
    },
    "train_sizes": [20],
    "test_size": 100,
    "seeds": 3,
}


def predict(exported: Path, folder: Path) -> list[Path]:
    """Predict every exported input, as a user would on another machine."""
    made = []
    for given in sorted(exported.rglob("*.h5")):
        returned = folder / given.relative_to(exported)
        returned.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, PROGRAM, given, returned], check=True)
        made.append(returned)
    return made


def test_predictions_made_elsewhere_are_runs_of_the_study(tmp_path):
    project = copy_project(tmp_path)
    write_study(project, STUDY)
    said = fail_study(project, "tables")
    assert "models.mine: 3 of 3 predictions are not in config/theirs" in said

    # The remedy that the message names.
    run_study(project, "inputs", "--config", "only_models=[mine]")
    files = predict(project / "results/small/inputs", project / "config/theirs")
    assert len(files) == 3
    run_study(project, "tables", "report")
    runs = pd.read_csv(project / "results/small/tables/runs.csv")
    mine, here = (runs[runs["model"] == name].reset_index() for name in ("mine", "nearest"))
    assert (mine["predicted_in"] == "config/theirs").all() and here["predicted_in"].isna().all()
    # The same program on the same pixels, here and elsewhere.
    pd.testing.assert_series_equal(mine["overallRMSE"], here["overallRMSE"])
    page = (project / "results/small/report.html").read_text()
    assert "Not reproduced here: mine, whose predictions were made elsewhere" in page
    assert "predicted elsewhere, by a program of ours; not reproduced here" in page

    # Another answer is evaluated again, and nothing else.
    with h5py.File(files[0], "a") as file:
        file["abundances"][...] = 0.5
    jobs = count_jobs(run_study(project, "tables"))
    assert jobs["take_predictions"] == 1 and "fit_estimator" not in jobs

    # Predictions of another run are refused.
    files[0].write_bytes(files[1].read_bytes())
    said = fail_study(project, "tables")
    assert "seed0.h5: its identity is another than that of this run" in said

    # A table stands for a run whose prediction is gone, whatever runs share jobs.
    files[0].unlink()
    kept = mine[mine["seed"] == 0].drop(columns="index")
    kept.to_csv(project / "config/kept.csv", index=False)
    write_study(project, STUDY | {"measured_runs": ["config/kept.csv"], "seeds_per_job": 3})
    run_study(project, "tables")
    runs = pd.read_csv(project / "results/small/tables/runs.csv")
    assert (runs.groupby("model").size() == 3).all()
