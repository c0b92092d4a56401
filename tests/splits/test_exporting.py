"""Exported arrays are the pixels of a split, with the range that normalises them."""

import h5py
import numpy as np

from unmixing.splits.drawing import draw_split
from unmixing.splits.exporting import export_arrays
from unmixing.splits.patches import extract_patches


def test_the_arrays_of_a_split_are_written(small_scene, tmp_path):
    split = draw_split(small_scene.valid, 0, 40, 0.1, 50)
    export_arrays(small_scene, split, 3, tmp_path / "arrays.h5")
    with h5py.File(tmp_path / "arrays.h5") as file:
        for group, pixels in (("train", split.train), ("val", split.validation)):
            np.testing.assert_array_equal(file[group]["labels"], small_scene.labels[pixels])
        patches = extract_patches(small_scene.cube, split.test, 3)
        np.testing.assert_array_equal(file["test/data"], patches)
        assert file.attrs["min"] == file["train/data"][()].min()
        assert file.attrs["max"] == file["train/data"][()].max()
