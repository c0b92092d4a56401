"""How many labelled pixels a target error needs on a curve that rises: no family fits it.

The measured means are joined by monotone cubics. An error once reached counts as reached, for more
labels may be left unused. Nothing is said beyond the measured sizes.
"""

from typing import NamedTuple

import numpy as np

from unmixing.answers.falling_curves import log_size_at, once_reached, smooth
from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.resampling import DRAWS, resample_means
from unmixing.answers.sample_sizes import SampleSize, measured_answer, measured_bracket
from unmixing.answers.statuses import INTERPOLATED, MEASURED
from unmixing.evaluation.significance import INTERVAL


class Interpolants(NamedTuple):
    """Joined means of resampled seeds: `log_sizes` (points,), `log_errors` (draws, points).

    `smallest` is the smallest measured size.
    """

    log_sizes: np.ndarray
    log_errors: np.ndarray
    smallest: float


def draw_interpolants(curve: MeasuredCurve, draws: int = DRAWS) -> Interpolants:
    """Join the means of resampled seeds.

    Draw i of two methods with the same seeds resamples them alike.
    """
    means = resample_means(curve, draws, np.random.default_rng(0))
    return Interpolants(*smooth(np.log(curve.sizes), means), float(curve.sizes[0]))


def interpolated_sizes(interpolants: Interpolants, error: float) -> np.ndarray:
    """Return the sizes (draws,) at which interpolants reach an error; infinite if they do not."""
    level, curves = np.log(error), once_reached(interpolants.log_errors)
    reached = curves[:, -1] <= level
    sizes = np.full(len(curves), np.inf)
    levels = np.full((int(reached.sum()), 1), level)
    log_sizes = interpolants.log_sizes
    sizes[reached] = np.exp(log_size_at(log_sizes, curves[reached], levels)[:, 0])
    return np.maximum(sizes, interpolants.smallest)


def interpolated_answer(
    curve: MeasuredCurve, interpolants: Interpolants, error: float
) -> SampleSize:
    """Answer one target error from interpolants: their median and the 95 % interval.

    The upper end is open where more than 2.5 % of the draws do not reach the target. Where the
    measured means reach it and the draws deny it, the measured bracket answers alone.
    """
    sizes = interpolated_sizes(interpolants, error)
    low, needed, high = np.quantile(sizes, (INTERVAL[0], 0.5, INTERVAL[1]), method="nearest")
    above, at = measured_bracket(curve, error)
    if (np.isinf(needed) and np.isfinite(at)) or (np.isinf(high) and above == 0):
        return measured_answer(curve, error, MEASURED)
    return SampleSize(
        needed=float(needed),
        low=float(min(low, curve.sizes[-1])),
        high=float(high),
        status=INTERPOLATED,
        factor=float(needed / curve.sizes[-1]),
        probability_never=float(np.isinf(sizes).mean()),
        measured_above=above,
        measured_at=at,
    )
