"""A split comes back from its file, and knows the scene it was drawn from."""

import numpy as np
import pytest

from unmixing.errors import UserError
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import read_split, write_split


def test_a_split_comes_back_from_its_file_and_knows_its_scene(tmp_path):
    split = draw_split(np.ones((20, 20), bool), 0, 100, 0.1, 50)
    write_split(split, tmp_path / "split.h5", {"scene_hash": "abc", "test_size": 50})
    again = read_split(tmp_path / "split.h5", "abc")
    np.testing.assert_array_equal(again.train, split.train)
    with pytest.raises(UserError, match="another version of the scene"):
        read_split(tmp_path / "split.h5", "def")


def test_a_truncated_file_is_named(tmp_path):
    path = tmp_path / "split.h5"
    write_split(draw_split(np.ones((20, 20), bool), 0, 100, 0.1, 50), path, {"scene_hash": "abc"})
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(UserError, match=r"split\.h5 cannot be read"):
        read_split(path, "abc")
