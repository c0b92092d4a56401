"""The audit of a scene finds what would mislead a reader."""

import dataclasses

import numpy as np
import pytest

from unmixing.scenes import formats
from unmixing.scenes.audit import audit


def values(scene):
    return audit(scene).set_index("check")


def test_a_clean_simulated_scene_has_endmembers_of_its_own_scale(small_scene):
    found = values(small_scene)
    scales = found[found.index.str.startswith("scale of")]
    assert scales["value"].between(0.8, 1.2).all()
    assert found.loc["largest deviation of an abundance sum from one", "value"] < 1e-6


def test_a_rescaled_endmember_is_named(small_scene):
    name = small_scene.names[1]
    scene = dataclasses.replace(small_scene, endmembers=small_scene.endmembers * [1, 3, 1])
    found = values(scene).loc[f"scale of {name} in the cube over the stored one"]
    assert found["value"] == pytest.approx(1 / 3, rel=0.2)
    assert name in found["warning"]


def test_an_endmember_that_the_scene_lacks_or_stores_as_zeros_is_said(small_scene):
    cube, abundances = small_scene.cube, small_scene.abundances.copy()
    abundances[..., 0] = 0
    abundances /= abundances.sum(axis=-1, keepdims=True)
    lacking = values(dataclasses.replace(small_scene, abundances=abundances))
    check = "scale of {} in the cube over the stored one".format
    assert "no pixel of the cube" in lacking.loc[check(small_scene.names[0]), "warning"]
    endmembers = small_scene.endmembers.copy()
    endmembers[:, 1] = 0
    shade = values(dataclasses.replace(small_scene, cube=cube, endmembers=endmembers))
    assert "stored as shade" in shade.loc[check(small_scene.names[1]), "warning"]
    assert np.isfinite(shade.loc["RMSE of NNLS with peak-normalised endmembers", "value"])


def test_endmembers_that_are_no_reflectance_are_named(small_scene):
    counts = dataclasses.replace(
        small_scene, cube=small_scene.cube * 10_000, endmembers=small_scene.endmembers * 10_000
    )
    check = "largest value of the stored endmembers"
    assert "give the cube and the endmembers as reflectance" in values(counts).loc[check, "warning"]
    assert values(small_scene).loc[check, "warning"] == ""


@pytest.mark.parametrize(
    ("scene", "cube", "truth", "reproduced"),
    [
        ("samson", "samson_1.mat", "end3.mat", 0.0020),
        ("jasper", "jasperRidge2_R198.mat", "end4.mat", 0.0050),
    ],
)
def test_public_ground_truths_are_nnls_of_their_endmembers(
    real_data, scene, cube, truth, reproduced
):
    folder = real_data / scene
    found = values(
        formats.read("zhu", {"cube": folder / cube, "ground_truth": folder / truth}, {})
    ).loc["RMSE of NNLS with peak-normalised endmembers"]
    assert found["value"] == pytest.approx(reproduced, abs=2e-4)
    assert "no label" in found["warning"]


def test_labels_of_0_and_1_alone_are_called_a_classification(small_scene):
    check = "share of pixels with one endmember alone"
    assert values(small_scene).loc[check, "warning"] == ""
    classes = np.eye(3, dtype=np.float32)[small_scene.abundances.argmax(axis=-1)]
    found = values(dataclasses.replace(small_scene, abundances=classes)).loc[check]
    assert found["value"] == 1
    assert "degrade" in found["warning"]


def test_what_was_found_out_in_reading_is_told(small_scene):
    notes = ("12 pixels hold -9999 in a band", "bands 3-4 hold no number")
    found = audit(dataclasses.replace(small_scene, notes=notes))
    assert tuple(found["warning"].head(2)) == notes
    assert audit(small_scene)["warning"].eq("").iloc[0]


def test_a_check_that_cannot_be_made_says_so_and_stops_no_other(small_scene):
    endmembers = small_scene.endmembers.copy()
    endmembers[0] = np.nan
    found = values(dataclasses.replace(small_scene, endmembers=endmembers))
    assert found["warning"].str.contains("cannot be made").any()
    assert np.isfinite(found.loc["reconstruction error, refitted endmembers", "value"])
