"""The figure of learning curves by condition."""

from pathlib import Path

import pandas as pd

from unmixing.answers.break_even import break_even
from unmixing.answers.condition_effects import condition_effects, region_effects
from unmixing.answers.measured_curves import measured_curves
from unmixing.evaluation.tables import METRIC
from unmixing.figures.condition_curves import condition_curves
from unmixing.figures.saving import save_figure

LABEL_FREE = ("vca_nnls", "spa_fcls")


def draw_conditions(runs: pd.DataFrame, *paths: Path) -> None:
    """Draw learning curves by condition, the first of them the one to compare with."""
    curves, first = measured_curves(runs, METRIC), str(runs["condition"].iloc[0])
    label_free = [model for model in LABEL_FREE if model in set(runs["model"])]
    effects, of_regions = (
        compare(runs, METRIC, first) for compare in (condition_effects, region_effects)
    )
    crossings = break_even(curves, METRIC, label_free)
    save_figure(paths, condition_curves, runs, effects, of_regions, crossings, label_free)
