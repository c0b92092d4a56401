"""How many training samples a target error needs on a curve that rises, which no family fits.

The measured means are joined by monotone cubics. An error once reached counts as reached at larger
sizes, because surplus labels may be left unused. Nothing is said beyond the measured sizes.
"""

from typing import NamedTuple

import numpy as np

from learning_curves.answers.falling_curves import log_size_at, once_reached, smooth
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.resampling import DRAWS, resample_means
from learning_curves.answers.sample_sizes import (
    SampleSize,
    levels,
    measured_answer,
    measured_bracket,
)
from learning_curves.answers.statuses import INTERPOLATED, MEASURED


class Interpolants(NamedTuple):
    """Resampled means (draws, sizes) at the sizes of a curve, and the curves that join them.

    The joining curves are `log_sizes` (points,) and `log_errors` (draws, points).
    """

    sizes: np.ndarray
    means: np.ndarray
    log_sizes: np.ndarray
    log_errors: np.ndarray


def draw_interpolants(curve: MeasuredCurve, draws: int = DRAWS) -> Interpolants:
    """Join the means of resampled repetitions.

    Draw i of two methods with the same repetitions resamples them alike.
    """
    means = resample_means(curve, draws, np.random.default_rng(0))
    return Interpolants(curve.sizes, means, *smooth(np.log(curve.sizes), means))


def interpolated_sizes(interpolants: Interpolants, error: float) -> np.ndarray:
    """Return the sizes (draws,) at which interpolants reach an error; infinite if they do not."""
    level, curves = np.log(error), once_reached(interpolants.log_errors)
    reached = curves[:, -1] <= level
    sizes = np.full(len(curves), np.inf)
    levels = np.full((int(reached.sum()), 1), level)
    log_sizes = interpolants.log_sizes
    sizes[reached] = np.exp(log_size_at(log_sizes, curves[reached], levels)[:, 0])
    return np.maximum(sizes, interpolants.sizes[0])


def interpolated_answer(
    curve: MeasuredCurve, interpolants: Interpolants, error: float, picked_from: int = 1
) -> SampleSize:
    """Answer one target error from interpolants.

    `needed` is their median, NaN if most do not reach the target. Nobody measured how a curve that
    turns runs between two sizes, so the 95 % interval consists of measured sizes: it begins at the
    size before a draw reaches the target and ends at the size where one does. It is open if more
    than 2.5 % of the draws do not reach the target. If the measured means reach the target but the
    draws contradict that, the measured bracket alone answers.
    """
    sizes = interpolated_sizes(interpolants, error)
    needed = float(np.quantile(sizes, 0.5, method="nearest"))
    low, high = _bracket_of_draws(interpolants, error, levels(picked_from))
    above, at = measured_bracket(curve, error)
    if (np.isinf(needed) and np.isfinite(at)) or (np.isinf(high) and above == 0):
        return measured_answer(curve, error, MEASURED)
    if np.isinf(needed):
        needed = np.nan
    return SampleSize(
        needed=needed,
        low=low,
        high=high,
        status=INTERPOLATED,
        factor=float(needed / curve.sizes[-1]),
        probability_never=float(np.isinf(sizes).mean()),
        measured_above=above,
        measured_at=at,
    )


def _bracket_of_draws(
    interpolants: Interpolants, error: float, ends: tuple[float, float]
) -> tuple[float, float]:
    """Return measured sizes between which draws first reach an error, at two quantiles."""
    reached = interpolants.means <= np.log(error)
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), reached.shape[1])
    before, at = np.quantile(first, ends, method="nearest").astype(int)
    sizes = np.append(interpolants.sizes, np.inf)
    return float(sizes[max(before - 1, 0)]), float(sizes[at])
