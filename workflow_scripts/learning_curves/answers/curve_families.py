"""Families of learning curves: error = floor + amplitude * shape(size).

Everything is in logarithms. Sizes are relative to a reference size, which keeps parameters of order
one. The parameters of a curve are [log amplitude, shape parameters, log floor], without the log
floor if the family has none. Families: Mohr et al., "LCDB 1.0", ECML PKDD 2022, table 1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

AMPLITUDE_BOUNDS = (-40.0, 40.0)
FLOOR_BOUNDS = (-40.0, 5.0)
LOG_RATE = (-9.0, 5.0)
LOG_EXPONENT = (-5.0, 2.0)


class Family(NamedTuple):
    """One family of curves.

    Attributes
    ----------
    formula : str
        Formula as published; n is the size.
    log_shape : Callable[[ndarray, ndarray], ndarray]
        (log sizes, shape parameters) -> log shape, which falls as sizes grow.
    log_size : Callable[[ndarray, ndarray], ndarray]
        Its inverse, (log shape, shape parameters) -> log size.
    constants : Callable[[ndarray, float], dict[str, float]]
        (parameters, log reference size) -> the constants of the formula.
    starts : ndarray
        Shape parameters to start fits from (starts, shape parameters).
    bounds : tuple[tuple[float, float], ...]
        Bounds (low, high) of each shape parameter.
    has_floor : bool
        Whether the error tends to a value above zero.
    """

    formula: str
    log_shape: Callable[[np.ndarray, np.ndarray], np.ndarray]
    log_size: Callable[[np.ndarray, np.ndarray], np.ndarray]
    constants: Callable[[np.ndarray, float], dict[str, float]]
    starts: np.ndarray
    bounds: tuple[tuple[float, float], ...]
    has_floor: bool

    @property
    def n_parameters(self) -> int:
        """The number of parameters of a curve."""
        return 1 + self.starts.shape[1] + self.has_floor

    def all_bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the lower and the upper bounds of all parameters."""
        floor = (FLOOR_BOUNDS,) if self.has_floor else ()
        low, high = np.array([AMPLITUDE_BOUNDS, *self.bounds, *floor]).T
        return low, high

    def log_error(self, log_sizes: np.ndarray, parameters: np.ndarray) -> np.ndarray:
        """Return the log error of curves (..., sizes), for parameters (..., n_parameters)."""
        last = -1 if self.has_floor else None
        falling = parameters[..., :1] + self.log_shape(log_sizes, parameters[..., 1:last])
        return np.logaddexp(falling, parameters[..., -1:]) if self.has_floor else falling

    def log_size_at(self, log_error: float | np.ndarray, parameters: np.ndarray) -> np.ndarray:
        """Return the log size (...) at which curves reach an error; infinite if they never do."""
        last = -1 if self.has_floor else None
        above_floor = np.full(parameters.shape[:-1], log_error)
        if self.has_floor:
            with np.errstate(divide="ignore", invalid="ignore"):
                above_floor += np.log(-np.expm1(parameters[..., -1] - log_error))
        with np.errstate(all="ignore"):
            sizes = self.log_size(above_floor - parameters[..., 0], parameters[..., 1:last])
        return np.where(np.isnan(above_floor) | np.isneginf(above_floor), np.inf, sizes)


def _grid(*axes: np.ndarray) -> np.ndarray:
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def _log_range(low: float, high: float, count: int) -> np.ndarray:
    return np.linspace(np.log(low), np.log(high), count)


def _power(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -np.exp(shape[..., :1]) * log_sizes


def _power_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -log_shape / np.exp(shape[..., 0])


def _power_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    b = np.exp(parameters[1])
    return {"a": np.exp(parameters[0] + b * reference), "b": b}


def _shifted_power(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -np.exp(shape[..., :1]) * np.logaddexp(log_sizes, shape[..., 1:])


def _shifted_power_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    size = np.exp(_power_size(log_shape, shape)) - np.exp(shape[..., 1])
    return np.log(np.maximum(size, 0))


def _shifted_power_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    return _power_constants(parameters, reference) | {"d": np.exp(parameters[2] + reference)}


def _exponential(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -np.exp(shape[..., :1] + log_sizes)


def _exponential_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(-log_shape, 0)) - shape[..., 0]


def _exponential_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    return {"a": np.exp(parameters[0]), "b": np.exp(parameters[1] - reference)}


def _logarithm(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    # Beyond exp(b) the formula is negative; an error stays above zero.
    return np.log(np.maximum(shape[..., :1] - log_sizes, 1e-9))


def _logarithm_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return shape[..., 0] - np.exp(log_shape)


def _logarithm_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    b = np.exp(parameters[0])
    return {"a": b * (parameters[1] + reference), "b": b}


def _mmf(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -np.logaddexp(0, np.exp(shape[..., :1]) * (log_sizes - shape[..., 1:]))


def _mmf_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    half = np.where(log_shape < 0, np.log(np.expm1(np.maximum(-log_shape, 0))), -np.inf)
    return shape[..., 1] + half / np.exp(shape[..., 0])


def _mmf_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    d = np.exp(parameters[1])
    return {
        "a": np.exp(parameters[0]) + np.exp(parameters[3]),
        "b": np.exp(d * (parameters[2] + reference)),
        "d": d,
    }


def _weibull(log_sizes: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return -np.exp(shape[..., :1] + np.exp(shape[..., 1:]) * log_sizes)


def _weibull_size(log_shape: np.ndarray, shape: np.ndarray) -> np.ndarray:
    return _exponential_size(log_shape, shape) / np.exp(shape[..., 1])


def _weibull_constants(parameters: np.ndarray, reference: float) -> dict[str, float]:
    d = np.exp(parameters[2])
    return {"a": np.exp(parameters[1] - d * reference), "b": -np.exp(parameters[0]), "d": d}


EXPONENTS = _log_range(0.05, 4, 12)
FEW_EXPONENTS = _log_range(0.1, 4, 7)
RATES = _log_range(0.02, 20, 12)

FAMILIES = {
    "pow2": Family(
        "a n^-b", _power, _power_size, _power_constants, _grid(EXPONENTS), (LOG_EXPONENT,), False
    ),
    "pow3": Family(
        "c + a n^-b", _power, _power_size, _power_constants, _grid(EXPONENTS), (LOG_EXPONENT,), True
    ),
    "pow4": Family(
        "c + a (n + d)^-b",
        _shifted_power,
        _shifted_power_size,
        _shifted_power_constants,
        _grid(FEW_EXPONENTS, _log_range(0.01, 30, 6)),
        (LOG_EXPONENT, LOG_RATE),
        True,
    ),
    "exp3": Family(
        "c + a exp(-b n)",
        _exponential,
        _exponential_size,
        _exponential_constants,
        _grid(RATES),
        (LOG_RATE,),
        True,
    ),
    "log2": Family(
        "a - b log n",
        _logarithm,
        _logarithm_size,
        _logarithm_constants,
        _grid(_log_range(0.5, 60, 12)),
        ((-2.0, 200.0),),
        False,
    ),
    "mmf4": Family(
        "(a b + c n^d) / (b + n^d)",
        _mmf,
        _mmf_size,
        _mmf_constants,
        _grid(_log_range(0.2, 6, 7), np.linspace(-4, 4, 7)),
        (LOG_EXPONENT, (-12.0, 12.0)),
        True,
    ),
    "wbl4": Family(
        "c - b exp(-a n^d)",
        _weibull,
        _weibull_size,
        _weibull_constants,
        _grid(RATES[::2], _log_range(0.1, 2, 5)),
        (LOG_RATE, LOG_EXPONENT),
        True,
    ),
}


def constants(family: Family, parameters: np.ndarray, reference: float) -> dict[str, float]:
    """Return the constants of a family's formula for absolute sizes.

    Parameters
    ----------
    parameters : ndarray
        Parameters of one curve (n_parameters,).
    reference : float
        Log of the reference size.
    """
    floor = {"c": float(np.exp(parameters[-1]))} if family.has_floor else {}
    own = family.constants(parameters, reference)
    return {name: float(value) for name, value in (own | floor).items()}
