"""Runs that share a job give the same numbers as single jobs, and are named the same way."""

from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from project import change, copy_project, count_jobs, count_planned, run_study

pytestmark = pytest.mark.slow

BLOCK = "train_network_sizes_20_40_seeds_0_to_1"
SHARED = {
    "models": {
        "unmixing_pixel_based_cnn": {},
        "ridge": {"train_sizes": [20, 90]},
        "mean_abundance": {"train_sizes": [20], "seeds": [0, 2]},
    },
    "train_sizes": [20, 40, 90],
    "seeds": [0, 1, 2],
    "seeds_per_job": 2,
    "sizes_per_job": 2,
}


def abundances(project: Path, cell: str) -> np.ndarray:
    """Read what a run predicted."""
    with h5py.File(project / "results/small/runs/field/standard" / cell / "predictions.h5") as file:
        return file["abundances"][()]


def test_conditions_with_sizes_of_their_own_share_jobs(tmp_path):
    project = copy_project(tmp_path)
    few = {"split": "groups", "group_size": 2, "pixels_per_group": 1, "train_sizes": [20]}
    conditions = {"standard": {}, "few": few, "many": few | {"train_sizes": [40, 90]}}
    conditions["many"].pop("pixels_per_group")
    models = {"ridge": {}, "mean_abundance": {"conditions": ["few"]}}
    change(project, **SHARED | {"conditions": conditions, "models": models, "test_size": 60})
    run_study(project, "results/small/tables/campaigns.csv")
    rows = pd.read_csv(project / "results/small/tables/runs.csv")
    cells = rows[["condition", "model", "train_size"]].drop_duplicates()
    assert set(cells.itertuples(index=False, name=None)) == {
        *(("standard", "ridge", size) for size in (20, 40, 90)),
        *(("few", model, 20) for model in ("ridge", "mean_abundance")),
        *(("many", "ridge", size) for size in (40, 90)),
    }
    assert rows.loc[rows["condition"] == "few", "n_groups"].eq(20).all()
    campaigns = pd.read_csv(project / "results/small/tables/campaigns.csv")
    # One size makes no curve.
    assert set(campaigns["condition"]) == {"many"}


def test_runs_that_share_a_job_give_the_numbers_of_jobs_of_their_own(finished, tmp_path):
    project = copy_project(tmp_path)
    change(project, **SHARED)
    said = run_study(project, "runs", cores=1)
    # The longest jobs begin first.
    assert said.index(": Training unmixing_pixel_based_cnn") < said.index(": Fitting ridge")
    jobs = count_jobs(said)
    assert jobs[BLOCK] == 1
    # The largest size does not fill a block of the network; a narrowed model has its own block.
    assert jobs["train_network_seeds_0_to_1"] == 1
    assert jobs["fit_estimator_sizes_20_90_seeds_0_to_1"] == 1
    for size, seed in ((20, 0), (20, 1), (40, 1)):
        cell = f"unmixing_pixel_based_cnn/n{size}/seed{seed}"
        np.testing.assert_array_equal(abundances(project, cell), abundances(finished, cell))
    metrics = project.glob("results/small/runs/field/standard/*/n*/seed*/metrics.csv")
    rows = pd.concat([pd.read_csv(path) for path in metrics])
    runs_of_models = {"unmixing_pixel_based_cnn": 9, "ridge": 6, "mean_abundance": 2}
    assert rows.groupby("model").size().to_dict() == runs_of_models
    assert not rows.duplicated(["model", "train_size", "seed"]).any()
    # Naming a rule names its blocks, and nothing else is repeated.
    plan = count_planned(project, "runs", "--forcerun", "evaluate_run")
    assert {"evaluate_run_sizes_20_40_seeds_0_to_1", "evaluate_run_seeds_0_to_1"} <= set(plan)
    assert all(rule.startswith(("evaluate_run", "runs")) for rule in plan)
    change(project, **SHARED | {"train_sizes": [20, 40, 90, 120], "seeds": [0, 1, 2, 3]})
    plan = count_planned(project, "runs")
    assert plan["train_network_sizes_90_120_seeds_2_to_3"] == 1
    assert plan["fit_estimator_sizes_20_90_seeds_2_to_3"] == 1
    assert not any(rule.endswith("_sizes_20_40_seeds_0_to_1") for rule in plan)
