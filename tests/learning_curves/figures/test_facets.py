"""Facets are the data sets with their conditions, in the order of a table."""

import pandas as pd

from learning_curves.figures.facets import facet_label, facets_of, of_facet

from made_runs import runs_of


def test_facets_are_found_named_and_cut_out():
    runs = pd.concat(
        [
            runs_of({"m": [0.1]}, "far_field", condition="standard"),
            runs_of({"m": [0.2]}, "coast", condition="standard"),
            runs_of({"m": [0.3]}, "coast", condition="long_training"),
        ]
    )
    facets = facets_of(runs)
    assert facets == [
        ("far_field", "standard"),
        ("coast", "standard"),
        ("coast", "long_training"),
    ]
    assert [facet_label(facet, facets) for facet in facets] == [
        "far field, standard",
        "coast, standard",
        "coast, long training",
    ]
    assert facet_label(facets[0], facets[:2]) == "far field"
    assert of_facet(runs, ("coast", "standard"))["overallRMSE"].tolist() == [0.2]
