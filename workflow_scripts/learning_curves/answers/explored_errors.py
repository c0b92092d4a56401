"""The target errors between which a reader of the page can move."""

from collections.abc import Iterable

import numpy as np

from learning_curves.answers.measured_curves import Curves

STEPS = 40
# The smallest explored error, as a multiple of the smallest mean error.
BELOW = 0.7


def explored_errors(curves: Curves, targets: Iterable[float]) -> dict[str, list[float]]:
    """Return rising errors for each data set: the targets, and a geometric sequence of others.

    The others are rounded to three digits, as they are shown.
    """
    targets, errors = set(targets), {}
    for data_set in dict.fromkeys(data_set for data_set, _, _ in curves):
        means = [curve.means for axes, curve in curves.items() if axes[0] == data_set]
        least, most = np.exp([min(map(np.min, means)), max(map(np.max, means))])
        between = np.geomspace(BELOW * least, most, STEPS)
        errors[data_set] = sorted(targets.union(float(f"{error:.3g}") for error in between))
    return errors
