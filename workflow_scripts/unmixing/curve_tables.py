"""Tables about learning curves, from the table of runs."""

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from unmixing.curve_families import FAMILIES, constants
from unmixing.curve_shapes import curve_shape
from unmixing.curves import DRAWS, CurveFit, MeasuredCurve, draw_curves, fit_curve, held_out_errors
from unmixing.data_efficiency import COLUMNS as EFFICIENCY_COLUMNS
from unmixing.data_efficiency import compare_data_efficiency
from unmixing.sample_sizes import fitted_band, measured_bracket, sample_size, sentence

CURVE = ["scene", "condition", "model"]
# Where the pixels of a study mostly end: targets to ask for when the config names none.
NICE_ERRORS = (0.5, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003)
FEW_VALIDATION_PIXELS = 10
FEW_UPDATES = 500
CANNOT_FIT = {
    "one size": "one training-set size makes no curve",
    "zero error": "an error of zero has no logarithm",
}


class Curves(dict):
    """(scene, condition, model) -> `MeasuredCurve`; in a scene, row i is the same seed in all."""


def measured_curves(runs: pd.DataFrame, metric: str) -> Curves:
    """Collect the curve of every scene, condition and model that has a completed run.

    An error of zero stays in as minus infinity.
    """
    usable = runs[(runs["status"] == "completed") & np.isfinite(runs[metric])]
    curves = Curves()
    for place, of_scene in usable.groupby(["scene", "condition"], sort=False):
        seeds = sorted(of_scene["seed"].unique())
        for model, part in of_scene.groupby("model", sort=False):
            table = part.pivot_table(index="seed", columns="n_train_pixels", values=metric)
            with np.errstate(divide="ignore"):
                log_errors = np.log(table.reindex(seeds).to_numpy())
            curves[*place, model] = MeasuredCurve(table.columns.to_numpy(float), log_errors)
    return curves


def default_targets(curves: Curves) -> list[float]:
    """Return round errors that the curves of a study reach, or nearly reach."""
    means = np.concatenate([np.exp(curve.means) for curve in curves.values()] or [np.ones(1)])
    low, high = 0.7 * means.min(), means.max()
    return [error for error in NICE_ERRORS if low <= error <= high]


def why_no_fit(curve: MeasuredCurve) -> str | None:
    """Say why a curve cannot be fitted, or None if it can."""
    if len(curve.sizes) < 2:
        return CANNOT_FIT["one size"]
    return CANNOT_FIT["zero error"] if np.isneginf(curve.log_errors).any() else None


def fit_tables(
    curves: Curves, metric: str, targets: Iterable[float], draws: int = DRAWS
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Fit all curves of one metric.

    Returns
    -------
    fits : a row a family (and `average`, `last1`) of a curve: its constants, `chi_square`,
        `weight`, `saturated` (as many parameters as sizes), `held_out_error` (rms log error at the
        largest third of the sizes, predicted from the others), `misfit`, `note`
    bands : the averaged curve at sizes up to twice the largest: `error`, `low`, `high`
    answers : a row a target error: see `SampleSize`, and a sentence
    """
    fits, bands, answers = [], [], []
    for axes, curve in curves.items():
        row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
        reason = why_no_fit(curve)
        if reason:
            fits.append(row | {"family": "", "note": reason})
            answers += [row | _unfitted_answer(curve, error, reason) for error in targets]
            continue
        fit = fit_curve(curve)
        drawn = draw_curves(fit, draws) if curve.n_seeds > 1 else {}
        fits += [row | fitted for fitted in _fit_rows(fit)]
        bands.append(pd.DataFrame(fitted_band(fit, drawn)).assign(**row))
        for error in targets:
            answer = sample_size(fit, drawn, error)
            answers.append(
                row
                | {"target_error": error, "n_seeds": curve.n_seeds}
                | answer._asdict()
                | {"answer": sentence(answer, curve)}
            )
    keys = [*CURVE, "metric"]
    empty = pd.DataFrame(columns=[*keys, "n_train_pixels", "error", "low", "high"])
    return (
        pd.DataFrame(fits, columns=[*keys, *FIT_COLUMNS]),
        pd.concat(bands)[list(empty.columns)] if bands else empty,
        pd.DataFrame(answers, columns=[*keys, *ANSWER_COLUMNS]),
    )


FIT_COLUMNS = [
    "family",
    "formula",
    "n_sizes",
    "n_seeds",
    "a",
    "b",
    "c",
    "d",
    "chi_square",
    "weight",
    "saturated",
    "misfit",
    "held_out_error",
    "note",
]
ANSWER_COLUMNS = [
    "target_error",
    "n_seeds",
    "needed",
    "low",
    "high",
    "status",
    "factor",
    "probability_never",
    "measured_above",
    "measured_at",
    "answer",
]


def data_efficiency_table(curves: Curves, metric: str, draws: int = DRAWS) -> pd.DataFrame:
    """Compare the data efficiency of every two models of a scene and condition."""
    tables = []
    for place, axes in itertools.groupby(curves, key=lambda axes: axes[:2]):
        of_scene = {
            model: curves[*place, model]
            for _, _, model in axes
            if not np.isneginf(curves[*place, model].log_errors).any()
        }
        table = compare_data_efficiency(of_scene, draws)
        table.insert(0, "scene", place[0])
        table.insert(1, "condition", place[1])
        table.insert(2, "metric", metric)
        tables.append(table)
    empty = pd.DataFrame(columns=["scene", "condition", "metric", *EFFICIENCY_COLUMNS])
    return pd.concat(tables, ignore_index=True) if tables else empty


def shape_table(runs: pd.DataFrame, metrics: Iterable[str]) -> pd.DataFrame:
    """Check the shape of every curve, and flag sizes that say little.

    `few_validation_pixels` and `few_updates` list sizes at which fewer than 10 pixels validate, or
    networks make fewer than 500 updates (medians over seeds).
    """
    flags = _size_flags(runs)
    rows = []
    for metric in metrics:
        for axes, curve in measured_curves(runs, metric).items():
            row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
            zero = np.isneginf(curve.log_errors).any()
            shape = {"shape": "not tested: an error of zero"} if zero else curve_shape(curve)
            rows.append(row | shape | flags[axes])
    return pd.DataFrame(rows, columns=[*CURVE, "metric", *SHAPE_COLUMNS])


SHAPE_COLUMNS = [
    "shape",
    "monotone",
    "peaking",
    "dipping",
    "falling",
    "flat",
    "rises_from",
    "rises_to",
    "rise_p",
    "few_validation_pixels",
    "few_updates",
]


def _size_flags(runs: pd.DataFrame) -> dict[tuple, dict]:
    sizes = runs.groupby([*CURVE, "n_train_pixels"])[["n_validation_pixels", "updates"]].median()
    flags = {}
    for axes, part in sizes.groupby(level=CURVE):
        part = part.droplevel(CURVE)
        few = {
            "few_validation_pixels": part["n_validation_pixels"] < FEW_VALIDATION_PIXELS,
            # Estimators make no updates.
            "few_updates": part["updates"].between(1, FEW_UPDATES, inclusive="left"),
        }
        flags[axes] = {
            name: " ".join(str(size) for size in part.index[where]) for name, where in few.items()
        }
    return flags


def _fit_rows(fit: CurveFit) -> list[dict]:
    held_out = held_out_errors(fit.curve)
    shared = {"n_sizes": len(fit.curve.sizes), "n_seeds": fit.curve.n_seeds}
    rows = [
        shared
        | constants(FAMILIES[name], one.parameters, fit.curve.reference)
        | {
            "family": name,
            "formula": FAMILIES[name].formula,
            "chi_square": one.chi_square,
            "weight": fit.weights[name],
            "saturated": FAMILIES[name].n_parameters == len(fit.curve.sizes),
            "misfit": fit.misfit,
            "held_out_error": held_out.get(name, np.nan),
        }
        for name, one in fit.families.items()
    ]
    baselines = ("average", "last1")
    return rows + [
        shared | {"family": name, "held_out_error": held_out.get(name, np.nan)}
        for name in baselines
    ]


def _unfitted_answer(curve: MeasuredCurve, error: float, reason: str) -> dict:
    above, at = measured_bracket(curve, error)
    return {
        "target_error": error,
        "n_seeds": curve.n_seeds,
        "status": "not fitted",
        "measured_above": above,
        "measured_at": at,
        "answer": f"cannot be said from a fit: {reason}",
    }
