"""Answers about needed labelled pixels, in words."""

import numpy as np

from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.sample_sizes import SampleSize
from unmixing.answers.statuses import (
    BRACKETS,
    FAR,
    INTERPOLATED,
    MEASURED,
    ONE_SEED,
    TWO_SIZES,
    UNKNOWN,
    UNREACHABLE,
)

MANY = 1e6
# From this factor on, an answer is said to be extrapolated.
NOTABLY_BEYOND = 1.05
# Ends of an interval are rounded to steps of at most its width over this.
STEPS = 2
RISES = " (the curve rises somewhere, so nothing is said beyond the measured sizes)"


def sentence(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Say an answer in words, which never deny what was measured."""
    short, measured = short_sentence(answer, curve), _measured(answer, curve)
    if answer.status in BRACKETS:
        return short
    if answer.status == INTERPOLATED:
        return f"{short}; {measured}{RISES}"
    joint = "; " if answer.meets_measured else " by the fits, but "
    return f"{short}{joint}{measured}"


def short_sentence(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Say an answer in words; what was measured only where that alone answers."""
    if answer.status in BRACKETS:
        return f"{_measured(answer, curve)}{_without_interval(answer, curve)}"
    if answer.status == INTERPOLATED:
        return _interpolated(answer, curve.sizes[0])
    return _needed(answer, curve.sizes[0])


def fewest_runs(curve: MeasuredCurve) -> int:
    """Count the runs of the size that has the fewest, those without error included."""
    return int((~np.isnan(curve.log_errors)).sum(axis=0).min())


def _interpolated(answer: SampleSize, smallest: float) -> str:
    """Say an answer of joined means, which goes no further than the measured sizes."""
    least = _rounded_down(answer.low, smallest, _step(answer.low))
    if np.isinf(answer.needed):
        return f"more than {least} labelled pixels, if ever"
    if np.isinf(answer.high):
        about = _nearest(answer.needed, smallest, _step(answer.needed))
        return f"about {about} labelled pixels, at least {least}, without an upper bound"
    if answer.high <= smallest:
        return _about(answer.needed, smallest, 1)
    return _with_interval(answer, smallest)


def _without_interval(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Say of a measured bracket what it is of, and why there is no more."""
    medians = " by the median over seeds" if curve.has_zero_error else ""
    few = " (one run at a size)" if fewest_runs(curve) == 1 else ""
    reasons = {
        MEASURED: ", which the fits do not confirm",
        TWO_SIZES: "; two sizes give no interval",
    }
    return f"{medians}{few}{reasons.get(answer.status, '')}"


def _needed(answer: SampleSize, smallest: float) -> str:
    if answer.status == UNREACHABLE:
        return "never with this method, by all fits"
    if answer.status == ONE_SEED:
        about = _about(answer.needed, smallest, _step(answer.needed))
        return f"{about}, without an interval (one run at a size)"
    least = _rounded_down(min(answer.low, MANY), smallest, _step(answer.low))
    if answer.factor > FAR and np.isinf(answer.measured_at):
        return f"more than {least} labelled pixels, if ever"
    if answer.factor > FAR:
        return f"at least {least} labelled pixels, without an upper bound"
    if answer.status == UNKNOWN:
        about = _nearest(answer.needed, smallest, _step(answer.needed))
        return f"about {about} labelled pixels, at least {least}, without an upper bound"
    if answer.high <= smallest:
        return _about(answer.needed, smallest, 1)
    return _with_interval(answer, smallest)


def _with_interval(answer: SampleSize, smallest: float) -> str:
    width = answer.high - answer.low
    low = _rounded_down(answer.low, smallest, _step(answer.low, width))
    high = _rounded_up(answer.high, _step(answer.high, width))
    beyond = answer.factor > NOTABLY_BEYOND
    extrapolated = f", extrapolated {answer.factor:.1f}-fold" if beyond else ""
    interval = f"95 % interval {low} to {high}{extrapolated}"
    return f"{_about(answer.needed, smallest, _step(answer.needed, width))} ({interval})"


def _measured(answer: SampleSize, curve: MeasuredCurve) -> str:
    if np.isinf(answer.measured_at):
        return f"not reached with the {curve.sizes[-1]:,.0f} labelled pixels measured"
    at = f"{answer.measured_at:,.0f} labelled pixels"
    if answer.measured_above == 0:
        return f"measured at {at} already"
    return f"measured between {answer.measured_above:,.0f} and {at}"


def _about(size: float, smallest: float, step: int) -> str:
    if np.isinf(size):
        return "never by the fits"
    if size <= smallest:
        return f"at most {smallest:,.0f} labelled pixels"
    about = "" if size > MANY else "about "
    return f"{about}{_nearest(size, smallest, step)} labelled pixels"


def _step(size: float, width: float = np.inf) -> int:
    """Return the step to round to: two or three digits of a size, more for a narrow interval."""
    step = 10 ** max(0, int(np.floor(np.log10(np.clip(size, 1, MANY)))) - 1)
    while step > 1 and step * STEPS > width:
        step //= 10
    return step


def _nearest(size: float, smallest: float, step: int) -> str:
    """Round an estimate, yet not below the smallest measured size."""
    return "over a million" if size > MANY else f"{max(round(size / step) * step, smallest):,.0f}"


def _rounded_down(size: float, smallest: float, step: int) -> str:
    """Round a lower end down, yet not below the smallest measured size."""
    return f"{max(np.floor(size / step) * step, smallest):,.0f}"


def _rounded_up(size: float, step: int) -> str:
    return "over a million" if size > MANY else f"{np.ceil(size / step) * step:,.0f}"
