"""The trainer of scikit-learn regressors: it chooses among candidates and fits one."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import skops.io
from sklearn.base import RegressorMixin

from learning_curves.errors import UserError, shorten_path
from unmixing.method import Labelled
from unmixing.regressors.choosing import CHOICE_PIXELS, choose_best, measure_error
from unmixing.regressors.estimator import Candidates, Estimator
from unmixing.training.one_by_one import Trained, one_by_one
from unmixing.training.protocol import Job, SavedModel
from unmixing.training.tasks import Task

Fit = Callable[[RegressorMixin, Labelled], RegressorMixin]


def fit(task: Task) -> Trained:
    """Choose and fit: one run of a study.

    The validation pixels choose among candidates fitted on the first 2,000 training pixels; all
    training pixels fit the chosen one.
    """
    method = task.job.method
    assert isinstance(method, Estimator)
    candidates = method.candidates(task.endmembers)
    for candidate in candidates:
        _seed(candidate, task.seed)
    given: dict[str, Any] = {} if task.image is None else {"image": task.image}
    if method.uses_validation:
        given["validation"] = task.validation
    if method.uses_library:
        given["library"] = task.library
    fit_on = partial(_fit, given)
    with _named(task.job):
        regressor = candidates[0]
        if len(candidates) > 1:
            compared_on = task.training.first(CHOICE_PIXELS)
            regressor = choose(candidates, compared_on, task.validation, fit_on)
        fit_on(regressor, task.training)
    return Trained(
        predict=partial(_predict, task.job, regressor),
        model=SavedModel(".skops", partial(skops.io.dump, regressor)),
    )


TRAINER = one_by_one(fit)


def choose(
    candidates: Candidates, training: Labelled, validation: Labelled, fit_on: Fit
) -> RegressorMixin:
    """Return the candidate with the smallest error on the validation pixels.

    Parameters
    ----------
    fit_on : callable
        Fits a candidate on pixels, and returns it.
    """
    predicted = (fit_on(one, training).predict(validation.spectra) for one in candidates)
    errors = [measure_error(abundances, validation.abundances) for abundances in predicted]
    return choose_best(candidates, errors)


def _seed(regressor: RegressorMixin, seed: int) -> None:
    """Set the seed of a regressor and of those that it contains."""
    if hasattr(regressor, "get_params"):
        names = [name for name in regressor.get_params() if name.split("__")[-1] == "random_state"]
        regressor.set_params(**dict.fromkeys(names, seed))


def _fit(given: dict[str, Any], regressor: RegressorMixin, pixels: Labelled) -> RegressorMixin:
    return regressor.fit(pixels.spectra, pixels.abundances, **given)


def _predict(job: Job, regressor: RegressorMixin, spectra: np.ndarray) -> np.ndarray:
    with _named(job):
        abundances: np.ndarray = regressor.predict(spectra)
    return abundances


@contextmanager
def _named(job: Job) -> Iterator[None]:
    """Name the file of an estimator that cannot fit or predict, and log the traceback."""
    try:
        yield
    except ValueError as error:
        logging.exception("the error of the estimator")
        raise UserError(
            f"{shorten_path(job.file)}: {error}. It must fit abundances (n, endmembers), which a "
            "regressor of single numbers does in scikit-learn's MultiOutputRegressor."
        ) from None
