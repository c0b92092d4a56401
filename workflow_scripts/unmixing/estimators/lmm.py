"""The linear mixing model as published: scaled pixels, but endmembers that are not scaled.

The range of 3 x 3 neighbourhoods scales the pixels: this reproduces the published errors.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray) -> Candidates:
    """List a single candidate: nothing is tuned."""
    from sklearn.pipeline import make_pipeline

    from unmixing.regressors.centre_pixel import CentrePixel
    from unmixing.regressors.linear_models import FullyConstrained

    return [make_pipeline(CentrePixel(len(endmembers)), FullyConstrained(endmembers))]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
    neighbourhood_size=3,
    scaled=True,
)
