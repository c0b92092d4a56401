"""On how many repetitions each method beats each of the others."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from learning_curves.columns import PLACE, rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.panels import matrix_grid, name_rows_and_columns
from learning_curves.figures.text import NothingToShowError, wrap_text
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary

# Inches.
BAR_HEIGHT = 3


def win_matrices(comparisons: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot how often the row's method has less error than the column's, one panel per data set.

    Repetitions of all sizes are pooled; a tie counts half for the shade and not for the number. A
    dot marks a row that is significantly better than the column at one size or more (exact
    Wilcoxon, Holm over all pairs and sizes of the panel). Rows are sorted by the share of wins over
    all panels.

    Parameters
    ----------
    comparisons : DataFrame
        As `compare_methods` returns it.
    """
    pairs = rows_of(comparisons, metric=vocabulary.error)
    facets = list_facets(pairs)
    if not facets:
        raise NothingToShowError("A comparison needs two methods.")
    wins = _wins(pairs)
    totals = wins.groupby("method")[["wins", "ties", "n_pairs"]].sum()
    methods = list(_share(totals).sort_values(ascending=False, kind="stable").index)
    figure, grid = matrix_grid(facets, len(methods))
    for axes, facet in zip(grid.flat, facets, strict=False):
        image = _draw_wins(axes, select_facet(wins, facet), methods, vocabulary)
        axes.set_title(label_facet(facet, facets))
    share_of_height = min(0.6, BAR_HEIGHT / figure.get_figheight())
    bar = figure.colorbar(image, ax=grid, shrink=share_of_height, ticks=[0, 0.25, 0.5, 0.75, 1])
    bar.set_label(
        f"share of {vocabulary.repetitions} that the row wins (a tie: half)", fontsize="small"
    )
    bar.ax.tick_params(labelsize="x-small")
    words = f"{vocabulary.label_metric(vocabulary.error)}: {_what_marks_mean(pairs, vocabulary)}"
    figure.supxlabel(wrap_text(words, figure.get_figwidth()), fontsize="x-small")
    return figure


def _wins(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pool sizes: one row per data set, condition and ordered pair, `method` against `other`."""
    names = {"method_a": "method", "method_b": "other"}
    swapped = {"method_a": "other", "method_b": "method", "wins": "losses", "losses": "wins"}
    reverse = pairs.rename(columns=swapped).assign(rank_biserial=-pairs["rank_biserial"])
    both = pd.concat([pairs.rename(columns=names), reverse], ignore_index=True)
    both["significant"] = (both["p_holm_all_sizes"] <= LEVEL) & (both["rank_biserial"] > 0)
    return both.groupby([*PLACE, "method", "other"], as_index=False).agg(
        wins=("wins", "sum"),
        ties=("ties", "sum"),
        n_pairs=("n_pairs", "sum"),
        significant=("significant", "any"),
    )


def _share(wins: pd.DataFrame) -> pd.Series:
    return (wins["wins"] + wins["ties"] / 2) / wins["n_pairs"]


def _draw_wins(
    axes: Axes, wins: pd.DataFrame, methods: list[str], vocabulary: Vocabulary
) -> AxesImage:
    """Draw one matrix: shades, wins out of n, and dots where a row is significantly better."""
    matrix = wins.assign(share=_share(wins)).pivot(index="method", columns="other", values="share")
    shares = matrix.reindex(index=methods, columns=methods).to_numpy(float)
    image = axes.imshow(shares, cmap="cividis", vmin=0, vmax=1)
    axes.set_facecolor("0.85")
    position = {method: i for i, method in enumerate(methods)}
    for pair in wins[wins["n_pairs"] > 0].itertuples():
        i, j = position[pair.method], position[pair.other]
        colour = "white" if shares[i, j] < 0.5 else "black"
        words = f"{pair.wins}/{pair.n_pairs}"
        axes.text(j, i, words, ha="center", va="center", fontsize=5, color=colour)
        if pair.significant:
            axes.plot(j, i - 0.32, ".", ms=3.5, color=colour)
    name_rows_and_columns(axes, methods, vocabulary)
    return image


def _what_marks_mean(pairs: pd.DataFrame, vocabulary: Vocabulary) -> str:
    if pairs["n_pairs"].max() == 0:
        return f"no two methods completed on the same {vocabulary.repetition}."
    words = (
        f"wins of the row's method over the column's out of the {vocabulary.repetitions} that both "
        "completed, sizes "
        "pooled. "
    )
    if pairs["p_holm_all_sizes"].le(LEVEL).any():
        learnt = " where neither collapsed" * bool((pairs["n_tested"] < pairs["n_pairs"]).any())
        return words + (
            f"Dot: the row is better at one size or more{learnt} (exact Wilcoxon signed-rank test, "
            f"p ≤ {LEVEL:g} after Holm over the pairs and sizes of a {vocabulary.data_set}). "
            "Without a dot, a difference is not shown."
        )
    families = pairs.groupby(PLACE)["smallest_p"]
    if not (families.min() * families.count()).le(LEVEL).any():
        tested = vocabulary.count_repetitions(int(pairs["n_pairs"].max()))
        return words + (
            f"With {tested} no pair can be significant after Holm over the pairs and sizes of a "
            f"{vocabulary.data_set}."
        )
    return words + (
        "No pair is shown to differ after Holm over the pairs and sizes of a "
        f"{vocabulary.data_set}."
    )
