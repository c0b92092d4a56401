"""Learning curves: families, fits, draws, and what they answer."""

import itertools

import numpy as np
import pandas as pd
import pytest
from coverage_of_intervals import TRUE_FAMILIES, Design, summarise, trial
from scipy import optimize
from scipy.stats import t

from unmixing.curve_families import FAMILIES, constants
from unmixing.curve_shapes import curve_shape
from unmixing.curve_solver import least_squares
from unmixing.curve_tables import data_efficiency_table, fit_tables, measured_curves, shape_table
from unmixing.curves import MeasuredCurve, draw_curves, fit_curve, held_out_errors, resample_means
from unmixing.data_efficiency import area, last_crossing, size_ratio
from unmixing.sample_sizes import measured_bracket, sample_size, sentence

SIZES = np.array([60.0, 150, 375, 940, 2350, 5900])
REFERENCE = np.log(SIZES[[0, -1]]).mean()
LOG_SIZES = np.log(SIZES) - REFERENCE
TRUTHS = {
    "pow2": [-3, -0.7],
    "pow3": [-3, -0.4, -3.5],
    "pow4": [-2.5, 0.1, -1.5, -3.5],
    "exp3": [-2.5, -0.3, -3.5],
    "log2": [-4, 4.0],
    "mmf4": [-2, 0.2, 0.3, -3.5],
    "wbl4": [-2, -0.2, -0.5, -3.5],
}
# The formulas as published, of the size in pixels.
FORMULAS = {
    "pow2": lambda n, a, b: a * n**-b,
    "pow3": lambda n, a, b, c: c + a * n**-b,
    "pow4": lambda n, a, b, c, d: c + a * (n + d) ** -b,
    "exp3": lambda n, a, b, c: c + a * np.exp(-b * n),
    "log2": lambda n, a, b: a - b * np.log(n),
    "mmf4": lambda n, a, b, c, d: (a * b + c * n**d) / (b + n**d),
    "wbl4": lambda n, a, b, c, d: c - b * np.exp(-a * n**d),
}


def curve_of(log_errors, seeds=30, spread=0.1, seed=0):
    noise = np.random.default_rng(seed).normal(0, spread, (seeds, len(log_errors)))
    return MeasuredCurve(SIZES[: len(log_errors)], log_errors + noise - noise.mean(axis=0))


def runs_of(curves, scene="field", **columns):
    """Make a table of runs from model -> log errors (seeds, sizes)."""
    return pd.DataFrame(
        {
            "scene": scene,
            "condition": "standard",
            "model": model,
            "train_size": str(int(SIZES[j])),
            "seed": seed,
            "n_train_pixels": int(SIZES[j]),
            "status": "completed",
            "n_validation_pixels": int(SIZES[j] * 0.1),
            "updates": 1000,
            "overallRMSE": np.exp(value),
        }
        | columns
        for model, errors in curves.items()
        for (seed, j), value in np.ndenumerate(np.asarray(errors))
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_its_published_formula_and_knows_its_inverse(name):
    family, truth = FAMILIES[name], np.array(TRUTHS[name])
    values = family.log_error(LOG_SIZES, truth)
    formula = FORMULAS[name](SIZES, **constants(family, truth, REFERENCE))
    np.testing.assert_allclose(np.exp(values), formula, rtol=1e-9)
    back = [family.log_size_at(value, truth[None])[0] for value in values]
    np.testing.assert_allclose(back, LOG_SIZES, atol=1e-8)
    if family.has_floor:
        assert np.isposinf(family.log_size_at(truth[-1] - 0.01, truth[None])[0])


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_fitted_to_its_own_curve(name):
    values = FAMILIES[name].log_error(LOG_SIZES, np.array(TRUTHS[name]))
    fit = fit_curve(curve_of(values))
    assert fit.families[name].chi_square < 0.02
    fitted = FAMILIES[name].log_error(LOG_SIZES, fit.families[name].parameters)
    np.testing.assert_allclose(fitted, values, atol=0.005)


@pytest.mark.parametrize("name", FAMILIES)
def test_batched_fits_equal_those_of_scipy(name):
    family, truth = FAMILIES[name], np.array(TRUTHS[name])
    generator = np.random.default_rng(1)
    targets = family.log_error(LOG_SIZES, truth) + generator.normal(0, 0.03, (40, len(SIZES)))
    scales = np.full(len(SIZES), 0.03)
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


def test_intervals_of_needed_pixels_hold_the_truth():
    jobs = itertools.product(TRUE_FAMILIES, (0, 0.03), range(8), [300], [Design()])
    rows = pd.DataFrame([row for job in jobs for row in trial(job)])
    inside = summarise(rows).query("where == 'inside'")
    assert inside["covered"].mean() >= 0.9
    assert inside["unreachable"].max() == 0


def test_a_floor_above_the_target_is_never_called_reachable():
    values = np.log(0.05 + 0.5 * np.exp(-SIZES / 100))
    curve = curve_of(values, spread=0.03)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 300), 0.04)
    assert answer.status == "unreachable"
    assert answer.needed == np.inf
    assert "never" in sentence(answer, curve)


def test_an_answer_inside_the_measured_sizes_is_bracketed():
    curve = curve_of(np.log(2 * SIZES**-0.5), spread=0.1)
    fit = fit_curve(curve)
    error = 2 * 500**-0.5
    answer = sample_size(fit, draw_curves(fit, 300), error)
    assert answer.status == "reached"
    assert answer.low < 500 < answer.high
    assert answer.needed == pytest.approx(500, rel=0.1)
    assert (answer.measured_above, answer.measured_at) == (375, 940)
    assert "measured between 375 and 940 labelled pixels" in sentence(answer, curve)


def test_an_answer_beyond_the_measured_sizes_says_how_far():
    curve = curve_of(np.log(2 * SIZES**-0.5), spread=0.03)
    fit = fit_curve(curve)
    draws = draw_curves(fit, 300)
    near = sample_size(fit, draws, 2 * 8000**-0.5)
    assert near.factor == pytest.approx(8000 / 5900, rel=0.15)
    assert near.measured_at == np.inf
    far = sample_size(fit, draws, 2 * 40000**-0.5)
    assert (near.status, far.status, far.high) == ("extrapolated", "unknown", np.inf)
    assert sentence(far, curve).startswith("more than")


def test_the_largest_error_is_reached_at_the_smallest_size_already():
    curve = curve_of(np.log(2 * SIZES**-0.5))
    assert measured_bracket(curve, 1.0) == (0, 60)
    fit = fit_curve(curve)
    answer = sample_size(fit, draw_curves(fit, 100), 1.0)
    assert (answer.low, answer.needed, answer.high) == (60, 60, 60)
    assert "at most 60" in sentence(answer, curve)


def test_one_seed_has_no_interval():
    curve = MeasuredCurve(SIZES, np.log(2 * SIZES**-0.5)[None])
    fit = fit_curve(curve)
    answer = sample_size(fit, {}, 2 * 500**-0.5)
    assert answer.status == "one seed"
    assert np.isnan([answer.low, answer.high]).all()
    assert answer.needed == pytest.approx(500, rel=0.1)
    with pytest.raises(ValueError, match="one run at a size"):
        draw_curves(fit)


def test_few_seeds_widen_the_interval():
    values = np.log(2 * SIZES**-0.5)
    widths = []
    for seeds in (3, 30):
        fit = fit_curve(curve_of(values, seeds=seeds))
        answer = sample_size(fit, draw_curves(fit, 300), 2 * 500**-0.5)
        widths.append(np.log(answer.high / answer.low))
    assert widths[0] > 2 * widths[1]


def test_missing_runs_leave_their_size_to_the_other_seeds():
    errors = curve_of(np.log(2 * SIZES**-0.5)).log_errors.copy()
    errors[3:, 2] = np.nan
    curve = MeasuredCurve(SIZES, errors)
    means = resample_means(curve, 2000, np.random.default_rng(0))
    for size, count in ((2, 3), (3, 30)):
        values = errors[:count, size]
        student = t.ppf(0.975, count - 1) * values.std(ddof=1) / np.sqrt(count)
        low, high = np.quantile(means[:, size], [0.025, 0.975])
        assert (high - low) / 2 == pytest.approx(student, rel=0.35)


def test_a_size_with_one_run_leaves_no_interval():
    errors = curve_of(np.log(2 * SIZES**-0.5)).log_errors.copy()
    errors[1:, 2] = np.nan
    fits, bands, answers = fit_tables(
        {("field", "standard", "a"): MeasuredCurve(SIZES, errors)}, "overallRMSE", [0.1]
    )
    assert fits["n_seeds"].eq(1).all()
    assert answers[["low", "high"]].isna().all(axis=None)
    assert "one run at a size" in answers["answer"].item()


def test_variances_of_few_seeds_are_right_on_average():
    generator = np.random.default_rng(0)
    logs = []
    for _ in range(100):
        errors = np.log(2 * SIZES**-0.5) + generator.normal(0, 0.1, (3, len(SIZES)))
        fit = fit_curve(MeasuredCurve(SIZES, errors))
        logs.append(np.log(fit.scales**2 - fit.misfit**2))
    assert np.mean(logs) == pytest.approx(np.log(0.1**2 / 3), abs=0.1)


def test_held_out_sizes_are_predicted_from_the_others():
    curve = curve_of(np.log(2 * SIZES**-0.5), spread=0.02)
    errors = held_out_errors(curve)
    assert errors["pow2"] < 0.05
    expected = curve.means[4:] - curve.means[3]
    assert errors["last1"] == pytest.approx(np.sqrt(np.mean(expected**2)))
    assert held_out_errors(curve.first(2)) == {}


def test_tables_come_out_of_the_worst_of_studies():
    good = curve_of(np.log(2 * SIZES**-0.5), seeds=3).log_errors
    zero = good.copy()
    zero[0, 2] = -np.inf
    missing = good.copy()
    missing[:, 1] = np.nan
    curves = {
        "good": good,
        "zero": zero,
        "missing": missing,
        "one": good[:, :1],
        "equal": good * 0 - 1,
    }
    runs = runs_of(curves)
    runs.loc[runs["overallRMSE"].isna(), "status"] = "diverged"
    measured = measured_curves(runs, "overallRMSE")
    fits, bands, answers = fit_tables(measured, "overallRMSE", [0.1], draws=50)
    notes = fits.set_index("model")["note"].dropna()
    assert "zero" in notes["zero"] and "one" in notes["one"]
    said = answers.set_index("model")["answer"]
    assert set(said.index) == set(curves)
    assert said["zero"].startswith("cannot be said")
    assert set(bands["model"]) == {"good", "missing", "equal"}
    efficiency = data_efficiency_table(measured, "overallRMSE", draws=50)
    assert len(efficiency) == 6
    shapes = shape_table(runs, ["overallRMSE"]).set_index("model")["shape"]
    assert shapes["one"] == "not tested: one size"
    assert shapes["zero"].startswith("not tested")
    assert shapes["equal"] == "flat"


def test_families_without_spare_sizes_are_marked_saturated():
    runs = runs_of({"m": curve_of(np.log(SIZES[:4] ** -0.5)).log_errors})
    measured = measured_curves(runs, "overallRMSE")
    fits, _, _ = fit_tables(measured, "overallRMSE", [], draws=10)
    marked = fits.dropna(subset="saturated").set_index("family")["saturated"]
    assert marked.to_dict() == {name: name.endswith("4") for name in FAMILIES}


def test_data_efficiency_of_curves_that_are_known():
    log_sizes = np.log(SIZES)
    slow, quick = np.log(2 * SIZES**-0.5)[None], np.log(2 * (3 * SIZES) ** -0.5)[None]
    assert np.exp(size_ratio(log_sizes, slow, quick)) == pytest.approx(3, rel=1e-6)
    assert np.exp(size_ratio(log_sizes, quick, slow)) == pytest.approx(1 / 3, rel=1e-6)
    assert np.exp(area(log_sizes, slow) - area(log_sizes, quick)) == pytest.approx(3**0.5)
    assert np.isposinf(size_ratio(log_sizes, slow + 5, quick))
    assert np.isnan(last_crossing(log_sizes, slow, quick))
    steep = np.log(2 * 500**0.5 / SIZES)[None]
    assert np.exp(last_crossing(log_sizes, slow, steep)) == pytest.approx(500, rel=1e-6)


def test_a_flat_curve_needs_its_smallest_size_for_the_error_that_it_has():
    log_sizes = np.log([50.0, 100, 200, 400])
    falling = np.log([[0.2, 0.1, 0.06, 0.02]])
    flat = np.full((1, 4), np.log(0.06))
    assert np.exp(size_ratio(log_sizes, falling, flat)) == pytest.approx(4)
    assert np.exp(size_ratio(log_sizes, flat, falling)) == pytest.approx(1 / 4)
    assert np.isneginf(size_ratio(log_sizes, falling - 3, flat))


def test_a_crossing_has_an_interval_that_holds_it():
    slow, steep = np.log(2 * SIZES**-0.5), np.log(2 * 500**0.5 / SIZES)
    curves = {
        "slow": curve_of(slow, spread=0.1).log_errors,
        "steep": curve_of(steep, spread=0.1, seed=1).log_errors,
    }
    measured = measured_curves(runs_of(curves), "overallRMSE")
    row = data_efficiency_table(measured, "overallRMSE", draws=500).iloc[0]
    assert row["crossing_low"] < 500 < row["crossing_high"]
    assert row["crossing_probability"] == 1


@pytest.mark.parametrize(
    ("factors", "shape"),
    [
        ([1, 0.8, 0.6, 0.5, 0.4, 0.3], "falling"),
        ([1, 0.5, 0.9, 0.5, 0.4, 0.3], "peaking, falling"),
        ([1, 0.5, 0.4, 0.5, 0.6, 0.7], "dipping, falling"),
        ([1, 1, 1, 1, 1, 1], "flat"),
    ],
)
def test_shapes_are_named(factors, shape):
    found = curve_shape(curve_of(np.log(factors), spread=0.02))
    assert found["shape"] == shape
    assert found["monotone"] == (shape in ("falling", "flat"))


def test_few_seeds_are_never_said_to_be_flat_or_falling_without_evidence():
    found = curve_shape(curve_of(np.log([1, 0.8, 0.7, 0.6, 0.5, 0.4]), seeds=2, spread=0.5))
    assert found["shape"] == "not shown to fall"
    assert (
        curve_shape(MeasuredCurve(SIZES, np.zeros((1, 6))))["shape"]
        == "not tested: one run at a size"
    )


def test_sizes_with_few_validation_pixels_or_updates_are_flagged():
    errors = curve_of(np.log(2 * SIZES**-0.5), seeds=3).log_errors
    runs = runs_of({"network": errors, "estimator": errors})
    runs["updates"] = np.where(runs["model"] == "network", runs["n_train_pixels"], 0)
    flags = shape_table(runs, ["overallRMSE"]).set_index("model")
    assert flags.loc["network", "few_updates"] == "60 150 375"
    assert flags.loc["estimator", "few_updates"] == ""
    assert flags.loc["estimator", "few_validation_pixels"] == "60"


def test_a_study_in_which_every_run_diverged_has_tables_with_no_rows():
    table = data_efficiency_table({}, "overallRMSE")
    assert table.empty
    assert {"scene", "model_a", "model_b", "size_ratio"} <= set(table.columns)
