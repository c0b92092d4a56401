"""Sentences about the best methods."""

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import (
    BEST,
    BETTER,
    COLLAPSES_LESS,
    COLLAPSES_MORE,
    ENOUGH_TO_FLIP,
    EQUAL,
    OPEN,
    TOO_FEW,
    WORSE,
)
from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.report.naming import SAME, Names, format_percent, join_some, names_by
from learning_curves.vocabulary import Vocabulary, capitalise

# How methods compare with the best, said of one and of several.
STANDINGS = {
    EQUAL: ("is equal to it within {margin}", "are equal to it within {margin}"),
    OPEN: ("is not shown to differ from it", "are not shown to differ from it"),
    TOO_FEW: ("has too few runs to compare", "have too few runs to compare"),
    COLLAPSES_LESS: ("collapses less often", "collapse less often"),
    COLLAPSES_MORE: ("collapses more often", "collapse more often"),
}


def best_methods(
    runs: pd.DataFrame, against: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method is best at every size, the largest first, and how others compare with it.

    Parameters
    ----------
    against : DataFrame
        As `against_best` returns it.
    """
    compared = rows_of(against, metric=vocabulary.error)
    facets = list_facets(runs)
    return {
        label_facet(facet, facets): [
            _best(
                int(size),
                rows_of(select_facet(compared, facet), size=size).set_index("method"),
                names_by(
                    _select_sizes(select_facet(coverage, facet), rows["size_name"]), vocabulary
                ),
            )
            for size, rows in reversed(list(select_facet(runs, facet).groupby("size")))
        ]
        for facet in facets
    }


def _select_sizes(coverage: pd.DataFrame, size_names: pd.Series) -> pd.DataFrame:
    return coverage[coverage["size_name"].isin(size_names)]


def _best(size: int, against: pd.DataFrame, names: Names) -> str:
    vocabulary = names.vocabulary
    start = f"With {size:,} {vocabulary.sizes},"
    if against.empty:
        return f"{start} no run completed."
    against = against.sort_values("error", kind="stable")
    (best,) = against.index[against["standing"] == BEST]
    first = against.loc[best]
    same = np.isclose(against["error"], first["error"], rtol=SAME, atol=0)
    same &= against["n_runs"] == first["n_runs"]
    firsts = [best, *against.index[same & (against.index != best)]]
    zeros = (
        "" if pd.isna(first["zero_as"]) else f" (an error of zero counts as {first['zero_as']:.2g})"
    )
    said = [
        f"{start} {names.methods(firsts)} {'have' if len(firsts) > 1 else 'has'} the smallest "
        f"{vocabulary.error_name}, {first['error']:.3g} on average over "
        f"{vocabulary.count_repetitions(first['n_runs'])}{zeros}."
    ]
    others = against.drop(firsts)
    said += _nearest(others, BETTER, f"on the {vocabulary.repetitions} that both have", names)
    for standing, (one, several) in STANDINGS.items():
        alike = others.index[others["standing"] == standing]
        if len(alike):
            verb = (one if len(alike) == 1 else several).format(
                margin=format_percent(first["margin"])
            )
            said.append(f"{capitalise(join_some(map(names.method, alike)))} {verb}.")
    said += _nearest(others, WORSE, "", names)
    shown = others[others["standing"].isin([BETTER, EQUAL, WORSE])]
    if (shown["n_tested"] < ENOUGH_TO_FLIP).any():
        said.append(
            f"With fewer than {ENOUGH_TO_FLIP} {vocabulary.repetitions}, that rests on t-tests "
            "alone."
        )
    return " ".join(said)


def _nearest(others: pd.DataFrame, standing: str, where: str, names: Names) -> list[str]:
    """Say how the first method with a standing compares with the best; nothing if none has it."""
    alike = others[others["standing"] == standing]
    if alike.empty:
        return []
    row, method = alike.iloc[0], names.method(str(alike.index[0]))
    learnt = "where neither collapsed" if row["n_tested"] < row["n_pairs"] else ""
    places = "".join(f" {words}" for words in (where, learnt) if words)
    interval = f"{row['ratio_low']:.3g} to {row['ratio_high']:.3g}"
    return [f"{capitalise(method)} errs {row['ratio']:.3g} times as much{places} ({interval})."]
