"""The error that most campaigns stay below, by size, and how else it could have turned out.

Between measured sizes, log errors are joined linearly over log sizes. Beyond them, up to twice the
largest, the error falls as the fitted curve of the mean does.
"""

from typing import NamedTuple

import numpy as np

from learning_curves.answers.answered_curves import AnsweredCurve, FittedCurve
from learning_curves.answers.assurance import Outcomes
from learning_curves.answers.curve_fits import CurveFit, log_error_at
from learning_curves.answers.falling_curves import falling_fit, sizes_at
from learning_curves.answers.sample_sizes import levels
from learning_curves.answers.statuses import FAR
from learning_curves.groups import stretch_of_means

# Sizes beyond the largest one, relative to it.
BEYOND = np.array([np.sqrt(FAR), FAR])
# The log error of a failed run, above the largest of others.
FAILED = 5.0


class AssuredErrors(NamedTuple):
    """The error that a share of campaigns stays below.

    Attributes
    ----------
    sizes : ndarray
        (J,) rising, measured ones and some beyond.
    log_errors : ndarray
        (J,) falling.
    drawn : ndarray
        (draws, J) falling; without rows if there are too few campaigns for an interval.
    """

    sizes: np.ndarray
    log_errors: np.ndarray
    drawn: np.ndarray

    def needed(self, error: float, picked_from: int = 1) -> tuple[float, float, float]:
        """Return the size that an error needs, and the ends of its 95 % interval.

        The size is NaN and the upper end infinite if they lie beyond the sizes, and both ends are
        NaN without draws. For `picked_from`, see `levels`.
        """
        level = np.array([[np.log(error)]])
        point = sizes_at(self.sizes, self.log_errors[None], level)[0, 0]
        needed = point if np.isfinite(point) else np.nan
        if not len(self.drawn):
            return needed, np.nan, np.nan
        of_draws = sizes_at(self.sizes, self.drawn, np.repeat(level, len(self.drawn), axis=0))
        low, high = np.quantile(of_draws, levels(picked_from), method="nearest")
        return needed, float(min(low, self.sizes[-1])), float(high)


def find_assured_errors(
    outcomes: Outcomes, answered: AnsweredCurve, share: float, draws: int
) -> AssuredErrors:
    """Find the errors that a share of campaigns stays below.

    Parameters
    ----------
    outcomes : Outcomes
        All campaigns of a method, failed ones included.
    answered : AnsweredCurve
        The curve of their mean error, which tells how it goes on beyond the sizes.
    """
    generator = np.random.default_rng(0)
    sizes, counts = outcomes.sizes, outcomes.runs
    worst = outcomes.log_errors[np.isfinite(outcomes.log_errors)].max()
    failed = np.isposinf(outcomes.log_errors)
    log_errors = np.where(failed, worst + FAILED, outcomes.log_errors)
    measured = _quantiles(log_errors, share)
    drawn = np.empty((0, len(sizes)))
    # If the share's error is that of the worst campaign, nothing tells how much worse others are.
    if (_count_share(share, counts) < counts).all():
        rows = generator.integers(len(log_errors), size=(draws, len(log_errors)))
        resampled = _quantiles(log_errors[rows].swapaxes(0, 1), share)
        # A size that a draw lacks is as measured.
        resampled = np.where(np.isnan(resampled), measured, resampled)
        drawn = measured + stretch_of_means(counts, outcomes.groups) * (resampled - measured)
    if isinstance(answered, FittedCurve) and answered.is_drawn:
        further = sizes[-1] * BEYOND
        fall, fall_of_draws = _fall_beyond(answered.fit, answered.drawn, further, generator)
        sizes = np.concatenate([sizes, further])
        chosen = generator.integers(len(fall_of_draws), size=len(drawn))
        measured = np.concatenate([measured, measured[-1] + fall])
        drawn = np.hstack([drawn, drawn[:, -1:] + fall_of_draws[chosen]])
    even = np.ones(len(sizes))
    falling = falling_fit(drawn, even) if len(drawn) else drawn
    return AssuredErrors(sizes, falling_fit(measured[None], even)[0], falling)


def _quantiles(log_errors: np.ndarray, share: float) -> np.ndarray:
    """Return the least errors that a share of campaigns (campaigns, ..., sizes) does not exceed."""
    # Missing ones are last.
    ordered = np.sort(log_errors, axis=0)
    counts = np.isfinite(ordered).sum(axis=0)
    last = _count_share(share, counts).clip(min=1) - 1
    return np.take_along_axis(ordered, last[None], axis=0)[0]


def _count_share(share: float, counts: np.ndarray) -> np.ndarray:
    """Return the fewest campaigns that are a share of all."""
    return np.ceil(np.round(share * counts, 9)).astype(int)


def _fall_beyond(
    fit: CurveFit, drawn: dict[str, np.ndarray], sizes: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return how far the log error falls from the largest size on, and in draws (draws, sizes)."""
    log_sizes = np.append(fit.curve.log_sizes[-1], np.log(sizes) - fit.curve.reference)
    of_families = [log_error_at(name, fit.curve, log_sizes, some) for name, some in drawn.items()]
    weights = np.array([fit.weights[name] for name in drawn])
    family = generator.choice(len(weights), size=len(of_families[0]), p=weights / weights.sum())
    errors = np.array(of_families)[family, np.arange(len(family))]
    point = fit.log_error(log_sizes)
    return point[1:] - point[0], errors[:, 1:] - errors[:, :1]
