"""Least squares for many small problems at once: Levenberg-Marquardt in NumPy."""

from collections.abc import Callable

import numpy as np

# Parameters (..., parameters) -> values (..., points).
Model = Callable[[np.ndarray], np.ndarray]
Bounds = tuple[np.ndarray, np.ndarray]
ITERATIONS = 100
STEP = 1e-6
TOLERANCE = 1e-5


def least_squares(
    model: Model,
    start: np.ndarray,
    targets: np.ndarray,
    scales: np.ndarray,
    bounds: Bounds,
) -> tuple[np.ndarray, np.ndarray]:
    """Minimise the weighted squares of many fits of one model, within bounds.

    Parameters
    ----------
    model : Model
        Parameters (..., parameters) -> values (..., points).
    start : ndarray
        (fits, parameters).
    targets : ndarray
        (fits, points).
    scales : ndarray
        Standard deviation of each point (points,).
    bounds : Bounds
        Lower and upper, (parameters,) each.

    Returns
    -------
    tuple
        Parameters (fits, parameters) and chi-square (fits,). A fit ends when a step gains less than
        0.00001 of chi-square.

    References
    ----------
    K. Madsen, H. B. Nielsen, O. Tingleff, "Methods for non-linear least squares problems", 2004.
    """
    parameters = np.clip(start, *bounds)
    values = model(parameters)
    chi_square = _chi_square(values, targets, scales)
    damping = np.full(len(parameters), 1e-2)
    active = np.arange(len(parameters))
    for _ in range(ITERATIONS):
        if not len(active):
            break
        here, wanted = parameters[active], targets[active]
        step = _step(model, here, values[active], wanted, scales, damping[active], bounds)
        trial = np.clip(here + step, *bounds)
        trial_values = model(trial)
        trial_chi_square = _chi_square(trial_values, wanted, scales)
        gain = chi_square[active] - trial_chi_square
        better = gain > 0
        accepted = active[better]
        parameters[accepted] = trial[better]
        values[accepted] = trial_values[better]
        chi_square[accepted] = trial_chi_square[better]
        damping[active] *= np.where(better, 0.2, 5.0)
        finished = np.where(better, gain < TOLERANCE, damping[active] > 1e6)
        active = active[~finished]
    return parameters, chi_square


def _chi_square(values: np.ndarray, targets: np.ndarray, scales: np.ndarray) -> np.ndarray:
    return np.square((values - targets) / scales).sum(axis=-1)


def _step(
    model: Model,
    parameters: np.ndarray,
    values: np.ndarray,
    targets: np.ndarray,
    scales: np.ndarray,
    damping: np.ndarray,
    bounds: Bounds,
) -> np.ndarray:
    """Return the damped Gauss-Newton step of each fit; parameters pushed beyond a bound stay."""
    steps = STEP * np.eye(parameters.shape[1])[:, None]
    jacobian = np.stack((model(parameters + steps) - values) / STEP, axis=-1)
    jacobian /= scales[:, None]
    residuals = (targets - values) / scales
    downhill = np.einsum("fpq,fp->fq", jacobian, residuals)
    low, high = bounds
    resting = ((parameters <= low) & (downhill < 0)) | ((parameters >= high) & (downhill > 0))
    jacobian = np.where(resting[:, None, :], 0, jacobian)
    curvature = np.einsum("fpq,fpr->fqr", jacobian, jacobian)
    diagonal = np.einsum("fqq->fq", curvature)
    # The constant keeps the system solvable if a parameter has no effect.
    added = damping[:, None] * diagonal + 1e-9
    curvature = curvature + added[:, :, None] * np.eye(parameters.shape[1])
    downhill = np.where(resting, 0, downhill)
    return np.linalg.solve(curvature, downhill[:, :, None])[:, :, 0]
