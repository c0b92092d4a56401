"""Sentences say what conditions cost and from which size labels pay, as the tables do."""

import dataclasses

import numpy as np
import pandas as pd

from learning_curves.report.conditions import condition_costs, labels_against_none

from made_runs import WORDS

PLACE = {"data_set": "field_one", "metric": "overallRMSE"}
EFFECT = PLACE | {
    "condition": "plot",
    "method": "kernel_ridge",
    "size": 1000,
    "first_condition": "standard",
    "ratio": 28.0,
    "ratio_low": 20.0,
    "ratio_high": 39.0,
    "n_pairs": 20,
    "next_region_low": 0.5,
    "next_region_high": 90.0,
    "same_error_at": 30.0,
    "same_error_at_low": 30.0,
    "same_error_at_high": 41.0,
}
BEST = PLACE | {"condition": "standard", "size": 1000, "best": "kernel_ridge"}
LACKING = " Its labelled pixels hold 2.0 % of water on average, the test pixels 30.0 %."
REGION = {name: EFFECT[name] for name in ("data_set", "metric", "condition", "method", "size")}


def costs(ratios=(), **changes):
    rows = [REGION | {"region": f"region {i}", "ratio": ratio} for i, ratio in enumerate(ratios)]
    regions = pd.DataFrame(rows, columns=[*REGION, "region", "ratio"])
    fewest = EFFECT | {"size": 30, "ratio": 5.0}
    other = EFFECT | {"method": "ridge", "ratio": 2.0}
    effects = pd.DataFrame([fewest, EFFECT | changes, other])
    words = dataclasses.replace(
        WORDS,
        conditions={"standard": "random pixels", "plot": "pixels of one plot"},
        regions={"standard": "", "plot": "plots"},
    )
    lacking = {("field_one", "plot", 1000): LACKING}
    return condition_costs(effects, regions, pd.DataFrame([BEST]), lacking, words)["field one"]


def test_the_cost_is_that_of_the_best_method_at_the_largest_size():
    assert costs() == [
        "With labels on pixels of one plot, kernel ridge with 1,000 labelled pixels errs 28 times "
        "as much as with labels on random pixels (20 to 39), averaged over 20 plots. There, 30 or "
        "fewer do as well (up to 41). Its labelled pixels hold 2.0 % of water on average, the test "
        "pixels 30.0 %."
    ]


def test_every_region_is_counted_and_one_more_is_predicted():
    """The mean of plots with ratios of 1 and of 50 describes neither."""
    said = costs([0.9, 1.1, 1.9, 2.1, 40, 50])[0]
    assert (
        "Single plots range from 0.9 to 50 times, and another one is expected between 0.5 and 90 "
        "times."
    ) in said


def test_few_regions_are_named_and_predict_nothing():
    said = costs([1.06, 32], next_region_low=np.nan, next_region_high=np.nan)[0]
    assert "By region: region 0 1.1 times, region 1 32 times." in said and "Another" not in said


def test_open_ends_and_lone_seeds_are_said():
    never = costs(same_error_at=np.inf, same_error_at_low=np.inf, same_error_at_high=np.inf)
    assert "There, no measured number errs so little." in never[0]
    # The same condition twice is as likely to err a little less as a little more.
    assert "more than were measured do as well (the interval" in costs(same_error_at=np.inf)[0]
    assert "There, 30 or fewer do as well (the interval" in costs(same_error_at_high=np.inf)[0]
    told = {"same_error_at": 80.0, "same_error_at_low": 50.0}
    assert "about 80 do as well (50 to 90)" in costs(**told, same_error_at_high=90)[0]
    assert "about 80 do as well (50 or more)" in costs(**told, same_error_at_high=np.inf)[0]
    worse = costs(same_error_at_high=30.0)[0]
    assert "(20 to 39), averaged over 20 plots. There, even the fewest measured, 30, do no" in worse
    assert "(one region, so no interval)" in costs(ratio_low=np.nan)[0]
    assert "no seed completed both" in costs(ratio=np.nan, ratio_low=np.nan)[0]


def crossing(**changes):
    row = PLACE | {
        "condition": "standard",
        "method": "svr",
        "label_free": "vca_nnls",
        "error_label_free": 0.07,
        "break_even": 60.0,
        "break_even_low": 45.0,
        "break_even_high": 80.0,
        "smallest_size": 30.0,
    }
    later = row | {"method": "ridge", "break_even": 900.0}
    return labels_against_none(pd.DataFrame([later, row | changes]), WORDS)["field one"]


def test_labels_pay_from_the_first_method_that_wins():
    without = "VCA NNLS, which takes no labels (RMSE 0.07)"
    assert crossing() == [f"From about 60 labelled pixels on (45 to 80), SVR beats {without}."]
    assert crossing(break_even=30.0, break_even_low=30.0, break_even_high=30.0) == [
        f"SVR beats {without} with 30 labelled pixels already, the fewest that both were given."
    ]
    assert crossing(break_even=30.2, break_even_low=30.0, break_even_high=42.0) == [
        f"From 30 or fewer labelled pixels on (up to 42), SVR beats {without}."
    ]
    assert crossing(break_even_high=np.inf) == [
        f"From about 60 labelled pixels on (45 or more), SVR seems to beat {without}, but that is "
        "not shown."
    ]
    nothing = {"break_even": np.nan, "break_even_low": np.nan, "break_even_high": np.nan}
    assert "ridge beats" in crossing(**nothing)[0].lower()


def test_a_method_that_may_beat_going_without_labels_is_not_denied():
    without = "VCA NNLS, which takes no labels (RMSE 0.07)"

    def none(*lows, smallest=30.0):
        rows = [
            PLACE
            | {
                "condition": "standard",
                "method": f"m{i}",
                "label_free": "vca_nnls",
                "error_label_free": 0.07,
                "break_even": np.inf,
                "break_even_low": low,
                "break_even_high": np.inf,
                "smallest_size": smallest,
            }
            for i, low in enumerate(lows)
        ]
        return labels_against_none(pd.DataFrame(rows), WORDS)["field one"]

    assert none(np.inf, np.inf) == [f"No method beats {without} with the labelled pixels measured."]
    assert none(np.inf, 170.0, 400.0) == [
        f"No method is shown to beat {without}: if at all, it takes 170 labelled pixels or more."
    ]
    assert none(30.0, np.inf) == [
        f"No method is shown to beat {without} with the labelled pixels measured."
    ]
    assert none(np.nan) == [
        f"No method is shown to beat {without} (one run at each size, so no interval)."
    ]
