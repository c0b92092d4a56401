"""A first study of a user's own scene: its entry, sizes, conditions and suitable methods."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.scenes.entry import SceneEntry, SceneFile
from unmixing.scenes.formats import check_files
from unmixing.scenes.groups import LAYER
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels, draw_under
from unmixing.study.scene_entries import ANY_FILES

ESTIMATORS = ("kernel_ridge", "ridge", "fcls_fitted", "nnls", "mean_abundance")
NETWORKS = ("unmixing_pixel_based_cnn",)
LARGEST_SIZE = 1000
LARGEST_TEST_SIZE = 2500
# With fewer, there are no sizes to compare.
FEWEST_LABELS = 20
SEEDS, VALIDATING = 10, 0.1
# Fewer plots say little about another one.
PLOTS = 20
# Pixels of a plot per pixel that may be labelled in it.
PLOT_ROOM = 1.6


def name_scene(files: Mapping[str, Path]) -> str:
    """Name a scene after its first file, in characters that a config allows."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", next(iter(files.values())).stem).strip("_") or "scene"


def read_own(name: str, files: Mapping[str, Path], options: Mapping[str, Any]) -> Scene:
    """Read a scene from files of any kind.

    Raises
    ------
    UserError
        If an option is unknown, or the content of a file cannot be recognised.
    """
    check_files(ANY_FILES, list(files), dict(options))
    of_files = {role: SceneFile(str(path)) for role, path in files.items()}
    return import_scene(name, SceneEntry(ANY_FILES, of_files, dict(options)), files)


def make_entry(
    files: Mapping[str, Path], options: Mapping[str, Any], scene: Scene
) -> dict[str, Any]:
    """Make the entry of a scene for a config, with absolute paths and the shape found."""
    entry: dict[str, Any] = {
        "files": {role: {"path": str(path.resolve())} for role, path in files.items()}
    }
    if options:
        entry["options"] = dict(options)
    return entry | {"shape": list(scene.shape), "n_endmembers": scene.n_endmembers}


def make_study(name: str, entry: Mapping[str, Any], scene: Scene) -> dict[str, Any]:
    """Make a config for a study of one scene.

    Raises
    ------
    UserError
        If the scene has too few labelled pixels to learn from and to test on.
    """
    labelled = int(scene.valid.sum())
    if labelled < FEWEST_LABELS:
        raise UserError(
            f"the scene has {labelled} labelled pixels, and a study needs {FEWEST_LABELS} or more: "
            "some to learn from and others to test on."
        )
    test_size = min(LARGEST_TEST_SIZE, labelled // 2)
    largest = min(LARGEST_SIZE, labelled - test_size)
    in_groups = LAYER in scene.layers
    if in_groups:
        of_groups = min(test_size, labelled // 3)
        most = _most_of_groups(scene, of_groups)
        in_groups = most >= FEWEST_LABELS // 2
        if in_groups:
            test_size, largest = of_groups, min(LARGEST_SIZE, most)
    conditions = _conditions(scene, largest, test_size, in_groups)
    seeds = PLOTS if not conditions.keys().isdisjoint({"plot", "groups"}) else SEEDS
    return {
        "study": name,
        "scenes": {name: dict(entry)},
        "conditions": conditions,
        "models": {method: {} for method in _suitable(scene)},
        "train_sizes": _sizes(largest),
        "test_size": test_size,
        "seeds": seeds,
        "seeds_per_job": SEEDS,
    }


def _most_of_groups(scene: Scene, test_size: int) -> int:
    """Return how many pixels every seed may label outside of the tested groups, or 0."""
    groups = Condition("groups", {"pixels_per_group": 0, "group_size": 0})
    try:
        draws = [draw_pixels(groups, scene, seed, test_size) for seed in range(PLOTS)]
    except UserError:
        return 0
    return min(len(drawn.eligible) for drawn in draws)


def _conditions(
    scene: Scene, largest: int, test_size: int, in_groups: bool
) -> dict[str, dict[str, Any]]:
    """Return other groups first where labels come in groups, random pixels, and perhaps a plot."""
    anywhere: dict[str, dict[str, Any]] = {"standard": {}}
    if in_groups:
        return {"groups": {"split": "groups"}} | anywhere
    side = math.ceil(math.sqrt(PLOT_ROOM * largest))
    plot = Condition("plot", {"plot_size": side, "gap": 0})
    try:
        for seed in range(PLOTS):
            draw_under(plot, scene, seed, largest, VALIDATING, test_size)
    except UserError:
        return anywhere
    return anywhere | {"plot": {"split": "plot", "plot_size": side}}


def _sizes(largest: int) -> list[int]:
    """Return up to five sizes in equal ratios, rounded to two digits."""
    smallest = max(10, min(30, largest // 8))
    sizes = np.geomspace(smallest, largest, 5)
    rounded = {int(float(f"{size:.2g}")) for size in sizes[:-1]}
    return sorted(size for size in rounded if size < largest) + [largest]


def _suitable(scene: Scene) -> list[str]:
    """List the methods of a first study that suit a scene."""
    facts = scene.facts
    fitted = [
        name for name in ESTIMATORS if facts.has_endmembers or not estimator(name).needs_endmembers
    ]
    trained = [name for name in NETWORKS if facts.bands >= architecture(name).minimum_bands]
    return fitted + trained
