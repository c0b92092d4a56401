"""Sentences match the tables."""

import numpy as np
import pandas as pd

from learning_curves.answers.against_best import against_best
from learning_curves.report.best import best_methods
from learning_curves.report.cautions import cautions, runs_made
from learning_curves.report.doubled import twice_the_size
from learning_curves.report.needed import sizes_needed
from learning_curves.report.standing import find_candidates

from made_runs import NOTHING_LEARNT, WORDS, make_runs, mark_collapsed

PLACE = {"data_set": "field_one", "condition": "standard", "metric": "overallRMSE"}


def answer(method, error, status, needed, words, factor=1.0, measured_at=np.inf, n_repetitions=30):
    return PLACE | {
        "method": method,
        "target_error": error,
        "n_repetitions": n_repetitions,
        "repetitions_for_outliers": np.nan,
        "status": status,
        "needed": needed,
        "low": needed,
        "high": needed,
        "factor": factor,
        "measured_at": measured_at,
        # With one or two sizes, no smaller one is measured.
        "measured_above": 0.0 if np.isfinite(measured_at) else 1e6,
        "short_answer": words,
        "short_answer_if_first": words,
        "high_if_first": needed,
        "probability_first": np.nan,
        "first": "",
        "ratio": np.nan,
        "ratio_low": np.nan,
        "ratio_high": np.nan,
    }


def coverage_of(completed=(), planned=3, size="60"):
    """Count planned and completed runs; `completed` is method -> number."""
    rows = [
        PLACE
        | {
            "method": method,
            "size_name": size,
            "planned": planned,
            "completed": count,
            "collapsed": 0,
        }
        for method, count in dict(completed).items()
    ]
    return pd.DataFrame(
        rows, columns=[*PLACE, "method", "size_name", "planned", "completed", "collapsed"]
    )


ALL = coverage_of()
DOWN = "the abundance RMSE down to 0.1 with"
NOT_KNOWN = "No method is known to bring the abundance RMSE down to 0.1."


def needed_of(answers, coverage=ALL):
    return sizes_needed(answers, answers, coverage, WORDS)


def said_of(errors):
    """Say which method is best with 100 training samples, by errors of each."""
    runs = make_runs(errors, "field_one")
    counts = {method: pd.notna(of_method).sum() for method, of_method in errors.items()}
    coverage = coverage_of(counts, max(map(len, errors.values())), "100")
    against = against_best(runs, ["overallRMSE"], margin=0.1)
    (sentence,) = best_methods(runs, against, coverage, WORDS)["field one"]
    return sentence.removeprefix("With 100 labelled pixels, ")


def test_the_method_that_needs_fewest_pixels_is_named():
    table = pd.DataFrame(
        [
            answer("ridge", 0.1, "reached", 300, "about 300 labelled pixels"),
            answer("unmixing_pixel_based_cnn", 0.1, "reached", 90, "about 90 labelled pixels"),
            answer("svr", 0.1, "unknown", 20, "about 20 labelled pixels"),
            answer("ridge", 0.01, "unknown", np.inf, "more than 900, if ever", factor=np.inf),
        ]
    )
    assert needed_of(table) == {
        "field one": [
            f"Pixel-based CNN brings {DOWN} about 90 labelled pixels.",
            "No method is known to bring the abundance RMSE down to 0.01. Ridge may, with more "
            "labelled pixels than were measured.",
        ]
    }


def test_a_method_of_few_seeds_that_errs_less_is_named_before_those_that_err_more():
    spread = np.linspace(0.9, 1.1, 30)
    odd = np.where(np.arange(30) % 2, 1.05, 1)
    said = said_of({"ridge": 0.1 * spread, "svr": 0.05 * spread[:8] * odd[:8], "lmm": 0.3 * spread})
    assert "SVR (8 of 30 runs completed) errs 0.5" in said
    assert "times as much on the seeds that both have (" in said
    assert said.index("SVR") < said.index("LMM errs 3")


def test_no_fit_of_an_unknown_size_is_put_first():
    words = "more than {}, if ever"
    table = pd.DataFrame(
        [
            answer("ridge", 0.01, "unknown", np.inf, words.format(900), factor=np.inf),
            answer("svr", 0.01, "unknown", np.inf, words.format(700), factor=np.inf),
        ]
    )
    (said,) = needed_of(table)["field one"]
    assert said == (
        "No method is known to bring the abundance RMSE down to 0.01. Ridge or SVR may, with more "
        "labelled pixels than were measured."
    )


def test_draws_that_reach_nothing_make_no_candidates():
    assert find_candidates(["ridge"], pd.Series({"ridge": 0.86, "svr": 0.01})) == []
    assert find_candidates(["ridge"], pd.Series({"ridge": 0.8, "svr": 0.1})) == ["svr"]


def test_the_interval_of_the_first_is_that_of_the_method_picked():
    row = answer("ridge", 0.1, "reached", 90, "about 90 (80 to 100)")
    row["short_answer_if_first"] = "about 90 (80 to 110)"
    assert needed_of(pd.DataFrame([row]))["field one"] == [
        f"Ridge brings {DOWN} about 90 (80 to 110)."
    ]


def test_more_seeds_are_asked_for_where_there_are_outliers():
    row = answer("ridge", 0.1, "reached", 90, "about 90 (80 to 100)", n_repetitions=10)
    row["repetitions_for_outliers"] = 36.0
    assert needed_of(pd.DataFrame([row]))["field one"] == [
        f"Ridge brings {DOWN} about 90 (80 to 100). Some runs of ridge are outliers, so trust this "
        "interval only from 36 seeds on: it has 10."
    ]


def test_methods_that_need_alike_are_all_named():
    words = "60 or fewer labelled pixels"
    table = pd.DataFrame(
        [answer(method, 0.1, "reached", 60, words) for method in ("lmm", "ridge", "svr")]
        + [answer("random_forest", 0.1, "reached", 80, "about 80 labelled pixels")]
    )
    assert needed_of(table)["field one"] == [f"LMM, ridge and SVR bring {DOWN} {words}."]


def test_an_error_that_was_measured_is_known_to_be_reached():
    words = "about 300 labelled pixels (200 or more)"
    table = pd.DataFrame([answer("ridge", 0.1, "unknown", 300, words, measured_at=400)])
    assert needed_of(table)["field one"] == [f"Ridge brings {DOWN} {words}."]


def test_an_answer_of_one_seed_comes_after_those_with_an_interval():
    table = pd.DataFrame(
        [
            answer("net", 0.1, "one seed", np.inf, "never", factor=np.inf, n_repetitions=1),
            answer("svr", 0.1, "extrapolated", 9000, "about 9,000", factor=1.5),
        ]
    )
    assert needed_of(table)["field one"] == [f"SVR brings {DOWN} about 9,000."]


def test_a_method_whose_runs_failed_comes_last_and_says_so():
    table = pd.DataFrame(
        [
            answer("net", 0.1, "reached", 60, "about 60"),
            answer("svr", 0.1, "reached", 90, "about 90"),
        ]
    )
    coverage = coverage_of({"net": 5, "svr": 29}, planned=30)
    assert needed_of(table, coverage)["field one"] == [
        f"SVR (29 of 30 runs completed) brings {DOWN} about 90."
    ]
    assert needed_of(table.head(1), coverage)["field one"] == [
        f"{NOT_KNOWN} Only net (5 of 30 runs completed) does, but most of its runs failed."
    ]


def test_a_failing_method_alone_may_reach_a_target():
    table = pd.DataFrame(
        [
            answer("net", 0.1, "reached", 60, "about 60", measured_at=100),
            answer("svr", 0.1, "unknown", 4000, "more than 900", factor=10),
        ]
    )
    said = needed_of(table, coverage_of({"net": 5, "svr": 30}, planned=30))
    assert said["field one"] == [
        f"{NOT_KNOWN} Only net (5 of 30 runs completed) does, but most of its runs failed."
    ]


def test_a_method_without_error_is_named_where_it_was_measured():
    rows = [
        answer("ridge", 0.1, "reached", 300, "about 300"),
        answer("svr", 0.1, "not fitted", np.nan, "60 or fewer (measured)", measured_at=60),
    ]
    said = needed_of(pd.DataFrame(rows))["field one"]
    assert said == [f"SVR brings {DOWN} 60 or fewer (measured)."]
    # It may reach the target with even fewer.
    rows[0]["needed"] = rows[0]["high"] = 50
    said = needed_of(pd.DataFrame(rows))["field one"]
    assert said == [f"Ridge brings {DOWN} about 300. SVR may need fewer."]
    rows[1]["measured_above"] = 55
    said = needed_of(pd.DataFrame(rows))["field one"]
    assert said == [f"Ridge brings {DOWN} about 300."]


def test_a_method_of_one_run_may_need_fewer_than_the_first():
    words = "1,000 or fewer (one run at each size, so no interval)"
    rows = [
        answer("ridge", 0.1, "reached", 3400, "about 3,400"),
        answer("net", 0.1, "measured", np.nan, words, measured_at=1000, n_repetitions=1),
    ]
    said = needed_of(pd.DataFrame(rows))["field one"]
    assert said == [f"Ridge brings {DOWN} about 3,400. Net may need fewer."]


def test_methods_that_may_need_fewer_are_named_and_else_the_next_one():
    table = pd.DataFrame(
        [
            answer(method, 0.1, "reached", needed, f"about {needed}")
            for method, needed in (("ridge", 90), ("svr", 100), ("net", 300))
        ]
    )
    ratios = {"first": "ridge", "ratio": 3.0, "ratio_low": 2.0, "ratio_high": 4.0}
    open_choice = table.assign(**ratios, probability_first=[0.6, 0.39, 0.01])
    assert needed_of(open_choice)["field one"] == [
        f"Ridge brings {DOWN} about 90. SVR may need fewer."
    ]
    certain = table.assign(**ratios, probability_first=[0.97, 0.02, 0.01])
    assert needed_of(certain)["field one"] == [
        f"Ridge brings {DOWN} about 90. The next method, SVR, needs 3 times as many (2 to 4)."
    ]
    (said,) = needed_of(certain.assign(ratio_high=np.inf))["field one"]
    assert said.endswith("The next method, SVR, needs at least twice as many.")
    # Bounds that are equal as shown do not tell which method is next.
    unknown = certain.assign(ratio=np.nan, ratio_low=[np.nan, 2.01, 2.0], ratio_high=np.inf)
    (said,) = needed_of(unknown)["field one"]
    assert said == f"Ridge brings {DOWN} about 90. Net and SVR need at least twice as many."
    failing = coverage_of({"svr": 5, "ridge": 30, "net": 30}, planned=30)
    (said,) = needed_of(certain, failing)["field one"]
    assert "The next method, net, needs" in said


def test_the_best_method_is_named_with_the_evidence():
    said = said_of({"ridge": [0.2, 0.1, 0.3], "svr": [0.1, 0.11, 0.09], "lmm": [0.4] * 3})
    assert said == (
        "SVR has the smallest RMSE, 0.0997 on average over 3 seeds. Ridge has too few runs to "
        "compare. LMM errs 4.01 times as much (3.13 to 5.15). With fewer than 6 seeds, that rests "
        "on t-tests alone."
    )
    alone = "ridge has the smallest RMSE, 0.1 on average over 1 seed."
    assert said_of({"ridge": [0.1]}) == alone
    assert said_of({"ridge": [0.1], "svr": [0.3]}) == f"{alone} SVR has too few runs to compare."


def test_the_best_method_is_best_by_the_geometric_mean():
    # By the arithmetic mean ridge would be.
    ridge, net = np.full(30, 0.119), np.r_[np.full(26, 0.1), np.full(4, 0.3)]
    assert ridge.mean() < net.mean()
    assert said_of({"ridge": ridge, "net": net}) == (
        "net has the smallest RMSE, 0.116 on average over 30 seeds. Ridge is not shown to differ "
        "from it."
    )


def test_equal_methods_are_named_where_it_is_shown():
    noise = np.random.default_rng(0).normal(0, 0.02, 30)
    ridge = 0.1 * np.exp(noise)
    said = said_of({"ridge": ridge, "svr": 1.01 * ridge * np.exp(noise[::-1]), "lmm": 2 * ridge})
    assert " SVR is equal to it within 10 %. LMM errs 2 times as much" in said
    assert "alone" not in said


def test_methods_of_equal_errors_are_both_named():
    errors = [0.1, 0.2, 0.3]
    said = said_of({"ridge": errors, "twin": errors, "svr": [0.4] * 3})
    assert said.startswith("ridge and twin have the smallest RMSE, 0.182 on average over 3 seeds.")
    assert "SVR has too few runs to compare." in said


def test_collapses_are_said_apart_from_errors():
    steady = np.exp(np.random.default_rng(0).normal(-3, 0.1, 30))
    often, worse = steady.copy(), 1.5 * steady
    often[:12] = worse[0] = NOTHING_LEARNT
    runs = mark_collapsed(make_runs({"steady": steady, "often": often, "worse": worse}, "field"))
    coverage = coverage_of({"steady": 30, "often": 30, "worse": 30}, 30, "100")
    coverage["collapsed"] = [0, 12, 1]
    against = against_best(runs, ["overallRMSE"], margin=0.1)
    ((said,),) = best_methods(runs, against, coverage.assign(data_set="field"), WORDS).values()
    assert "Often (12 runs collapsed) collapses more often." in said
    assert "Worse errs 1.5 times as much where neither collapsed (" in said


def test_a_method_with_few_completed_runs_is_not_best():
    diverging = [0.01] * 5 + [np.nan] * 25
    said = said_of({"net": diverging, "svr": [0.1] * 30})
    assert said.startswith("SVR has the smallest RMSE, 0.1 on average over 30 seeds. ")
    assert "Net (5 of 30 runs completed)" in said
    assert said_of({"net": diverging}) == (
        "net (5 of 30 runs completed) has the smallest RMSE, 0.01 on average over 5 seeds."
    )


def test_what_an_error_of_zero_counts_as_is_said():
    said = said_of({"net": [0.0, 0.3, 0.3], "svr": [0.1] * 3})
    assert said.startswith(
        "SVR has the smallest RMSE, 0.1 on average over 3 seeds (an error of zero counts as 0.05). "
    )


def doubled(curves, n_sizes=3, coverage=ALL):
    methods = curves["method"].unique()
    fits = pd.DataFrame([PLACE | {"method": method, "n_sizes": n_sizes} for method in methods])
    return twice_the_size(curves, fits, coverage, WORDS)["field one"]


def test_twice_the_size_is_said_for_the_best_fit():
    sizes = np.array([50.0, 100, 200])
    rows = [
        PLACE | {"method": method, "size": size, "error": scale / size, "low": low, "high": 0.5}
        for method, scale, low in (("ridge", 10, 0.04), ("svr", 5, np.nan), ("net", 5, 0.02))
        for size in sizes
    ]
    curves = pd.DataFrame(rows)
    # Methods with one repetition or with failing runs come later.
    assert doubled(curves, coverage=coverage_of({"net": 1})) == [
        "By its fit, 200 labelled pixels instead of 100 would bring the RMSE of ridge from 0.1 to "
        "0.05 (0.04 to 0.5)."
    ]
    alone = doubled(curves[curves["method"] == "svr"])[0]
    assert "(one run at each size, so no interval)" in alone
    assert "nothing is said of more labelled pixels" in doubled(curves, n_sizes=2)[0]
    narrow = curves.assign(low=0.049996, high=0.050004)[curves["method"] == "ridge"]
    assert "(0.0499 to 0.0501)" in doubled(narrow)[0]


def test_cautions_tell_of_shapes_and_flags():
    shapes = pd.DataFrame(
        [
            PLACE
            | {
                "method": "ridge",
                "shape": "peaking, falling",
                "few_validation": "60",
                "few_updates": "",
            }
        ]
    )
    said = cautions(shapes, WORDS)[""]
    assert any("rise significantly" in sentence for sentence in said)
    assert any(
        "fewer than 10 samples validate" in sentence and "a method that chooses by them" in sentence
        for sentence in said
    )
    assert not any("500 updates" in sentence for sentence in said)


def test_a_method_that_cannot_be_fitted_is_not_called_reached():
    words = "more than the 60 labelled pixels measured, if ever (measured)"
    table = pd.DataFrame([answer("ridge", 0.1, "not fitted", np.nan, words)])
    assert needed_of(table)["field one"] == [NOT_KNOWN]


def test_conditions_are_named_where_there_are_several():
    rows = [answer("ridge", 0.1, "reached", 60, "60 or fewer labelled pixels")]
    rows.append(rows[0] | {"condition": "long_training"})
    said = needed_of(pd.DataFrame(rows))
    assert list(said) == ["field one, standard", "field one, long training"]


def test_planned_runs_are_counted():
    counts = {"planned": 6, "completed": 3, "diverged": 1, "missing": 2, "collapsed": 1}
    assert runs_made(pd.DataFrame([counts] * 2), ["Read so."], WORDS)[""] == [
        "6 of 12 runs completed (2 diverged and 4 missing). 2 of them collapsed: they err nearly "
        "as much as the mean abundances would, or more.",
        "Read so.",
    ]
    whole = {"planned": 6, "completed": 6, "diverged": 0, "missing": 0, "collapsed": 0}
    assert runs_made(pd.DataFrame([whole]), [], WORDS)[""] == ["All 6 runs completed."]


def test_a_long_list_of_methods_is_cut():
    shapes = pd.DataFrame(
        [
            PLACE
            | {
                "method": f"m{i}",
                "shape": "flat",
                "few_validation": "",
                "few_updates": "60",
            }
            for i in range(8)
        ]
    )
    said = cautions(shapes, WORDS)[""]
    assert len(said) == 2
    assert all("field one (m0, m1, m2, m3, m4, m5 and 2 more)" in sentence for sentence in said)
