"""Leakage: what a random split hides, by noise and neighbourhood."""

import numpy as np
import pandas as pd
from kept_rows import kept
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
    """Table errors of random pixels and of blocks, their ratio, and how it grows.

    Parameters
    ----------
    runs : as `benchmarks/leakage.py` writes them: scenes are noises, models are neighbourhoods
    """
    curves = measured_curves(runs, METRIC)
    effects = condition_effects(runs, METRIC, "random", UNMIXING).set_index(["scene", "model"])
    return table_of(
        HEAD,
        (
            _line(runs, curves, effects.loc[noise, model], noise, model)
            for noise in runs["scene"].unique()
            for model in sorted(runs["model"].unique(), key=int)
        ),
    )


def _line(
    runs: pd.DataFrame, curves: Curves, effect: pd.Series, noise: str, model: str
) -> list[str]:
    seen = rows_of(runs, scene=noise, model=model, condition="random")["seen"].mean()
    errors = [np.exp(curves[noise, name, model].means[0]) for name in ("random", "blocks")]
    grown = _leakage(curves, noise, model) - _leakage(curves, noise, "1")
    return [
        noise,
        f"{model} x {model}",
        f"{100 * seen:.0f} %",
        *(f"{error:.3f}" for error in errors),
        ratio_in_words(effect),
        "" if model == "1" else ratio_in_words(paired_ratio(grown)),
    ]


def _leakage(curves: Curves, noise: str, model: str) -> np.ndarray:
    """Return the log ratio of both errors, seed by seed."""
    blocks, random = (curves[noise, name, model].log_errors[:, 0] for name in ("blocks", "random"))
    return blocks - random


TABLES = {"leakage": lambda: leakage_table(kept("leakage"))}
