"""A study of a scene that cannot be used stops before training, with sentences."""

import dataclasses

import pytest

from project import copy_project, fail_study, npy_study

pytestmark = pytest.mark.slow


def test_a_scene_that_cannot_be_used_stops_before_training(tmp_path, small_scene):
    project = copy_project(tmp_path)
    narrow = dataclasses.replace(small_scene, cube=small_scene.cube[..., :40])
    models = {name: {} for name in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae")}
    # The study does not declare the shape, so impossible cells are known once the scene is read.
    data = npy_study(project, narrow, models=models, train_sizes=[20, 400, 600])
    said = fail_study(project, data=data)
    for words in (
        "the scene has 40 bands, and unmixing_pixel_based_cnn needs 66 or more",
        "unmixing_pixel_based_dcae needs 78 or more",
        "unmixing_pixel_based_dcae needs endmembers",
        "train size 400 overlaps the fixed test set",
        "train size 600 is larger",
    ):
        assert words in said
    (data / "cube.npy").unlink()
    said = fail_study(project, data=data)
    assert "The scene file cube.npy is not in" in said and "UNMIXING_DATA" in said
    assert not list(project.glob("results/small/runs/**/predictions.h5"))
