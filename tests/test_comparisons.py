"""Methods are compared as SciPy, statsmodels and scikit-posthocs do, and words say what follows."""

import itertools
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from scikit_posthocs import posthoc_nemenyi_friedman
from scipy import stats
from statsmodels.stats.multitest import multipletests

from conftest import ROOT
from unmixing.comparison_figures import critical_difference as draw_critical_difference
from unmixing.comparison_figures import win_matrices
from unmixing.comparisons import (
    COLUMNS,
    compare_methods,
    critical_difference,
    friedman,
    friedman_table,
    published_p_values,
)
from unmixing.tables import RESAMPLES

PUBLISHED = ROOT / "config/published/multibranch.csv"
PUBLISHED_P_VALUES = ROOT / "config/published/multibranch_p_values.csv"
METRICS = ["overallRMSE", "rmsAAD"]


def runs_of(errors, scene="field", size=100, condition="standard"):
    """Make a table of runs from model -> error of each seed; None is a diverged run."""
    return pd.DataFrame(
        {
            "scene": scene,
            "condition": condition,
            "model": model,
            "train_size": str(size),
            "seed": seed,
            "n_train_pixels": size,
            "status": "diverged" if error is None else "completed",
            "overallRMSE": np.nan if error is None else error,
            "rmsAAD": np.nan if error is None else 2 * error,
        }
        for model, of_model in errors.items()
        for seed, error in enumerate(of_model)
    )


def simulated_runs(n_models, n_seeds, sizes=(100, 200, 400), scenes=("field", "coast"), gap=0.1):
    generator = np.random.default_rng(4)
    return pd.concat(
        runs_of(
            {
                f"m{i}": (1 + gap * i) / size * generator.lognormal(0, 0.1, n_seeds)
                for i in range(n_models)
            },
            scene,
            size,
        )
        for scene, size in itertools.product(scenes, sizes)
    )


def one_row(a, b):
    return compare_methods(runs_of({"a": a, "b": b}), ["overallRMSE"]).iloc[0]


def differences_of(runs, row):
    """Pair the two methods of a row by seed, the long way."""
    part = runs[(runs["scene"] == row["scene"]) & (runs["n_train_pixels"] == row["n_train_pixels"])]
    a, b = (
        part[(part["model"] == row[name]) & (part["status"] == "completed")].set_index("seed")
        for name in ("model_a", "model_b")
    )
    return (a[row["metric"]] - b[row["metric"]]).dropna()


def test_every_pair_equals_what_scipy_says_of_it():
    runs = simulated_runs(4, 9)
    lost = (runs["model"] == "m1") & (runs["seed"] == 3) & (runs["n_train_pixels"] == 200)
    runs = runs[~lost].reset_index(drop=True)
    runs.loc[(runs["model"] == "m2") & (runs["seed"] > 6), "status"] = "diverged"
    runs.loc[(runs["model"] == "m3") & (runs["seed"] == 0), METRICS] = np.inf
    table = compare_methods(runs, METRICS)
    assert len(table) == 2 * 3 * 2 * 6
    for _, row in table.iterrows():
        difference = differences_of(runs.replace(np.inf, np.nan), row)
        n = len(difference)
        assert row["n_pairs"] == n
        assert row["median_difference"] == pytest.approx(difference.median())
        assert row["wins"] == (difference < 0).sum()
        assert row["losses"] == (difference > 0).sum()
        exact = stats.wilcoxon(difference, method="exact")
        assert row["p_value"] == pytest.approx(exact.pvalue)
        approximate = stats.wilcoxon(difference, method="asymptotic", correction=False)
        assert row["p_normal"] == pytest.approx(approximate.pvalue)
        against = stats.wilcoxon(difference, alternative="greater").statistic
        assert row["rank_biserial"] == pytest.approx(1 - 2 * against / (n * (n + 1) / 2))
        interval = stats.bootstrap(
            (np.sort(difference),), np.median, n_resamples=RESAMPLES, method="percentile", rng=0
        ).confidence_interval
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(interval))
    assert {5, 6, 7, 8, 9} >= set(table["n_pairs"]) > {7, 9}


def test_p_is_corrected_within_a_size_and_within_all_sizes():
    table = compare_methods(simulated_runs(4, 8, gap=0.05), METRICS)
    for keys, column in (
        (["scene", "n_train_pixels", "metric"], "p_holm"),
        (["scene", "metric"], "p_holm_all_sizes"),
    ):
        for _, family in table.groupby(keys):
            expected = multipletests(family["p_value"], method="holm")[1]
            np.testing.assert_allclose(family[column], expected)
    assert (table["p_holm_all_sizes"] >= table["p_holm"]).all()
    assert (table["p_holm"] > table["p_value"]).any()


def test_the_better_method_is_named_whichever_comes_first():
    low, high = np.linspace(0.1, 0.2, 12), np.linspace(0.3, 0.5, 12)
    for a, b, verdict in ((low, high, "a better"), (high, low, "b better")):
        row = one_row(a, b)
        assert row["verdict"] == verdict
        assert row["rank_biserial"] == (1 if verdict == "a better" else -1)
        assert (row["median_difference"] < 0) == (verdict == "a better")
        assert row["p_holm"] == 2.0**-11


def test_noise_is_not_shown_to_differ():
    generator = np.random.default_rng(2)
    row = one_row(generator.lognormal(size=30), generator.lognormal(size=30))
    assert row["verdict"] == "not shown to differ"


@pytest.mark.parametrize(("n_seeds", "smallest"), [(3, "0.25"), (5, "0.062")])
def test_few_seeds_can_show_nothing_and_the_table_says_so(n_seeds, smallest):
    table = compare_methods(simulated_runs(3, n_seeds, gap=9), ["overallRMSE"])
    words = f"cannot be significant with {n_seeds} seeds (smallest possible p = {smallest}, "
    assert table["verdict"].str.startswith(words).all()
    assert (table["wins"] == n_seeds).all()
    assert table[["median_difference", "ci_low", "ci_high"]].lt(0).all(axis=None)


@pytest.mark.parametrize(("n_seeds", "possible"), [(12, False), (13, True)])
def test_after_holm_190_pairs_need_13_seeds(n_seeds, possible):
    runs = runs_of({f"m{i:02d}": np.linspace(i, i + 0.5, n_seeds) for i in range(20)})
    table = compare_methods(runs, ["overallRMSE"])
    assert len(table) == 190
    assert table["verdict"].str.endswith(" better").all() == possible
    assert table["verdict"].str.startswith("cannot").all() != possible
    expected = multipletests(np.full(190, 2.0 ** (1 - n_seeds)), method="holm")[1]
    np.testing.assert_allclose(table["smallest_p_holm"], expected)


def test_a_pair_with_fewer_seeds_may_be_unable_where_others_are_not():
    seeds = np.linspace(0.1, 0.2, 8)
    short = [*(seeds[:5] + 2), None, None, None]
    runs = runs_of({"a": seeds, "b": seeds + 1, "c": short})
    verdicts = compare_methods(runs, ["overallRMSE"])["verdict"]
    assert verdicts[0] == "a better"
    assert verdicts[1:].str.startswith("cannot be significant with 5 seeds").all()


def test_equal_errors_have_p_1_and_do_not_count():
    errors = np.linspace(0.1, 0.5, 10)
    row = one_row(errors, errors)
    assert (row["p_value"], row["p_normal"], row["rank_biserial"]) == (1, 1, 0)
    assert (row["wins"], row["ties"], row["losses"]) == (0, 10, 0)
    assert (row["ci_low"], row["median_difference"], row["ci_high"]) == (0, 0, 0)
    assert row["verdict"] == "not shown to differ"
    half = one_row(errors, errors + np.where(np.arange(10) < 4, 0, np.arange(10) / 100))
    assert (half["wins"], half["ties"]) == (6, 4)
    assert half["p_value"] == 2.0**-5
    assert half["rank_biserial"] == 1
    zero = one_row(np.zeros(4), np.zeros(4))
    assert zero["p_value"] == 1


def test_p_with_equal_differences_is_never_below_the_true_one():
    # Ties of 1, 1, 2, 2 and so on: the true p counts all 2^10 signs.
    size = np.repeat(np.arange(1, 6), 2)
    signs = np.array([1, 1, 1, 1, 1, 1, 1, -1, -1, 1])
    ranks = stats.rankdata(size)
    sums = np.array(list(itertools.product([0, 1], repeat=10))) @ ranks
    distance = np.abs(sums - ranks.sum() / 2)
    true_p = (distance >= abs(ranks[signs > 0].sum() - ranks.sum() / 2)).mean()
    row = one_row(1 + size * signs, np.ones(10))
    assert true_p <= row["p_value"] <= 1.2 * true_p


def test_one_seed_has_a_difference_and_no_interval():
    row = one_row([0.1], [0.3])
    assert row["median_difference"] == pytest.approx(-0.2)
    assert np.isnan([row["ci_low"], row["ci_high"]]).all()
    assert (row["wins"], row["n_pairs"], row["p_value"]) == (1, 1, 1)
    assert row["verdict"].startswith("cannot be significant with 1 seed (")


def test_seeds_that_never_meet_make_no_pairs():
    runs = runs_of({"a": [0.1, None], "b": [None, 0.2], "c": [0.3, 0.4]})
    table = compare_methods(runs, ["overallRMSE"]).set_index(["model_a", "model_b"])
    alone = table.loc[("a", "b")]
    assert (alone["n_pairs"], alone["verdict"]) == (0, "no pairs")
    numbers = ["median_difference", "ci_low", "p_value", "p_normal", "smallest_p", "p_holm"]
    assert alone[numbers].isna().all()
    assert table.loc[("a", "c"), "p_holm"] == 1


def test_a_method_that_never_ran_at_a_size_is_in_the_table():
    runs = pd.concat(
        [runs_of({"a": [0.1, 0.2], "b": [0.2, 0.3]}), runs_of({"a": [0.1, 0.2]}, size=50)]
    )
    table = compare_methods(runs, METRICS)
    assert table.groupby("n_train_pixels")["verdict"].unique()[50].tolist() == ["no pairs"]


@pytest.mark.parametrize("errors", [{"a": [0.1, 0.2]}, {}])
def test_one_method_has_nobody_to_be_compared_with(errors):
    runs = runs_of({"a": [0.1], "b": [0.2]})
    runs = runs[runs["model"].isin(errors)]
    assert compare_methods(runs, METRICS).columns.tolist() == COLUMNS
    assert compare_methods(runs, METRICS).empty


def test_no_verdict_claims_that_methods_are_equal():
    studies = [simulated_runs(6, n, (100,), ("field",), gap=0.02) for n in (1, 3, 8, 30)]
    verdicts = pd.concat(compare_methods(runs, METRICS) for runs in studies)["verdict"]
    assert not verdicts.str.contains("no difference|equal|same", regex=True).any()
    assert {"not shown to differ", "m0 better"} <= set(verdicts)


def test_the_table_is_the_same_each_time():
    runs = simulated_runs(3, 6, sizes=(100,))
    pd.testing.assert_frame_equal(compare_methods(runs, METRICS), compare_methods(runs, METRICS))


def test_friedman_is_that_of_scipy_on_mean_errors():
    runs = simulated_runs(5, 4, gap=0.03)
    test = friedman(runs, "overallRMSE")
    means = runs.groupby(["scene", "n_train_pixels", "model"])["overallRMSE"].mean().unstack()
    expected = stats.friedmanchisquare(*means.to_numpy().T)
    assert test.statistic == pytest.approx(expected.statistic)
    assert test.p_value == pytest.approx(expected.pvalue)
    assert test.n_blocks == 6
    ranks = means.rank(axis=1).mean()
    pd.testing.assert_series_equal(test.mean_ranks.sort_index(), ranks, check_names=False)
    assert test.mean_ranks.is_monotonic_increasing
    post_hoc = posthoc_nemenyi_friedman(means.to_numpy())
    np.testing.assert_allclose(test.post_hoc.loc[means.columns, means.columns], post_hoc)


def test_the_critical_difference_is_the_published_one_and_agrees_with_the_post_hoc_p():
    # Demšar 2006: four methods on 14 data sets, q = 2.569.
    assert critical_difference(4, 14) == pytest.approx(2.569 * np.sqrt(4 * 5 / (6 * 14)), rel=1e-3)
    assert critical_difference(20, 3) == pytest.approx(17, abs=0.5)
    test = friedman(simulated_runs(6, 4, gap=0.05), "overallRMSE")
    ranks = test.mean_ranks.loc[test.post_hoc.index].to_numpy()
    apart = np.abs(ranks[:, None] - ranks) > test.critical_difference
    np.testing.assert_array_equal(apart, test.post_hoc.to_numpy() < 0.05)
    assert apart.any()
    assert not apart.all()


def test_friedman_leaves_out_methods_that_lack_a_block_and_names_them():
    runs = simulated_runs(4, 3)
    runs = runs[~((runs["model"] == "m1") & (runs["n_train_pixels"] == 200))]
    test = friedman(runs, "overallRMSE")
    assert set(test.mean_ranks.index) == {"m0", "m2", "m3"}
    assert "lack a block: m1." in test.note


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (simulated_runs(2, 3), "2 methods completed in every one of 6 blocks"),
        (simulated_runs(1, 3), "1 method completed"),
        (simulated_runs(4, 3, sizes=(100,), scenes=("field",)), "of 1 block "),
        (simulated_runs(4, 3).assign(status="diverged"), "0 methods"),
        (simulated_runs(4, 3)[:0], "0 methods"),
        (simulated_runs(4, 3).assign(overallRMSE=0.0), "all methods have the same error"),
    ],
)
def test_friedman_says_why_it_cannot_be_computed(runs, words):
    test = friedman(runs, "overallRMSE")
    assert test.note.startswith("No Friedman test: ")
    assert words in test.note
    assert np.isnan([test.statistic, test.p_value, test.critical_difference]).all()
    assert test.post_hoc.empty
    assert test.note in friedman_table({"overallRMSE": test})["note"].tolist()


def test_friedman_warns_of_dependent_blocks_and_of_few_scenes():
    note = friedman(simulated_runs(5, 3), "overallRMSE").note
    assert "dependent blocks" in note
    assert "seeds are not independent data sets" in note
    assert (
        f"2 scenes alone as blocks the critical difference is {critical_difference(5, 2):.2f}"
        in (note)
    )


# The published p-values and ranks.


def published_errors(metric):
    published = pd.read_csv(PUBLISHED)
    cell = ["scene", "n_train_pixels", "algorithm"]
    return published[published["metric"] == metric].set_index(cell)["value"]


def test_the_published_p_values_are_those_of_known_algorithms_and_sizes():
    table = pd.read_csv(PUBLISHED_P_VALUES)
    published = pd.read_csv(PUBLISHED)
    sizes = set(zip(published["scene"], published["n_train_pixels"], strict=True))
    assert set(zip(table["scene"], table["n_train_pixels"], strict=True)) == sizes
    algorithms = set(table["algorithm_a"]) | set(table["algorithm_b"])
    assert len(algorithms) == 10
    assert algorithms < set(published["algorithm"])
    assert len(table) == 18 * 45
    names = [frozenset(pair) for pair in table[["algorithm_a", "algorithm_b"]].to_numpy()]
    assert not table.assign(pair=names).duplicated(["scene", "n_train_pixels", "pair"]).any()


def test_every_published_p_is_the_normal_approximation_of_30_pairs_without_correction():
    differences = np.tile(np.arange(1.0, 31), (233, 1))
    # Every rank sum, by turning the largest ranks that fit.
    for wanted, row in enumerate(differences):
        for rank in range(30, 0, -1):
            if rank <= wanted:
                row[rank - 1], wanted = -rank, wanted - rank
    published = set(pd.read_csv(PUBLISHED_P_VALUES)["p_value"])
    ours = {"method": "asymptotic", "correction": False}
    others = {"method": "exact"}, {"method": "asymptotic", "correction": True}
    on_grid, *off_grid = (
        published <= set(stats.wilcoxon(differences, axis=1, **options).pvalue.round(4))
        for options in (ours, *others)
    )
    assert on_grid
    assert not any(off_grid)


@pytest.mark.parametrize("metric", METRICS)
def test_names_of_the_published_p_values_are_right(metric):
    """Means that lie further apart have a smaller p; exchanging two names fits worse."""
    table = pd.read_csv(PUBLISHED_P_VALUES)
    errors = np.log(published_errors(metric))

    def agreement(names):
        a, b = (
            errors.loc[
                pd.MultiIndex.from_arrays(
                    [table["scene"], table["n_train_pixels"], table[column].replace(names)]
                )
            ].to_numpy()
            for column in ("algorithm_a", "algorithm_b")
        )
        return -stats.spearmanr(np.abs(a - b), table["p_value"]).statistic

    algorithms = sorted(set(table["algorithm_a"]) | set(table["algorithm_b"]))
    swaps = [agreement({a: b, b: a}) for a, b in itertools.combinations(algorithms, 2)]
    assert agreement({}) > 0.7
    assert max(swaps) < agreement({})


@pytest.mark.parametrize("metric", METRICS)
def test_every_published_rank_is_one_that_its_rounded_mean_allows(metric):
    errors = published_errors(metric)
    ranks = published_errors(f"{metric}_rank").loc[errors.index]
    for cell, means in errors.groupby(["scene", "n_train_pixels"]):
        low, high = means.to_numpy() - 0.0005, means.to_numpy() + 0.0005
        surely_better = (high[:, None] <= low + 1e-9).sum(axis=0)
        perhaps_better = (low[:, None] < high - 1e-9).sum(axis=0)
        here = ranks.loc[means.index]
        outside = (here < surely_better + 1) | (here > perhaps_better)
        assert not outside.any(), (cell, here[outside])


def test_published_p_values_stand_beside_ours_in_either_order():
    generator = np.random.default_rng(0)
    close = generator.lognormal(size=30)
    runs = runs_of(
        {"mine": close, "other": close + 1, "third": generator.permutation(close)}, "samson", 60
    )
    comparisons = compare_methods(runs, METRICS)
    published = pd.DataFrame(
        [
            ("samson", "B", "A", 60, 0.0),
            ("samson", "A", "C", 60, 0.01),
            ("samson", "A", "D", 60, 0),
        ],
        columns=["scene", "algorithm_a", "algorithm_b", "n_train_pixels", "p_value"],
    )
    models = {"mine": "A", "other": "B", "third": "C"}
    table = published_p_values(published, comparisons, models)
    assert len(table) == 2 * len(METRICS)
    first = table[table["model_b"] == "other"].iloc[0]
    assert (first["algorithm_a"], first["algorithm_b"]) == ("A", "B")
    assert first["at_5_percent"] == "both below"
    assert first["median_difference"] == pytest.approx(-1)
    third = table[table["model_b"] == "third"].iloc[0]
    assert third["published_p"] == 0.01
    assert third["at_5_percent"] == "only the published p below"


def test_published_p_values_of_methods_that_did_not_run_say_so():
    runs = runs_of({"mine": [0.1, None], "other": [None, 0.2]}, "samson", 60)
    published = pd.DataFrame(
        [("samson", "A", "B", 60, 0.2)],
        columns=["scene", "algorithm_a", "algorithm_b", "n_train_pixels", "p_value"],
    )
    models = {"mine": "A", "other": "B"}
    table = published_p_values(published, compare_methods(runs, ["overallRMSE"]), models)
    assert table["at_5_percent"].tolist() == ["not run"]


# Figures.


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def words_in(figure):
    figure.canvas.draw()
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    labels = [axes.get_xlabel() for axes in figure.axes] + [figure.get_supxlabel()]
    return " ".join(" ".join([*texts, *labels]).split())


def test_a_matrix_counts_the_wins_of_the_row_over_all_sizes():
    runs = pd.concat(
        [
            runs_of({"a": [0.1, 0.1, 0.5], "b": [0.2, 0.2, 0.2]}),
            runs_of({"a": [0.1, 0.1, 0.2], "b": [0.2, None, 0.2]}, size=200),
        ]
    )
    figure = win_matrices(compare_methods(runs, ["overallRMSE"]), "overallRMSE")
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b"]
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {(1, 0): "3/5", (0, 1): "1/5"}
    shades = axes.images[0].get_array()
    assert shades[0, 1] == pytest.approx(3.5 / 5)
    assert "3 seeds no pair can be significant" in words_in(figure)


def test_a_dot_marks_what_is_significant_over_all_sizes():
    runs = simulated_runs(3, 12, scenes=("field",), gap=0.04)
    table = compare_methods(runs, ["overallRMSE"])
    figure = win_matrices(table, "overallRMSE")
    rows = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    dots = {
        (rows[round(line.get_ydata()[0] + 0.3)], rows[round(line.get_xdata()[0])])
        for line in figure.axes[0].lines
    }
    significant = table[table["p_holm_all_sizes"] <= 0.05]
    expected = {
        (row.model_a, row.model_b) if row.rank_biserial > 0 else (row.model_b, row.model_a)
        for row in significant.itertuples()
    }
    assert dots == expected
    assert 0 < len(dots) < 6


def test_ranks_are_written_beside_names_and_the_note_below():
    runs = simulated_runs(5, 3, gap=0.5)
    test = friedman(runs, "overallRMSE")
    words = words_in(draw_critical_difference(runs, {"overallRMSE": test}))
    assert "m0 (1.0)" in words
    assert "(5.0) m4" in words
    assert test.note in words


STUDIES = {
    "one size": simulated_runs(4, 3, sizes=(100,)),
    "one method": simulated_runs(1, 3),
    "one run": simulated_runs(1, 1)[:1],
    "no run": simulated_runs(3, 3)[:0],
    "failed runs": simulated_runs(4, 3).assign(status="diverged"),
    "missing cells": simulated_runs(4, 3)[4:].iloc[::2],
    "zero errors": simulated_runs(4, 3).assign(overallRMSE=0.0),
    "equal errors": simulated_runs(4, 8).assign(overallRMSE=0.1),
    "28 methods": simulated_runs(28, 2),
}


@pytest.mark.parametrize("study", STUDIES)
def test_figures_of_odd_studies_hold_a_sentence(study, tmp_path):
    runs = STUDIES[study]
    path = tmp_path / "comparisons.csv"
    compare_methods(runs, METRICS).to_csv(path, index=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        wins = win_matrices(pd.read_csv(path), "overallRMSE")
        tests = {metric: friedman(runs, metric) for metric in METRICS}
        ranks = draw_critical_difference(runs, tests)
        assert words_in(wins).endswith(".")
        assert all(" ".join(test.note.split()) in words_in(ranks) for test in tests.values())
