"""Figures that compare methods: mean ranks with their critical difference, and who beats whom."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scikit_posthocs import critical_difference_diagram

from unmixing.comparisons import LEVEL, FriedmanTest
from unmixing.drawing import (
    METRIC_LABELS,
    facet_label,
    facets_of,
    method_label,
    method_styles,
    of_facet,
    say,
    wrapped,
)

WIDTH = 7.2
LABEL_HEIGHT = 0.2
CELL_SIDE = 0.4
WIDEST = 16
BAR_HEIGHT = 3


def critical_difference(runs: pd.DataFrame, tests: dict[str, FriedmanTest]) -> Figure:
    """Plot the mean ranks of the methods, a panel a metric; bars join those not shown to differ.

    The note under each panel is its caption: blocks are dependent, seeds are not independent data
    sets, and with few scenes the critical difference is large.

    Parameters
    ----------
    runs : of the study, for the colours of its methods
    tests : metric -> test, as `friedman` returns it
    """
    sns.set_theme(context="paper", style="ticks")
    heights = [1.9 + LABEL_HEIGHT * len(test.mean_ranks) for test in tests.values()]
    figure, grid = plt.subplots(
        len(tests),
        1,
        figsize=(WIDTH, sum(heights)),
        height_ratios=heights,
        squeeze=False,
        layout="constrained",
    )
    colours = {model: style["color"] for model, style in method_styles(runs).items()}
    for axes, (metric, test) in zip(grid.flat, tests.items(), strict=True):
        if test.post_hoc.empty:
            say(axes, test.note)
        else:
            _draw_ranks(axes, test, colours)
            axes.set_xlabel(wrapped(test.note, WIDTH), fontsize="x-small", loc="center")
        axes.set_title(f"mean rank by {METRIC_LABELS[metric]} (1: least error)")
    return figure


def win_matrices(comparisons: pd.DataFrame, metric: str) -> Figure:
    """Plot on how many seeds the row's method has less error than the column's, a panel a scene.

    Seeds of all sizes are pooled; a tie is half a win to the shade and none to the number. A dot
    marks a row that is significantly better than the column at one size or more (exact Wilcoxon,
    Holm over all pairs and sizes of the panel). Rows are sorted by the share of wins in all panels.

    Parameters
    ----------
    comparisons : as `compare_methods` returns it
    """
    pairs = comparisons[comparisons["metric"] == metric]
    facets = facets_of(pairs)
    wins = _wins(pairs)
    totals = wins.groupby("model")[["wins", "ties", "n_pairs"]].sum()
    models = list(_share(totals).sort_values(ascending=False, kind="stable").index)
    side = max(2.8, CELL_SIDE * len(models) + 1.3)
    columns = max(1, min(len(facets), int(WIDEST / side)))
    rows = max(1, -(-len(facets) // columns))
    sns.set_theme(context="paper", style="white")
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(side * columns + 1.2, side * rows + 1),
        squeeze=False,
        layout="constrained",
    )
    for axes in grid.flat[len(facets) :]:
        axes.set_axis_off()
    if not facets:
        say(grid[0, 0], "A comparison needs two methods.")
        return figure
    for axes, facet in zip(grid.flat, facets, strict=False):
        image = _draw_wins(axes, of_facet(wins, facet), models)
        axes.set_title(facet_label(facet, facets))
    share_of_height = min(0.6, BAR_HEIGHT / figure.get_figheight())
    bar = figure.colorbar(image, ax=grid, shrink=share_of_height, ticks=[0, 0.25, 0.5, 0.75, 1])
    bar.set_label("share of seeds that the row wins (a tie: half)", fontsize="small")
    bar.ax.tick_params(labelsize="x-small")
    words = f"{METRIC_LABELS[metric]}: {_what_marks_mean(pairs)}"
    figure.supxlabel(wrapped(words, figure.get_figwidth()), fontsize="x-small")
    return figure


def _draw_ranks(axes: Axes, test: FriedmanTest, colours: dict) -> None:
    labels = {model: method_label(model) for model in test.mean_ranks.index}
    artists = critical_difference_diagram(
        test.mean_ranks.rename(labels),
        test.post_hoc.rename(index=labels, columns=labels),
        alpha=LEVEL,
        ax=axes,
        label_fmt_left="{label} ({rank:.1f})",
        label_fmt_right="({rank:.1f}) {label}",
        label_props={"fontsize": "small"},
        color_palette={labels[model]: colours[model] for model in labels},
        text_h_margin=0.02 * len(labels),
    )
    # Names in the paler colours would be hard to read.
    for text in artists["labels"]:
        text.set_color("black")
    n_methods = len(labels)
    axes.set_xticks(np.unique(np.linspace(1, n_methods, min(n_methods, 7)).round()))
    # The library's own bar of the critical difference lies on the numbers of the axis.
    axes.plot([1, 1 + test.critical_difference], [1.8, 1.8], color="black", linewidth=2)
    words = f"critical difference {test.critical_difference:.2f}"
    axes.text(1 + test.critical_difference / 2, 2, words, ha="center", va="bottom")
    axes.set_xlim(right=max(axes.get_xlim()[1], n_methods))
    axes.set_ylim(axes.get_ylim()[0] - 0.2, 3.4)


def _wins(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pool sizes: a row a scene, condition and ordered pair, `model` against `other`."""
    names = {"model_a": "model", "model_b": "other"}
    swapped = {"model_a": "other", "model_b": "model", "wins": "losses", "losses": "wins"}
    reverse = pairs.rename(columns=swapped).assign(rank_biserial=-pairs["rank_biserial"])
    both = pd.concat([pairs.rename(columns=names), reverse], ignore_index=True)
    both["significant"] = (both["p_holm_all_sizes"] <= LEVEL) & (both["rank_biserial"] > 0)
    return both.groupby(["scene", "condition", "model", "other"], as_index=False).agg(
        wins=("wins", "sum"),
        ties=("ties", "sum"),
        n_pairs=("n_pairs", "sum"),
        significant=("significant", "any"),
    )


def _share(wins: pd.DataFrame) -> pd.Series:
    return (wins["wins"] + wins["ties"] / 2) / wins["n_pairs"]


def _draw_wins(axes: Axes, wins: pd.DataFrame, models: list[str]):
    """Draw one matrix: shades, wins out of n, and dots where a row is significantly better."""
    matrix = wins.assign(share=_share(wins)).pivot(index="model", columns="other", values="share")
    shares = matrix.reindex(index=models, columns=models).to_numpy(float)
    image = axes.imshow(shares, cmap="cividis", vmin=0, vmax=1)
    axes.set_facecolor("0.85")
    position = {model: i for i, model in enumerate(models)}
    for pair in wins[wins["n_pairs"] > 0].itertuples():
        i, j = position[pair.model], position[pair.other]
        colour = "white" if shares[i, j] < 0.5 else "black"
        words = f"{pair.wins}/{pair.n_pairs}"
        axes.text(j, i, words, ha="center", va="center", fontsize=5, color=colour)
        if pair.significant:
            axes.plot(j, i - 0.32, ".", ms=3.5, color=colour)
    labels = [method_label(model) for model in models]
    axes.set_xticks(range(len(models)), labels, rotation=90, fontsize="x-small")
    axes.set_yticks(range(len(models)), labels, fontsize="x-small")
    return image


def _what_marks_mean(pairs: pd.DataFrame) -> str:
    if pairs["n_pairs"].max() == 0:
        return "no two methods completed on the same seed."
    words = (
        "wins of the row's method over the column's out of the seeds that both completed, sizes "
        "pooled. "
    )
    if pairs["p_holm_all_sizes"].le(LEVEL).any():
        return words + (
            "Dot: the row is better at one size or more (exact Wilcoxon signed-rank test, p ≤ 0.05 "
            "after Holm over the pairs and sizes of a scene). Without a dot, a difference is not "
            "shown."
        )
    families = pairs.groupby(["scene", "condition"])["smallest_p"]
    if not (families.min() * families.count()).le(LEVEL).any():
        seeds = int(pairs["n_pairs"].max())
        return words + (
            f"With {seeds} seed{'s' * (seeds != 1)} no pair can be significant after Holm over the "
            "pairs and sizes of a scene."
        )
    return words + "No pair is shown to differ after Holm over the pairs and sizes of a scene."
