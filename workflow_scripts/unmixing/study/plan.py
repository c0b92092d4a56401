"""What a study would cost: runs, hours, memory and disk."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from unmixing.splits.sizes import Size, as_count
from unmixing.study.costs import (
    ASSUMED_SHAPE,
    Cost,
    estimate_memory_mb,
    estimate_model_mb,
    estimate_seconds,
    find_cost,
    find_cube_mb,
    find_held_mb,
    is_held_whole,
)
from unmixing.study.measured_runs import runs_to_do
from unmixing.study.runs import Run, is_one_program, jobs, most_seeds_of_a_job, runs
from unmixing.study.study import Study
from unmixing.training.settings import CommandSettings

# The files of a run without its model: metrics, logs and the like.
SMALL_FILES_MB = 0.06
ESTIMATES = [
    "n_train_pixels",
    "run_seconds",
    "fixed_seconds",
    "memory_mb",
    "run_mb",
    "model_mb",
]
# Taking predictions from elsewhere costs no more than the cheapest method.
TAKING = "mean_abundance"
GIVEN = "{:,} runs are given by measured_runs"
# For a scene that declares no number of endmembers.
ASSUMED_ENDMEMBERS = 6


def plan(study: Study, costs: Mapping[str, Cost], on_gpu: bool) -> pd.DataFrame:
    """Estimate every cell of a study.

    Parameters
    ----------
    on_gpu : bool
        Whether networks train on a GPU.

    Returns
    -------
    DataFrame
        One row per scene, condition, model and size: `n_train_pixels`, `runs`, `jobs` (fractions
        where a job has several sizes), `hours` of one core or GPU, and in MiB `memory_mb` and
        `run_mb` (files without the model) of a run and `model_mb` of a saved model.
    """
    counted = Counter(run[:-1] for run in runs_to_do(study))
    rows = [
        dict(zip(Run._fields, cell, strict=False))
        | {"runs": n}
        | _cell(study, costs, on_gpu, *cell)
        for cell, n in counted.items()
    ]
    table = pd.DataFrame(rows, columns=[*Run._fields[:-1], "runs", *ESTIMATES])
    of_model = table.groupby(["scene", "condition", "model"])["runs"].transform("sum")
    places = zip(table["scene"], table["condition"], table["model"], strict=True)
    of_place = np.array([jobs(study, *place) for place in places])
    # Where other machines measured a part of the runs, no more jobs than runs are left.
    table["jobs"] = (table["runs"] / of_model * of_place).clip(upper=table["runs"])
    seconds = table["runs"] * table["run_seconds"] + table["jobs"] * table["fixed_seconds"]
    table["hours"] = seconds / 3600
    return table.drop(columns=["run_seconds", "fixed_seconds"])


def run_price(
    study: Study,
    costs: Mapping[str, Cost],
    on_gpu: bool,
    scene: str,
    model: str,
    train_size: Size,
    runs_per_job: int,
) -> float:
    """Estimate the seconds of one run, with its share of the start of its job."""
    cell = _cell(study, costs, on_gpu, scene, study.first_condition, model, train_size)
    return float(cell["run_seconds"] + cell["fixed_seconds"] / runs_per_job)


def describe(study: Study, costs: Mapping[str, Cost], on_gpu: bool) -> str:
    """Write a plan as text: hours of every cell, totals and assumptions."""
    table = plan(study, costs, on_gpu)
    given = len(runs(study)) - int(table["runs"].sum())
    if table.empty:
        return f"{GIVEN.format(given)}; there is nothing to compute."
    blocks = []
    for (scene, condition), part in table.groupby(["scene", "condition"], sort=False):
        hours = part.pivot_table(
            index="model", columns="n_train_pixels", values="hours", sort=False
        )
        hours["all"] = hours.sum(axis=1)
        laid_out = hours.map("{:.2f}".format)
        memory = part.groupby("model", sort=False)["memory_mb"].max() / 1024
        laid_out["memory"] = memory.map("{:.1f} GiB".format)
        laid_out["runs"] = part.groupby("model", sort=False)["runs"].sum()
        blocks.append(
            f"{scene}, {condition}: hours by labelled pixels, of all seeds, and the memory of the "
            "largest run"
        )
        blocks.append(laid_out.to_string() + "\n")
    networks = table["model"].isin(study.networks)
    taken = table["model"].isin(study.elsewhere)
    in_environments = table["model"].isin(study.environments)
    splits = sum(
        jobs(study, scene, condition, None)
        for scene in study.scenes
        for condition in study.conditions
    )
    blocks += [
        f"prepare_split: {splits:,} jobs",
        _stage("train_network", table[networks]),
        _stage("fit_estimator", table[~networks & ~taken & ~in_environments]),
        *([_stage("run_command", table[in_environments])] if in_environments.any() else []),
        *([_stage("take_predictions", table[taken])] if taken.any() else []),
        f"evaluate_run: {table['jobs'].sum():,.0f} jobs, in the hours above",
        *([GIVEN.format(given)] if given else []),
        _disk(study, table),
        _disk_of_scenes(study),
        f"largest memory of a job: {table['memory_mb'].max() / 1024:.1f} GiB",
        *_assumptions(study, costs, on_gpu),
    ]
    return "\n".join(blocks)


def _disk(study: Study, table: pd.DataFrame) -> str:
    """Say how much disk the study takes, by which models are kept."""
    small = (table["run_mb"] * table["runs"]).sum()
    sizes = {
        "all": small + (table["model_mb"] * table["runs"]).sum(),
        "first": small + table["model_mb"].sum(),
        "none": small,
    }
    kept = {choice: f"{size / 1024:.1f}" for choice, size in sizes.items()}
    chosen = study.keep_models
    others = ", ".join(f"{size} with {name}" for name, size in kept.items() if name != chosen)
    return f"disk: {kept[chosen]} GiB with keep_models: {chosen} ({others})"


def _disk_of_scenes(study: Study) -> str:
    """Say how much disk the scenes take; what their files hold is not known yet."""
    shapes = [scene.shape or ASSUMED_SHAPE for scene in study.scenes.values()]
    size = sum(map(find_cube_mb, shapes)) / 1024
    return (
        f"disk of the scenes: {size:.1f} GiB, or half of it where their files hold 16-bit numbers, "
        "and none for images that stay where they are (docs/scenes.md#large-images)"
    )


def _assumptions(study: Study, costs: Mapping[str, Cost], on_gpu: bool) -> list[str]:
    """Say what the hours count, and what is assumed where something is unknown."""
    where = (
        "of one GPU for networks, by the published times of another, early stopping included"
        if on_gpu
        else "of one CPU core, with every epoch run"
    )
    said = [
        f"Hours are {where}, at the measured rates of methods; divide them by the cores "
        "or GPUs that work side by side. `device` (cpu, gpu) chooses between the two."
    ]
    for name, settings in study.models.items():
        method = settings.method
        if name in study.elsewhere:
            continue
        if isinstance(settings, CommandSettings):
            said.append(
                f"models.{name}: what a command takes is not known, and is estimated as a slow "
                "method."
            )
        elif method not in costs:
            said.append(
                f"models.{name}: '{method}' was never measured and is estimated as a slow method; "
                f"`python benchmarks/cost.py {method}` measures it."
            )
    height, width, bands = ASSUMED_SHAPE
    for name, scene in study.scenes.items():
        if scene.shape is None:
            said.append(
                f"scenes.{name}: without a shape, it is estimated as {height} x {width} pixels "
                f"and {bands} bands."
            )
    return said


def _stage(name: str, part: pd.DataFrame) -> str:
    runs, n_jobs, hours = (part[column].sum() for column in ("runs", "jobs", "hours"))
    return f"{name}: {runs:,} runs in {n_jobs:,.0f} jobs, {hours:,.1f} hours"


def _cell(
    study: Study,
    costs: Mapping[str, Cost],
    on_gpu: bool,
    scene: str,
    condition: str,
    model: str,
    train_size: Size,
) -> dict[str, Any]:
    settings, entry = study.models[model], study.scenes[scene]
    height, width, bands = entry.shape or ASSUMED_SHAPE
    cost = costs[TAKING] if model in study.elsewhere else find_cost(costs, settings)
    if on_gpu:
        cost = cost.on_gpu()
    pixels = as_count(train_size, height * width)
    tested = as_count(study.test_size[scene] or height * width - pixels, height * width)
    shape, snr = (height, width, bands), study.conditions[condition].noise.snr
    whole = is_held_whole(settings, snr, pixels, shape)
    cube_mb = (find_cube_mb if whole else find_held_mb)(shape)
    seeds = most_seeds_of_a_job(study, model) if is_one_program(study, model) else 1
    predicted_mb = tested * 4 * (entry.n_endmembers or ASSUMED_ENDMEMBERS) / 2**20
    return {
        "n_train_pixels": pixels,
        "run_seconds": estimate_seconds(cost, settings, bands, pixels, tested),
        "fixed_seconds": cost.fixed_seconds,
        "memory_mb": estimate_memory_mb(cost, settings, bands, cube_mb, pixels, seeds),
        "run_mb": SMALL_FILES_MB + predicted_mb,
        "model_mb": estimate_model_mb(cost, settings, bands, pixels),
    }
