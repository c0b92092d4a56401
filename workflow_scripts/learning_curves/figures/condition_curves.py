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

from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
from learning_curves.columns import rows_of
from learning_curves.figures.break_even_marks import (
    BREAK_EVEN,
    WITHOUT_LABELS,
    draw_crossings,
    draw_without_labels,
    find_best_without_labels,
    find_crossings,
    room_at_foot,
)
from learning_curves.figures.legends import add_legend, legend_line
from learning_curves.figures.panels import log_axes, log_errors, panels_on
from learning_curves.figures.style import ENOUGH_FOR_A_BAND, MARKERS, Style
from learning_curves.figures.text import say, wrap_text
from learning_curves.groups import count_freedom, error_of_mean, find_groups, select_groups
from learning_curves.runs import usable_errors
from learning_curves.significance import INTERVAL
from learning_curves.vocabulary import Vocabulary, add_spaces

# Inches.
PANEL = (2.1, 2.1)
LEGEND_HEIGHT = 0.8
# Methods in a row, next to the panel of ratios; the best are shown.
MOST_METHODS = 5
OF_REGION: Style = {"linestyle": "none", "marker": ".", "markersize": 3, "alpha": 0.5}


def condition_curves(
    runs: pd.DataFrame,
    effects: pd.DataFrame,
    of_regions: pd.DataFrame,
    crossings: pd.DataFrame,
    label_free: Collection[str],
    vocabulary: Vocabulary,
) -> Figure:
    """Plot curves by condition, one panel per method, and a panel of ratios; one row per data set.

    If labels come from regions, each region is a point in both kinds of panel.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    effects : DataFrame
        As `condition_effects` returns it.
    of_regions : DataFrame
        As `region_effects` returns it.
    crossings : DataFrame
        As `break_even` returns it; a star marks where labels begin to pay, with its interval.
    label_free : Collection[str]
        Methods that go without labels; the best of them under each condition is dashed.
    """
    usable = usable_errors(runs, [vocabulary.error])
    usable = usable[usable[vocabulary.error] > 0]
    of_regions = rows_of(of_regions, metric=vocabulary.error)
    data_sets = list(dict.fromkeys(usable["data_set"]))
    learning = usable[~usable["method"].isin(label_free)]
    methods = _best_methods(learning, vocabulary)
    styles = _styles(list(dict.fromkeys(runs["condition"])))
    columns, rows = len(methods) + 1, max(1, len(data_sets))
    size = (max(PANEL[0] * columns, 3.2 * PANEL[0]), PANEL[1] * rows + LEGEND_HEIGHT)
    figure, grid = panels_on(size, rows, columns)
    if not data_sets:
        say(grid[0, 0], "no completed runs")
    pays = False
    for row, data_set in zip(grid, data_sets, strict=False):
        of_data_set = rows_of(usable, data_set=data_set)
        panels = dict(zip(methods, row, strict=False))
        regions = rows_of(of_regions, data_set=data_set)
        of_methods = rows_of(crossings, data_set=data_set, metric=vocabulary.error)
        pays |= _draw_methods(
            panels, of_data_set, regions, of_methods, label_free, styles, vocabulary
        )
        row[0].set_ylabel(
            f"{add_spaces(data_set)}: {vocabulary.label_metric(vocabulary.error)}",
            fontsize="small",
        )
        of_ratios = rows_of(effects, data_set=data_set, metric=vocabulary.error)
        _draw_ratios(row[-1], of_ratios, regions, methods, styles, vocabulary)
    figure.suptitle(
        wrap_text(f"Errors: {describe_study_estimand(runs, geometric_mean(vocabulary))}", size[0]),
        fontsize="x-small",
    )
    handles = [legend_line(add_spaces(name), **style) for name, style in styles.items()]
    if len(of_regions):
        handles.append(
            legend_line(f"one region that {vocabulary.training_data} come from", **OF_REGION)
        )
    if label_free:
        handles.append(legend_line(f"best without {vocabulary.training_data}", **WITHOUT_LABELS))
    if pays:
        handles.append(
            legend_line(
                f"{vocabulary.training_data} pay from here on; 95 % interval below", **BREAK_EVEN
            )
        )
    add_legend(figure, handles, 4, fontsize="x-small")
    return figure


def _styles(conditions: list[str]) -> dict[str, Style]:
    colours = sns.color_palette("colorblind", len(conditions))
    return {
        name: {"color": colour, "marker": MARKERS[i % len(MARKERS)], "markersize": 4}
        for i, (name, colour) in enumerate(zip(conditions, colours, strict=True))
    }


def _best_methods(runs: pd.DataFrame, vocabulary: Vocabulary) -> list[str]:
    """Return the methods with the least mean log error, in the order of the table."""
    errors = np.log(runs[vocabulary.error]).groupby(runs["method"]).mean()
    best = set(errors.nsmallest(MOST_METHODS).index)
    return [method for method in dict.fromkeys(runs["method"]) if method in best]


def _draw_methods(
    panels: dict[str, Axes],
    runs: pd.DataFrame,
    regions: pd.DataFrame,
    crossings: pd.DataFrame,
    label_free: Collection[str],
    styles: dict[str, Style],
    vocabulary: Vocabulary,
) -> bool:
    """Draw learning curves, one panel per method; return whether any has a star."""
    without = find_best_without_labels(runs, label_free, vocabulary)
    shown = runs[runs["method"].isin(panels)]
    marks = {
        method: find_crossings(
            rows_of(shown, method=method), rows_of(crossings, method=method), without, vocabulary
        )
        for method in panels
    }
    for method, axes in panels.items():
        draw_without_labels(axes, without, styles, vocabulary)
        _draw_curves(axes, rows_of(shown, method=method), styles, vocabulary)
        for condition, part in rows_of(regions, method=method).groupby("condition"):
            style = OF_REGION | {"color": styles[str(condition)]["color"]}
            axes.plot(part["size"], part["error"], **style)
        axes.set_title(vocabulary.label_method(method), fontsize="small")
        log_axes(axes, runs["size"])
        axes.tick_params(labelsize="x-small")
        axes.set_xlabel(vocabulary.sizes, fontsize="x-small")
        draw_crossings(axes, marks[method], styles)
    of_regions = regions.loc[regions["method"].isin(panels), "error"]
    errors = np.concatenate([shown[vocabulary.error], without[vocabulary.error], of_regions])
    most = max(map(len, marks.values()), default=0)
    _share_errors([*panels.values()], errors, room_at_foot(most))
    return any(marks.values())


def _draw_curves(
    axes: Axes, runs: pd.DataFrame, styles: dict[str, Style], vocabulary: Vocabulary
) -> None:
    """Draw the geometric means of a method by condition, with 95 % bands from five clusters on."""
    for condition, part in runs.groupby("condition", sort=False):
        logs = np.log(part[vocabulary.error]).groupby(part["size"])
        mean, n = logs.mean(), logs.count()
        place = part["data_set"].iloc[0], condition
        groups = select_groups(find_groups(part), place, mean.index)
        freedom = np.maximum(count_freedom(n.to_numpy(), groups), 1)
        reach = t.ppf(INTERVAL[1], freedom) * logs.std() * error_of_mean(n.to_numpy(), groups)
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
    """Give panels the same scale, and leave a share of their height free at the foot."""
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
    methods: list[str],
    styles: dict[str, Style],
    vocabulary: Vocabulary,
) -> None:
    """Draw the ratio of every method and condition at the largest size, with its interval."""
    effects = effects[effects["method"].isin(methods)]
    if effects.empty:
        say(axes, "one condition: nothing to compare")
        return
    largest = effects["size"].max()
    conditions = list(dict.fromkeys(effects["condition"]))
    for i, condition in enumerate(conditions):
        for height, method in enumerate(methods):
            cell = {"method": method, "condition": condition, "size": largest}
            found, ratios = rows_of(effects, **cell), rows_of(regions, **cell)["ratio"]
            if len(found):
                place = height + 0.7 * ((i + 0.5) / len(conditions) - 0.5)
                of_region = OF_REGION | {"color": styles[condition]["color"]}
                axes.plot(ratios, np.full(len(ratios), place), **of_region)
                _draw_ratio(axes, found.iloc[0], place, styles[condition])
    axes.axvline(1, color="0.5", linewidth=1, zorder=0)
    axes.set_xscale("log")
    of_regions = rows_of(regions[regions["method"].isin(methods)], size=largest)["ratio"]
    ends = np.append(effects[["ratio", "ratio_low", "ratio_high"]].to_numpy(float), of_regions)
    axes.set_xlim(min(0.8, np.nanmin(ends) / 1.1), max(1.25, np.nanmax(ends) * 1.1))
    low, high = axes.get_xlim()
    # Beyond two decades, labels at every 1, 2 and 5 would touch.
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 100 * low else (1,)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yticks(range(len(methods)), [vocabulary.label_method(method) for method in methods])
    axes.set_ylim(len(methods) - 0.5, -0.5)
    axes.tick_params(labelsize="x-small")
    axes.set_title(f"{largest:,} {vocabulary.sizes}", fontsize="small")
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
