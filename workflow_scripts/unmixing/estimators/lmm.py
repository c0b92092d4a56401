"""The linear mixing model as published: scaled pixels against endmembers that are not.

The range that scales is that of 3 x 3 neighbourhoods: this reproduces the published errors.
"""

from unmixing.estimators import Estimator
from unmixing.linear_mixing import MAXIMUM_ENDMEMBERS


def candidates(endmembers):
    """List one: nothing is tuned."""
    from sklearn.pipeline import make_pipeline

    from unmixing.linear_models import FullyConstrained
    from unmixing.regressors import CentrePixel

    return [make_pipeline(CentrePixel(len(endmembers)), FullyConstrained(endmembers))]


ESTIMATOR = Estimator(
    candidates=candidates,
    needs_endmembers=True,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
    neighbourhood_size=3,
    scaled=True,
    maximum_endmembers=MAXIMUM_ENDMEMBERS,
)
