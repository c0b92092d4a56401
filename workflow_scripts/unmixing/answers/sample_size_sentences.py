"""Answers about needed labelled pixels, in words."""

import numpy as np

from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.sample_sizes import SampleSize
from unmixing.answers.statuses import FAR, ONE_SEED, UNKNOWN, UNREACHABLE

MANY = 1e6
# From this factor on, an answer is said to be extrapolated.
NOTABLY_BEYOND = 1.05


def sentence(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Say an answer in words."""
    return f"{_needed(answer, curve.sizes[0])}; {_measured(answer, curve)}"


def _needed(answer: SampleSize, smallest: float) -> str:
    if answer.status == UNREACHABLE:
        return "never with this method, by all fits"
    if answer.status == ONE_SEED:
        about = _about(answer.needed, smallest)
        return f"{about}, without an interval (one run at a size)"
    if answer.factor > FAR:
        return f"more than {_pixels(min(answer.low, MANY))}, if ever"
    if answer.status == UNKNOWN:
        about = _pixels(max(answer.needed, smallest))
        least = _number(min(answer.low, MANY))
        return f"about {about}, at least {least}, without an upper bound"
    if answer.high <= smallest:
        return _about(answer.needed, smallest)
    beyond = answer.factor > NOTABLY_BEYOND
    extrapolated = f", extrapolated {answer.factor:.1f}-fold" if beyond else ""
    interval = f"95 % interval {_number(answer.low)} to {_number(answer.high)}{extrapolated}"
    return f"{_about(answer.needed, smallest)} ({interval})"


def _measured(answer: SampleSize, curve: MeasuredCurve) -> str:
    if np.isinf(answer.measured_at):
        return f"not reached with the {_pixels(curve.sizes[-1])} measured"
    if answer.measured_above == 0:
        return f"measured at {_pixels(answer.measured_at)} already"
    return f"measured between {answer.measured_above:,.0f} and {_pixels(answer.measured_at)}"


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
