"""Further training data are worth the samples that the method alone needs in their place."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.answers.break_even import break_even
from learning_curves.answers.exchange_rates import exchange_rate_table, exchange_rates
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.costs import Costs
from learning_curves.report.further_data import worth_of_further_data

from made_runs import CURVE_SIZES, WORDS, make_runs_of_curves

METRIC = "overallRMSE"
COSTS = Costs(group=10, sample=1, unit="minutes")
HELPED = {"helped": "alone"}


def runs_of(means, repetitions=12):
    """Make runs of curves with the given means of log errors, and noise that they share."""
    noise = np.random.default_rng(1).normal(0, 0.05, (repetitions, len(CURVE_SIZES)))
    return make_runs_of_curves({name: mean + noise for name, mean in means.items()})


def rates_of(means, **more):
    curves = measured_curves(runs_of(means, **more), METRIC)
    return exchange_rates(curves, METRIC, HELPED, COSTS, WORDS, draws=300)


ALONE = np.log(2 * CURVE_SIZES**-0.5)


def test_data_worth_two_hundred_samples_save_two_hundred():
    rates = rates_of({"alone": ALONE, "helped": np.log(2 * (CURVE_SIZES + 200) ** -0.5)})
    assert rates["size"].tolist() == CURVE_SIZES.tolist()
    inside = rates[rates["size"] + 200 <= CURVE_SIZES[-1]]
    np.testing.assert_allclose(inside["equal_size"], inside["size"] + 200, rtol=0.15)
    assert (inside["equal_size_low"] < inside["size"] + 200).all()
    assert (inside["equal_size_high"] > inside["size"] + 200).all()
    np.testing.assert_allclose(
        rates["error_ratio"], np.sqrt(rates["size"] / (rates["size"] + 200)), rtol=0.01
    )
    # Noise that both share does not make a ratio uncertain.
    assert (rates["error_ratio_high"] / rates["error_ratio_low"] < 1.01).all()
    assert np.isinf(rates["equal_size"].iloc[-1])


def test_harm_is_a_ratio_above_one_and_fewer_samples():
    rates = rates_of({"alone": ALONE, "helped": ALONE + 0.2})
    assert (rates["error_ratio_low"] > 1).all()
    assert (rates["equal_size"] <= rates["size"]).all()
    assert rates["equal_size"].iloc[0] == CURVE_SIZES[0]


def test_a_method_that_nothing_helps_has_no_row_and_one_run_no_interval():
    assert rates_of({"alone": ALONE, "other": ALONE}).empty
    rates = rates_of({"alone": ALONE, "helped": ALONE - 0.1}, repetitions=1)
    assert rates["error_ratio"].notna().all() and "error_ratio_low" in rates
    assert rates["error_ratio_low"].isna().all()


def test_in_groups_the_saved_samples_are_saved_groups_and_costs():
    runs = runs_of({"alone": ALONE, "helped": np.log(2 * (CURVE_SIZES + 200) ** -0.5)})
    runs = runs.assign(n_groups=runs["size"] / 10, n_test_groups=300, n_all_groups=1000)
    rates = exchange_rates(measured_curves(runs, METRIC), METRIC, HELPED, COSTS, WORDS, draws=300)
    row = rates.iloc[0]
    assert row["groups"] == pytest.approx(6)
    assert row["equal_groups"] == pytest.approx(row["equal_size"] / 10)
    saved = row["equal_size"] - 60
    assert row["saved_cost"] == pytest.approx(saved + 10 * saved / 10)
    assert row["unit"] == "minutes"
    assert pd.isna(rates["saved_cost"].iloc[-1])
    crossings = pd.DataFrame(columns=["metric", "label_free", "method", "data_set", "condition"])
    said = worth_of_further_data(rates.iloc[:1], crossings, HELPED, WORDS)
    assert "and in 6 groups as in " in said["field"][0]


def test_the_table_has_every_error():
    runs = runs_of({"alone": ALONE, "helped": ALONE - 0.1})
    table = exchange_rate_table(runs, HELPED, COSTS._asdict(), WORDS)
    assert set(table["metric"]) == set(WORDS.errors)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (-0.3, "helped errs 0.74 times"),
        (0.3, "From 60 labelled pixels on, they do harm."),
    ],
)
def test_sentences_say_what_they_save_or_cost(shift, words):
    rates = rates_of({"alone": ALONE, "helped": ALONE + shift})
    crossings = break_even(
        measured_curves(
            runs_of({"alone": ALONE, "instead": np.full(len(ALONE), np.log(2 * 300**-0.5))}), METRIC
        ),
        METRIC,
        ["instead"],
        WORDS,
        draws=300,
    )
    said = worth_of_further_data(rates, crossings, HELPED | {"instead": "alone"}, WORDS)
    (instead, next_to) = said["field"]
    assert words in next_to
    assert "Instead, without labels of its own, errs 0.115, as alone does with about 3" in instead
