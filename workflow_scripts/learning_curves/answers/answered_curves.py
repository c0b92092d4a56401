"""A measured curve answered in the way that suits it: by fits, joined means, or means alone."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.curve_families import FAMILIES, constants
from learning_curves.answers.curve_fits import CurveFit, draw_curves, fit_curve, held_out_errors
from learning_curves.answers.curve_shapes import notable_rise
from learning_curves.answers.fitted_bands import fitted_band, interpolated_band
from learning_curves.answers.interpolated_sizes import (
    Interpolants,
    draw_interpolants,
    interpolated_answer,
    interpolated_sizes,
)
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.sample_sizes import (
    DrawnSizes,
    SampleSize,
    drawn_sizes,
    measured_answer,
    sample_size,
)
from learning_curves.answers.statuses import FEWEST_SIZES, NOT_FITTED

Rows = list[dict[str, Any]]


class FittedCurve(NamedTuple):
    """A curve fitted by families; `drawn` is empty if there is no interval."""

    fit: CurveFit
    drawn: dict[str, np.ndarray]

    @property
    def curve(self) -> MeasuredCurve:
        """The measured curve."""
        return self.fit.curve

    @property
    def is_drawn(self) -> bool:
        """Whether draws compare it with other methods."""
        return bool(self.drawn)

    def answer(self, error: float, picked_from: int = 1) -> SampleSize:
        """Answer one target error, for the method picked as the first of `picked_from`."""
        return sample_size(self.fit, self.drawn, error, picked_from)

    def needed(self, error: float) -> DrawnSizes | None:
        """Return the sizes at which draws reach an error, or None without an interval."""
        return drawn_sizes(self.fit, self.drawn, error) if self.is_drawn else None

    def band(self) -> pd.DataFrame | None:
        """Return the averaged curve and its band."""
        return pd.DataFrame(fitted_band(self.fit, self.drawn))

    def rows(self) -> Rows:
        """Return the rows on the fits: one per family, and one per baseline."""
        curve, held_out = self.curve, held_out_errors(self.curve)
        shared = {"n_sizes": len(curve.sizes), "n_repetitions": curve.n_repetitions}
        families = [
            shared
            | constants(FAMILIES[name], one.parameters, curve.reference)
            | {
                "family": name,
                "formula": FAMILIES[name].formula,
                "chi_square": one.chi_square,
                "weight": self.fit.weights[name],
                "saturated": FAMILIES[name].n_parameters == len(curve.sizes),
                "misfit": self.fit.misfit,
                "held_out_error": held_out.get(name, np.nan),
            }
            for name, one in self.fit.families.items()
        ]
        return families + [
            shared | {"family": name, "held_out_error": held_out.get(name, np.nan)}
            for name in ("average", "last1")
        ]


class InterpolatedCurve(NamedTuple):
    """A curve that rises somewhere, which no family can fit."""

    curve: MeasuredCurve
    interpolants: Interpolants
    rise: str

    @property
    def is_drawn(self) -> bool:
        """Whether draws compare it with other methods."""
        return True

    def answer(self, error: float, picked_from: int = 1) -> SampleSize:
        """Answer one target error, for the method picked as the first of `picked_from`."""
        return interpolated_answer(self.curve, self.interpolants, error, picked_from)

    def needed(self, error: float) -> DrawnSizes | None:
        """Return the sizes at which draws reach an error; any size beyond the measured ones may."""
        sizes, measured = interpolated_sizes(self.interpolants, error), self.curve.sizes
        return DrawnSizes(float(measured[0]), np.minimum(sizes, measured[-1]), sizes)

    def band(self) -> pd.DataFrame | None:
        """Return the joined means and their band."""
        return pd.DataFrame(interpolated_band(self.curve, self.interpolants))

    def rows(self) -> Rows:
        """Return why there is no fit."""
        return [{"family": "", "note": f"{self.rise}: joined, not fitted"}]


class BareCurve(NamedTuple):
    """A curve that cannot be joined: its means alone answer."""

    curve: MeasuredCurve
    reason: str

    @property
    def is_drawn(self) -> bool:
        """Whether draws compare it with other methods."""
        return False

    def answer(self, error: float, picked_from: int = 1) -> SampleSize:
        """Answer one target error; `picked_from` has no effect without an interval."""
        return measured_answer(self.curve, error, NOT_FITTED)

    def needed(self, error: float) -> DrawnSizes | None:
        """Return None: there are no draws."""
        return None

    def band(self) -> pd.DataFrame | None:
        """Return None: there is no curve."""
        return None

    def rows(self) -> Rows:
        """Return why there is no fit."""
        return [{"family": "", "note": self.reason}]


AnsweredCurve = FittedCurve | InterpolatedCurve | BareCurve


def answered(curve: MeasuredCurve, draws: int) -> AnsweredCurve:
    """Fit or join a curve, and draw how else it could have turned out."""
    if len(curve.sizes) < 2:
        return BareCurve(curve, "one size makes no curve")
    several = curve.n_repetitions > 1 and len(curve.sizes) >= FEWEST_SIZES
    if several:
        rise = notable_rise(curve)
        if rise:
            words = f"the error rises from {rise[0]:,.0f} to {rise[1]:,.0f}"
            return InterpolatedCurve(curve, draw_interpolants(curve, draws), words)
    fit = fit_curve(curve)
    return FittedCurve(fit, draw_curves(fit, draws) if several else {})
