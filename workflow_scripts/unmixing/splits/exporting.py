"""The arrays of a split, for use outside this project."""

from pathlib import Path

from unmixing.scenes.scene import Scene
from unmixing.splits.patches import extract_patches, find_normalisation_range
from unmixing.splits.split import Split
from unmixing.storage import write_hdf5

GROUPS = {"train": "train", "val": "validation", "test": "test"}


def export_arrays(scene: Scene, split: Split, neighbourhood_size: int, path: str | Path) -> None:
    """Write groups train, val and test, each with `data` and `labels`, and the training range.

    `data` is (n, k, k, bands) float32 as in the scene, not yet normalised; the attributes `min` and
    `max` of the file are the range that the reference normalises with. `labels` is
    (n, n_endmembers) float32.
    """
    minimum, maximum = find_normalisation_range(scene, split, neighbourhood_size)
    with write_hdf5(path) as file:
        for group, part in GROUPS.items():
            indices = getattr(split, part)
            file[f"{group}/data"] = extract_patches(scene.cube, indices, neighbourhood_size)
            file[f"{group}/labels"] = scene.labels[indices]
        file.attrs["min"] = minimum
        file.attrs["max"] = maximum
