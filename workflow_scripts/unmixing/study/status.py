"""How far a study has come, judged by its files alone."""

import csv
import itertools
import os
import re
import time
from pathlib import Path
from typing import Any

import pandas as pd

from learning_curves.columns import CELL, PLACE, STATUSES
from learning_curves.runs import coverage
from unmixing.study import paths
from unmixing.study.measured_runs import MeasuredRun, read_measured_runs
from unmixing.study.progress import format_duration
from unmixing.study.runs import Run, cells, job_labels, runs
from unmixing.study.study import Study
from unmixing.vocabulary import UNMIXING

UNFINISHED = ("failed", "begun", "waiting")
RULES_OF_A_RUN = (
    *("train_network", "fit_estimator", "run_command", "take_predictions", "evaluate_run"),
)
# What `job.logged_job` writes when a job ends in an error.
ERROR = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (Error: .*|The job failed)$", re.MULTILINE)
# Stands for the job of runs that another machine measured.
GIVEN = "measured_runs"
LOG_END = 50_000
SHOWN_FAILURES = 5


def run_states(study: Study, results: str | Path) -> pd.DataFrame:
    """Return the state of every planned run.

    Parameters
    ----------
    results : str or Path
        Folder of the study.

    Returns
    -------
    DataFrame
        One row per run: its axes, `status`, `job` (the path of its jobs' logs and benchmarks, or
        "measured_runs" if another machine measured it), `runs_of_job`, its newest `log`, and
        `logged`, when that was written to (seconds; 0 without a log). A run is "completed" or
        "diverged" if its metrics say so and none of its jobs has begun since; else "failed" if its
        newest log ends in an error, "begun" if it does not (the run goes on, or was killed), and
        "waiting" without a log.
    """
    labels = {
        place: job_labels(study, *place)
        for place in itertools.product(study.scenes, study.conditions, study.models)
    }
    given = read_measured_runs(study)
    return pd.DataFrame(
        [
            _given_state(run, given[run][0])
            if run in given
            else _run_state(run, *labels[run[:3]][run.train_size, run.seed], results)
            for run in runs(study)
        ]
    ).rename(columns=UNMIXING.own_names)


def _given_state(run: Run, row: MeasuredRun) -> dict[str, Any]:
    return run._asdict() | {
        "train_size": str(run.train_size),
        "status": row.values["status"],
        "job": GIVEN,
        "runs_of_job": 1,
        "log": "",
        "logged": 0.0,
    }


def _run_state(
    run: Run, sizes: str, seeds: str, runs_of_job: int, results: str | Path
) -> dict[str, Any]:
    axes = run._asdict()
    path = paths.CELL.format(**axes | {"train_size": sizes, "seed": seeds})
    logged, log = max(
        (_modified(log), log)
        for log in (f"{results}/{paths.log(rule, path)}" for rule in RULES_OF_A_RUN)
    )
    measured, status = _metrics_status(f"{results}/{paths.METRICS.format(**axes)}")
    if not logged and not measured:
        status = "waiting"
    elif logged > measured:
        status = "failed" if ERROR.search(_end_of(log)) else "begun"
    return axes | {
        "train_size": str(run.train_size),
        "status": status,
        "job": path,
        "runs_of_job": runs_of_job,
        "log": log,
        "logged": logged,
    }


def _modified(path: str) -> float:
    """Return when a file was written to, or 0 if it does not exist."""
    try:
        return Path(path).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _metrics_status(path: str) -> tuple[float, str]:
    """Return when metrics were written (0 if never), and the status in them."""
    try:
        with open(path, newline="") as file:
            return os.fstat(file.fileno()).st_mtime, next(csv.DictReader(file))["status"]
    except FileNotFoundError:
        return 0.0, ""


def _end_of(log: str) -> str:
    with open(log, "rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - LOG_END))
        return file.read().decode(errors="replace")


def _find_reason(log: str) -> str:
    """Return the first line of an error, which may quote a program, or the last of a traceback."""
    last = (log.rstrip().splitlines() or [""])[-1]
    # The job may have begun again since.
    reason = (ERROR.findall(log) or [last])[-1]
    return last if reason == "The job failed" else reason


def seconds_left(states: pd.DataFrame, results: str | Path) -> tuple[float, int]:
    """Estimate the unfinished runs from the finished ones of the same cell.

    Returns
    -------
    seconds : float
        What they would take one after another.
    n_unknown : int
        Unfinished runs left out, because no run of their cell is finished.
    """
    finished = states["status"].isin(STATUSES)
    n_left = states[~finished].groupby(CELL).size().to_dict()
    seconds = 0.0
    for cell, done in states[finished].groupby(CELL):
        benchmarked = (_benchmarked(run, results) for run in done.to_dict("records"))
        measured = list(filter(None, benchmarked)) if cell in n_left else []
        if measured:
            seconds += n_left.pop(cell) * sum(measured) / len(measured)
    return seconds, sum(n_left.values())


def _benchmarked(run: dict[str, Any], results: str | Path) -> float:
    """Return the seconds of a run's jobs, start-up included, divided by their runs."""
    files = (Path(f"{results}/{paths.benchmark(rule, run['job'])}") for rule in RULES_OF_A_RUN)
    seconds = sum(
        float(file.read_text().splitlines()[1].split("\t")[0]) for file in files if file.exists()
    )
    return seconds / run["runs_of_job"]


def describe(study: Study, results: str | Path) -> str:
    """Write the status of a study: a table per scene, totals, failures and the work left."""
    states = run_states(study, results)
    counts = states.groupby([*CELL, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=UNFINISHED, fill_value=0)
    table = coverage(states, cells(study)).join(counts, on=CELL)
    tables = [
        f"{scene}, {condition}: completed runs by train size\n{_scene_table(part)}\n"
        for (scene, condition), part in table.groupby(PLACE, sort=False)
    ]
    columns = ["planned", *STATUSES, *UNFINISHED]
    totals = ", ".join(f"{table[column].sum()} {column}" for column in columns)
    return "\n".join([*tables, f"{study.name}: {totals}", *_remarks(states, results)])


def _scene_table(part: pd.DataFrame) -> str:
    """Write the table of a scene: a row per model, a column per train size, then totals."""
    part = part.assign(done=part["completed"].astype(str) + "/" + part["planned"].astype(str))
    sizes = part["size_name"].unique()
    by_size = part.pivot(index="method", columns="size_name", values="done")[sizes]
    columns = ["planned", *STATUSES, *UNFINISHED]
    totals = part.groupby("method", sort=False)[columns].sum()
    table = totals.join(by_size)[[*sizes, *columns]].astype(str).replace("0", "-")
    return table.rename_axis(index=None).to_string()


def _remarks(states: pd.DataFrame, results: str | Path) -> list[str]:
    """Say what failed, what is running and how much is left."""
    failed = states.loc[states["status"] == "failed", "log"]
    given = (states["job"] == GIVEN).sum()
    remarks = [f"given: {given} of the finished runs, by measured_runs"] if given else []
    remarks += [f"failed: {log}: {_find_reason(_end_of(log))}" for log in failed[:SHOWN_FAILURES]]
    if len(failed) > SHOWN_FAILURES:
        remarks.append(f"failed: {len(failed) - SHOWN_FAILURES} more")
    begun = states.loc[states["status"] == "begun", "logged"]
    if len(begun):
        age = round(time.time() - begun.max())
        remarks.append(f"begun: running, or killed; the newest of their logs is {age} s old")
    seconds, n_unknown = seconds_left(states, results)
    if seconds:
        remarks.append(
            f"left: about {format_duration(seconds)} of jobs one after another, judging by "
            "finished runs of the same scene, model and size"
        )
    if n_unknown:
        remarks.append(
            f"left: {n_unknown} runs of cells with none finished, which take an unknown time"
        )
    return remarks
