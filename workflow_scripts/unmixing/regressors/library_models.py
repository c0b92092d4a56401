"""Regressors that explain pixels by the spectra of a library, and see no label."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.linear_mixing import clip_and_normalise, fcls, nnls, sunsal
from unmixing.mesma import unmix_with_best_models
from unmixing.method import LibrarySpectra

# Spectra (n, bands), and those of a library with their classes -> the share of each (n, m).
SOLVERS = {
    "fcls": lambda spectra, library: fcls(spectra, library.spectra),
    "nnls": lambda spectra, library: nnls(spectra, library.spectra),
    "sunsal": lambda spectra, library: sunsal(spectra, library.spectra),
    "mesma": lambda spectra, library: unmix_with_best_models(spectra, *library),
}


class LibraryModel(RegressorMixin, BaseEstimator):
    """Unmixes with all spectra of a library; their shares are summed by class.

    Parameters
    ----------
    solver : str
        "fcls", "nnls", "sunsal" or "mesma".
    """

    def __init__(self, solver: str) -> None:
        self.solver = solver

    def fit(self, spectra: np.ndarray, abundances: np.ndarray, library: LibrarySpectra) -> Self:
        """Take the library."""
        self.spectra_, self.classes_ = library
        self.n_classes_ = abundances.shape[1]
        return self

    def predict(self, spectra: np.ndarray) -> np.ndarray:
        """Unmix: (n, bands) -> (n, p), not negative and of sum one."""
        library = LibrarySpectra(self.spectra_, self.classes_)
        shares = SOLVERS[self.solver](spectra, library)
        return clip_and_normalise(shares @ np.eye(self.n_classes_)[self.classes_])


class LibraryMeans(LibraryModel):
    """Unmixes with the mean spectrum of each class of a library."""

    def fit(self, spectra: np.ndarray, abundances: np.ndarray, library: LibrarySpectra) -> Self:
        """Average the spectra of each class."""
        present = np.unique(library.classes)
        means = [library.spectra[:, library.classes == one].mean(axis=1) for one in present]
        return super().fit(spectra, abundances, LibrarySpectra(np.stack(means, axis=1), present))
