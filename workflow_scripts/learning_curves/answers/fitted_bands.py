"""The fitted or joined curve, and its 95 % band."""

import numpy as np

from learning_curves.answers.curve_fits import CurveFit, log_error_at
from learning_curves.answers.falling_curves import smooth
from learning_curves.answers.interpolated_sizes import Interpolants
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_sizes import weighted_quantiles
from learning_curves.answers.statuses import FAR, FEWEST_SIZES
from learning_curves.significance import INTERVAL

SIZES = 60


def fitted_band(fit: CurveFit, draws: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the averaged curve and its 95 % band at sizes up to twice the largest measured one.

    With only two sizes, nothing is known between or beyond them: the curve ends at the larger one
    and has no band.
    """
    enough = len(fit.curve.sizes) >= FEWEST_SIZES
    reach = FAR if enough else 1
    sizes = np.geomspace(fit.curve.sizes[0], reach * fit.curve.sizes[-1], SIZES)
    log_sizes = np.log(sizes) - fit.curve.reference
    error = np.exp(fit.log_error(log_sizes))
    low = high = np.full(len(sizes), np.nan)
    if draws and enough:
        curves = np.vstack(
            [log_error_at(name, fit.curve, log_sizes, drawn) for name, drawn in draws.items()]
        )
        moved = np.random.default_rng(0).normal(0, fit.misfit, (len(curves), 1))
        curves += moved * _loosened(log_sizes - fit.curve.log_sizes[-1])
        weights = np.concatenate(
            [np.full(len(drawn), fit.weights[name]) for name, drawn in draws.items()]
        )
        low, high = np.exp(
            np.transpose([weighted_quantiles(values, weights, INTERVAL) for values in curves.T])
        )
    return {"size": sizes, "error": error, "low": low, "high": high}


def _loosened(beyond: np.ndarray) -> np.ndarray:
    """Return the share of the misfit that moves a curve, by log sizes beyond the largest one.

    No measurement holds a curve to its family there. The share is 1 at 1.5 times the largest size,
    and grows further out.
    """
    return np.maximum(beyond, 0) / np.log(1.5)


def interpolated_band(curve: MeasuredCurve, interpolants: Interpolants) -> dict[str, np.ndarray]:
    """Return the joined means of a curve and their 95 % band, at the measured sizes and between."""
    log_sizes, joined = smooth(np.log(curve.sizes), curve.means[None])
    low, high = np.quantile(interpolants.log_errors, INTERVAL, axis=0)
    return {
        "size": np.exp(log_sizes),
        "error": np.exp(joined[0]),
        "low": np.exp(low),
        "high": np.exp(high),
    }
