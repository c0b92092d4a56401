"""A first study of a user's own scene: its entry, sizes, conditions and suitable methods."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from learning_curves.errors import UserError
from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.scenes.entry import SceneEntry, SceneFile
from unmixing.scenes.formats import check_files
from unmixing.scenes.importing import look_at_scene
from unmixing.scenes.scene import Scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.study.own_designs import (
    GROUPS,
    LARGEST_SIZE,
    LARGEST_TEST_SIZE,
    SEEDS_OF_PLOTS,
    STANDARD,
    Plan,
    choose_sizes,
    plan_groups,
)
from unmixing.study.scene_entries import ANY_FILES

ESTIMATORS = ("kernel_ridge", "ridge", "fcls_fitted", "nnls", "mean_abundance")
NETWORKS = ("unmixing_pixel_based_cnn",)
# With fewer, there are no sizes to compare.
FEWEST_LABELS = 20
SEEDS, VALIDATING = 10, 0.1
CAMPAIGN = {"assurance": 0.9, "costs": {"group": 10, "pixel": 1, "unit": "units"}}
# Networks take their time, so they are run with all pixels of groups and with random ones.
MOST_CONDITIONS_OF_NETWORKS = 2
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
    return look_at_scene(name, SceneEntry(ANY_FILES, of_files, dict(options)), files)


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
    plan = plan_groups(scene) or _plan_pixels(scene)
    models: dict[str, dict[str, Any]] = {method: {} for method in _suitable(scene)}
    for network in models.keys() & NETWORKS:
        if len(plan.conditions) > MOST_CONDITIONS_OF_NETWORKS:
            models[network] = {"conditions": [GROUPS, STANDARD]}
    study = {
        "study": name,
        "scenes": {name: dict(entry)},
        "conditions": plan.conditions,
        "models": models,
        "train_sizes": plan.train_sizes,
        "test_size": plan.test_size,
        "seeds": SEEDS if list(plan.conditions) == [STANDARD] else SEEDS_OF_PLOTS,
        "seeds_per_job": SEEDS,
    }
    # To be replaced by what the user's campaign costs and has to reach.
    return study | (CAMPAIGN if GROUPS in plan.conditions else {})


def _plan_pixels(scene: Scene) -> Plan:
    """Plan random pixels, and labels of one plot where the image has room for it."""
    labelled = int(scene.valid.sum())
    test_size = min(LARGEST_TEST_SIZE, labelled // 2)
    largest = min(LARGEST_SIZE, labelled - test_size)
    return Plan(_conditions(scene, largest, test_size), choose_sizes(largest), test_size)


def _conditions(scene: Scene, largest: int, test_size: int) -> dict[str, dict[str, Any]]:
    """Return random pixels, and labels of one plot where the image has room for it."""
    anywhere: dict[str, dict[str, Any]] = {STANDARD: {}}
    side = math.ceil(math.sqrt(PLOT_ROOM * largest))
    plot = Condition("plot", {"plot_size": side, "gap": 0})
    try:
        for seed in range(SEEDS_OF_PLOTS):
            draw_under(plot, scene, seed, largest, VALIDATING, test_size)
    except UserError:
        return anywhere
    return anywhere | {"plot": {"split": "plot", "plot_size": side}}


def _suitable(scene: Scene) -> list[str]:
    """List the methods of a first study that suit a scene."""
    facts = scene.facts
    fitted = [
        name for name in ESTIMATORS if facts.has_endmembers or not estimator(name).needs_endmembers
    ]
    trained = [name for name in NETWORKS if facts.bands >= architecture(name).minimum_bands]
    return fitted + trained
