"""A split comes back from its file, and knows the scene it was drawn from."""

import re

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.scenes.scene import make_scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import read_split, write_split


def test_a_split_comes_back_from_its_file_and_knows_its_scene(tmp_path):
    split = draw_split(np.ones((20, 20), bool), 0, 100, 0.1, 50)
    write_split(split, tmp_path / "split.h5", {"scene_hash": "abc", "test_size": 50})
    again = read_split(tmp_path / "split.h5", "abc")
    np.testing.assert_array_equal(again.train, split.train)
    assert again.region == ""
    with pytest.raises(UserError, match="another version of the scene"):
        read_split(tmp_path / "split.h5", "def")


def test_a_split_names_the_region_that_labels_come_from(tmp_path):
    generator = np.random.default_rng(0)
    maps = generator.dirichlet([1, 1], (20, 20))
    scene = make_scene(generator.uniform(size=(20, 20, 3)), maps, ["a", "b"])
    split = draw_under(Condition("plot", {"plot_size": 8, "gap": 0}), scene, 3, 40, 0.1, 50)
    write_split(split, tmp_path / "split.h5", {"scene_hash": scene.hash})
    region = read_split(tmp_path / "split.h5", scene.hash).region
    top, bottom, left, right = map(int, re.findall(r"\d+", region))
    rows, columns = np.divmod(np.r_[split.train, split.validation], 20)
    assert top <= rows.min() and rows.max() <= bottom == top + 7
    assert left <= columns.min() and columns.max() <= right == left + 7


def test_a_truncated_file_is_named(tmp_path):
    path = tmp_path / "split.h5"
    write_split(draw_split(np.ones((20, 20), bool), 0, 100, 0.1, 50), path, {"scene_hash": "abc"})
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(UserError, match=r"split\.h5 cannot be read"):
        read_split(path, "abc")
