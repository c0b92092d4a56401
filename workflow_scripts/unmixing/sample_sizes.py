"""How many labelled pixels a target error needs, and how sure that is."""

from typing import NamedTuple

import numpy as np

from unmixing.curve_families import FAMILIES
from unmixing.curves import CurveFit, MeasuredCurve

CONFIDENCE = (0.025, 0.975)
# What is needed beyond this multiple of the largest size has no upper end.
FAR = 2.0
MANY = 1e6
BAND_SIZES = 60
BAND_REACH = 2.0


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
    low, needed, high = np.maximum(
        np.exp(weighted_quantiles(log_sizes, weights, (CONFIDENCE[0], 0.5, CONFIDENCE[1]))),
        curve.sizes[0],
    )
    never = float(weights[np.isposinf(log_sizes)].sum())
    above, at = measured_bracket(curve, error)
    if not draws:
        low = high = np.nan
    largest = float(curve.sizes[-1])
    status = _status(needed / largest, never, bool(draws))
    if status == "unknown":
        high = np.inf
    return SampleSize(
        float(needed),
        float(low),
        float(high),
        status,
        float(needed) / largest,
        never if draws else np.nan,
        above,
        at,
    )


def fitted_band(fit: CurveFit, draws: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the averaged curve and its 95 % band at sizes up to twice the largest measured one."""
    sizes = np.geomspace(fit.curve.sizes[0], BAND_REACH * fit.curve.sizes[-1], BAND_SIZES)
    log_sizes = np.log(sizes) - fit.curve.reference
    error = np.exp(fit.log_error(log_sizes))
    low = high = np.full(len(sizes), np.nan)
    if draws:
        curves = np.vstack(
            [FAMILIES[name].log_error(log_sizes, drawn) for name, drawn in draws.items()]
        )
        weights = np.concatenate(
            [np.full(len(drawn), fit.weights[name]) for name, drawn in draws.items()]
        )
        low, high = np.exp(
            np.transpose([weighted_quantiles(values, weights, CONFIDENCE) for values in curves.T])
        )
    return {"n_train_pixels": sizes, "error": error, "low": low, "high": high}


def sentence(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Say an answer in words."""
    smallest, largest = curve.sizes[0], curve.sizes[-1]
    if np.isinf(answer.measured_at):
        measured = f"not reached with the {_pixels(largest)} measured"
    elif answer.measured_above == 0:
        measured = f"measured at {_pixels(answer.measured_at)} already"
    else:
        measured = (
            f"measured between {answer.measured_above:,.0f} and {_pixels(answer.measured_at)}"
        )
    if answer.status == "unreachable":
        return f"never with this method, by all fits; {measured}"
    if answer.status == "one seed":
        about = _about(answer.needed, smallest)
        return f"{about}, without an interval (one run at a size); {measured}"
    if answer.factor > FAR:
        return f"more than {_pixels(min(answer.low, MANY))}, if ever; {measured}"
    if answer.status == "unknown":
        about = _pixels(max(answer.needed, smallest))
        least = _number(min(answer.low, MANY))
        return f"about {about}, at least {least}, without an upper bound; {measured}"
    if answer.high <= smallest:
        return f"{_about(answer.needed, smallest)}; {measured}"
    beyond = f", extrapolated {answer.factor:.1f}-fold" if answer.factor > 1.05 else ""
    interval = f"95 % interval {_number(answer.low)} to {_number(answer.high)}{beyond}"
    return f"{_about(answer.needed, smallest)} ({interval}); {measured}"


def _about(size: float, smallest: float) -> str:
    if np.isinf(size):
        return "never by the fits"
    return f"at most {_pixels(smallest)}" if size <= smallest else f"about {_pixels(size)}"


def _pixels(size: float) -> str:
    return f"{_number(size)} labelled pixels"


def _number(size: float) -> str:
    """Round a size to what is known of it: two or three digits."""
    if size > MANY:
        return "over a million"
    digits = max(0, int(np.floor(np.log10(max(size, 1)))) - 1)
    return f"{round(size / 10**digits) * 10**digits:,.0f}"


def measured_bracket(curve: MeasuredCurve, error: float) -> tuple[float, float]:
    """Return the sizes between which the measured curve first reaches an error."""
    reached = np.flatnonzero(curve.means <= np.log(error))
    if not len(reached):
        return float(curve.sizes[-1]), np.inf
    first = reached[0]
    return (float(curve.sizes[first - 1]) if first else 0.0), float(curve.sizes[first])


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, levels: tuple) -> np.ndarray:
    """Return the values at which the cumulated weight reaches each level."""
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) / weights.sum()
    positions = np.searchsorted(cumulated, levels).clip(max=len(values) - 1)
    return values[order][positions]


def _log_sizes(fit: CurveFit, drawn: dict[str, np.ndarray], log_error: float) -> tuple:
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
    weights = np.concatenate(weights)
    return np.concatenate(sizes) + fit.curve.reference, weights / weights.sum()


def _status(factor: float, never: float, has_interval: bool) -> str:
    if not has_interval:
        return "one seed"
    if never > CONFIDENCE[1]:
        return "unreachable"
    if never >= CONFIDENCE[0] or factor > FAR:
        return "unknown"
    return "reached" if factor <= 1 else "extrapolated"
