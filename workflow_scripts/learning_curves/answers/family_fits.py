"""The fit of one family to one measured curve, from many starts."""

from typing import NamedTuple

import numpy as np
from scipy import optimize

from learning_curves.answers.curve_families import Family
from learning_curves.answers.curve_solver import least_squares
from learning_curves.answers.measured_curves import MeasuredCurve

POLISHED_STARTS = 4


class FamilyFit(NamedTuple):
    """One family fitted to a curve: its best parameters, and all `optima` including the best."""

    parameters: np.ndarray
    chi_square: float
    optima: np.ndarray


def fit_family(family: Family, curve: MeasuredCurve, scales: np.ndarray) -> FamilyFit:
    """Fit a family: polish the best starts together, and the best of them with SciPy.

    Parameters
    ----------
    scales : ndarray
        Standard deviation of each mean log error (sizes,).
    """
    starts, log_sizes = _starts(family, curve, scales), curve.log_sizes
    targets = np.broadcast_to(curve.means, (len(starts), len(curve.means)))
    bounds = family.all_bounds()
    polished, chi_squares = least_squares(
        lambda parameters: family.log_error(log_sizes, parameters),
        starts,
        targets,
        scales,
        bounds,
    )
    order = np.argsort(chi_squares)
    best = optimize.least_squares(
        lambda x: (family.log_error(log_sizes, x) - targets[0]) / scales,
        np.clip(polished[order[0]], bounds[0] + 1e-9, bounds[1] - 1e-9),
        bounds=bounds,
        x_scale="jac",
    )
    optima = [best.x]
    for other in polished[order[1:]]:
        far = np.abs(other[1:-1] - best.x[1:-1]) if family.has_floor else np.zeros(1)
        if far.max() > 0.5:
            optima.append(other)
            break
    return FamilyFit(best.x, float(2 * best.cost), np.array(optima))


def fit_draws(
    family: Family, best: FamilyFit, curve: MeasuredCurve, targets: np.ndarray, scales: np.ndarray
) -> np.ndarray:
    """Fit all draws of a curve from each optimum, and keep the better fit of each draw.

    Parameters
    ----------
    targets : ndarray
        Mean log errors of the draws (draws, sizes).
    scales : ndarray
        Their standard deviations (sizes,).

    Returns
    -------
    ndarray
        Parameters (draws, n_parameters).
    """
    log_sizes = curve.log_sizes
    results = [
        least_squares(
            lambda parameters: family.log_error(log_sizes, parameters),
            np.tile(start, (len(targets), 1)),
            targets,
            scales,
            family.all_bounds(),
        )
        for start in best.optima
    ]
    winners = np.argmin([chi_square for _, chi_square in results], axis=0)
    return np.stack([parameters for parameters, _ in results])[winners, np.arange(len(targets))]


def _starts(family: Family, curve: MeasuredCurve, scales: np.ndarray) -> np.ndarray:
    """Solve for amplitude and floor at each start of the shape, and return the best starts."""
    shapes = np.exp(family.log_shape(curve.log_sizes, family.starts))
    relative = 1 / (np.exp(curve.means) * scales)
    falling, level, ones = shapes * relative, relative[None], 1 / scales
    amplitude, floor = _nonnegative_line(falling, level, ones, family.has_floor)
    columns = [np.log(np.maximum(amplitude, 1e-12))[:, None], family.starts]
    if family.has_floor:
        smallest = 1e-4 * np.exp(curve.means.min())
        columns.append(np.log(np.maximum(floor, smallest))[:, None])
    starts = np.hstack(columns)
    values = family.log_error(curve.log_sizes, starts)
    chi_squares = np.square((values - curve.means) / scales).sum(axis=1)
    return starts[np.argsort(chi_squares)[:POLISHED_STARTS]]


def _nonnegative_line(
    falling: np.ndarray, level: np.ndarray, wanted: np.ndarray, has_floor: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Fit `wanted` by `falling` and `level` with least squares and nonnegative coefficients."""
    ff, fw = (falling**2).sum(axis=1), (falling * wanted).sum(axis=1)
    alone = fw / ff
    if not has_floor:
        return alone, np.zeros_like(alone)
    ll, lw = (level**2).sum(axis=1), (level * wanted).sum(axis=1)
    fl = (falling * level).sum(axis=1)
    determinant = np.maximum(ff * ll - fl**2, 1e-30)
    amplitude, floor = (fw * ll - lw * fl) / determinant, (lw * ff - fw * fl) / determinant
    inside = (amplitude > 0) & (floor > 0)
    return np.where(inside, amplitude, np.maximum(alone, 0)), np.where(inside, floor, 0)
