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
from learning_curves.report.naming import (
    SAME,
    Names,
    format_percent,
    name_data_set,
    names_by,
)
from learning_curves.vocabulary import Vocabulary


def best_methods(
    runs: pd.DataFrame, against: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method is best at every size, and how the others compare with it.

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
            for size, rows in select_facet(runs, facet).groupby("size")
        ]
        for facet in facets
    }


def _select_sizes(coverage: pd.DataFrame, size_names: pd.Series) -> pd.DataFrame:
    return coverage[coverage["size_name"].isin(size_names)]


def _best(size: int, against: pd.DataFrame, names: Names) -> str:
    vocabulary = names.vocabulary
    if against.empty:
        return f"With {size:,} {vocabulary.sizes}: no run completed."
    start = f"With {size:,} {vocabulary.sizes} of {name_data_set(against.iloc[0])}: "
    against = against.sort_values("error", kind="stable")
    (best,) = against.index[against["standing"] == BEST]
    first = against.loc[best]
    same = np.isclose(against["error"], first["error"], rtol=SAME, atol=0)
    same &= against["n_runs"] == first["n_runs"]
    firsts = [best, *against.index[same & (against.index != best)]]
    each = " each" if len(firsts) > 1 else ""
    zeros = (
        "" if pd.isna(first["zero_as"]) else f" (an error of zero counts as {first['zero_as']:.2g})"
    )
    said = [
        f"{names.methods(firsts)}, geometric-mean "
        f"{vocabulary.error_name} {first['error']:.3g} over "
        f"{vocabulary.count_repetitions(first['n_runs'])}{each}{zeros}"
    ]
    others = against.drop(firsts)
    said += _nearest(others, BETTER, f"better on the {vocabulary.repetitions} of both", names)
    said += [
        f"{words}: {names.methods(others.index[others['standing'] == standing])}"
        for standing, words in {
            EQUAL: f"equal within {format_percent(first['margin'])}",
            OPEN: "not shown to differ",
            TOO_FEW: TOO_FEW,
            COLLAPSES_LESS: COLLAPSES_LESS,
            COLLAPSES_MORE: COLLAPSES_MORE,
        }.items()
        if (others["standing"] == standing).any()
    ]
    said += _nearest(others, WORSE, "worse", names)
    shown = others[others["standing"].isin([BETTER, EQUAL, WORSE])]
    if (shown["n_tested"] < ENOUGH_TO_FLIP).any():
        said.append(
            f"by t-tests alone, for fewer than {ENOUGH_TO_FLIP} {vocabulary.repetitions} cannot "
            "check them"
        )
    return f"{start}{'; '.join(said)}."


def _nearest(
    others: pd.DataFrame,
    standing: str,
    words: str,
    names: Names,
) -> list[str]:
    """Say how the first method with a standing compares with the best, and how many more have it.

    The list has one phrase, or none if no method has that standing.
    """
    alike = others[others["standing"] == standing]
    if alike.empty:
        return []
    row = alike.iloc[0]
    ratio = f"{row['ratio']:.3g} times the error"
    interval = f"95 % interval {row['ratio_low']:.3g} to {row['ratio_high']:.3g}"
    learnt = " where neither collapsed" if row["n_tested"] < row["n_pairs"] else ""
    more = f", and {len(alike) - 1} more" if len(alike) > 1 else ""
    first = names.method(str(alike.index[0]))
    return [f"{words}: {first}, {ratio}{learnt} ({interval}){more}"]
