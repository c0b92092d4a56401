"""Seeds that share a job give what jobs of their own give, and are named alike."""

from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from project import change, copy_of, copy_project, planned, snakemake


def abundances(project: Path, cell: str) -> np.ndarray:
    """Read what a run predicted."""
    with h5py.File(project / "results/small/runs/field/standard" / cell / "predictions.h5") as file:
        return file["abundances"][()]


def test_seeds_that_share_a_job_give_the_numbers_of_jobs_of_their_own(finished, tmp_path):
    project = copy_project(tmp_path)
    models = {"unmixing_pixel_based_cnn": {}, "ridge": {}, "mean_abundance": {"seeds": [0, 2]}}
    shared = {"models": models, "train_sizes": [20], "seeds": [0, 1, 2], "seeds_per_job": 2}
    change(project, **shared)
    run = snakemake(project, "--cores", "2", "runs")
    assert run.returncode == 0, run.stderr
    for seed in (0, 1):
        cell = f"unmixing_pixel_based_cnn/n20/seed{seed}"
        np.testing.assert_array_equal(abundances(project, cell), abundances(finished, cell))
    metrics = project.glob("results/small/runs/field/standard/*/n20/seed*/metrics.csv")
    seeds = sorted(pd.read_csv(path)["seed"].item() for path in metrics)
    assert seeds == [0, 0, 0, 1, 1, 2, 2, 2]
    assert planned(project, "runs") == {}
    change(project, **shared | {"seeds": [0, 1, 2, 3]})
    plan = planned(project, "runs")
    assert plan["train_network_seeds_2_to_3"] == plan["fit_estimator_seeds_2_to_3"] == 1
    assert not any("seeds_0_to_1" in rule for rule in plan)


def test_sizes_share_a_job_too_and_give_the_numbers_of_jobs_of_their_own(finished, tmp_path):
    project = copy_project(tmp_path)
    models = {"unmixing_pixel_based_cnn": {}, "ridge": {"train_sizes": [20, 90]}}
    shared = {"models": models, "train_sizes": [20, 40, 90], "seeds": [0, 1]}
    change(project, **shared, seeds_per_job=2, sizes_per_job=2)
    plan = planned(project, "runs")
    assert plan["train_network_sizes_20_40_seeds_0_to_1"] == 1
    # The largest size fills no block of the network; the narrowed model has a block of its own.
    assert plan["train_network_seeds_0_to_1"] == 1
    assert plan["fit_estimator_sizes_20_90_seeds_0_to_1"] == 1
    run = snakemake(project, "--cores", "2", "runs")
    assert run.returncode == 0, run.stderr
    for size, seed in ((20, 0), (20, 1), (40, 1)):
        cell = f"unmixing_pixel_based_cnn/n{size}/seed{seed}"
        np.testing.assert_array_equal(abundances(project, cell), abundances(finished, cell))
    metrics = project.glob("results/small/runs/field/standard/*/n*/seed*/metrics.csv")
    axes = [tuple(pd.read_csv(path)[["train_size", "seed"]].iloc[0]) for path in metrics]
    assert len(axes) == 10
    assert planned(project, "runs") == {}
    change(project, **shared | {"train_sizes": [20, 40, 90, 120]}, seeds_per_job=2, sizes_per_job=2)
    assert not any("20_40" in rule for rule in planned(project, "runs"))


BLOCKS = ["--config", "seeds_per_job=2", "only_models=[unmixing_pixel_based_cnn]"]


@pytest.mark.parametrize(
    ("option", "trained", "evaluated"),
    [
        (["--forcerun", "train_network"], 2, 2),
        (["--forcerun", "evaluate_run"], 0, 2),
        (["--until", "train_network", "--forcerun", "prepare_split"], 2, 0),
        (["--omit-from", "train_network", "--forcerun", "prepare_split"], 0, 0),
    ],
)
def test_what_names_a_rule_means_its_blocks(blocks, option, trained, evaluated):
    plan = planned(blocks, "runs", *option, *BLOCKS)
    assert plan.get("train_network_seeds_0_to_1", 0) == trained
    assert plan.get("evaluate_run_seeds_0_to_1", 0) == evaluated
    assert "train_network" not in plan


def test_a_rule_that_is_allowed_allows_its_blocks(blocks):
    (run, *_) = (blocks / "results/small/runs").glob("**/seed0/predictions.h5")
    allowed = ["--allowed-rules", "train_network", "--forcerun", "train_network"]
    plan = planned(blocks, str(run.relative_to(blocks)), *allowed, *BLOCKS)
    assert plan == {"train_network_seeds_0_to_1": 1}


def test_a_group_of_a_rule_holds_its_blocks(blocks):
    forced = ["--forcerun", "train_network", "--groups", "train_network=together"]
    run = snakemake(blocks, "--dry-run", "runs", "--quiet", "host", *forced, *BLOCKS)
    assert "Group job together" in run.stdout + run.stderr, run.stderr


@pytest.fixture(scope="module")
def blocks(finished, tmp_path_factory):
    """Finish the small study in blocks of two seeds, of one network."""
    project = copy_of(finished, tmp_path_factory.mktemp("blocks") / "project")
    run = snakemake(project, "--cores", "2", "runs", *BLOCKS)
    assert run.returncode == 0, run.stdout + run.stderr
    return project
