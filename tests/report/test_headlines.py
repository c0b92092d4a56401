"""Sentences say what the tables say."""

import numpy as np
import pandas as pd

from unmixing.report import headlines

PLACE = {"scene": "field_one", "condition": "standard", "metric": "overallRMSE"}


def answer(model, error, status, needed, words, factor=1.0, measured_at=np.inf):
    return PLACE | {
        "model": model,
        "target_error": error,
        "status": status,
        "needed": needed,
        "factor": factor,
        "measured_at": measured_at,
        "answer": words,
    }


def test_the_method_that_needs_fewest_pixels_is_named():
    table = pd.DataFrame(
        [
            answer("ridge", 0.1, "reached", 300, "about 300 labelled pixels"),
            answer("unmixing_pixel_based_cnn", 0.1, "reached", 90, "about 90 labelled pixels"),
            answer("svr", 0.1, "unknown", 20, "about 20 labelled pixels"),
            answer("ridge", 0.01, "unknown", np.inf, "more than 900, if ever", factor=np.inf),
        ]
    )
    assert headlines.pixels_needed(table) == {
        "field one": [
            "RMSE 0.1: pixel-based CNN, about 90 labelled pixels.",
            "RMSE 0.01: no method is known to reach it. First would be ridge, "
            "more than 900, if ever.",
        ]
    }


def test_methods_that_need_alike_are_all_named():
    words = "at most 60 labelled pixels; measured at 60 labelled pixels already"
    table = pd.DataFrame(
        [answer(model, 0.1, "reached", 60, words) for model in ("lmm", "ridge", "svr")]
        + [answer("random_forest", 0.1, "reached", 80, "about 80 labelled pixels")]
    )
    said = headlines.pixels_needed(table)["field one"]
    assert said == [f"RMSE 0.1: LMM, ridge and SVR, {words}."]


def test_an_error_that_was_measured_is_known_to_be_reached():
    words = "about 300 labelled pixels, at least 200, without an upper bound"
    table = pd.DataFrame([answer("ridge", 0.1, "unknown", 300, words, measured_at=400)])
    assert headlines.pixels_needed(table) == {"field one": [f"RMSE 0.1: ridge, {words}."]}


def test_the_best_method_is_named_with_the_evidence():
    summary = pd.DataFrame(
        [
            PLACE | {"model": model, "n_train_pixels": 60, "mean": mean, "n_runs": 3}
            for model, mean in (("ridge", 0.2), ("svr", 0.1), ("lmm", 0.4))
        ]
    )
    pair = {"model_a": "ridge", "model_b": "svr", "n_train_pixels": 60, "n_pairs": 3, "ties": 0}
    verdict = "cannot be significant with 3 seeds (smallest possible p = 0.25)"
    comparisons = pd.DataFrame([PLACE | pair | {"wins": 1, "losses": 2, "verdict": verdict}])
    said = headlines.best_methods(summary, comparisons)["field one"]
    assert said == [
        "With 60 labelled pixels: SVR, mean RMSE 0.1 over 3 seeds; against the next, ridge, "
        f"it wins 2 of 3 seeds: {verdict}."
    ]
    assert "next is ridge" in headlines.best_methods(summary, comparisons.head(0))["field one"][0]


def test_twice_the_labels_is_said_for_the_best_fit():
    sizes = np.array([50.0, 100, 200])
    rows = [
        PLACE
        | {"model": model, "n_train_pixels": size, "error": scale / size, "low": low, "high": 0.5}
        for model, scale, low in (("ridge", 10, 0.04), ("svr", 20, np.nan))
        for size in sizes
    ]
    said = headlines.twice_the_labels(pd.DataFrame(rows))["field one"]
    assert said == [
        "With 200 labelled pixels instead of 100, the fit of ridge expects an RMSE of 0.05 "
        "(95 % band 0.04 to 0.5) instead of 0.1."
    ]


def test_cautions_pass_on_warnings_and_flags():
    shapes = pd.DataFrame(
        [
            PLACE
            | {
                "model": "ridge",
                "shape": "peaking, falling",
                "few_validation_pixels": "60",
                "few_updates": "",
            }
        ]
    )
    audits = {"field_one": pd.DataFrame({"warning": [np.nan, "the maps are transposed"]})}
    said = headlines.cautions(shapes, audits)
    assert said[0] == "field one: the maps are transposed"
    assert any("rises significantly" in sentence for sentence in said)
    assert any("Fewer than 10 pixels validate" in sentence for sentence in said)
    assert not any("500 updates" in sentence for sentence in said)


def test_a_method_that_cannot_be_fitted_is_not_called_reached():
    words = "cannot be said from a fit: one training-set size makes no curve"
    table = pd.DataFrame([answer("ridge", 0.1, "not fitted", np.nan, words)])
    assert headlines.pixels_needed(table) == {"field one": [f"RMSE 0.1: {words}."]}


def test_conditions_are_named_where_there_are_several():
    rows = [answer("ridge", 0.1, "reached", 60, "at most 60 labelled pixels")]
    rows.append(rows[0] | {"condition": "long_training"})
    said = headlines.pixels_needed(pd.DataFrame(rows))
    assert list(said) == ["field one, standard", "field one, long training"]


def test_planned_runs_are_counted():
    counts = {"planned": 6, "completed": 3, "diverged": 1, "missing": 2}
    assert headlines.coverage_sentence(pd.DataFrame([counts] * 2)) == (
        "6 of 12 planned runs completed; 2 diverged and 4 are missing."
    )


def test_a_long_list_of_methods_is_cut():
    shapes = pd.DataFrame(
        [
            PLACE
            | {
                "model": f"m{i}",
                "shape": "flat",
                "few_validation_pixels": "",
                "few_updates": "60",
            }
            for i in range(8)
        ]
    )
    said = headlines.cautions(shapes, {})
    assert len(said) == 2
    assert all("field one (m0, m1, m2, m3, m4, m5 and 2 more)" in sentence for sentence in said)
