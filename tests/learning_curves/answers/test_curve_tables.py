"""Every study gets tables of fitted curves."""

import re

import numpy as np
import pandas as pd
import pytest
from coverage_of_first import TRUE_FAMILY, trial
from coverage_of_intervals import Design
from scipy.stats import t

from learning_curves.answers import curve_fits
from learning_curves.answers.curve_families import FAMILIES
from learning_curves.answers.curve_tables import curve_tables
from learning_curves.answers.data_efficiency_table import data_efficiency
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.shape_table import shape_table
from learning_curves.columns import rows_of

from made_runs import CURVE_SIZES, WORDS, make_curve, make_runs_of_curves, make_runs_of_sizes


def test_a_size_with_one_run_leaves_no_interval():
    errors = make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors.copy()
    errors[1:, 2] = np.nan
    tables = curve_tables(make_runs_of_curves({"a": errors}), "overallRMSE", [0.1], WORDS)
    assert tables.fits["n_repetitions"].eq(1).all()
    assert tables.answers[["low", "high"]].isna().all(axis=None)
    assert "one run at each size" in tables.answers["answer"].item()
    assert tables.fewest.empty


@pytest.mark.slow
def test_tables_come_out_of_the_worst_of_studies():
    good = make_curve(np.log(2 * CURVE_SIZES**-0.5), repetitions=3).log_errors
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
    runs = make_runs_of_curves(curves)
    measured = measured_curves(runs, "overallRMSE")
    fits, bands, answers, fewest, _ = curve_tables(runs, "overallRMSE", [0.1], WORDS, draws=50)
    notes = fits.set_index("method")["note"].dropna()
    assert notes.index.tolist() == ["one"] and "one" in notes["one"]
    said = answers.set_index("method")["answer"]
    assert set(said.index) == set(curves)
    least = np.exp(min(errors[np.isfinite(errors)].min() for errors in curves.values()))
    assert said["zero"].endswith(f" (an error of zero counts as {least / 2:.2g})")
    assert answers.set_index("method").loc["zero", "n_repetitions"] == 3
    assert said["one"] == (
        "more than the 60 labelled pixels measured, if ever (measured); not fitted, for one size "
        "makes no curve"
    )
    assert set(bands["method"]) == {"good", "zero", "missing", "equal"}
    assert set(fewest["method"]) == {"good", "zero", "missing", "equal"}
    assert fewest["probability_first"].sum() <= 1 + 1e-9
    efficiency = data_efficiency(measured, "overallRMSE", draws=50)
    assert len(efficiency) == 10
    shapes = rows_of(shape_table(runs, WORDS), metric="overallRMSE").set_index("method")["shape"]
    assert shapes["one"] == "not tested: one size"
    assert shapes["equal"] == "not shown to fall"


@pytest.mark.slow
def test_one_error_of_zero_among_many_changes_no_answer():
    first = make_curve(
        np.log(2 * CURVE_SIZES**-0.5), spread=0.1, repetitions=20, repetition=1
    ).log_errors
    second = make_curve(
        np.log(4 * CURVE_SIZES**-0.5), spread=0.1, repetitions=20, repetition=2
    ).log_errors
    of_both = []
    for zero in (second[0, -1], -np.inf):
        second[0, -1] = zero
        runs = make_runs_of_curves({"first": first, "second": second})
        tables = curve_tables(runs, "overallRMSE", [0.08], WORDS, draws=200)
        of_both.append([table.set_index("method") for table in (tables.answers, tables.fewest)])
    (before, odds_before), (after, odds_after) = of_both
    assert after["status"].tolist() == ["reached", "reached"]
    assert after["needed"].to_numpy() == pytest.approx(before["needed"].to_numpy(), rel=0.1)
    assert odds_before["first"].unique() == odds_after["first"].unique() == ["first"]
    assert odds_after.loc["second", "ratio_low"] > 2
    said = after["answer"]
    assert "zero" not in said["first"] and "(an error of zero counts as" in said["second"]


def test_families_without_spare_sizes_are_marked_saturated():
    runs = make_runs_of_curves({"m": make_curve(np.log(CURVE_SIZES[:4] ** -0.5)).log_errors})
    tables = curve_tables(runs, "overallRMSE", [], WORDS, draws=10)
    marked = tables.fits.dropna(subset="saturated").set_index("family")["saturated"]
    assert marked.to_dict() == {name: name.endswith("4") for name in FAMILIES}


def test_two_sizes_have_the_measured_bracket_alone():
    errors = make_curve(np.log([0.2, 0.1])).log_errors
    runs = make_runs_of_sizes({"a": np.exp(errors)}, CURVE_SIZES[[0, -1]])
    _, bands, answers, fewest, _ = curve_tables(runs, "overallRMSE", [0.15, 0.01], WORDS, draws=20)
    assert fewest.empty
    assert answers["status"].eq("two sizes").all()
    assert answers[["needed", "low", "high", "factor"]].isna().all(axis=None)
    assert list(answers["answer"]) == [
        "between 60 and 5,900 labelled pixels (two sizes give no interval)",
        "more than the 5,900 labelled pixels measured, if ever (two sizes give no interval)",
    ]
    assert bands["size"].max() == pytest.approx(5900)
    assert bands["error"].notna().all() and bands[["low", "high"]].isna().all(axis=None)


def test_a_curve_that_rises_is_joined_and_not_continued():
    falls = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.02).log_errors
    dips = make_curve(np.log([0.2, 0.1, 0.13, 0.16, 0.2, 0.24]), spread=0.02).log_errors
    runs = make_runs_of_curves({"dips": dips, "falls": falls})
    fits, bands, answers, fewest, _ = curve_tables(
        runs, "overallRMSE", [0.15, 0.05], WORDS, draws=200
    )
    (note,) = fits[fits["method"] == "dips"]["note"]
    assert note.startswith("the error rises from 150 to ")
    answers = answers.set_index(["method", "target_error"])
    reached, never = answers.loc[("dips", 0.15)], answers.loc[("dips", 0.05)]
    assert reached["status"] == never["status"] == "interpolated"
    assert (reached["low"], reached["high"]) == (60, 150)
    assert 60 < reached["needed"] < 150
    assert "(up to 150)" in reached["answer"] and "the curve rises" in reached["answer"]
    assert np.isnan(never["needed"]) and np.isinf(never["high"])
    assert never["answer"].startswith("more than")
    ends = bands.groupby("method")["size"].max()
    assert ends["dips"] == pytest.approx(5900) and ends["falls"] == pytest.approx(2 * 5900)
    first = fewest[fewest["target_error"] == 0.15].set_index("method")
    assert first.loc["dips", "probability_first"] > 0.95
    assert first.loc["falls", "ratio_low"] > 1


def test_answers_close_together_say_the_same_as_those_of_the_targets():
    curves = {
        "steep": make_curve(np.log(2 * CURVE_SIZES**-0.5), repetition=1).log_errors,
        "floor": make_curve(np.log(0.05 + CURVE_SIZES**-0.5), repetition=2).log_errors,
    }
    runs = make_runs_of_curves(curves)
    targets = [0.2, 0.1]
    _, _, answers, fewest, by_error = curve_tables(runs, "overallRMSE", targets, WORDS, draws=50)
    axes = ["method", "target_error"]
    found = answers[axes].merge(by_error, on=axes)
    shared = found.columns.intersection(answers.columns)
    assert {"needed", "low", "high", "status", "high_if_first"} <= set(shared)
    pd.testing.assert_frame_equal(found[shared], answers[shared])
    odds = fewest[axes].merge(by_error, on=axes)["probability_first"]
    assert odds.tolist() == fewest["probability_first"].tolist()
    errors = by_error["target_error"].unique()
    assert len(errors) == 42
    means = np.exp([log_errors.mean(axis=0) for log_errors in curves.values()])
    assert errors.min() < means.min() and errors.max() == pytest.approx(means.max(), rel=0.01)
    assert all(float(f"{error:.3g}") == error for error in errors)


@pytest.mark.slow
def test_the_interval_of_the_first_allows_for_having_been_picked():
    falls = make_curve(np.log(2 * CURVE_SIZES**-0.5), spread=0.1, repetitions=10).log_errors
    several = {f"m{i}": falls + 0.02 * i for i in range(8)}
    tables = [
        curve_tables(make_runs_of_curves(curves), "overallRMSE", [0.1], WORDS, draws=200).by_error
        for curves in ({"m0": falls}, several)
    ]
    one, eight = (table[table["target_error"] == 0.1].iloc[0] for table in tables)
    assert one["high_if_first"] == one["high"] == eight["high"]
    assert one["short_answer_if_first"] == one["short_answer"] == eight["short_answer"]
    # Distances of log ends from the estimate scale like quantiles of t with nine degrees.
    wider = t.ppf(1 - 0.025 / 8, 9) / t.ppf(0.975, 9)
    least = np.log(eight["high"] / eight["needed"]) * wider
    assert np.log(eight["high_if_first"] / eight["needed"]) >= least - 1e-9
    low, high = re.search(r"\(([\d,]+) to ([\d,]+)\)", eight["short_answer"]).groups()
    wide = re.search(r"\(([\d,]+) to ([\d,]+)\)", eight["short_answer_if_first"])
    assert wide[1] == low and int(wide[2].replace(",", "")) > int(high.replace(",", ""))


def test_the_first_of_several_equal_methods_has_an_interval_that_holds(monkeypatch):
    family = {TRUE_FAMILY: curve_fits.FAMILIES[TRUE_FAMILY]}
    monkeypatch.setattr(curve_fits, "FAMILIES", family)
    design = Design(repetitions=10, n_sizes=5)
    groups = [group for number in range(20) for group in trial(number, design)[8]]
    plain, wider, *_ = np.mean(groups, axis=0)
    assert wider >= 0.95 > plain


def test_a_short_answer_leaves_out_what_was_measured():
    runs = make_runs_of_curves({"m": make_curve(np.log(2 * CURVE_SIZES**-0.5)).log_errors})
    tables = curve_tables(runs, "overallRMSE", [0.1], WORDS, draws=50)
    short = tables.by_error.set_index("target_error").loc[0.1, "short_answer"]
    answer = tables.answers["answer"].item()
    assert answer == f"{short}; measured between 375 and 940 labelled pixels"
