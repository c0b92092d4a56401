"""The linear mixing model as published: scaled pixels against endmembers that are not.

The range that scales is that of 3 x 3 neighbourhoods: this reproduces the published errors.
"""

import numpy as np

from unmixing.estimators import Candidates, Estimator


def candidates(endmembers: np.ndarray) -> Candidates:
    """List one: nothing is tuned."""
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
