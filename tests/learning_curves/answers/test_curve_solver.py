"""Many small fits at once are as good as single ones."""

import numpy as np
import pytest
from scipy import optimize

from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.curve_solver import least_squares

from made_runs import CURVE_SIZES, FAMILY_PARAMETERS, LOG_SIZES


@pytest.mark.parametrize("name", FAMILIES)
def test_batched_fits_equal_those_of_scipy(name):
    family, truth = FAMILIES[name], np.array(FAMILY_PARAMETERS[name])
    generator = np.random.default_rng(1)
    targets = family.log_error(LOG_SIZES, truth) + generator.normal(0, 0.03, (40, len(CURVE_SIZES)))
    scales = np.full(len(CURVE_SIZES), 0.03)
    bounds = family.all_bounds()
    _, batched = least_squares(
        lambda x: family.log_error(LOG_SIZES, x), np.tile(truth, (40, 1)), targets, scales, bounds
    )
    for target, chi_square in zip(targets, batched, strict=True):
        single = optimize.least_squares(
            lambda x, target=target: (family.log_error(LOG_SIZES, x) - target) / scales,
            truth,
            bounds=bounds,
            x_scale="jac",
            max_nfev=2000,
        )
        assert chi_square < 2 * single.cost + 0.02
