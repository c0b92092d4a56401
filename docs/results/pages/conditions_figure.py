"""The figure of learning curves by condition."""

from pathlib import Path

import pandas as pd

from learning_curves.answers.break_even import break_even
from learning_curves.answers.condition_effects import condition_effects, region_effects
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.figures.condition_curves import condition_curves
from learning_curves.figures.saving import save_figure
from unmixing.vocabulary import METRIC, UNMIXING

LABEL_FREE = ("vca_nnls", "spa_fcls")


def plot_conditions(runs: pd.DataFrame, *paths: Path) -> None:
    """Plot learning curves by condition, comparing with the first condition."""
    curves, first = measured_curves(runs, METRIC), str(runs["condition"].iloc[0])
    label_free = [method for method in LABEL_FREE if method in set(runs["method"])]
    effects, of_regions = (
        compare(runs, METRIC, first, UNMIXING) for compare in (condition_effects, region_effects)
    )
    crossings = break_even(curves, METRIC, label_free, UNMIXING)
    save_figure(paths, condition_curves, runs, effects, of_regions, crossings, label_free, UNMIXING)
