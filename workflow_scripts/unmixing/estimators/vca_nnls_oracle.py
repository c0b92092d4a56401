"""VCA and non-negative least squares, the endmembers named by the truth of all pixels."""

import dataclasses

from unmixing.estimators import vca_nnls

ESTIMATOR = dataclasses.replace(
    vca_nnls.ESTIMATOR,
    source="an oracle, for reference only: endmembers named by the true abundances of all pixels, "
    "the tested ones included; Nascimento & Bioucas-Dias, IEEE TGRS 43(4), 2005",
    sees="truth",
    label_free=True,
)
