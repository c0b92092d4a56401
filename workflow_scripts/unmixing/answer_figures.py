"""Figures to read answers off: fitted curves, needed labelled pixels, data efficiency."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.drawing import (
    METRIC_LABELS,
    SIZE_LABEL,
    facet_label,
    facets_of,
    log_axes,
    method_label,
    method_styles,
    say,
)
from unmixing.tables import METRIC

COLUMNS = 4
PANEL = (2.3, 2.0)
ROW_HEIGHT = 0.24
# For the legend.
NARROWEST = 6.8
GREY = "0.75"
LARGEST_RATIO = 8
# With fewer, no exact test of paired seeds can reach p = 0.05.
ENOUGH_SEEDS = 6


def fitted_curves(
    runs: pd.DataFrame,
    bands: pd.DataFrame,
    shapes: pd.DataFrame,
    published: pd.DataFrame,
) -> Figure:
    """Plot each method of one scene in its own panel: runs, geometric means, fit and band.

    Parameters
    ----------
    runs, bands, shapes : of one scene, as the tables of these names
    published : `model`, `n_train_pixels`, `value` of that scene, or no rows
    """
    panels = list(dict.fromkeys(zip(runs["condition"], runs["model"], strict=True)))
    figure, grid = _grid(len(panels))
    styles = method_styles(runs)
    completed = runs[(runs["status"] == "completed") & (runs[METRIC] > 0)]
    bands = bands[bands["metric"] == METRIC]
    for axes, (condition, model) in zip(grid.flat, panels, strict=False):
        here = bands["condition"] == condition
        for _, other in bands[here & (bands["model"] != model)].groupby("model"):
            axes.plot(other["n_train_pixels"], other["error"], color=GREY, linewidth=0.5)
        part = completed[(completed["condition"] == condition) & (completed["model"] == model)]
        _draw_fit(axes, bands[here & (bands["model"] == model)], part, styles[model]["color"])
        _draw_points(axes, part, _flagged(shapes, condition, model), styles[model])
        claimed = published[published["model"] == model]
        axes.plot(claimed["n_train_pixels"], claimed["value"], "s", mfc="w", mec="0.2", ms=4)
        axes.set_title(_panel_label(condition, model, panels), fontsize="small")
        log_axes(axes, runs["n_train_pixels"])
        axes.tick_params(axis="x", labelrotation=45, labelsize="x-small")
        axes.tick_params(axis="y", labelsize="x-small")
        axes.set_xlabel(SIZE_LABEL, fontsize="x-small")
        if len(completed):
            axes.set_ylim(completed[METRIC].min() / 1.3, completed[METRIC].max() * 1.3)
    for axes in grid[:, 0]:
        axes.set_ylabel(METRIC_LABELS[METRIC], fontsize="small")
    figure.legend(
        handles=_fit_legend(not published.empty),
        loc="outside lower center",
        ncols=4,
        frameon=False,
        fontsize="x-small",
    )
    return figure


def needed_pixels(answers: pd.DataFrame, runs: pd.DataFrame) -> Figure:
    """Plot the labelled pixels that each method needs: a row a scene, a column a target error.

    A dot is the estimate with its 95 % interval (open beyond the measured sizes), an arrow a lower
    bound alone, a cross a target that no fit reaches.
    """
    answers = answers[answers["metric"] == METRIC]
    facets = facets_of(answers)
    targets = _spread_targets(sorted(answers["target_error"].unique(), reverse=True))
    models = sorted(answers["model"].unique(), reverse=True)
    rows, columns = max(1, len(facets)), max(1, len(targets))
    sns.set_theme(context="paper", style="ticks")
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(
            max(NARROWEST, 1.4 + 1.5 * columns),
            (0.9 + ROW_HEIGHT * len(models)) * rows + 0.6,
        ),
        squeeze=False,
        sharey=True,
        sharex="row",
        layout="constrained",
    )
    styles = method_styles(runs)
    for row, facet in zip(grid, facets, strict=False):
        sizes = runs[runs["scene"] == facet[0]]["n_train_pixels"]
        for axes, target in zip(row, targets, strict=True):
            here = (answers["scene"] == facet[0]) & (answers["condition"] == facet[1])
            part = answers[here & (answers["target_error"] == target)]
            _draw_needed(axes, part.set_index("model"), models, sizes, styles)
            axes.set_title(f"RMSE {target:g}", fontsize="small")
        row[0].set_ylabel(facet_label(facet, facets), fontsize="small")
    if not facets:
        say(grid[0, 0], "no answers yet")
    figure.supxlabel("labelled pixels needed (beyond the measured sizes on grey)", fontsize="small")
    figure.legend(
        handles=_needed_legend(),
        loc="outside upper center",
        ncols=4,
        frameon=False,
        fontsize="x-small",
    )
    return figure


def size_ratios(efficiency: pd.DataFrame) -> Figure:
    """Plot how many times the labels of the column's method the row's needs, a panel a scene.

    A star marks a ratio whose 95 % interval, of six seeds or more, excludes 1.
    """
    efficiency = efficiency[efficiency["metric"] == METRIC]
    facets = facets_of(efficiency)
    models = sorted(set(efficiency["model_a"]) | set(efficiency["model_b"]))
    side = max(2.6, 0.42 * len(models) + 1.2)
    sns.set_theme(context="paper", style="white")
    figure, grid = plt.subplots(
        1,
        max(1, len(facets)),
        figsize=((side + 0.6) * max(1, len(facets)) + 1, side + 0.9),
        squeeze=False,
        layout="constrained",
    )
    image = None
    for axes, facet in zip(grid.flat, facets, strict=False):
        here = (efficiency["scene"] == facet[0]) & (efficiency["condition"] == facet[1])
        image = _draw_ratios(axes, efficiency[here], models)
        axes.set_title(facet_label(facet, facets))
    if image is None:
        say(grid[0, 0], "a ratio needs two methods\nand two sizes")
    else:
        bar = figure.colorbar(image, ax=grid, shrink=0.8, ticks=[-3, -2, -1, 0, 1, 2, 3])
        bar.ax.set_yticklabels(["≤ 1/8", "1/4", "1/2", "1", "2", "4", "≥ 8"])
        bar.set_label("labels of the row per label of the column", fontsize="small")
        bar.ax.tick_params(labelsize="x-small")
    return figure


def _grid(count: int) -> tuple[Figure, np.ndarray]:
    sns.set_theme(context="paper", style="ticks")
    columns = min(COLUMNS, max(1, count))
    rows = -(-max(1, count) // columns)
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(PANEL[0] * max(columns, 3), PANEL[1] * rows + 0.9),
        squeeze=False,
        sharey=True,
        layout="constrained",
    )
    for axes in grid.flat[count:]:
        axes.set_visible(False)
    if not count:
        grid[0, 0].set_visible(True)
        say(grid[0, 0], "no runs yet")
    return figure, grid


def _panel_label(condition: str, model: str, panels: list) -> str:
    several = len({condition for condition, _ in panels}) > 1
    return f"{method_label(model)}, {condition}" if several else method_label(model)


def _draw_fit(axes: Axes, band: pd.DataFrame, runs: pd.DataFrame, colour) -> None:
    """Draw the fit, dashed beyond the measured sizes, and its band."""
    if band.empty:
        axes.text(0.5, 0.95, "not fitted", ha="center", va="top", transform=axes.transAxes)
        return
    measured = band[band["n_train_pixels"] <= runs["n_train_pixels"].max()]
    beyond = band[band["n_train_pixels"] >= measured["n_train_pixels"].max()]
    axes.plot(measured["n_train_pixels"], measured["error"], color=colour)
    axes.plot(beyond["n_train_pixels"], beyond["error"], color=colour, linestyle="--")
    axes.fill_between(
        band["n_train_pixels"], band["low"], band["high"], color=colour, alpha=0.2, linewidth=0
    )


def _draw_points(axes: Axes, runs: pd.DataFrame, flagged: set[int], style: dict) -> None:
    """Draw runs as dots and their geometric means, hollow where a size says little."""
    axes.plot(runs["n_train_pixels"], runs[METRIC], ".", ms=2, alpha=0.5, color=style["color"])
    means = np.exp(np.log(runs[METRIC]).groupby(runs["n_train_pixels"]).mean())
    for size, mean in means.items():
        inside = "white" if size in flagged else style["color"]
        axes.plot(size, mean, marker="o", ms=5, mfc=inside, mec=style["color"])


def _flagged(shapes: pd.DataFrame, condition: str, model: str) -> set[int]:
    here = (shapes["condition"] == condition) & (shapes["model"] == model)
    flags = shapes[here & (shapes["metric"] == METRIC)]
    lists = flags[["few_validation_pixels", "few_updates"]].fillna("").astype(str).to_numpy()
    return {int(float(size)) for sizes in lists.flat for size in sizes.split()}


def _fit_legend(has_published: bool) -> list:
    def line(label: str, **style):
        return plt.Line2D([], [], label=label, **({"color": "0.3", "linestyle": "none"} | style))

    handles = [
        line("geometric mean over seeds", marker="o", ms=5),
        line("the same, few updates or validation pixels", marker="o", ms=5, mfc="w"),
        line("single runs", marker=".", ms=3),
        line("fit", linestyle="-"),
        line("fit, extrapolated", linestyle="--"),
        plt.Rectangle((0, 0), 1, 1, color="0.3", alpha=0.2, label="95 % band of the fit"),
        line("fits of the other methods", linestyle="-", color=GREY, linewidth=0.8),
    ]
    if has_published:
        handles.append(line("published", marker="s", mfc="w", mec="0.2", ms=4))
    return handles


def _needed_legend() -> list:
    def line(label: str, **style):
        return plt.Line2D([], [], label=label, **({"color": "0.3"} | style))

    return [
        line("estimate, 95 % interval", marker="o", ms=5),
        line("estimate, extrapolated or unbounded", marker="o", ms=5, mfc="w"),
        line("without an upper bound", marker=">", ms=3, linestyle="-", markevery=[1]),
        line("never", marker="x", linestyle="none"),
    ]


def _spread_targets(targets: list[float]) -> list[float]:
    """Return four targets at most, spread over those there are."""
    positions = np.linspace(0, len(targets) - 1, min(COLUMNS, len(targets)))
    return [targets[round(position)] for position in positions]


def _draw_needed(axes: Axes, answers, models: list[str], sizes: pd.Series, styles: dict) -> None:
    smallest, largest = sizes.min(), sizes.max()
    end = 4 * largest
    for size in sizes.unique():
        axes.axvline(size, color="0.9", linewidth=0.8, zorder=0)
    axes.axvspan(largest, end, color="0.96", zorder=-1)
    for height, model in enumerate(models):
        if model not in answers.index:
            continue
        answer, colour = answers.loc[model], styles[model]["color"]
        if answer["status"] == "unreachable":
            axes.plot(0.8 * end, height, marker="x", color=colour)
        elif answer["status"] == "not fitted":
            axes.text(smallest, height, "not fitted", va="center", fontsize="xx-small")
        else:
            _draw_interval(axes, answer, height, end, colour)
    axes.set_xscale("log")
    axes.set_xlim(smallest / 1.3, end)
    axes.set_ylim(-0.6, len(models) - 0.4)
    axes.set_yticks(range(len(models)), [method_label(model) for model in models])
    axes.minorticks_off()
    axes.set_xticks([smallest, largest], [f"{smallest:,}", f"{largest:,}"])
    axes.tick_params(labelsize="x-small")
    sns.despine(ax=axes)


def _draw_interval(axes: Axes, answer: pd.Series, height: int, end: float, colour) -> None:
    inside = colour if answer["status"] in ("reached", "one seed") else "white"
    if answer["needed"] < end:
        axes.plot(answer["needed"], height, marker="o", ms=5, mfc=inside, mec=colour)
    if pd.isna(answer["low"]):
        return
    start = min(answer["low"], 0.7 * end)
    if answer["high"] < end:
        axes.plot([start, answer["high"]], [height, height], color=colour)
    else:
        axes.annotate(
            "",
            (end, height),
            (start, height),
            arrowprops={"arrowstyle": "->", "color": colour, "shrinkA": 0, "shrinkB": 0},
        )


def _draw_ratios(axes: Axes, pairs: pd.DataFrame, models: list[str]):
    """Draw one matrix: log2 ratios, with their numbers."""
    index = {model: i for i, model in enumerate(models)}
    ratios = np.full((len(models), len(models)), np.nan)
    sure = np.zeros_like(ratios, dtype=bool)
    for pair in pairs.dropna(subset="size_ratio").itertuples():
        i, j = index[pair.model_a], index[pair.model_b]
        with np.errstate(divide="ignore"):
            ratios[i, j] = np.log2(pair.size_ratio)
        ratios[j, i] = -ratios[i, j]
        excludes_one = pair.size_ratio_low > 1 or pair.size_ratio_high < 1
        sure[i, j] = sure[j, i] = excludes_one and pair.n_seeds >= ENOUGH_SEEDS
    limit = np.log2(LARGEST_RATIO)
    image = axes.imshow(ratios.clip(-limit, limit), cmap="PuOr_r", vmin=-limit, vmax=limit)
    for (i, j), ratio in np.ndenumerate(ratios):
        if np.isfinite(ratio) or np.isinf(ratio):
            words = _ratio_words(ratio, limit) + ("*" if sure[i, j] else "")
            colour = "white" if abs(ratio) > 0.6 * limit else "black"
            axes.text(j, i, words, ha="center", va="center", fontsize="xx-small", color=colour)
    labels = [method_label(model) for model in models]
    axes.set_xticks(range(len(models)), labels, rotation=90, fontsize="x-small")
    axes.set_yticks(range(len(models)), labels, fontsize="x-small")
    return image


def _ratio_words(log_ratio: float, limit: float) -> str:
    if abs(log_ratio) > limit:
        return f"> {LARGEST_RATIO}" if log_ratio > 0 else f"< 1/{LARGEST_RATIO}"
    return f"{2**log_ratio:.2g}"
