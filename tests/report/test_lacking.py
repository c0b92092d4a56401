"""A page says which endmember labelled pixels lack, and passes on what audits warn of."""

import numpy as np
import pandas as pd

from unmixing.report.audit_warnings import cautions
from unmixing.report.lacking import describe_lacking_endmembers
from unmixing.vocabulary import UNMIXING

NAMES = {"field": ["shade", "water", "soil"]}
SPLIT = {"data_set": "field", "condition": "plot", "size": 1000} | {
    # The test pixels hold no shade, so it cannot be lacking.
    "class0_labelled": 0.0,
    "class0_test": 0.0,
    "class1_labelled": 0.02,
    "class1_test": 0.3,
    "class2_labelled": 0.98,
    "class2_test": 0.7,
}
RUNS = pd.DataFrame({"method": ["ridge"]})
SHAPES = pd.DataFrame(
    columns=["metric", "data_set", "method", "shape", "few_validation", "few_updates"]
)


def test_the_endmember_that_labels_hold_least_of_is_named():
    assert describe_lacking_endmembers(pd.DataFrame([SPLIT]), NAMES) == {
        ("field", "plot", 1000): (
            " Its labelled pixels hold 2.0 % of water on average, the test pixels 30.0 %."
        )
    }


def test_nothing_is_said_where_labels_hold_enough():
    assert (
        describe_lacking_endmembers(pd.DataFrame([SPLIT | {"class1_labelled": 0.2}]), NAMES) == {}
    )


def test_cautions_pass_on_warnings_of_audits():
    audits = {"field_one": pd.DataFrame({"warning": [np.nan, "the maps are transposed"]})}
    said = cautions(SHAPES, audits, RUNS, UNMIXING)
    assert said[""][0] == "field one: the maps are transposed"
    (nothing,) = cautions(SHAPES, {}, RUNS, UNMIXING)[""]
    assert nothing == "There were too few runs to test the shapes of curves."
    falling = pd.DataFrame([["overallRMSE", "field one", "ridge", "falls", "", ""]])
    (nothing,) = cautions(falling.set_axis(SHAPES.columns, axis=1), {}, RUNS, UNMIXING)[""]
    assert nothing.startswith("No curve misbehaves")
