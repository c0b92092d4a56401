"""How many labelled pixels a target error needs, and how sure that is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unmixing.answers.curve_families import FAMILIES
from unmixing.answers.curve_fits import CurveFit
from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.statuses import (
    EXTRAPOLATED,
    FAR,
    ONE_SEED,
    REACHED,
    UNKNOWN,
    UNREACHABLE,
)
from unmixing.evaluation.significance import INTERVAL


class SampleSize(NamedTuple):
    """The answer for one target error; sizes are labelled pixels, infinite if open, NaN if unknown.

    `status` is reached, extrapolated, unreachable, unknown or one seed; `probability_never` is the
    weight of draws that never reach the target; the measured errors first reach it between
    `measured_above` (excluded, 0 if at the first size) and `measured_at` (infinite if at none).
    """

    needed: float
    low: float
    high: float
    status: str
    factor: float
    probability_never: float
    measured_above: float
    measured_at: float


def sample_size(fit: CurveFit, draws: dict[str, np.ndarray], error: float) -> SampleSize:
    """Answer one target error from the fit of a curve and its draws.

    Parameters
    ----------
    draws : as `draw_curves` returns them; empty with a single seed

    Returns
    -------
    SampleSize
        `needed` is the weighted median over families and draws, `low` and `high` the 95 % interval.
        Sizes below the smallest measured one are not told apart from it.
    """
    curve = fit.curve
    point = {name: one.parameters[None] for name, one in fit.families.items()}
    log_sizes, weights = _log_sizes(fit, draws or point, np.log(error))
    quantiles = weighted_quantiles(log_sizes, weights, (INTERVAL[0], 0.5, INTERVAL[1]))
    # A log size may be beyond what a number can hold: then nothing reaches the target.
    with np.errstate(over="ignore"):
        low, needed, high = map(float, np.maximum(np.exp(quantiles), curve.sizes[0]))
    never = float(weights[np.isposinf(log_sizes)].sum())
    factor = needed / float(curve.sizes[-1])
    status = _status(factor, never) if draws else ONE_SEED
    if not draws:
        low = high = never = np.nan
    if status == UNKNOWN:
        high = np.inf
    return SampleSize(needed, low, high, status, factor, never, *measured_bracket(curve, error))


def measured_bracket(curve: MeasuredCurve, error: float) -> tuple[float, float]:
    """Return the sizes between which the measured curve first reaches an error."""
    reached = np.flatnonzero(curve.means <= np.log(error))
    if not len(reached):
        return float(curve.sizes[-1]), np.inf
    first = reached[0]
    return (float(curve.sizes[first - 1]) if first else 0.0), float(curve.sizes[first])


def weighted_quantiles(
    values: np.ndarray, weights: np.ndarray, levels: Sequence[float]
) -> np.ndarray:
    """Return the values at which the cumulated weight reaches each level."""
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) / weights.sum()
    positions = np.searchsorted(cumulated, levels).clip(max=len(values) - 1)
    return values[order][positions]


def _log_sizes(
    fit: CurveFit, drawn: dict[str, np.ndarray], log_error: float
) -> tuple[np.ndarray, np.ndarray]:
    """Log sizes that reach an error, over families and draws, and their weights (sum 1).

    Beyond the measured sizes nothing holds the curve to its family, so there the misfit moves it.
    """
    generator = np.random.default_rng(0)
    sizes, weights = [], []
    for name, parameters in drawn.items():
        count = len(parameters)
        inside = FAMILIES[name].log_size_at(log_error, parameters)
        spread = fit.misfit if count > 1 else 0
        moved = log_error + generator.normal(0, spread, count)
        outside = FAMILIES[name].log_size_at(moved, parameters)
        sizes.append(np.where(inside <= fit.curve.log_sizes[-1], inside, outside))
        weights.append(np.full(count, fit.weights[name] / count))
    joined = np.concatenate(weights)
    return np.concatenate(sizes) + fit.curve.reference, joined / joined.sum()


def _status(factor: float, never: float) -> str:
    if never > INTERVAL[1]:
        return UNREACHABLE
    if never >= INTERVAL[0] or factor > FAR:
        return UNKNOWN
    return REACHED if factor <= 1 else EXTRAPOLATED
