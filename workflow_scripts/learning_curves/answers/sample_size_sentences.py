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
    ONE_RUN,
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


def sentence(answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    """Write an answer with what was measured, which it never contradicts."""
    short = short_sentence(answer, curve, vocabulary)
    zeros = "" if np.isnan(curve.zero_as) else f" (an error of zero counts as {curve.zero_as:.2g})"
    if answer.status in BRACKETS:
        return f"{short}{zeros}"
    rises = RISES if answer.status == INTERPOLATED else ""
    joint = "; " if answer.meets_measured else " by the fits, but "
    return f"{short}{joint}{_measured(answer, curve, vocabulary)}{rises}{zeros}"


def short_sentence(answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    """Write an answer for a sentence: "about 46 labelled pixels (31 to 62)"."""
    if answer.status in BRACKETS:
        return _bracket(answer, curve, vocabulary)
    needed = _needed(answer, curve.sizes, vocabulary)
    return f"{needed}{_of_groups(answer.needed, curve, vocabulary)}"


def _of_groups(needed: float, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    """Say how many groups an estimate takes, if samples come in groups."""
    if curve.groups is None or not np.isfinite(needed):
        return ""
    count = count_labelled(curve.groups, curve.sizes, max(needed, float(curve.sizes[0])))
    return f", of about {vocabulary.count_groups(count)}"


def _bracket(answer: SampleSize, curve: MeasuredCurve, vocabulary: Vocabulary) -> str:
    """Give the measured sizes between which the answer lies, and why there is no more."""
    reasons = {
        MEASURED: "measured; the fits do not confirm it",
        TWO_SIZES: "two sizes give no interval",
    }
    reason = ONE_RUN if curve.n_repetitions == 1 else reasons.get(answer.status, "measured")
    above, at = answer.measured_above, answer.measured_at
    if np.isinf(at):
        return f"{_beyond_all(curve.sizes, vocabulary)} ({reason})"
    if above == 0:
        return f"{at:,.0f} or fewer {vocabulary.sizes} ({reason})"
    return f"between {above:,.0f} and {at:,.0f} {vocabulary.sizes} ({reason})"


def _needed(answer: SampleSize, sizes: np.ndarray, vocabulary: Vocabulary) -> str:
    if answer.status == UNREACHABLE:
        return "never with this method, by all fits"
    if answer.status == ONE_REPETITION:
        about = (
            _beyond_all(sizes, vocabulary)
            if np.isnan(answer.needed)
            else _about(answer.needed, sizes, _step(answer.needed), vocabulary)
        )
        return f"{about} ({ONE_RUN})"
    if np.isinf(answer.high):
        return _without_upper_end(answer, sizes, vocabulary)
    if answer.high <= sizes[0]:
        return _about(answer.needed, sizes, 1, vocabulary)
    return _with_interval(answer, sizes, vocabulary)


def _beyond_all(sizes: np.ndarray, vocabulary: Vocabulary) -> str:
    return f"more than the {sizes[-1]:,.0f} {vocabulary.sizes} measured, if ever"


def _without_upper_end(answer: SampleSize, sizes: np.ndarray, vocabulary: Vocabulary) -> str:
    """Give a lower end, and the estimate if it is not too far beyond the measured sizes."""
    # What lies below the smallest size was not measured.
    has_lower = answer.low > sizes[0]
    least = _rounded_down(answer.low, sizes, _step(answer.low))
    if np.isfinite(answer.needed):
        bounds = f"{least} or more" if has_lower else "the interval is open"
        return f"{_about(answer.needed, sizes, _step(answer.needed), vocabulary)} ({bounds})"
    if np.isinf(answer.measured_at):
        which = f"more than {least}" if has_lower else "an unknown number of"
        return f"{which} {vocabulary.sizes}, if ever"
    return f"{f'at least {least}' if has_lower else 'an unknown number of'} {vocabulary.sizes}"


def _with_interval(answer: SampleSize, sizes: np.ndarray, vocabulary: Vocabulary) -> str:
    width = answer.high - answer.low
    low = _rounded_down(answer.low, sizes, _step(answer.low, width))
    step = _step(answer.high, width)
    high = _format_size(np.ceil(answer.high / step) * step, sizes)
    ends = f"{low} to {high}" if answer.low > sizes[0] else f"up to {high}"
    beyond = answer.factor > NOTABLY_BEYOND
    further = f", {answer.factor:.1f} times the most measured" if beyond else ""
    about = _about(answer.needed, sizes, _step(answer.needed, width), vocabulary)
    return f"{about} ({ends}){further}"


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
