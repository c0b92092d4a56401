"""The tables of fitted curves: their constants, their bands, and the labelled pixels needed."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from unmixing.answers.curve_families import FAMILIES, constants
from unmixing.answers.curve_fits import CurveFit, draw_curves, fit_curve, held_out_errors
from unmixing.answers.fitted_bands import fitted_band
from unmixing.answers.measured_curves import Curves, MeasuredCurve
from unmixing.answers.resampling import DRAWS
from unmixing.answers.sample_size_sentences import fewest_runs, sentence
from unmixing.answers.sample_sizes import SampleSize, measured_answer, sample_size
from unmixing.answers.statuses import FEWEST_SIZES, NOT_FITTED
from unmixing.evaluation.tables import CURVE

KEYS = [*CURVE, "metric"]
FIT_COLUMNS = [
    *KEYS,
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
BAND_COLUMNS = [*KEYS, "n_train_pixels", "error", "low", "high"]
ANSWER_COLUMNS = [*KEYS, "target_error", "n_seeds", *SampleSize._fields, "answer"]


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
    answers : a row a target error: see `SampleSize`, and a sentence; target errors are geometric
        means over seeds, as the fits are
    """
    targets = list(targets)
    fits, bands, answers = [], [], []
    for axes, curve in curves.items():
        row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
        reason = _why_no_fit(curve)
        if reason:
            fits.append(row | {"family": "", "note": reason})
            answers += [row | _unfitted_answer(curve, error, reason) for error in targets]
            continue
        fit = fit_curve(curve)
        enough = curve.n_seeds > 1 and len(curve.sizes) >= FEWEST_SIZES
        drawn = draw_curves(fit, draws) if enough else {}
        fits += [row | fitted for fitted in _fit_rows(fit)]
        bands.append(pd.DataFrame(fitted_band(fit, drawn)).assign(**row))
        answers += [row | _fitted_answer(fit, drawn, error) for error in targets]
    return (
        pd.DataFrame(fits, columns=FIT_COLUMNS),
        pd.concat(bands)[BAND_COLUMNS] if bands else pd.DataFrame(columns=BAND_COLUMNS),
        pd.DataFrame(answers, columns=ANSWER_COLUMNS),
    )


def _why_no_fit(curve: MeasuredCurve) -> str | None:
    if len(curve.sizes) < 2:
        return "one size makes no curve"
    return "an error of zero has no logarithm" if curve.has_zero_error else None


def _fit_rows(fit: CurveFit) -> list[dict[str, Any]]:
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


def _fitted_answer(fit: CurveFit, drawn: dict[str, np.ndarray], error: float) -> dict[str, Any]:
    answer = sample_size(fit, drawn, error)
    return _answer_row(fit.curve, error, answer, sentence(answer, fit.curve))


def _unfitted_answer(curve: MeasuredCurve, error: float, reason: str) -> dict[str, Any]:
    answer = measured_answer(curve, error, NOT_FITTED)
    words = f"{sentence(answer, curve)}; not fitted, for {reason}"
    return _answer_row(curve, error, answer, words)


def _answer_row(
    curve: MeasuredCurve, error: float, answer: SampleSize, words: str
) -> dict[str, Any]:
    facts = {"target_error": error, "n_seeds": fewest_runs(curve)}
    return facts | answer._asdict() | {"answer": words}
