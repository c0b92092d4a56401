"""The choice among candidates by the validation pixels."""

import logging
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

# Candidates are fitted on so many training pixels, the first ones, to be compared.
CHOICE_PIXELS = 2000
Candidate = TypeVar("Candidate")


def measure_error(predicted: np.ndarray, abundances: np.ndarray) -> float:
    """Return the RMSE of predicted abundances (n, p); infinite if one of them is not a number.

    So a candidate that predicts NaN is chosen only if all do.
    """
    error = float(np.sqrt(np.mean((predicted - abundances) ** 2)))
    return error if np.isfinite(error) else np.inf


def choose_best(candidates: Sequence[Candidate], errors: Sequence[float]) -> Candidate:
    """Return the candidate with the smallest error, the first of equal ones."""
    best = int(np.argmin(errors))
    # Only the best, for spelling a regressor takes as long as fitting it to a hundred pixels.
    logging.info("validation RMSE %.4f, of %d: %s", errors[best], len(errors), candidates[best])
    return candidates[best]
