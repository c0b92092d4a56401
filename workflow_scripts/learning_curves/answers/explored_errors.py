"""The target errors that are answered for a reader to move over."""

from collections.abc import Iterable

import numpy as np

from learning_curves.answers.measured_curves import Curves

STEPS = 40
# Of the least mean error, how far below it a reader may ask.
BELOW = 0.7


def explored_errors(curves: Curves, targets: Iterable[float]) -> dict[str, list[float]]:
    """Return rising errors for each data set: the targets, and others of equal ratio.

    The others have three digits, so that they can be said as they are.
    """
    targets, errors = set(targets), {}
    for data_set in dict.fromkeys(data_set for data_set, _, _ in curves):
        means = [curve.means for axes, curve in curves.items() if axes[0] == data_set]
        least, most = np.exp([min(map(np.min, means)), max(map(np.max, means))])
        between = np.geomspace(BELOW * least, most, STEPS)
        errors[data_set] = sorted(targets.union(float(f"{error:.3g}") for error in between))
    return errors
