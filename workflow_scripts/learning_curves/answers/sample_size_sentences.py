"""Sentences about the training samples that target errors need."""

import numpy as np

from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_sizes import SampleSize
from learning_curves.answers.statuses import (
    BRACKETS,
    FAR,
    INTERPOLATED,
    MEASURED,
    ONE_REPETITION,
    TWO_SIZES,
    UNREACHABLE,
)
from learning_curves.groups import count_labelled
from learning_curves.vocabulary import Vocabulary

# Above this factor, an answer is called extrapolated.
NOTABLY_BEYOND = 1.05
# Ends of an interval are rounded to steps of at most its width divided by this.
STEPS = 2
RISES = " (the curve rises somewhere, so nothing is said beyond the measured sizes)"


def sentence(
    answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary, picked_from: int = 1
) -> str:
    """Write an answer as a sentence that never contradicts the measurements.

    Parameters
    ----------
    picked_from : int
        Number of methods from which this one was picked as the first.
    """
    short, measured = (
        short_sentence(answer, curve, vocabulary, picked_from),
        _measured(answer, curve, vocabulary),
    )
    zeros = "" if np.isnan(curve.zero_as) else f" (an error of zero counts as {curve.zero_as:.2g})"
    if answer.status in BRACKETS:
        return f"{short}{zeros}"
    if answer.status == INTERPOLATED:
        return f"{short}; {measured}{RISES}{zeros}"
    joint = "; " if answer.meets_measured else " by the fits, but "
    return f"{short}{joint}{measured}{zeros}"


def short_sentence(
    answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary, picked_from: int = 1
) -> str:
    """Write an answer as a short sentence; measurements only appear if they alone answer."""
    if answer.status in BRACKETS:
        return f"{_measured(answer, curve, vocabulary)}{_without_interval(answer, curve)}"
    needed = _needed(answer, curve.sizes, picked_from, vocabulary)
    return f"{needed}{_of_groups(answer.needed, curve, vocabulary)}"


def _of_groups(needed: float, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    """Say how many groups an estimate takes, if samples come in groups."""
    if curve.groups is None or not np.isfinite(needed):
        return ""
    count = count_labelled(curve.groups, curve.sizes, max(needed, float(curve.sizes[0])))
    return f", of about {vocabulary.count_groups(count)}"


def _without_interval(answer: SampleSize, curve: MeasuredCurve) -> str:
    """Explain why there is only a measured bracket."""
    few = " (one run at a size)" if curve.n_repetitions == 1 else ""
    reasons = {
        MEASURED: ", which the fits do not confirm",
        TWO_SIZES: "; two sizes give no interval",
    }
    return f"{few}{reasons.get(answer.status, '')}"


def _needed(answer: SampleSize, sizes: np.ndarray, picked_from: int, vocabulary: Vocabulary) -> str:
    if answer.status == UNREACHABLE:
        return "never with this method, by all fits"
    if answer.status == ONE_REPETITION:
        about = (
            f"more than the {sizes[-1]:,.0f} {vocabulary.sizes} measured, if ever"
            if np.isnan(answer.needed)
            else _about(answer.needed, sizes, _step(answer.needed), vocabulary)
        )
        return f"{about}, without an interval (one run at a size)"
    if np.isinf(answer.high):
        return _without_upper_end(answer, sizes, vocabulary)
    if answer.high <= sizes[0]:
        return _about(answer.needed, sizes, 1, vocabulary)
    return _with_interval(answer, sizes, picked_from, vocabulary)


def _without_upper_end(answer: SampleSize, sizes: np.ndarray, vocabulary: Vocabulary) -> str:
    """Give a lower end, and the estimate if it is not too far beyond the measured sizes."""
    # What lies below the smallest size was not measured.
    has_lower = answer.low > sizes[0]
    least = _rounded_down(answer.low, sizes, _step(answer.low))
    if np.isfinite(answer.needed):
        bounds = f"at least {least}, without an upper bound" if has_lower else "without bounds"
        return f"{_about(answer.needed, sizes, _step(answer.needed), vocabulary)}, {bounds}"
    if np.isinf(answer.measured_at):
        which = f"more than {least}" if has_lower else "any number of"
        return f"{which} {vocabulary.sizes}, if ever"
    if not has_lower:
        return f"any number of {vocabulary.sizes}"
    return f"at least {least} {vocabulary.sizes}, without an upper bound"


def _with_interval(
    answer: SampleSize, sizes: np.ndarray, picked_from: int, vocabulary: Vocabulary
) -> str:
    width = answer.high - answer.low
    low = _rounded_down(answer.low, sizes, _step(answer.low, width))
    step = _step(answer.high, width)
    high = _format_size(np.ceil(answer.high / step) * step, sizes)
    beyond = answer.factor > NOTABLY_BEYOND
    extrapolated = f", extrapolated {answer.factor:.1f}-fold" if beyond else ""
    ends = f"{low} to {high}" if answer.low > sizes[0] else f"up to {high}"
    picked = f" for the first of {picked_from}" if picked_from > 1 else ""
    interval = f"95 % interval {ends}{picked}{extrapolated}"
    return f"{_about(answer.needed, sizes, _step(answer.needed, width), vocabulary)} ({interval})"


def _measured(answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    if np.isinf(answer.measured_at):
        return f"not reached with the {curve.sizes[-1]:,.0f} {vocabulary.sizes} measured"
    at = f"{answer.measured_at:,.0f} {vocabulary.sizes}"
    if answer.measured_above == 0:
        return f"measured at {at} already"
    return f"measured between {answer.measured_above:,.0f} and {at}"


def _about(size: float, sizes: np.ndarray, step: int, vocabulary: Vocabulary) -> str:
    """Give an estimate; smaller sizes are not distinguished from the smallest."""
    if round(size) <= sizes[0]:
        return f"{sizes[0]:,.0f} or fewer {vocabulary.sizes}"
    return f"about {_format_size(round(size / step) * step, sizes)} {vocabulary.sizes}"


def _step(size: float, width: float = np.inf) -> int:
    """Return the step to round to: for two digits of a size, or more for a narrow interval."""
    step = 10 ** max(0, int(np.floor(np.log10(max(size, 1)))) - 1)
    while step > 1 and step * STEPS > width:
        step //= 10
    return step


def _rounded_down(size: float, sizes: np.ndarray, step: int) -> str:
    """Round a lower end down."""
    return _format_size(np.floor(size / step) * step, sizes)


def _format_size(size: float, sizes: np.ndarray) -> str:
    """Format a rounded size, limited to the smallest measured one and `FAR` times the largest."""
    return f"{np.clip(size, sizes[0], FAR * sizes[-1]):,.0f}"
