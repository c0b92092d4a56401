"""Runs and curves made for tests."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.runs import coverage
from learning_curves.vocabulary import Vocabulary


def make_runs(
    errors: dict[str, Any], data_set: str = "field", size: int = 100, condition: str = "standard"
) -> pd.DataFrame:
    """Make the runs of one size: method -> error of each repetition; None is a diverged run."""
    return pd.DataFrame(
        {
            "data_set": data_set,
            "condition": condition,
            "method": method,
            "size_name": str(size),
            "repetition": repetition,
            "size": size,
            "n_validation": size // 10,
            "status": "diverged" if pd.isna(error) else "completed",
            "overallRMSE": np.nan if error is None else error,
            "rmsAAD": np.nan if error is None else 2 * error,
            "updates": 1000,
            "training_time": size / 10 * (repetition + 1),
            "inference_time": 0.1,
        }
        for method, of_method in errors.items()
        for repetition, error in enumerate(of_method)
    )


def simulate_runs(
    n_methods: int,
    n_repetitions: int,
    sizes: Sequence[int] = (100, 200, 400),
    data_sets: Sequence[str] = ("field", "coast"),
    gap: float = 0.1,
) -> pd.DataFrame:
    """Simulate runs of methods whose mean errors differ by `gap` times the best one."""
    generator = np.random.default_rng(4)
    return pd.concat(
        make_runs(
            {
                f"m{i}": (1 + gap * i) / size * generator.lognormal(0, 0.1, n_repetitions)
                for i in range(n_methods)
            },
            data_set,
            size,
        )
        for data_set, size in itertools.product(data_sets, sizes)
    )


def make_row(
    data_set: str = "a",
    size_name: str = "10",
    repetition: int = 0,
    status: str = "completed",
    **metrics: float,
) -> dict[str, Any]:
    """Return the row of one run with 10 labels."""
    return {
        "data_set": data_set,
        "condition": "standard",
        "method": "m",
        "size_name": size_name,
        "repetition": repetition,
        "size": 10,
        "status": status,
    } | metrics


# Words of a study that differ from the defaults of the package.
WORDS = Vocabulary(
    sizes="labelled pixels",
    training_data="labels",
    errors={"overallRMSE": "abundance RMSE", "rmsAAD": "abundance angle (rad, rms)"},
    error_name="RMSE",
    also_plotted={"reconstructionRMSE": "reconstruction RMSE"},
    data_set="scene",
    drawn_from="pixels of this image, drawn at random unless the condition says otherwise",
    under="With labels on",
    learnt_nothing="the mean abundances",
    title="Unmixing learning curves",
    prefix="unmixing_",
    acronyms=frozenset(
        {"cnn", "dcae", "rnn", "lmm", "svr", "nnls", "vca", "spa", "fcls", "1d", "2d", "3d"}
    ),
    names={
        "data_set": "scene",
        "method": "model",
        "size_name": "train_size",
        "size": "n_train_pixels",
    },
)
METRIC = WORDS.error
ERRORS = tuple(WORDS.errors)
# Error of a run that has learnt nothing.
NOTHING_LEARNT = 0.35


def mark_collapsed(runs: pd.DataFrame) -> pd.DataFrame:
    """Mark runs as collapsed if their error is nearly that of a run that has learnt nothing."""
    return runs.assign(collapsed=runs["overallRMSE"] >= 0.9 * NOTHING_LEARNT)


CURVE_SIZES = np.array([60.0, 150, 375, 940, 2350, 5900])
# Relative to the middle, as families expect them.
LOG_SIZES = np.log(CURVE_SIZES) - np.log(CURVE_SIZES[[0, -1]]).mean()
# family -> parameters of a curve that a study could measure.
FAMILY_PARAMETERS = {
    "pow2": [-3, -0.7],
    "pow3": [-3, -0.4, -3.5],
    "pow4": [-2.5, 0.1, -1.5, -3.5],
    "exp3": [-2.5, -0.3, -3.5],
    "log2": [-4, 4.0],
    "mmf4": [-2, 0.2, 0.3, -3.5],
    "wbl4": [-2, -0.2, -0.5, -3.5],
}


def make_curve(
    log_errors, repetitions: int = 30, spread: float = 0.1, repetition: int = 0
) -> MeasuredCurve:
    """Make a measured curve with these mean log errors at the smallest sizes."""
    noise = np.random.default_rng(repetition).normal(0, spread, (repetitions, len(log_errors)))
    sizes = CURVE_SIZES[: len(log_errors)]
    return MeasuredCurve(sizes, log_errors + noise - noise.mean(axis=0))


def make_runs_of_curves(curves: dict[str, np.ndarray], data_set: str = "field") -> pd.DataFrame:
    """Make the runs of measured curves: method -> log errors (repetitions, sizes)."""
    return pd.concat(
        [
            make_runs(
                {
                    method: np.exp(log_errors[:, j])
                    for method, log_errors in curves.items()
                    if j < log_errors.shape[1]
                },
                data_set,
                int(size),
            )
            for j, size in enumerate(CURVE_SIZES)
        ],
        ignore_index=True,
    )


# kind of curve -> how its log error falls over the log of relative sizes, from 0 at 0 to 1.
SHAPES = {
    "falling": lambda x: -1.5 * x,
    "to a floor": lambda x: np.log(0.3 + 0.7 * np.exp(-4 * x)),
    "flat": lambda x: 0 * x,
    "rising": lambda x: 0.8 * x,
    "peaking": lambda x: np.sin(3 * np.pi * x) / 2 - x,
    "dipping": lambda x: np.abs(x - 0.4) - 0.4,
}


def simulate_study(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Simulate the runs and the coverage of a study, well-behaved or not.

    It has one to 30 seeds, one to six sizes and curves of every shape. A method may equal another,
    mostly diverge, lack runs, or have errors of zero.
    """
    generator = np.random.default_rng(number)
    n_repetitions = int(generator.choice([1, 2, 3, 6, 30]))
    sizes = CURVE_SIZES[: generator.integers(1, 7)].astype(int)
    x = np.log(sizes / sizes[0]) / np.log(100)
    spread = generator.uniform(0.02, 0.3)
    errors = {}
    for method in ("ridge", "svr", "net"):
        shape = SHAPES[str(generator.choice(list(SHAPES)))]
        level = np.log(generator.uniform(0.1, 0.2))
        errors[method] = np.exp(
            level + shape(x) + generator.normal(0, spread, (n_repetitions, len(sizes)))
        )
    worst = {
        "equal": lambda: errors.update(twin=errors["ridge"].copy()),
        "diverged": lambda: errors["net"].__setitem__(slice(-(-n_repetitions // 6), None), np.nan),
        "missing": lambda: errors["svr"].__setitem__((slice(n_repetitions // 2), -1), -1),
        "zero": lambda: errors["ridge"].__setitem__((slice(None), -1), 0),
        "one zero": lambda: errors["ridge"].__setitem__((0, 0), 0),
        "one seed": lambda: errors["net"].__setitem__(slice(1, None), -1),
    }
    for spoil in generator.choice(list(worst), generator.integers(0, 3), replace=False):
        worst[str(spoil)]()
    runs = make_runs_of_sizes(errors, sizes)
    planned = [
        ["field", "standard", method, str(size), n_repetitions]
        for method in errors
        for size in sizes
    ]
    # An error below zero marks a missing run.
    runs = runs[~(runs["overallRMSE"] < 0)].reset_index(drop=True)
    return runs, coverage(runs, planned)


def make_runs_of_sizes(errors: dict[str, np.ndarray], sizes: np.ndarray) -> pd.DataFrame:
    """Make runs: method -> errors (repetitions, sizes)."""
    return pd.concat(
        [
            make_runs({method: values[:, j] for method, values in errors.items()}, size=int(size))
            for j, size in enumerate(sizes)
        ],
        ignore_index=True,
    )
