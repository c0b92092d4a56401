"""What is doubtful about a map is found in its numbers."""

import numpy as np
import pytest

from unmixing.prediction.facts import Counts, describe_map, read_facts, write_facts
from unmixing.prediction.parts import Part
from unmixing.scenes.windows import Window


def counts_of(scene, times=1.0, outside=0):
    """Return the counts of a map whose spectra are so many times as bright as a scene's."""
    counts, half = Counts(), scene.shape[0] // 2
    for top, bottom in ((0, half), (half, scene.shape[0])):
        cube = scene.cube[top:bottom]
        beyond = np.zeros(cube.shape[:2])
        beyond.flat[: outside // 2] = 1
        window = Window(top, bottom, 0, scene.shape[1])
        counts.add(Part(window, cube[..., :2], beyond, times * float(cube.mean())))
    return counts


def doubts(scene, divided_by=1.0, **changes):
    return describe_map("other", counts_of(scene, **changes), scene, divided_by).doubts


def test_an_image_like_the_scene_is_not_doubted(small_scene):
    facts = describe_map(
        "other", counts_of(small_scene, outside=24), small_scene, 1, ["", "a note"]
    )
    n = small_scene.valid.size
    assert facts.doubts == () and facts.notes == ("a note",)
    assert facts.n_pixels == facts.n_predicted == n
    assert facts.share_outside == pytest.approx(24 / n)
    assert doubts(small_scene, times=4.9) == doubts(small_scene, times=1 / 4.9) == ()


def test_other_units_are_doubted_with_what_to_divide_by(small_scene):
    (brighter,) = doubts(small_scene, times=9000)
    assert "9e+03 times as bright" in brighter and "predict.scale" in brighter
    assert "(10000, say)" in brighter
    (darker,) = doubts(small_scene, times=0.012, divided_by=10_000)
    assert "1/83.3 times as bright" in darker and "(100, say)" in darker


def test_an_image_that_labels_do_not_cover_is_doubted(small_scene):
    n = small_scene.valid.size
    (doubt,) = doubts(small_scene, outside=n // 2)
    assert doubt.startswith("50% of its pixels are unlike every labelled pixel")


def test_an_empty_map_is_doubted(small_scene):
    counts = Counts()
    nothing = np.full((3, 3, 2), np.nan)
    counts.add(Part(Window(0, 3, 0, 3), nothing, nothing[..., 0], np.nan))
    (doubt,) = describe_map("other", counts, small_scene, 1).doubts
    assert "the map is empty" in doubt


def test_facts_are_read_as_written(small_scene, tmp_path):
    facts = describe_map("other", counts_of(small_scene, times=100), small_scene, 1, ["a note"])
    write_facts(facts, tmp_path / "other.json")
    assert read_facts(tmp_path / "other.json") == facts
