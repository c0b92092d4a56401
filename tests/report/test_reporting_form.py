"""The reporting form has every entry, filled in or marked."""

import numpy as np
import pandas as pd

from unmixing.report.reporting_form import ENTRIES, TO_FILL_IN, Described, Facts, write_form
from unmixing.vocabulary import UNMIXING

WGS84 = 'PROJCS["WGS 84 / UTM zone 33N",GEOGCS["WGS 84"]]'
SCENE = Described((95, 90, 156), ["rock", "tree"], "reflectance", "Zhu, 2017", None, None, "")


def form_of(scenes):
    runs = pd.DataFrame({"size": [50, 100], "repetition": [0, 1], "n_test_pixels": [500, 500]})
    counts = pd.DataFrame({"planned": [4], "completed": [3], "collapsed": [1]})
    facts = Facts(
        study="field",
        scenes=scenes,
        runs=runs,
        coverage=counts,
        methods={"kernel_ridge": "Saunders, 1998"},
        conditions={"standard": "random pixels"},
        findings=["Kernel ridge reaches it | somehow."],
        cautions=[],
        condition_costs=[],
        estimand="geometric mean over completed runs",
        versions={"numpy": "2.0"},
    )
    text = write_form(facts, UNMIXING)
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return text, {entry: value for entry, value in rows if entry != "entry"}


def test_every_entry_is_filled_in_or_marked():
    text, form = form_of({"samson": SCENE})
    assert text.startswith("# Reporting form: field\n")
    assert set(form) == {entry for entries in ENTRIES.values() for entry in entries}
    assert form["Author names"] == form["Scientific interpretation"] == TO_FILL_IN
    # Nothing was found, so somebody has to look.
    assert form["Potential biases"] == TO_FILL_IN
    assert form["Learning method"] == "kernel ridge (Saunders, 1998)"
    assert form["Sample size"].startswith("50 and 100 labelled pixels")
    assert form["Training domain"] == "95 x 90 pixels, without a place"
    assert form["Coordinate reference system"] == TO_FILL_IN
    assert "3 of 4 runs completed, and 1 of them collapsed" in form["Limitations"]
    assert form["Validation results"] == "Kernel ridge reaches it / somehow."


def test_scenes_are_named_where_they_differ():
    placed = SCENE._replace(
        wavelengths=np.array([0.4, 2.5]), corner=(388000.0, 5820000.0), crs=WGS84
    )
    _, form = form_of({"berlin_south": placed, "samson": SCENE})
    assert form["Training domain"] == (
        "berlin south: 95 x 90 pixels from (388000, 5820000) on<br>samson: 95 x 90 pixels, without "
        "a place"
    )
    assert form["Number of predictors"] == "156 bands"
    # One scene has no wavelengths, so the entry is not complete.
    assert form["Names of predictors"] == TO_FILL_IN
    _, form = form_of({"berlin": placed})
    assert form["Names of predictors"] == "0.4 to 2.5 µm"
    assert form["Coordinate reference system"] == "WGS 84 / UTM zone 33N"
