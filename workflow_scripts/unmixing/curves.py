"""Learning curves fitted: an average over families, and draws that say how sure it is.

The curve is the geometric-mean error over seeds, so fits are of mean log errors. Averaging families
by their weight of evidence, with a term for the misfit that every family has, covers what choosing
one family does not (docs/answers.md).
"""

from typing import NamedTuple

import numpy as np
from scipy import optimize
from scipy.special import digamma
from scipy.stats import t

from unmixing.curve_families import FAMILIES, Family
from unmixing.curve_solver import least_squares

SMALLEST_MISFIT = 0.015
POLISHED_STARTS = 4
NEGLIGIBLE_WEIGHT = 0.005
DRAWS = 2000


class MeasuredCurve(NamedTuple):
    """Errors of one method: `sizes` (J,) rising, `log_errors` (seeds, J), NaN where a run lacks."""

    sizes: np.ndarray
    log_errors: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """Mean log error of each size (J,)."""
        return np.nanmean(self.log_errors, axis=0)

    @property
    def counts(self) -> np.ndarray:
        """Runs of each size (J,)."""
        return np.isfinite(self.log_errors).sum(axis=0)

    @property
    def n_seeds(self) -> int:
        """Runs of the size that has the fewest."""
        return int(self.counts.min())

    @property
    def reference(self) -> float:
        """Log of the size that fits are relative to: the middle of the measured ones."""
        return float(np.log(self.sizes[[0, -1]]).mean())

    @property
    def log_sizes(self) -> np.ndarray:
        """Log of the sizes, relative to the reference (J,)."""
        return np.log(self.sizes) - self.reference

    def first(self, count: int) -> "MeasuredCurve":
        """Return the curve of the smallest sizes alone."""
        return MeasuredCurve(self.sizes[:count], self.log_errors[:, :count])


class FamilyFit(NamedTuple):
    """One family fitted to a curve: its best parameters and those of other optima near it."""

    parameters: np.ndarray
    chi_square: float
    optima: np.ndarray


class CurveFit(NamedTuple):
    """A curve fitted by all families that it has sizes enough for."""

    curve: MeasuredCurve
    families: dict[str, FamilyFit]
    weights: dict[str, float]
    misfit: float
    scales: np.ndarray

    def log_error(self, log_sizes: np.ndarray) -> np.ndarray:
        """Return the log of the weighted mean error at relative log sizes."""
        return np.log(
            sum(
                weight * np.exp(FAMILIES[name].log_error(log_sizes, self.families[name].parameters))
                for name, weight in self.weights.items()
            )
        )


def fit_curve(curve: MeasuredCurve) -> CurveFit:
    """Fit every family that has at most as many parameters as the curve has sizes.

    Parameters
    ----------
    curve : of finite means, at two sizes or more

    Returns
    -------
    CurveFit
        `weights` are exp(-(chi-square + 2 parameters) / 2), normalised; `misfit` is the standard
        deviation (log error) of what families cannot follow, 0.015 at least; `scales` are those
        of the mean log errors, misfit included.
    """
    variances = _variances_of_means(curve)
    free = {name: f for name, f in FAMILIES.items() if f.n_parameters <= len(curve.sizes)}
    sampling = np.sqrt(np.maximum(variances, SMALLEST_MISFIT**2 / 100))
    first = {name: _fit_family(family, curve, sampling) for name, family in free.items()}
    misfit = _misfit(curve, first, variances)
    scales = np.sqrt(variances + misfit**2)
    fits = {name: _fit_family(family, curve, scales) for name, family in free.items()}
    scores = np.array([_information(name, fit) for name, fit in fits.items()])
    weights = np.exp(-(scores - scores.min()) / 2)
    return CurveFit(
        curve, fits, dict(zip(fits, weights / weights.sum(), strict=True)), misfit, scales
    )


def draw_curves(fit: CurveFit, draws: int = DRAWS) -> dict[str, np.ndarray]:
    """Fit the families again to resampled curves: family -> parameters (draws, n_parameters).

    Seeds are resampled whole, with deviations stretched as few seeds demand, and every size is
    moved by the misfit. Draw i of two methods with the same seeds resamples them alike. Families
    with a weight below 0.005 are left out.

    Raises
    ------
    ValueError
        With a single run at a size: it cannot be resampled.
    """
    curve = fit.curve
    if curve.n_seeds < 2:
        raise ValueError("a curve with one run at a size cannot be resampled")
    generator = np.random.default_rng(0)
    targets = resample_means(curve, draws, generator)
    targets += generator.normal(0, fit.misfit, targets.shape)
    return {
        name: _fit_draws(FAMILIES[name], fit.families[name], targets, fit)
        for name, weight in fit.weights.items()
        if weight >= NEGLIGIBLE_WEIGHT
    }


def resample_means(curve: MeasuredCurve, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Return mean log errors of resampled seeds (draws, sizes), stretched as few seeds demand.

    The stretch is t(0.975, S - 1) / 1.96 sqrt(S / (S - 1)), with the S runs of a size: a bootstrap
    of S values is too narrow by the second factor, and its quantiles are normal ones.
    """
    rows, n = len(curve.log_errors), curve.counts
    weights = generator.multinomial(rows, np.full(rows, 1 / rows), size=draws).astype(float)
    present = np.isfinite(curve.log_errors)
    counts = weights @ present
    sums = weights @ np.where(present, curve.log_errors, 0)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), curve.means)
    stretch = t.ppf(0.975, n - 1) / 1.96 * np.sqrt(n / (n - 1))
    return curve.means + stretch * (means - curve.means)


def held_out_errors(curve: MeasuredCurve) -> dict[str, float]:
    """Predict the largest third of the sizes from the others: family -> rms log error.

    `last1` predicts the last error that it has seen; `average` is the weighted mean of families.
    """
    known = len(curve.sizes) - max(1, len(curve.sizes) // 3)
    if known < 2:
        return {}
    fit = fit_curve(curve.first(known))
    later, wanted = np.log(curve.sizes[known:]) - fit.curve.reference, curve.means[known:]
    predicted = {
        name: FAMILIES[name].log_error(later, one.parameters) for name, one in fit.families.items()
    }
    predicted["average"] = fit.log_error(later)
    predicted["last1"] = np.full(len(wanted), curve.means[known - 1])
    return {
        name: float(np.sqrt(np.mean((values - wanted) ** 2))) for name, values in predicted.items()
    }


def _variances_of_means(curve: MeasuredCurve) -> np.ndarray:
    """Variance of each mean, smooth in size: its log is taken to be linear in the log size.

    The log of a variance of few values is too low on average, by log(f / 2) - digamma(f / 2) with
    f degrees of freedom (Bartlett & Kendall, Suppl. JRSS 1946), and as uncertain as 1 / sqrt(f).
    """
    counts = curve.counts
    enough = counts > 1
    variances = np.zeros(len(curve.sizes))
    variances[enough] = np.nanvar(curve.log_errors[:, enough], axis=0, ddof=1)
    positive = variances > 0
    if not positive.any():
        return variances
    freedom = (counts - 1)[positive]
    logs = np.log(variances[positive]) + np.log(freedom / 2) - digamma(freedom / 2)
    degree = min(1, positive.sum() - 1)
    line = np.polyfit(curve.log_sizes[positive], logs, degree, w=np.sqrt(freedom))
    return np.exp(np.polyval(line, curve.log_sizes)) / counts


def _misfit(curve: MeasuredCurve, fits: dict[str, FamilyFit], variances: np.ndarray) -> float:
    """Return the standard deviation that the best family leaves, beyond the sampling of seeds."""
    spare = {
        name: len(curve.sizes) - FAMILIES[name].n_parameters
        for name in fits
        if FAMILIES[name].n_parameters < len(curve.sizes)
    }
    if not spare:
        return SMALLEST_MISFIT
    best = min(spare, key=lambda name: _information(name, fits[name]))
    values = FAMILIES[best].log_error(curve.log_sizes, fits[best].parameters)
    excess = np.sum((values - curve.means) ** 2) / spare[best] - variances.mean()
    return float(np.sqrt(max(SMALLEST_MISFIT**2, excess)))


def _information(name: str, fit: FamilyFit) -> float:
    # Not the small-sample correction: with 6 sizes it bans families of 4 parameters.
    return fit.chi_square + 2 * FAMILIES[name].n_parameters


def _fit_family(family: Family, curve: MeasuredCurve, scales: np.ndarray) -> FamilyFit:
    """Polish the best starts together, and the best of them with SciPy."""
    starts = _starts(family, curve, scales)
    targets = np.broadcast_to(curve.means, (len(starts), len(curve.means)))
    bounds = family.all_bounds()
    polished, chi_squares = least_squares(
        lambda parameters: family.log_error(curve.log_sizes, parameters),
        starts,
        targets,
        scales,
        bounds,
    )
    order = np.argsort(chi_squares)
    best = optimize.least_squares(
        lambda x: (family.log_error(curve.log_sizes, x) - curve.means) / scales,
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


def _starts(family: Family, curve: MeasuredCurve, scales: np.ndarray) -> np.ndarray:
    """Solve amplitude and floor for each start of the shape, and return the best starts."""
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


def _nonnegative_line(falling, level, wanted, has_floor) -> tuple[np.ndarray, np.ndarray]:
    """Least squares of `wanted` by `falling` and `level` with coefficients of zero or more."""
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


def _fit_draws(family: Family, best: FamilyFit, targets: np.ndarray, fit: CurveFit) -> np.ndarray:
    """Fit all draws from each optimum, and keep the better fit of each draw."""
    results = [
        least_squares(
            lambda parameters: family.log_error(fit.curve.log_sizes, parameters),
            np.tile(start, (len(targets), 1)),
            targets,
            fit.scales,
            family.all_bounds(),
        )
        for start in best.optima
    ]
    winners = np.argmin([chi_square for _, chi_square in results], axis=0)
    return np.stack([parameters for parameters, _ in results])[winners, np.arange(len(targets))]
