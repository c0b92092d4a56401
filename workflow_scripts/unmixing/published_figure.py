"""Our learning curves over the published ones."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.drawing import METRIC_LABELS, SIZE_LABEL, log_axes, method_label
from unmixing.tables import METRIC

PANEL = (2.6, 1.9)
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (4, 1, 1, 1)))
NAME_HEIGHT = 0.065
OURS = sns.color_palette("colorblind")[0]
PUBLISHED = {"color": "black", "ls": "--", "lw": 0.9, "marker": "o", "mfc": "none", "markersize": 7}


def published_comparison(
    comparison: pd.DataFrame, summary: pd.DataFrame, baselines: list[str]
) -> Figure:
    """Draw a row an algorithm that was run and a column a scene: abundance RMSE against labels.

    Parameters
    ----------
    comparison : as `published.compare` returns it
    summary : of the study, for the baselines
    baselines : models without a published counterpart, drawn in grey in every panel
    """
    errors = comparison[comparison["metric"] == METRIC]
    run = errors[errors["n_runs"] > 0]
    scenes = list(dict.fromkeys(run["scene"]))
    algorithms = list(dict.fromkeys(run["algorithm"]))
    sns.set_theme(context="paper", style="ticks")
    greys = [str(grey) for grey in np.linspace(0.1, 0.6, len(baselines))]
    lines = dict(zip(baselines, zip(greys, itertools.cycle(DASHES), strict=False), strict=True))
    rows, columns = max(len(algorithms), 1), max(len(scenes), 1)
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(PANEL[0] * columns + 1.6, PANEL[1] * rows + 0.4),
        sharex="col",
        sharey="col",
        squeeze=False,
        layout="constrained",
    )
    for (row, algorithm), (column, scene) in itertools.product(
        enumerate(algorithms), enumerate(scenes)
    ):
        axes = grid[row, column]
        of_scene = summary[(summary["scene"] == scene) & (summary["metric"] == METRIC)]
        for model, (grey, dashes) in lines.items():
            line = of_scene[of_scene["model"] == model]
            axes.plot(line["n_train_pixels"], line["mean"], color=grey, ls=dashes, linewidth=0.8)
        part = errors[(errors["scene"] == scene) & (errors["algorithm"] == algorithm)]
        _draw(axes, part.sort_values("n_train_pixels"))
        log_axes(axes, part["n_train_pixels"])
        if column == columns - 1:
            _name_baselines(axes, of_scene, {model: grey for model, (grey, _) in lines.items()})
        axes.set_title(f"{algorithm}, {scene}")
    for axes in grid[-1]:
        axes.set_xlabel(SIZE_LABEL)
    for axes in grid[:, 0]:
        axes.set_ylabel(METRIC_LABELS[METRIC])
    handles = [
        plt.Line2D([], [], color=OURS, marker="o", label="ours"),
        plt.Line2D([], [], label="published", **PUBLISHED),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    return figure


def _draw(axes: Axes, part: pd.DataFrame) -> None:
    axes.plot(part["n_train_pixels"], part["ours"], color=OURS, marker="o", markersize=4)
    axes.plot(part["n_train_pixels"], part["published"], **PUBLISHED)
    axes.fill_between(
        part["n_train_pixels"], part["ci_low"], part["ci_high"], color=OURS, alpha=0.25, linewidth=0
    )


def _name_baselines(axes: Axes, of_scene: pd.DataFrame, greys: dict[str, str]) -> None:
    """Name the baselines beside the panel, each at the end of its line or next to it."""
    last = of_scene.sort_values("n_train_pixels").groupby("model")["mean"].last()
    last = last.reindex(list(greys)).dropna().sort_values()
    if last.empty:
        return
    ends = axes.transLimits.transform(
        np.column_stack([np.zeros(len(last)), axes.yaxis.get_transform().transform(last)])
    )[:, 1]
    for model, end, height in zip(last.index, ends, _apart(ends, NAME_HEIGHT), strict=True):
        axes.annotate(
            method_label(model),
            (1.0, end),
            (1.06, height),
            xycoords="axes fraction",
            textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": greys[model], "linewidth": 0.4, "shrinkA": 1},
            va="center",
            fontsize="xx-small",
            color=greys[model],
            annotation_clip=False,
        )


def _apart(heights: np.ndarray, distance: float) -> np.ndarray:
    """Move ascending heights up, and then all of them back, so that none is nearer than this."""
    steps = distance * np.arange(len(heights))
    raised = np.maximum.accumulate(heights - steps) + steps
    return raised - (raised - heights).mean()
