"""Costs of campaigns are curves, one per design, with the cheapest marked."""

import numpy as np
import pandas as pd

from learning_curves.figures.campaign_costs import campaign_costs

from drawn import read_legend, read_texts
from made_runs import WORDS

ERRORS = [0.2, 0.1, 0.05]


def rows(condition, costs, method="ridge", data_set="field"):
    costs = np.array(costs, float)
    return pd.DataFrame(
        {
            "data_set": data_set,
            "condition": condition,
            "method": method,
            "target_error": ERRORS,
            "assurance": 0.8,
            "groups_low": costs / 20,
            "cost": costs,
            "cost_low": costs / 2,
            "cost_high": costs * 2,
            "unit": "minutes",
            "cheapest": False,
        }
    )


def test_every_design_is_a_curve_with_its_best_method():
    table = pd.concat(
        [
            rows("one", [100, 200, 400]).assign(cheapest=True),
            rows("one", [150, 250, 500], "svr"),
            rows("four", [300, 500, np.nan]),
        ],
        ignore_index=True,
    )
    figure = campaign_costs(table, WORDS)
    assert read_legend(figure) == ["ridge, one", "ridge, four"]
    (axes,) = figure.axes
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) > 1]
    assert lines[0].get_xdata().tolist() == [400, 200, 100]
    assert axes.get_xlabel() == "cost (minutes)"
    assert axes.get_ylabel() == "RMSE that eight of ten campaigns reach"
    (rings,) = [points for points in axes.collections if len(points.get_offsets()) == 3]
    assert rings.get_offsets()[:, 0].tolist() == [400, 200, 100]


def test_a_study_without_an_answer_says_so():
    figure = campaign_costs(rows("one", [np.nan] * 3), WORDS)
    assert [text for text in read_texts(figure) if text] == [
        "No campaign on field is known to reach a target error."
    ]


def test_errors_that_the_fewest_groups_reach_are_one_point():
    figure = campaign_costs(rows("one", [100, 100, 400]).assign(cheapest=True), WORDS)
    (axes,) = figure.axes
    (line,) = [line for line in axes.get_lines() if len(line.get_xdata()) > 1]
    assert line.get_xdata().tolist() == [400, 100]
    assert line.get_ydata().tolist() == [0.05, 0.1]
