"""Methods that unmix with a spectral library, or with the scene's endmembers, and use no label.

fcls_library_means : Fully constrained least squares with the mean spectrum of each class.
nnls_library_means : Non-negative least squares with the mean spectrum of each class.
fcls_library : Fully constrained least squares with all spectra, their shares summed by class.
nnls_library : Non-negative least squares with all spectra, their shares summed by class.
sunsal : Sparse regression with all spectra: least squares with a penalty on the sum of the shares.
mesma : For each pixel the best model of up to three classes, one spectrum each, and shade.
"""

from functools import partial

import numpy as np

from unmixing.estimators import Candidates, Estimator

HEINZ_AND_CHANG = "Heinz & Chang, IEEE TGRS 39(3), 2001"
LAWSON_AND_HANSON = "Lawson & Hanson, Solving Least Squares Problems, 1974"


def all_spectra(solver: str, endmembers: np.ndarray) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.library_models import LibraryModel

    return [LibraryModel(solver)]


def class_means(solver: str, endmembers: np.ndarray) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from unmixing.regressors.library_models import LibraryMeans

    return [LibraryMeans(solver)]


def without_labels(candidates: partial[Candidates], source: str) -> Estimator:
    """Describe a method that uses a library and no label."""
    return Estimator(
        candidates=candidates,
        source=f"spectral library, no labels; {source}",
        needs_endmembers=True,
        uses_library=True,
        label_free=True,
    )


ESTIMATORS = {
    "fcls_library_means": without_labels(partial(class_means, "fcls"), HEINZ_AND_CHANG),
    "nnls_library_means": without_labels(partial(class_means, "nnls"), LAWSON_AND_HANSON),
    "fcls_library": without_labels(partial(all_spectra, "fcls"), HEINZ_AND_CHANG),
    "nnls_library": without_labels(partial(all_spectra, "nnls"), LAWSON_AND_HANSON),
    "sunsal": without_labels(
        partial(all_spectra, "sunsal"), "Bioucas-Dias & Figueiredo, WHISPERS 2010"
    ),
    "mesma": without_labels(partial(all_spectra, "mesma"), "Roberts et al., RSE 65, 1998"),
}
