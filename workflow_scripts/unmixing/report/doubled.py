"""Sentences about what twice the labels would buy."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from unmixing.answers.statuses import FEWEST_SIZES
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import of_facet
from unmixing.report.naming import SAME, completion, mostly_failed, names, places, scene_of


def twice_the_labels(
    curves: pd.DataFrame, fits: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, list[str]]:
    """Say what the fits expect of twice the largest size, for the method they put first there.

    Curves of two sizes are left out: they end at the larger one.
    """
    fitted = fits[(fits["metric"] == METRIC) & (fits["n_sizes"] >= FEWEST_SIZES)]
    return {
        place: [
            _doubled(
                here[here["model"].isin(of_facet(fitted, facet)["model"])],
                completion(coverage, facet),
            )
        ]
        for place, facet, here in places(curves)
    }


def _doubled(curves: pd.DataFrame, of_models: pd.DataFrame) -> str:
    if curves.empty:
        return "No method was run at three sizes, so nothing is said of more labels."
    ends = curves.groupby("model", sort=False).tail(1)
    ends = ends.assign(
        failed=ends["model"].map(lambda model: mostly_failed(model, of_models)),
        open=ends["low"].isna(),
        reach=-ends["n_train_pixels"],
    )
    standing = ["failed", "open", "reach", "error"]
    ends = ends.sort_values(standing)
    end = ends.iloc[0]
    alike = ends[
        (ends[standing[:-1]] == end[standing[:-1]]).all(axis=1)
        & np.isclose(ends["error"], end["error"], rtol=SAME, atol=0)
    ]
    curve = rows_of(curves, model=end["model"])
    largest = end["n_train_pixels"] / 2
    now = curve.iloc[(curve["n_train_pixels"] - largest).abs().argmin()]
    return (
        f"With {2 * largest:,.0f} labelled pixels of {scene_of(end)} instead of {largest:,.0f}, "
        f"the fit of {names(alike['model'], of_models)} expects a geometric-mean RMSE of "
        f"{end['error']:.3g}{_band(end)} instead of {now['error']:.3g}."
    )


def _band(end: pd.Series) -> str:
    """Say a band with its lower end rounded down and its upper end up, to three digits."""
    if pd.isna(end["low"]):
        return " (one run at a size, so without a band)"
    low, high = _three_digits(end["low"], np.floor), _three_digits(end["high"], np.ceil)
    return f" (95 % band {low:.3g} to {high:.3g})"


def _three_digits(value: float, rounding: Callable[[float], float]) -> float:
    step = 10.0 ** (np.floor(np.log10(value)) - 2)
    return rounding(value / step) * step
