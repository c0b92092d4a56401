"""Our learning curves over the published ones."""

import itertools

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.legends import add_legend, legend_line
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL, method_label
from unmixing.figures.panels import log_axes, panels_on
from unmixing.figures.style import Style

# Inches; the names of the baselines stand beside the panels, the legend below.
PANEL = (2.6, 1.9)
NAMES, LEGEND_HEIGHT = 1.6, 0.4
DASHES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (4, 1, 1, 1)))
NAME_HEIGHT = 0.065
OURS: Style = {"color": sns.color_palette("colorblind")[0], "marker": "o"}
PUBLISHED: Style = {
    "color": "black",
    "linestyle": "--",
    "linewidth": 0.9,
    "marker": "o",
    "markerfacecolor": "none",
    "markersize": 7,
}


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
    errors = rows_of(comparison, metric=METRIC)
    run = errors[errors["n_runs"] > 0]
    scenes = list(dict.fromkeys(run["scene"]))
    algorithms = list(dict.fromkeys(run["algorithm"]))
    lines = _baseline_styles(baselines)
    rows, columns = max(len(algorithms), 1), max(len(scenes), 1)
    size = (PANEL[0] * columns + NAMES, PANEL[1] * rows + LEGEND_HEIGHT)
    figure, grid = panels_on(size, rows, columns, sharex="col", sharey="col")
    for (row, algorithm), (column, scene) in itertools.product(
        enumerate(algorithms), enumerate(scenes)
    ):
        axes = grid[row, column]
        of_scene = rows_of(summary, scene=scene, metric=METRIC)
        _draw_baselines(axes, of_scene, lines)
        part = rows_of(errors, scene=scene, algorithm=algorithm)
        _draw_algorithm(axes, part.sort_values("n_train_pixels"))
        log_axes(axes, part["n_train_pixels"])
        if column == columns - 1:
            _name_baselines(axes, of_scene, lines)
        axes.set_title(f"{algorithm}, {scene}")
    for axes in grid[-1]:
        axes.set_xlabel(SIZE_LABEL)
    for axes in grid[:, 0]:
        axes.set_ylabel(METRIC_LABELS[METRIC])
    add_legend(figure, [legend_line("ours", **OURS), legend_line("published", **PUBLISHED)], 2)
    return figure


def _baseline_styles(baselines: list[str]) -> dict[str, Style]:
    """Tell the baselines apart by greys and dashes."""
    greys = np.linspace(0.1, 0.6, len(baselines))
    return {
        model: {"color": str(grey), "linestyle": dashes}
        for model, grey, dashes in zip(baselines, greys, itertools.cycle(DASHES), strict=False)
    }


def _draw_baselines(axes: Axes, of_scene: pd.DataFrame, lines: dict[str, Style]) -> None:
    for model, style in lines.items():
        line = rows_of(of_scene, model=model)
        axes.plot(line["n_train_pixels"], line["mean"], linewidth=0.8, **style)


def _draw_algorithm(axes: Axes, part: pd.DataFrame) -> None:
    sizes = part["n_train_pixels"]
    axes.plot(sizes, part["ours"], markersize=4, **OURS)
    axes.plot(sizes, part["published"], **PUBLISHED)
    axes.fill_between(
        sizes, part["ci_low"], part["ci_high"], color=OURS["color"], alpha=0.25, linewidth=0
    )


def _name_baselines(axes: Axes, of_scene: pd.DataFrame, lines: dict[str, Style]) -> None:
    """Name the baselines beside the panel, each at the end of its line or next to it."""
    last = of_scene.sort_values("n_train_pixels").groupby("model")["mean"].last()
    last = last.reindex(list(lines)).dropna().sort_values()
    if last.empty:
        return
    ends = axes.transLimits.transform(
        np.column_stack([np.zeros(len(last)), axes.yaxis.get_transform().transform(last)])
    )[:, 1]
    for model, end, height in zip(last.index, ends, _apart(ends, NAME_HEIGHT), strict=True):
        grey = lines[model]["color"]
        axes.annotate(
            method_label(model),
            (1.0, end),
            (1.06, height),
            xycoords="axes fraction",
            textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": grey, "linewidth": 0.4, "shrinkA": 1},
            va="center",
            fontsize="xx-small",
            color=grey,
            annotation_clip=False,
        )


def _apart(heights: np.ndarray, distance: float) -> np.ndarray:
    """Move ascending heights up, and then all of them back, so that none is nearer than this."""
    steps = distance * np.arange(len(heights))
    raised = np.maximum.accumulate(heights - steps) + steps
    return raised - (raised - heights).mean()
