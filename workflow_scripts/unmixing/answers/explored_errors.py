"""The target errors at which the labelled pixels needed are answered, for a reader to move over."""

from collections.abc import Iterable

import numpy as np

from unmixing.answers.measured_curves import Curves

STEPS = 40
# Of the least mean error, how far below it a reader may ask.
BELOW = 0.7


def explored_errors(curves: Curves, targets: Iterable[float]) -> dict[str, list[float]]:
    """Return rising errors for each scene: the targets, and others of equal ratio over its curves.

    The others have three digits, so that they can be said as they are.
    """
    targets, errors = set(targets), {}
    for scene in dict.fromkeys(scene for scene, _, _ in curves):
        means = [curve.means for axes, curve in curves.items() if axes[0] == scene]
        least, most = np.exp([min(map(np.min, means)), max(map(np.max, means))])
        between = np.geomspace(BELOW * least, most, STEPS)
        errors[scene] = sorted(targets.union(float(f"{error:.3g}") for error in between))
    return errors
