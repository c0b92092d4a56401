"""How many training samples a target error needs, and how certain that is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from learning_curves.answers.curve_fits import CurveFit, log_size_at
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.statuses import (
    EXTRAPOLATED,
    FAR,
    FEWEST_SIZES,
    MEASURED,
    ONE_REPETITION,
    REACHED,
    TWO_SIZES,
    UNKNOWN,
    UNREACHABLE,
)
from learning_curves.groups import count_freedom
from learning_curves.significance import INTERVAL

# Purposes of random generators: the misfit beyond the sizes, and the family of each draw.
BEYOND, FAMILY = 2, 3


class SampleSize(NamedTuple):
    """The answer for one target error, in training samples.

    No number lies beyond twice the largest measured size: there `needed` is NaN, `high` is
    infinite, and `low` is twice that size. `status` is one of `statuses`; `probability_never` is
    the weight of draws that never reach the target; the measured errors first reach it between
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

    @property
    def meets_measured(self) -> bool:
        """Whether the interval, or else the estimate, overlaps the measured bracket."""
        no_interval = np.isnan(self.low)
        low, high = (self.needed, self.needed) if no_interval else (self.low, self.high)
        # If both are NaN, the size lies somewhere beyond the data, and the result is True.
        return not (low > self.measured_at or high < self.measured_above)


class DrawnSizes(NamedTuple):
    """The training samples that draws need for one target error, each as a range.

    Attributes
    ----------
    smallest : float
        The smallest measured size; smaller ones are not distinguished from it.
    least : ndarray
        Lower bounds (draws,) from the fit; infinite if a draw never reaches the target.
    most : ndarray
        Upper bounds (draws,); infinite if unknown, too far beyond the measured sizes.
    reach : float
        The largest size that is reported; larger ones are only "more than" it.
    """

    smallest: float
    least: np.ndarray
    most: np.ndarray
    reach: float = np.inf


def sample_size(
    fit: CurveFit, draws: dict[str, np.ndarray], error: float, picked_from: int = 1
) -> SampleSize:
    """Answer one target error from the fit of a curve and its draws.

    Parameters
    ----------
    draws : dict[str, ndarray]
        As `draw_curves` returns them; empty with a single repetition.
    picked_from : int
        Number of methods from which this one was picked as needing the fewest: see `levels`.

    Returns
    -------
    SampleSize
        `needed` is the weighted median over families and draws, `low` and `high` the 95 % interval.
        Sizes below the smallest measured one are not distinguished from it, nor are those beyond
        twice the largest from each other. The measured bracket alone answers for curves of two
        sizes, and for targets that were measured but that the fits contradict.
    """
    curve = fit.curve
    if len(curve.sizes) < FEWEST_SIZES:
        return measured_answer(curve, error, TWO_SIZES)
    point = {name: one.parameters[None] for name, one in fit.families.items()}
    of_families, of_family = drawn_log_sizes(fit, draws or point, error)
    log_sizes = of_families.ravel()
    weights = np.repeat(of_family, of_families.shape[1]) / of_families.shape[1]
    low_level, high_level = levels(picked_from)
    ends = (low_level, 0.5, INTERVAL[1], high_level)
    least, middle, most, further = weighted_quantiles(log_sizes, weights, ends)
    if picked_from > 1 and draws and np.isfinite([middle, most]).all():
        # Draws are stretched for a 95 % interval of few repetitions; a more extreme level needs
        # more stretching.
        freedom = np.min(count_freedom(curve.n_repetitions, curve.groups))
        wider = stdtrit(freedom, high_level) / stdtrit(freedom, INTERVAL[1])
        further = max(further, middle + wider * (most - middle))
    # A log size may overflow: then no size reaches the target.
    with np.errstate(over="ignore"):
        low, needed, high = map(float, np.maximum(np.exp([least, middle, further]), curve.sizes[0]))
    never = float(weights[np.isposinf(log_sizes)].sum())
    factor = needed / float(curve.sizes[-1])
    status = _status(factor, high / float(curve.sizes[-1]), never) if draws else ONE_REPETITION
    if not draws:
        low = high = never = np.nan
    if status == UNKNOWN:
        high = np.inf
    answer = SampleSize(needed, low, high, status, factor, never, *measured_bracket(curve, error))
    if _denies_measured(answer):
        return measured_answer(curve, error, MEASURED)
    return _without_far_numbers(answer, FAR * float(curve.sizes[-1]))


def levels(picked_from: int) -> tuple[float, float]:
    """Return the quantiles of an interval that also holds for the method picked as the first.

    The interval is too high only if it is too high for the truly first method, which picking does
    not make more likely. It may be too low if any interval is, so all upper ends share 2.5 %.
    """
    return INTERVAL[0], 1 - INTERVAL[0] / picked_from


def _without_far_numbers(answer: SampleSize, reach: float) -> SampleSize:
    """Remove the numbers of an answer that lie beyond `reach`."""
    # An unknown end stays NaN.
    low = answer.low if np.isnan(answer.low) else min(answer.low, reach)
    high = np.inf if answer.high > reach else answer.high
    if answer.needed > reach:
        return answer._replace(needed=np.nan, low=low, high=high, factor=np.nan)
    return answer._replace(low=low, high=high)


def measured_answer(curve: MeasuredCurve, error: float, status: str) -> SampleSize:
    """Answer one target error with the measured bracket alone."""
    unknown = (np.nan, np.nan, np.nan, status, np.nan, np.nan)
    return SampleSize(*unknown, *measured_bracket(curve, error))


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
    """Return the values at which the cumulative weight reaches each level."""
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) / weights.sum()
    positions = np.searchsorted(cumulated, levels).clip(max=len(values) - 1)
    return values[order][positions]


def drawn_log_sizes(
    fit: CurveFit, drawn: dict[str, np.ndarray], error: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log sizes at which draws reach an error (families, draws), and family weights.

    Beyond the measured sizes no measurement holds a curve to its family, so the misfit moves it.
    """
    log_error = np.log(error)
    generator = fit.curve.own_generator(BEYOND)
    sizes, weights = [], []
    for name, parameters in drawn.items():
        count = len(parameters)
        inside = log_size_at(name, fit.curve, log_error, parameters)
        spread = fit.misfit if count > 1 else 0
        moved = log_error + generator.normal(0, spread, count)
        outside = log_size_at(name, fit.curve, moved, parameters)
        sizes.append(np.where(inside <= fit.curve.log_sizes[-1], inside, outside))
        weights.append(fit.weights[name])
    return np.array(sizes) + fit.curve.reference, np.array(weights) / np.sum(weights)


def drawn_sizes(fit: CurveFit, drawn: dict[str, np.ndarray], error: float) -> DrawnSizes:
    """Return the sizes at which draws reach an error, each by a family drawn by weight.

    Beyond twice the largest size, the fit only gives a lower bound, which orders methods but is not
    reported.
    """
    of_families, weights = drawn_log_sizes(fit, drawn, error)
    draws = of_families.shape[1]
    chosen = fit.curve.own_generator(FAMILY).choice(len(weights), size=draws, p=weights)
    with np.errstate(over="ignore"):
        sizes = np.exp(of_families[chosen, np.arange(draws)])
    smallest, reach = float(fit.curve.sizes[0]), FAR * float(fit.curve.sizes[-1])
    return DrawnSizes(smallest, sizes, np.where(sizes <= reach, sizes, np.inf), reach)


def _status(factor: float, highest_factor: float, never: float) -> str:
    if never > INTERVAL[1]:
        return UNREACHABLE
    # No end or estimate is claimed beyond `FAR` times the largest size.
    if never >= INTERVAL[0] or highest_factor > FAR:
        return UNKNOWN
    return REACHED if factor <= 1 else EXTRAPOLATED


def _denies_measured(answer: SampleSize) -> bool:
    """Whether an answer contradicts the measured bracket.

    It does if the target was measured but the estimate lies far beyond the data or does not exist,
    or if the upper end is open although the smallest size reaches the target. Without an interval,
    any estimate outside the bracket contradicts it.
    """
    if answer.status == ONE_REPETITION:
        return not answer.meets_measured
    open_at_first = answer.status == UNKNOWN and answer.measured_above == 0
    far = answer.factor > FAR and not answer.meets_measured
    return bool(np.isfinite(answer.measured_at) and (far or open_at_first))
