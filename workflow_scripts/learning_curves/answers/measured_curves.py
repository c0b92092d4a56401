"""Learning curves as they were measured, and the target errors that suit them."""

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from learning_curves.columns import CURVE, PLACE
from learning_curves.groups import Groups, find_groups, select_groups
from learning_curves.runs import find_clusters, find_regions, find_zero_substitutes, usable_errors

# Round errors of every decade, and the largest number of default targets.
ROUND = (1, 1.5, 2, 3, 5, 7)
MOST_TARGETS = 15

# The median of the absolute value of a normal variable, in its standard deviations.
NORMAL_MEDIAN = 0.6745
# A run this many standard deviations above the median is an outlier.
OUTLIER = 5


class MeasuredCurve(NamedTuple):
    """Errors of one method: `sizes` (J,) rising, `log_errors` (repetitions, J), NaN if missing.

    The `name` of the method seeds the random misfit, which differs between methods. If labels come
    from regions, rows are the `regions` instead of repetitions. Errors of zero count as `zero_as`,
    NaN if there are none. `groups` are those that repetitions divide, None if there are none.
    """

    sizes: np.ndarray
    log_errors: np.ndarray
    name: str = ""
    regions: tuple[str, ...] = ()
    zero_as: float = np.nan
    groups: Groups | None = None

    @property
    def means(self) -> np.ndarray:
        """Mean log error of each size (J,)."""
        return np.nanmean(self.log_errors, axis=0)

    @property
    def counts(self) -> np.ndarray:
        """Runs of each size (J,)."""
        return np.isfinite(self.log_errors).sum(axis=0)

    @property
    def n_repetitions(self) -> int:
        """The smallest number of runs at any size."""
        return int(self.counts.min())

    @property
    def measured_regions(self) -> tuple[str, ...]:
        """The regions that have a run."""
        has_run = np.isfinite(self.log_errors).any(axis=1)
        return tuple(name for name, there in zip(self.regions, has_run, strict=False) if there)

    @property
    def has_outliers(self) -> bool:
        """Whether a run has a far larger error than most of its size, as collapsed ones do."""
        above = self._above_medians
        typical = np.nanmedian(np.abs(above)) / NORMAL_MEDIAN
        return bool(np.nanmax(above) > OUTLIER * typical)

    @property
    def has_doubled_runs(self) -> bool:
        """Whether a run has at least twice the median error of its size."""
        return bool(np.nanmax(self._above_medians) >= np.log(2))

    @property
    def _above_medians(self) -> np.ndarray:
        return self.log_errors - np.nanmedian(self.log_errors, axis=0)

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
        return self.select(np.arange(count))

    def select(self, which: np.ndarray) -> "MeasuredCurve":
        """Return the curve of some sizes."""
        return self._replace(
            sizes=self.sizes[which],
            log_errors=self.log_errors[:, which],
            groups=self.groups and self.groups.select(which),
        )

    def own_generator(self, purpose: int) -> np.random.Generator:
        """Return a generator specific to this method and a purpose, the same at every call."""
        return np.random.default_rng([purpose, crc32(self.name.encode())])


# (data set, condition, method) -> curve. Row i of the log errors is the same cluster for all
# methods of a place, and the same repetition in all places of a data set without regions.
Curves = dict[tuple[str, str, str], MeasuredCurve]


def measured_curves(runs: pd.DataFrame, metric: str) -> Curves:
    """Collect the curve of every data set, condition and method that has a completed run.

    A cluster is a region if labels come from regions, otherwise a repetition. Errors of zero are
    replaced: see `clean_errors`.
    """
    usable = usable_errors(runs, [metric]).dropna(subset=metric)
    regions, zeros = _regions_of_places(runs), dict(find_zero_substitutes(runs, metric, CURVE))
    groups = find_groups(runs)
    curves: Curves = {}
    for _, of_data_set in usable.groupby("data_set", sort=False):
        places = dict(iter(of_data_set.groupby(PLACE, sort=False)))
        anywhere = [rows["repetition"] for place, rows in places.items() if place not in regions]
        repetitions = sorted(pd.concat(anywhere).unique()) if anywhere else []
        for place, of_place in places.items():
            rows = regions.get(place, dict.fromkeys(repetitions, ""))
            for method, part in of_place.groupby("method", sort=False):
                sizes, log_errors = log_errors_by_size(part, metric, list(rows))
                names = tuple(filter(None, rows.values()))
                counted = zeros.get((*place, method), np.nan)
                curves[*place, method] = MeasuredCurve(
                    sizes,
                    log_errors,
                    str(method),
                    names,
                    counted,
                    select_groups(groups, place, sizes),
                )
    return curves


def _regions_of_places(runs: pd.DataFrame) -> dict[tuple[str, str], dict[int, str]]:
    """Return the regions of every place that has any: smallest repetition of each -> its name."""
    named = runs.assign(region=find_regions(runs), repetition=find_clusters(runs)).dropna(
        subset="region"
    )
    rows = named[[*PLACE, "repetition", "region"]].drop_duplicates().sort_values("repetition")
    return {
        place: dict(zip(of_place["repetition"], of_place["region"], strict=True))
        for place, of_place in rows.groupby(PLACE)
    }


def log_errors_by_size(
    runs: pd.DataFrame, metric: str, repetitions: Sequence[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Arrange the runs of one method: sizes (J,), and log errors (repetitions, J), NaN if missing.

    Parameters
    ----------
    repetitions : Sequence[int] or None
        Repetitions of the rows; None takes those of the runs.
    """
    table = runs.pivot(index="repetition", columns="size", values=metric)
    if repetitions is not None:
        table = table.reindex(repetitions)
    return table.columns.to_numpy(float), np.log(table.to_numpy())


def default_targets(curves: Curves) -> list[float]:
    """Return round errors that curves reach or nearly reach, largest first; at most 15."""
    means = np.exp(np.concatenate([curve.means for curve in curves.values()] or [np.zeros(1)]))
    low, high = 0.7 * means.min(), means.max()
    decades = range(int(np.floor(np.log10(low))), int(np.floor(np.log10(high))) + 1)
    # Decimals are read from text, because 3 * 0.1 is not 0.3.
    targets = [float(f"{digit}e{decade}") for decade in decades for digit in ROUND]
    return [target for target in reversed(targets) if low <= target <= high][:MOST_TARGETS]
