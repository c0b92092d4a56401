"""The cheapest campaign: how many groups, with how many samples in each."""

import numpy as np
import pandas as pd
import pytest
from coverage_of_groups import REACHES, REPETITIONS, simulate_study
from scipy import stats

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.assurance import collect_outcomes
from learning_curves.answers.assured_errors import find_assured_errors
from learning_curves.answers.campaigns import plan_campaigns
from learning_curves.answers.condition_effects import condition_effects
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.pairs import compare_methods
from learning_curves.costs import Costs
from learning_curves.groups import Groups, error_of_mean
from learning_curves.report.campaigns import price_data, say_campaigns

from made_runs import METRIC, WORDS, make_runs_of_sizes

N_ALL, N_TESTED = 30, 10
COSTS = Costs(group=45, sample=3, unit="minutes")


def make_campaigns(per_group, groups, level=1.0, repetitions=40, spread=0.3, seed=0):
    """Make runs whose error is `level` over the square root of the groups, spread by campaign."""
    groups = np.array(groups)
    campaigns = np.random.default_rng(seed).normal(0, spread, (repetitions, 1))
    errors = level * np.exp(campaigns) * groups**-0.5
    runs = make_runs_of_sizes({"ridge": errors}, groups * per_group)
    return runs.assign(
        condition=f"{per_group} each",
        n_groups=runs["size"] / per_group,
        n_test_groups=N_TESTED,
        n_all_groups=N_ALL,
    )


@pytest.fixture(scope="module")
def runs():
    """Return campaigns of one and of four samples a group, which halve the error."""
    groups = [2, 4, 8, 12, 20]
    return pd.concat(
        [make_campaigns(1, groups), make_campaigns(4, groups, level=0.5)], ignore_index=True
    )


@pytest.fixture(scope="module")
def table(runs):
    return plan_campaigns(runs, [0.2], 0.8, COSTS, WORDS, draws=400)[0].set_index("condition")


def test_a_design_takes_the_groups_with_which_the_share_of_campaigns_reaches_the_target(table):
    # At 80 % the errors are exp(0.84 * 0.3) times those of the median campaign.
    factor = np.exp(0.3 * stats.norm.ppf(0.8))
    for condition, level in {"1 each": 1.0, "4 each": 0.5}.items():
        row = table.loc[condition]
        true = (factor * level / 0.2) ** 2
        if true <= 20:
            assert row["groups"] == pytest.approx(true, rel=0.35)
        assert row["groups_low"] <= true <= row["groups_high"]
        assert row["samples_per_group"] == pytest.approx(int(condition[0]))
        expected = 45 * row["groups"] + 3 * row["size"]
        assert row["cost"] == pytest.approx(expected)


def test_the_design_that_costs_the_least_is_the_cheapest(runs, table):
    assert table["cheapest"].to_dict() == {"1 each": False, "4 each": True}
    free_groups = COSTS._replace(group=0, sample=1)
    other, _ = plan_campaigns(runs, [0.3], 0.8, free_groups, WORDS, draws=50)
    # With groups for nothing, four samples of a quarter of the groups cost the same.
    assert other["cost"].max() / other["cost"].min() < 1.3


def test_beyond_twice_the_groups_nothing_is_claimed(runs):
    table, _ = plan_campaigns(runs, [0.01], 0.8, COSTS, WORDS, draws=50)
    assert table["groups"].isna().all() and np.isinf(table["groups_high"]).all()
    assert np.allclose(table["most_groups"], 40) and not table["cheapest"].any()
    (said, _) = say_campaigns(table, COSTS._asdict(), WORDS)["field"]
    assert said == (
        "No design is known to bring the RMSE down to 0.01 in eight of ten campaigns with up to 40 "
        "groups."
    )


def test_between_once_and_twice_the_groups_the_curve_goes_on(runs):
    table, _ = plan_campaigns(runs, [0.1], 0.8, COSTS, WORDS, draws=400)
    row = table.set_index("condition").loc["4 each"]
    true = (np.exp(0.3 * stats.norm.ppf(0.8)) * 0.5 / 0.1) ** 2
    assert 20 < true < 45
    assert row["groups"] == pytest.approx(true, rel=0.35)


@pytest.mark.parametrize(("repetitions", "known"), [(4, False), (6, True)])
def test_few_campaigns_have_no_interval(repetitions, known):
    """The error of eight of ten is that of the worst of four, and others may be worse."""
    runs = make_campaigns(4, [2, 4, 8, 12, 20], 0.5, repetitions)
    table, _ = plan_campaigns(runs, [0.2], 0.8, COSTS, WORDS, draws=50)
    row = table.iloc[0]
    assert np.isfinite(row["groups"])
    assert np.isfinite(row["groups_low"]) == np.isfinite(row["cost_low"]) == known
    if not known:
        (said, _) = say_campaigns(table, COSTS._asdict(), WORDS)["field"]
        assert " groups (no interval) with 4 labelled pixels in each" in said


def test_failed_campaigns_do_not_reach_the_target(runs):
    failed = runs.copy()
    third = (failed["repetition"] % 3 == 0) & (failed["condition"] == "4 each")
    failed.loc[third, "status"] = "diverged"
    table, _ = plan_campaigns(failed, [0.2], 0.8, COSTS, WORDS, draws=50)
    row = table.set_index("condition").loc["4 each"]
    assert np.isnan(row["groups"])
    assert row["n_reached"] < 0.7 * row["n_runs"]


def test_runs_without_groups_have_no_campaigns(runs):
    plain = runs.drop(columns=["n_groups", "n_test_groups", "n_all_groups"])
    assert all(table.empty for table in plan_campaigns(plain, [], 0.8, COSTS, WORDS))


def test_sentences_say_groups_samples_and_cost_in_hours(table):
    said, costs = say_campaigns(table.reset_index(), COSTS._asdict(), WORDS)["field"]
    start = "To bring the RMSE down to 0.2 in eight of ten campaigns, take about "
    assert said.startswith(start) and "groups (" in said
    assert "with 4 labelled pixels in each, and ridge: " in said and " hours (" in said
    assert costs.startswith("Costs are in minutes: 45 for each group, and 3 for each of the")
    assert "The next cheapest is about " in said and "with 1 in each, and ridge: " in said


def test_the_page_prices_every_design_at_every_error(runs):
    _, by_error = plan_campaigns(runs, [0.2], 0.8, COSTS, WORDS, draws=50)
    data = price_data(by_error, COSTS._asdict(), WORDS)
    (here,) = data["data_sets"]
    assert 0.2 in here["errors"] and here["start"] in here["errors"]
    assert [len(design["answers"]) for design in here["designs"]] == [len(here["errors"])] * 2
    assert {design["label"] for design in here["designs"]} == {"ridge, 1 each", "ridge, 4 each"}


def test_an_assured_error_is_the_quantile_of_campaigns(runs):
    four = runs[runs["condition"] == "4 each"]
    ((axes, outcomes),) = collect_outcomes(four, METRIC).items()
    curve = answered(measured_curves(four, METRIC)[axes], 50)
    found = find_assured_errors(outcomes, curve, 0.8, 50)
    expected = np.quantile(outcomes.log_errors, 0.8, axis=0, method="inverted_cdf")
    assert found.log_errors[:5] == pytest.approx(expected)
    assert found.sizes[-1] == 2 * outcomes.sizes[-1]


def test_intervals_of_repetitions_of_few_labelled_groups_are_those_of_nadeau_and_bengio():
    groups = [4, 8, 12]
    both = [make_campaigns(1, groups, seed=seed).assign(condition=f"c{seed}") for seed in (0, 1)]
    runs = pd.concat(both, ignore_index=True)
    row = condition_effects(runs, METRIC, "c0", WORDS, draws=50).iloc[0]
    logs = [np.log(part.loc[part["size"] == 4, METRIC].to_numpy()) for part in both]
    ratios = logs[1] - logs[0]
    reach = stats.t.ppf(0.975, N_ALL - 1) * ratios.std(ddof=1) * np.sqrt(1 / 40 + 10 / 20)
    assert np.log(row["ratio_high"]) == pytest.approx(ratios.mean() + reach)


@pytest.mark.parametrize(("n_labelled", "overlap"), [(4, 0.5), (20, 0.8)])
def test_repetitions_that_label_all_other_groups_overlap_more(n_labelled, overlap):
    groups = Groups(*np.array([N_ALL, N_TESTED, n_labelled], float))
    assert error_of_mean(40, groups) == pytest.approx(np.sqrt(1 / 40 + overlap))
    # The covariance of sums of effects of groups, by drawing them.
    generator = np.random.default_rng(0)
    order = generator.permuted(np.tile(np.arange(N_ALL), (20_000, 1)), axis=1)
    tests = np.zeros((20_000, N_ALL))
    np.put_along_axis(tests, order[:, :N_TESTED], 1 / N_TESTED, axis=1)
    labels = np.zeros_like(tests)
    labelled = order[:, N_TESTED : N_TESTED + n_labelled]
    np.put_along_axis(labels, labelled, 1 / n_labelled, axis=1)
    both = np.hstack([tests, labels])
    variance = (both**2).sum(axis=1).mean()
    covariance = (both[::2] * both[1::2]).sum(axis=1).mean()
    of_both = covariance / (variance - covariance)
    assert groups.overlap == pytest.approx(max(of_both, 10 / 20), rel=0.03)


def test_methods_that_differ_on_few_groups_are_not_said_to_differ_on_others():
    runs = make_campaigns(1, [4, 8, 12])
    better = runs.assign(method="svr")
    shift = np.exp(np.random.default_rng(1).normal(-0.05, 0.1, len(runs)))
    better[METRIC] *= shift
    both = pd.concat([runs, better], ignore_index=True)
    plain = both.drop(columns=["n_groups", "n_test_groups", "n_all_groups"])
    of_groups, of_seeds = (compare_methods(table, [METRIC], WORDS) for table in (both, plain))
    assert (of_groups["p_value"] >= of_seeds["p_value"]).all()
    assert of_seeds["p_value"].min() < 0.05 < of_groups["p_value"].min()


def test_costs_are_said_in_the_unit_that_suits_them():
    costs = Costs(45, 3, 10, "minutes")
    assert costs.total(3.0, 6.0) == 3 * 45 + 6 * 3 + 2 * 10
    assert costs.say(90.0) == "90 minutes"
    assert costs.say(600.0, 480.0, 1500.0) == "10 hours (8 to 25)"
    assert costs.say(60.0, 0.0, 90.0) == "60 minutes (at most 90)"
    assert costs.say(60.0, 30.0, np.inf) == "60 minutes (30 or more)"
    assert costs._replace(unit="euros").say(1234.0) == "1,200 euros"


def test_a_method_that_needs_no_labels_takes_no_part(runs):
    flat = runs.assign(method="nnls")
    flat[METRIC] = 0.01 * (1 + flat["repetition"])
    both = pd.concat([runs, flat], ignore_index=True)
    table, _ = plan_campaigns(both, [0.2], 0.8, COSTS, WORDS, draws=50)
    assert set(table["method"]) == {"ridge"}


@pytest.mark.parametrize("n_labelled", [2, 6])
def test_intervals_of_eight_plots_cover_the_mean_over_all_plots_of_a_site(n_labelled):
    generator = np.random.default_rng(n_labelled)
    studies = [simulate_study(generator, 8, 2, n_labelled, np.ones(2)) for _ in range(500)]
    means, deviations = np.transpose(studies)
    groups = Groups(*np.array([8, 2, n_labelled], float))
    ours, of_seeds = (
        np.mean(np.abs(means) <= REACHES[name](REPETITIONS, groups) * deviations)
        for name in ("ours", "repetitions")
    )
    assert ours >= 0.92 - 3 * np.sqrt(0.92 * 0.08 / 500)
    assert of_seeds < 0.7


def test_choices_of_the_same_groups_are_not_one_campaign(runs):
    # Two seeds that test the same groups label others.
    tested = "all but " + (runs["repetition"] // 2).astype(str)
    named, _ = plan_campaigns(runs.assign(region=tested), [0.2], 0.8, COSTS, WORDS, draws=50)
    plain, _ = plan_campaigns(runs, [0.2], 0.8, COSTS, WORDS, draws=50)
    assert (named["n_runs"] == 40).all()
    pd.testing.assert_frame_equal(named, plain)
    assert plain["estimand"].eq("error that eight of ten campaigns stay below").all()


def test_a_data_set_without_groups_takes_no_part(runs):
    other = runs.assign(data_set="coast", n_groups=np.nan, n_test_groups=np.nan)
    both = pd.concat([runs, other.assign(n_all_groups=np.nan)], ignore_index=True)
    table, _ = plan_campaigns(both, [0.2], 0.8, COSTS, WORDS, draws=50)
    assert set(table["data_set"]) == {"field"}
    both[METRIC] *= np.exp(np.random.default_rng(0).normal(0, 0.1, len(both)))
    effects = condition_effects(both, METRIC, "1 each", WORDS, draws=50)
    width = np.log(effects["ratio_high"] / effects["ratio_low"])
    widths = width.groupby(effects["data_set"]).min()
    assert widths["field"] > 2 * widths["coast"]


def test_one_campaign_has_no_interval(runs):
    one = runs[runs["repetition"] == 0]
    table, _ = plan_campaigns(one, [0.3], 0.8, COSTS, WORDS, draws=50)
    assert table["groups"].notna().any() and table["groups_low"].isna().all()
    said, _ = say_campaigns(table, COSTS._asdict(), WORDS)["field"]
    assert "(no interval) with 4 labelled pixels in each" in said


def test_sizes_that_some_campaigns_lack_are_of_the_others(runs):
    lacks = (runs["repetition"] >= 6) & (runs["n_groups"] == 20)
    table, _ = plan_campaigns(runs[~lacks], [0.2], 0.8, COSTS, WORDS, draws=50)
    assert table["n_runs"].eq(6).all() and table["groups_high"].notna().all()


def test_shares_that_are_no_tenths_are_percentages_of_campaigns(runs):
    table, _ = plan_campaigns(runs, [0.2, 0.001], 0.95, COSTS, WORDS, draws=50)
    reached, missed, _ = say_campaigns(table, COSTS._asdict(), WORDS)["field"]
    assert reached.count(" in 95 % of campaigns, take about ") == 1
    assert "in 95 % of campaigns with up to 40 groups" in missed
    assert table["estimand"].iloc[0] == "error that 95 % of campaigns stay below"
