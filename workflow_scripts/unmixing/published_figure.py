"""Our learning curves over the published ones."""

import itertools

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.figures import SIZE_LABEL, log_axes, method_label

PANEL = (2.6, 1.9)
OURS, PUBLISHED = sns.color_palette("colorblind")[0], "black"


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
    errors = comparison[comparison["metric"] == "overallRMSE"]
    run = errors[errors["n_runs"] > 0]
    scenes = list(dict.fromkeys(run["scene"]))
    algorithms = list(dict.fromkeys(run["algorithm"]))
    sns.set_theme(context="paper", style="ticks")
    shades = dict(zip(baselines, sns.color_palette("Greys_r", len(baselines) + 2), strict=False))
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
        of_scene = summary[(summary["scene"] == scene) & (summary["metric"] == "overallRMSE")]
        for model, shade in shades.items():
            line = of_scene[of_scene["model"] == model]
            axes.plot(line["n_train_pixels"], line["mean"], color=shade, linewidth=0.8)
            _name_at_end(axes, line, model, shade, column == columns - 1)
        part = errors[(errors["scene"] == scene) & (errors["algorithm"] == algorithm)]
        _draw(axes, part.sort_values("n_train_pixels"))
        log_axes(axes, part["n_train_pixels"])
        axes.tick_params(axis="x", labelrotation=45)
        axes.set_title(f"{algorithm}, {scene}")
    for axes in grid[-1]:
        axes.set_xlabel(SIZE_LABEL)
    for axes in grid[:, 0]:
        axes.set_ylabel("abundance RMSE")
    handles = [
        plt.Line2D([], [], color=OURS, marker="o", label="ours"),
        plt.Line2D([], [], color=PUBLISHED, linestyle="--", marker="o", mfc="w", label="published"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    return figure


def _draw(axes: Axes, part: pd.DataFrame) -> None:
    published = {"color": PUBLISHED, "linestyle": "--", "marker": "o", "mfc": "w", "markersize": 4}
    axes.plot(part["n_train_pixels"], part["published"], **published)
    axes.plot(part["n_train_pixels"], part["ours"], color=OURS, marker="o", markersize=4)
    axes.fill_between(
        part["n_train_pixels"], part["ci_low"], part["ci_high"], color=OURS, alpha=0.25, linewidth=0
    )


def _name_at_end(axes: Axes, line: pd.DataFrame, model: str, shade, wanted: bool) -> None:
    """Label a baseline at the right end of its line, outside the last panel of a row."""
    if not wanted or line.empty:
        return
    last = line.sort_values("n_train_pixels").iloc[-1]
    axes.annotate(
        method_label(model),
        (last["n_train_pixels"], last["mean"]),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize="xx-small",
        color=shade,
        annotation_clip=False,
    )
