"""Learning curves by condition, and what each condition costs."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from scipy.stats import t

from unmixing.answers.estimand import estimand_of_all
from unmixing.evaluation.runs import usable_errors
from unmixing.evaluation.significance import INTERVAL
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.break_even_marks import (
    BREAK_EVEN,
    WITHOUT_LABELS,
    best_without_labels,
    crossings_of,
    draw_crossings,
    draw_without_labels,
    room_at_foot,
)
from unmixing.figures.legends import add_legend, legend_line
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL, method_label
from unmixing.figures.panels import log_axes, log_errors, panels_on
from unmixing.figures.style import MARKERS, Style
from unmixing.figures.text import say, wrapped

# Inches.
PANEL = (2.1, 2.1)
LEGEND_HEIGHT = 0.8
# Methods in a row, beside the panel of ratios: the best ones are shown.
MOST_METHODS = 5
# With fewer repetitions a band would cover the panel.
ENOUGH_FOR_A_BAND = 5
OF_REGION: Style = {"linestyle": "none", "marker": ".", "markersize": 3, "alpha": 0.5}


def condition_curves(
    runs: pd.DataFrame,
    effects: pd.DataFrame,
    of_regions: pd.DataFrame,
    crossings: pd.DataFrame,
    label_free: Collection[str],
) -> Figure:
    """Plot a row a scene: a panel a method with a curve a condition, and a panel of ratios.

    Where labels come from regions, each of them is a point in both.

    Parameters
    ----------
    runs : as the table of this name
    effects : as `condition_effects` returns it
    of_regions : as `region_effects` returns it
    crossings : as `break_even` returns it: where labels begin to pay is a star, with its interval
    label_free : models that go without labels: the best of them under each condition is dashed
    """
    usable = usable_errors(runs, [METRIC])
    usable = usable[usable[METRIC] > 0]
    of_regions = rows_of(of_regions, metric=METRIC)
    scenes = list(dict.fromkeys(usable["scene"]))
    learning = usable[~usable["model"].isin(label_free)]
    models = _best_models(learning)
    styles = _styles(list(dict.fromkeys(runs["condition"])))
    columns, rows = len(models) + 1, max(1, len(scenes))
    size = (max(PANEL[0] * columns, 3.2 * PANEL[0]), PANEL[1] * rows + LEGEND_HEIGHT)
    figure, grid = panels_on(size, rows, columns)
    if not scenes:
        say(grid[0, 0], "no runs yet")
    pays = False
    for row, scene in zip(grid, scenes, strict=False):
        of_scene = rows_of(usable, scene=scene)
        panels = dict(zip(models, row, strict=False))
        regions = rows_of(of_regions, scene=scene)
        of_methods = rows_of(crossings, scene=scene, metric=METRIC)
        pays |= _draw_methods(panels, of_scene, regions, of_methods, label_free, styles)
        row[0].set_ylabel(f"{scene.replace('_', ' ')}: {METRIC_LABELS[METRIC]}", fontsize="small")
        of_ratios = rows_of(effects, scene=scene, metric=METRIC)
        _draw_ratios(row[-1], of_ratios, regions, models, styles)
    figure.suptitle(wrapped(f"Errors: {estimand_of_all(runs)}", size[0]), fontsize="x-small")
    handles = [legend_line(name.replace("_", " "), **style) for name, style in styles.items()]
    if len(of_regions):
        handles.append(legend_line("one region that labels come from", **OF_REGION))
    if label_free:
        handles.append(legend_line("best without labels", **WITHOUT_LABELS))
    if pays:
        handles.append(legend_line("labels pay from here on; 95 % interval below", **BREAK_EVEN))
    add_legend(figure, handles, 4, fontsize="x-small")
    return figure


def _styles(conditions: list[str]) -> dict[str, Style]:
    colours = sns.color_palette("colorblind", len(conditions))
    return {
        name: {"color": colour, "marker": MARKERS[i % len(MARKERS)], "markersize": 4}
        for i, (name, colour) in enumerate(zip(conditions, colours, strict=True))
    }


def _best_models(runs: pd.DataFrame) -> list[str]:
    """Return the methods with the least mean log error, in the order of the table."""
    errors = np.log(runs[METRIC]).groupby(runs["model"]).mean()
    best = set(errors.nsmallest(MOST_METHODS).index)
    return [model for model in dict.fromkeys(runs["model"]) if model in best]


def _draw_methods(
    panels: dict[str, Axes],
    runs: pd.DataFrame,
    regions: pd.DataFrame,
    crossings: pd.DataFrame,
    label_free: Collection[str],
    styles: dict[str, Style],
) -> bool:
    """Draw a scene's learning curves, a panel a method, and tell if labels begin to pay in one."""
    without = best_without_labels(runs, label_free)
    shown = runs[runs["model"].isin(panels)]
    marks = {
        model: crossings_of(rows_of(shown, model=model), rows_of(crossings, model=model), without)
        for model in panels
    }
    for model, axes in panels.items():
        draw_without_labels(axes, without, styles)
        _draw_curves(axes, rows_of(shown, model=model), styles)
        for condition, part in rows_of(regions, model=model).groupby("condition"):
            style = OF_REGION | {"color": styles[str(condition)]["color"]}
            axes.plot(part["n_train_pixels"], part["error"], **style)
        axes.set_title(method_label(model), fontsize="small")
        log_axes(axes, runs["n_train_pixels"])
        axes.tick_params(labelsize="x-small")
        axes.set_xlabel(SIZE_LABEL, fontsize="x-small")
        draw_crossings(axes, marks[model], styles)
    of_regions = regions.loc[regions["model"].isin(panels), "error"]
    errors = np.concatenate([shown[METRIC], without[METRIC], of_regions])
    most = max(map(len, marks.values()), default=0)
    _share_errors([*panels.values()], errors, room_at_foot(most))
    return any(marks.values())


def _draw_curves(axes: Axes, runs: pd.DataFrame, styles: dict[str, Style]) -> None:
    """Draw the geometric means of a method by condition, with 95 % intervals of five or more."""
    for condition, part in runs.groupby("condition", sort=False):
        logs = np.log(part[METRIC]).groupby(part["n_train_pixels"])
        mean, n = logs.mean(), logs.count()
        reach = t.ppf(INTERVAL[1], (n - 1).clip(lower=1)) * logs.std() / np.sqrt(n)
        reach = reach.where(n >= ENOUGH_FOR_A_BAND)
        axes.plot(mean.index, np.exp(mean), **styles[str(condition)])
        axes.fill_between(
            mean.index,
            np.exp(mean - reach),
            np.exp(mean + reach),
            color=styles[str(condition)]["color"],
            alpha=0.2,
            linewidth=0,
        )


def _share_errors(panels: list[Axes], errors: np.ndarray, foot: float) -> None:
    """Give the panels of a scene one scale, which leaves this part of them free at their foot."""
    least, most = np.log(errors.min() / 1.2), np.log(errors.max() * 1.2)
    for axes in panels:
        axes.set_ylim(np.exp(most - (most - least) / (1 - foot)), np.exp(most))
        log_errors(axes)
        if axes is not panels[0]:
            axes.tick_params(labelleft=False)


def _draw_ratios(
    axes: Axes,
    effects: pd.DataFrame,
    regions: pd.DataFrame,
    models: list[str],
    styles: dict[str, Style],
) -> None:
    """Draw the ratio of every method and condition at the largest size, with its interval."""
    effects = effects[effects["model"].isin(models)]
    if effects.empty:
        say(axes, "one condition: nothing to compare")
        return
    largest = effects["n_train_pixels"].max()
    conditions = list(dict.fromkeys(effects["condition"]))
    for i, condition in enumerate(conditions):
        for height, model in enumerate(models):
            cell = {"model": model, "condition": condition, "n_train_pixels": largest}
            found, ratios = rows_of(effects, **cell), rows_of(regions, **cell)["ratio"]
            if len(found):
                place = height + 0.7 * ((i + 0.5) / len(conditions) - 0.5)
                of_region = OF_REGION | {"color": styles[condition]["color"]}
                axes.plot(ratios, np.full(len(ratios), place), **of_region)
                _draw_ratio(axes, found.iloc[0], place, styles[condition])
    axes.axvline(1, color="0.5", linewidth=1, zorder=0)
    axes.set_xscale("log")
    of_regions = rows_of(regions[regions["model"].isin(models)], n_train_pixels=largest)["ratio"]
    ends = np.append(effects[["ratio", "ratio_low", "ratio_high"]].to_numpy(float), of_regions)
    axes.set_xlim(min(0.8, np.nanmin(ends) / 1.1), max(1.25, np.nanmax(ends) * 1.1))
    low, high = axes.get_xlim()
    # Beyond two decades, labels at every 1, 2 and 5 would touch.
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 100 * low else (1,)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yticks(range(len(models)), [method_label(model) for model in models])
    axes.set_ylim(len(models) - 0.5, -0.5)
    axes.tick_params(labelsize="x-small")
    axes.set_title(f"{largest:,} labelled pixels", fontsize="small")
    axes.set_xlabel("error, over the first condition's", fontsize="x-small")
    sns.despine(ax=axes)


def _draw_ratio(axes: Axes, effect: pd.Series, height: float, style: dict[str, Any]) -> None:
    axes.plot(effect["ratio"], height, linestyle="none", **style)
    axes.plot(
        [effect["ratio_low"], effect["ratio_high"]],
        [height, height],
        color=style["color"],
        linewidth=1,
    )
