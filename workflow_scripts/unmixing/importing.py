"""From a scene's entry in the config to a scene that a study can trust."""

import dataclasses
import logging
from pathlib import Path

import numpy as np

from unmixing import formats
from unmixing.errors import UserError
from unmixing.formats.zhu import read_ground_truth
from unmixing.scene import Scene
from unmixing.scene_checks import validate_scene
from unmixing.simulation import simulate_scene
from unmixing.storage import check_file, sha256_of


def import_scene(name: str, entry: dict, files: dict[str, str]) -> Scene:
    """Read or simulate a scene and validate it.

    Parameters
    ----------
    name : of the scene, for messages
    entry : of the config, with the expected `sha256` and `git_blob` (or None) of each file by role
    files : paths by role

    Raises
    ------
    UserError
        If a file is not the expected one or the scene is not what a study needs.
    """
    files = {role: Path(path) for role, path in files.items()}
    for role, path in files.items():
        check_file(path, entry["files"][role]["sha256"], entry["files"][role]["git_blob"])
    try:
        scene = _simulated(entry, files) if entry["simulation"] else _read(entry, files)
        _check_declared(scene, entry)
        validate_scene(scene)
    except UserError as error:
        raise UserError(f"scene {name}: {error}") from None
    n_invalid = int(np.sum(~scene.valid))
    logging.info("%s: %s, endmembers %s", name, scene.shape, ", ".join(scene.names))
    if n_invalid:
        logging.warning("%s: %d pixels hold a NaN or an infinity and are left out", name, n_invalid)
    fixed_range = entry["normalisation_range"]
    return dataclasses.replace(
        scene,
        normalisation_range=(
            scene.normalisation_range if fixed_range is None else tuple(fixed_range)
        ),
        input_sha256={role: sha256_of(path) for role, path in files.items()},
    )


def _read(entry: dict, files: dict[str, Path]) -> Scene:
    return formats.read(entry["format"], files, entry["options"])


def _simulated(entry: dict, files: dict[str, Path]) -> Scene:
    simulation = entry["simulation"]
    maps = None
    if "ground_truth" in files:
        maps = _maps_in_order(files["ground_truth"], list(simulation["endmembers"]))
    return simulate_scene(shape=tuple(entry["shape"]), maps=maps, **simulation)


def _maps_in_order(path: Path, endmembers: list[str]) -> np.ndarray:
    """Read the maps of a ground truth, in the order of the simulated endmembers' names."""
    abundances, _, names = read_ground_truth(path)
    if sorted(names) != sorted(endmembers):
        raise UserError(
            f"{path} has the maps {', '.join(names)}, but the simulation names the endmembers "
            f"{', '.join(endmembers)}: name them as the maps."
        )
    return abundances[..., [names.index(name) for name in endmembers]]


def _check_declared(scene: Scene, entry: dict) -> None:
    if entry["shape"] is not None and list(scene.shape) != entry["shape"]:
        raise UserError(
            f"its shape is {list(scene.shape)}, but the config declares {entry['shape']}: "
            "correct the config, or how the file is read."
        )
    if entry["n_endmembers"] not in (None, scene.n_endmembers):
        raise UserError(
            f"it has {scene.n_endmembers} endmembers, but the config declares "
            f"{entry['n_endmembers']}: correct one of them."
        )
