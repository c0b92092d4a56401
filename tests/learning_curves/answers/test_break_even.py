"""Labels pay from the size where a falling curve crosses that of a method without labels."""

import numpy as np
import pytest

from learning_curves.answers.break_even import break_even
from learning_curves.answers.measured_curves import measured_curves

from made_runs import CURVE_SIZES, WORDS, make_runs_of_curves

METRIC = "overallRMSE"


def table_of(level, repetitions=10, **more):
    """Compare a power law with a flat method of the given error."""
    generator = np.random.default_rng(1)
    noise = generator.normal(0, 0.05, (repetitions, 6))
    flat = np.log(level) + generator.normal(0, 0.1, (repetitions, 1)) + np.zeros(6)
    curves = {"learns": np.log(2 * CURVE_SIZES**-0.5) + noise, "vca": flat}
    return break_even(
        measured_curves(make_runs_of_curves(curves), METRIC), METRIC, ["vca"], WORDS, draws=300
    )


def test_the_crossing_is_found_with_an_interval():
    (row,) = table_of(2 * 500**-0.5).to_dict("records")
    assert (row["method"], row["label_free"]) == ("learns", "vca")
    assert row["error_label_free"] == pytest.approx(2 * 500**-0.5, rel=0.1)
    assert row["break_even_low"] < 500 < row["break_even_high"]
    assert row["break_even"] == pytest.approx(500, rel=0.2)


def test_labels_pay_at_once_or_never():
    (row,) = table_of(1.0).to_dict("records")
    assert row["break_even"] == row["break_even_low"] == row["break_even_high"] == 60
    (row,) = table_of(0.001).to_dict("records")
    assert np.isinf([row["break_even"], row["break_even_low"], row["break_even_high"]]).all()


def test_one_seed_has_no_interval():
    (row,) = table_of(0.1, repetitions=1).to_dict("records")
    assert np.isfinite(row["break_even"]) and np.isnan(row["break_even_low"])
