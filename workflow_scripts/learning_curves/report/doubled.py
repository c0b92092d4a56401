"""Sentences about what twice as many labels would gain."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import FEWEST_SIZES, ONE_RUN
from learning_curves.columns import rows_of
from learning_curves.figures.facets import select_facet
from learning_curves.report.naming import SAME, Names, join_some, names_by, split_by_place
from learning_curves.vocabulary import Vocabulary


def twice_the_size(
    curves: pd.DataFrame, fits: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say what the fits expect at twice the largest size, for the best method there.

    Curves of two sizes are left out, because they end at the larger one.
    """
    fitted = fits[(fits["metric"] == vocabulary.error) & (fits["n_sizes"] >= FEWEST_SIZES)]
    return {
        place: [
            _doubled(
                here[here["method"].isin(select_facet(fitted, facet)["method"])],
                names_by(select_facet(coverage, facet), vocabulary),
            )
        ]
        for place, facet, here in split_by_place(curves, vocabulary)
    }


def _doubled(curves: pd.DataFrame, names: Names) -> str:
    vocabulary = names.vocabulary
    if curves.empty:
        return f"No method was run at three sizes, so nothing is said of more {vocabulary.sizes}."
    ends = curves.groupby("method", sort=False).tail(1)
    ends = ends.assign(
        failed=ends["method"].map(names.mostly_failed),
        open=ends["low"].isna(),
        reach=-ends["size"],
    )
    standing = ["failed", "open", "reach", "error"]
    ends = ends.sort_values(standing)
    end = ends.iloc[0]
    alike = ends[
        (ends[standing[:-1]] == end[standing[:-1]]).all(axis=1)
        & np.isclose(ends["error"], end["error"], rtol=SAME, atol=0)
    ]
    curve = rows_of(curves, method=end["method"])
    largest = end["size"] / 2
    now = curve.iloc[(curve["size"] - largest).abs().argmin()]
    fits = "By its fit" if len(alike) == 1 else "By their fits"
    methods = join_some(map(vocabulary.label_method, alike["method"]))
    return (
        f"{fits}, {2 * largest:,.0f} {vocabulary.sizes} instead of {largest:,.0f} would bring the "
        f"{vocabulary.error_name} of {methods} from {now['error']:.3g} to "
        f"{end['error']:.3g}{_band(end)}."
    )


def _band(end: pd.Series) -> str:
    """Give a band, with its lower end rounded down and its upper end up to three digits."""
    if pd.isna(end["low"]):
        return f" ({ONE_RUN})"
    low, high = _three_digits(end["low"], np.floor), _three_digits(end["high"], np.ceil)
    return f" ({low:.3g} to {high:.3g})"


def _three_digits(value: float, rounding: Callable[[float], float]) -> float:
    step = 10.0 ** (np.floor(np.log10(value)) - 2)
    return rounding(value / step) * step
