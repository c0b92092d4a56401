"""Sentences about the methods that err least."""

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
from learning_curves.figures.facets import facet_label, facets_of, of_facet
from learning_curves.report.naming import SAME, counts, data_set_of, name, names, percent
from learning_curves.vocabulary import Vocabulary


def best_methods(
    runs: pd.DataFrame, against: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method errs least at every size, and how the others stand against it.

    Parameters
    ----------
    against : DataFrame
        As `against_best` returns it.
    """
    compared = rows_of(against, metric=vocabulary.error)
    facets = facets_of(runs)
    return {
        facet_label(facet, facets): [
            _best(
                int(size),
                rows_of(of_facet(compared, facet), size=size).set_index("method"),
                counts(_of_sizes(of_facet(coverage, facet), rows["size_name"])),
                vocabulary,
            )
            for size, rows in of_facet(runs, facet).groupby("size")
        ]
        for facet in facets
    }


def _of_sizes(coverage: pd.DataFrame, size_names: pd.Series) -> pd.DataFrame:
    return coverage[coverage["size_name"].isin(size_names)]


def _best(
    size: int, against: pd.DataFrame, of_methods: pd.DataFrame, vocabulary: Vocabulary
) -> str:
    if against.empty:
        return f"With {size:,} {vocabulary.sizes}: no run completed."
    start = f"With {size:,} {vocabulary.sizes} of {data_set_of(against.iloc[0])}: "
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
        f"{names(firsts, of_methods, vocabulary)}, geometric-mean {vocabulary.error_name} "
        f"{first['error']:.3g} over {vocabulary.count_repetitions(first['n_runs'])}{each}{zeros}"
    ]
    others = against.drop(firsts)
    said += _nearest(
        others, BETTER, f"better on the {vocabulary.repetitions} of both", of_methods, vocabulary
    )
    said += [
        f"{words}: {names(others.index[others['standing'] == standing], of_methods, vocabulary)}"
        for standing, words in {
            EQUAL: f"equal within {percent(first['margin'])}",
            OPEN: "not told apart from it",
            TOO_FEW: TOO_FEW,
            COLLAPSES_LESS: COLLAPSES_LESS,
            COLLAPSES_MORE: COLLAPSES_MORE,
        }.items()
        if (others["standing"] == standing).any()
    ]
    said += _nearest(others, WORSE, "worse", of_methods, vocabulary)
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
    of_methods: pd.DataFrame,
    vocabulary: Vocabulary,
) -> list[str]:
    """Say how the first method of a standing compares with the best, and how many more there are.

    It is one sentence, or none where no method stands so.
    """
    alike = others[others["standing"] == standing]
    if alike.empty:
        return []
    row = alike.iloc[0]
    ratio = f"{row['ratio']:.3g} times the error"
    interval = f"95 % interval {row['ratio_low']:.3g} to {row['ratio_high']:.3g}"
    learnt = " where neither collapsed" if row["n_tested"] < row["n_pairs"] else ""
    more = f", and {len(alike) - 1} more" if len(alike) > 1 else ""
    first = name(str(alike.index[0]), of_methods, vocabulary)
    return [f"{words}: {first}, {ratio}{learnt} ({interval}){more}"]
