"""Leakage: what a random split hides, by noise and neighbourhood."""

import numpy as np
import pandas as pd
from kept_rows import read_kept
from table_words import ratio_in_words, table_of

from learning_curves.answers.condition_effects import condition_effects
from learning_curves.answers.measured_curves import Curves, measured_curves
from learning_curves.answers.paired_ratios import paired_ratio
from learning_curves.columns import rows_of
from unmixing.vocabulary import METRIC, UNMIXING

HEAD = [
    "noise",
    "neighbourhood",
    "test pixels in a training patch",
    "error, random",
    "error, blocks",
    "blocks over random",
    "that over the ratio of one pixel",
]


def leakage_table(runs: pd.DataFrame) -> str:
    """Tabulate errors of random pixels and of blocks, their ratio, and how it grows.

    Parameters
    ----------
    runs : DataFrame
        As benchmarks/leakage.py writes them: data sets are noises, methods are neighbourhoods.
    """
    curves = measured_curves(runs, METRIC)
    effects = condition_effects(runs, METRIC, "random", UNMIXING).set_index(["data_set", "method"])
    return table_of(
        HEAD,
        (
            _line(runs, curves, effects.loc[noise, method], noise, method)
            for noise in runs["data_set"].unique()
            for method in sorted(runs["method"].unique(), key=int)
        ),
    )


def _line(
    runs: pd.DataFrame, curves: Curves, effect: pd.Series, noise: str, method: str
) -> list[str]:
    seen = rows_of(runs, data_set=noise, method=method, condition="random")["seen"].mean()
    errors = [np.exp(curves[noise, name, method].means[0]) for name in ("random", "blocks")]
    grown = _leakage(curves, noise, method) - _leakage(curves, noise, "1")
    return [
        noise,
        f"{method} x {method}",
        f"{100 * seen:.0f} %",
        *(f"{error:.3f}" for error in errors),
        ratio_in_words(effect),
        "" if method == "1" else ratio_in_words(paired_ratio(grown)),
    ]


def _leakage(curves: Curves, noise: str, method: str) -> np.ndarray:
    """Return the log ratio of both errors, repetition by repetition."""
    blocks, random = (curves[noise, name, method].log_errors[:, 0] for name in ("blocks", "random"))
    return blocks - random


TABLES = {"leakage": lambda: leakage_table(read_kept("leakage"))}
