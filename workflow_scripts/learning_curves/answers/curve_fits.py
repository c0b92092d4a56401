"""Fits of learning curves: an average over families, and draws for its uncertainty.

A curve is the geometric-mean error over repetitions, so mean log errors are fitted. Averaging
families by weight of evidence, with a term for the misfit of all families, covers the true value
where choosing a single family does not (docs/statistics.md).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import digamma

from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.family_fits import FamilyFit, fit_draws, fit_family
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.resampling import DRAWS, resample_means

SMALLEST_MISFIT = 0.015
NEGLIGIBLE_WEIGHT = 0.005
# The family that falls to zero at a finite size.
LOGARITHM = "log2"
# Purpose of a random generator: the misfit at each size.
MISFIT = 1


class CurveFit(NamedTuple):
    """A curve fitted by all families that it has enough sizes for."""

    curve: MeasuredCurve
    families: dict[str, FamilyFit]
    weights: dict[str, float]
    misfit: float
    scales: np.ndarray

    def log_error(self, log_sizes: np.ndarray) -> np.ndarray:
        """Return the log of the weighted mean error at relative log sizes."""
        errors = [
            weight
            * np.exp(log_error_at(name, self.curve, log_sizes, self.families[name].parameters))
            for name, weight in self.weights.items()
        ]
        return np.log(np.sum(errors, axis=0))


def fit_curve(curve: MeasuredCurve) -> CurveFit:
    """Fit every family that has at most as many parameters as the curve has sizes.

    Parameters
    ----------
    curve : MeasuredCurve
        A curve with finite means, at two sizes or more.

    Returns
    -------
    CurveFit
        `weights` are exp(-(chi-square + 2 parameters) / 2), normalised; `misfit` is the standard
        deviation (log error) of what families cannot follow, at least 0.015; `scales` are the
        standard deviations of the mean log errors, including the misfit.
    """
    variances = _variances_of_means(curve)
    free = {name: f for name, f in FAMILIES.items() if f.n_parameters <= len(curve.sizes)}
    sampling = np.sqrt(np.maximum(variances, SMALLEST_MISFIT**2 / 100))
    first = {name: fit_family(family, curve, sampling) for name, family in free.items()}
    misfit = _misfit(curve, first, variances)
    scales = np.sqrt(variances + misfit**2)
    fits = {name: fit_family(family, curve, scales) for name, family in free.items()}
    scores = np.array([_information(name, fit) for name, fit in fits.items()])
    weights = np.exp(-(scores - scores.min()) / 2)
    return CurveFit(
        curve, fits, dict(zip(fits, weights / weights.sum(), strict=True)), misfit, scales
    )


def draw_curves(fit: CurveFit, draws: int = DRAWS) -> dict[str, np.ndarray]:
    """Fit the families to resampled curves: family -> parameters (draws, n_parameters).

    Whole repetitions are resampled, with deviations stretched if there are few, and every size is
    moved by a random misfit. Draw i of two methods with the same repetitions resamples them alike,
    but moves them independently, because the misfit of each method is its own. Families with a
    weight below 0.005 are left out.

    Raises
    ------
    ValueError
        If a size has only one run, which cannot be resampled.
    """
    curve = fit.curve
    if curve.n_repetitions < 2:
        raise ValueError("a curve with one run at a size cannot be resampled")
    targets = resample_means(curve, draws, np.random.default_rng(0))
    targets += curve.own_generator(MISFIT).normal(0, fit.misfit, targets.shape)
    return {
        name: fit_draws(FAMILIES[name], fit.families[name], curve, targets, fit.scales)
        for name, weight in fit.weights.items()
        if weight >= NEGLIGIBLE_WEIGHT
    }


def log_error_at(
    name: str, curve: MeasuredCurve, log_sizes: np.ndarray, parameters: np.ndarray
) -> np.ndarray:
    """Return log errors of a family (..., sizes), for parameters (..., n_parameters).

    A logarithm falls to zero at a finite size. Beyond the measured sizes it therefore continues as
    a power law with its slope between the last two.
    """
    errors = FAMILIES[name].log_error(log_sizes, parameters)
    if name != LOGARITHM:
        return errors
    last, slope = _power_law_beyond(curve, parameters)
    beyond = last - slope * (log_sizes - curve.log_sizes[-1])
    return np.where(log_sizes <= curve.log_sizes[-1], errors, beyond)


def log_size_at(
    name: str, curve: MeasuredCurve, log_error: float | np.ndarray, parameters: np.ndarray
) -> np.ndarray:
    """Return the log sizes (...) at which a family reaches an error: see `log_error_at`."""
    sizes = FAMILIES[name].log_size_at(log_error, parameters)
    if name != LOGARITHM:
        return sizes
    last, slope = (column[..., 0] for column in _power_law_beyond(curve, parameters))
    with np.errstate(divide="ignore"):
        beyond = curve.log_sizes[-1] + (last - log_error) / slope
    return np.where(last <= log_error, sizes, beyond)


def _power_law_beyond(
    curve: MeasuredCurve, parameters: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log error of logarithms at the largest size and their slope before it (..., 1)."""
    ends = curve.log_sizes[-2:]
    before, last = np.split(FAMILIES[LOGARITHM].log_error(ends, parameters), 2, axis=-1)
    return last, (before - last) / (ends[1] - ends[0])


def held_out_errors(curve: MeasuredCurve) -> dict[str, float]:
    """Predict the largest third of the sizes from the others: family -> rms log error.

    `last1` predicts the last known error; `average` is the weighted mean of families.
    """
    known = len(curve.sizes) - max(1, len(curve.sizes) // 3)
    if known < 2:
        return {}
    fit = fit_curve(curve.first(known))
    later, wanted = np.log(curve.sizes[known:]) - fit.curve.reference, curve.means[known:]
    predicted = {
        name: log_error_at(name, fit.curve, later, one.parameters)
        for name, one in fit.families.items()
    }
    predicted["average"] = fit.log_error(later)
    predicted["last1"] = np.full(len(wanted), curve.means[known - 1])
    return {
        name: float(np.sqrt(np.mean((values - wanted) ** 2))) for name, values in predicted.items()
    }


def _variances_of_means(curve: MeasuredCurve) -> np.ndarray:
    """Return the variance of each mean, smoothed: its log is linear in the log size.

    The log of a variance of few values is too low on average, by log(f / 2) - digamma(f / 2) with
    f degrees of freedom (Bartlett & Kendall, Suppl. JRSS 1946), and as uncertain as 1 / sqrt(f).
    """
    counts = curve.counts
    enough = counts > 1
    variances = np.zeros(len(curve.sizes))
    variances[enough] = np.nanvar(curve.log_errors[:, enough], axis=0, ddof=1)
    positive = variances > 0
    if not positive.any():
        return variances
    freedom = (counts - 1)[positive]
    logs = np.log(variances[positive]) + np.log(freedom / 2) - digamma(freedom / 2)
    degree = min(1, positive.sum() - 1)
    line = np.polyfit(curve.log_sizes[positive], logs, degree, w=np.sqrt(freedom))
    return np.exp(np.polyval(line, curve.log_sizes)) / counts


def _misfit(curve: MeasuredCurve, fits: dict[str, FamilyFit], variances: np.ndarray) -> float:
    """Return the standard deviation of the best family's residuals beyond sampling."""
    spare = {
        name: len(curve.sizes) - FAMILIES[name].n_parameters
        for name in fits
        if FAMILIES[name].n_parameters < len(curve.sizes)
    }
    if not spare:
        return SMALLEST_MISFIT
    best = min(spare, key=lambda name: _information(name, fits[name]))
    values = FAMILIES[best].log_error(curve.log_sizes, fits[best].parameters)
    excess = np.sum((values - curve.means) ** 2) / spare[best] - variances.mean()
    return float(np.sqrt(max(SMALLEST_MISFIT**2, excess)))


def _information(name: str, fit: FamilyFit) -> float:
    # Without the small-sample correction, which would exclude 4 parameters with 6 sizes.
    return fit.chi_square + 2 * FAMILIES[name].n_parameters
