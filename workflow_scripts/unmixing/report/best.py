"""Sentences about the methods that err least."""

import numpy as np
import pandas as pd

from unmixing.answers.statuses import (
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
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import facet_label, facets_of, of_facet
from unmixing.report.naming import SAME, counts, name, names, percent, scene_of, seeds


def best_methods(
    runs: pd.DataFrame, against: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, list[str]]:
    """Say which method errs least at every size, and how the others stand against it.

    Parameters
    ----------
    against : as `against_best` returns it
    """
    compared = rows_of(against, metric=METRIC)
    facets = facets_of(runs)
    return {
        facet_label(facet, facets): [
            _best(
                int(size),
                rows_of(of_facet(compared, facet), n_train_pixels=size).set_index("model"),
                counts(_of_sizes(of_facet(coverage, facet), rows["train_size"])),
            )
            for size, rows in of_facet(runs, facet).groupby("n_train_pixels")
        ]
        for facet in facets
    }


def _of_sizes(coverage: pd.DataFrame, train_sizes: pd.Series) -> pd.DataFrame:
    return coverage[coverage["train_size"].isin(train_sizes)]


def _best(size: int, against: pd.DataFrame, of_models: pd.DataFrame) -> str:
    if against.empty:
        return f"With {size:,} labelled pixels: no run completed."
    start = f"With {size:,} labelled pixels of {scene_of(against.iloc[0])}: "
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
        f"{names(firsts, of_models)}, geometric-mean RMSE {first['error']:.3g} over "
        f"{seeds(first['n_runs'])}{each}{zeros}"
    ]
    others = against.drop(firsts)
    said += _nearest(others, BETTER, "better on the seeds of both", of_models)
    said += [
        f"{words}: {names(others.index[others['standing'] == standing], of_models)}"
        for standing, words in {
            EQUAL: f"equal within {percent(first['margin'])}",
            OPEN: "not told apart from it",
            TOO_FEW: TOO_FEW,
            COLLAPSES_LESS: COLLAPSES_LESS,
            COLLAPSES_MORE: COLLAPSES_MORE,
        }.items()
        if (others["standing"] == standing).any()
    ]
    said += _nearest(others, WORSE, "worse", of_models)
    shown = others[others["standing"].isin([BETTER, EQUAL, WORSE])]
    if (shown["n_tested"] < ENOUGH_TO_FLIP).any():
        said.append(f"by t-tests alone, for fewer than {ENOUGH_TO_FLIP} seeds cannot check them")
    return f"{start}{'; '.join(said)}."


def _nearest(others: pd.DataFrame, standing: str, words: str, of_models: pd.DataFrame) -> list[str]:
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
    return [f"{words}: {name(str(alike.index[0]), of_models)}, {ratio}{learnt} ({interval}){more}"]
