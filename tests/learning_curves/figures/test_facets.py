"""Facets are the data sets with their conditions, in the order of a table."""

import pandas as pd

from learning_curves.figures.facets import label_facet, list_facets, select_facet

from made_runs import make_runs


def test_facets_are_found_named_and_cut_out():
    runs = pd.concat(
        [
            make_runs({"m": [0.1]}, "far_field", condition="standard"),
            make_runs({"m": [0.2]}, "coast", condition="standard"),
            make_runs({"m": [0.3]}, "coast", condition="long_training"),
        ]
    )
    facets = list_facets(runs)
    assert facets == [
        ("far_field", "standard"),
        ("coast", "standard"),
        ("coast", "long_training"),
    ]
    assert [label_facet(facet, facets) for facet in facets] == [
        "far field, standard",
        "coast, standard",
        "coast, long training",
    ]
    assert label_facet(facets[0], facets[:2]) == "far field"
    assert select_facet(runs, ("coast", "standard"))["overallRMSE"].tolist() == [0.2]
