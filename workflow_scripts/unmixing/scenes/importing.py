"""From a scene's entry in a study to a scene that the study can trust."""

import dataclasses
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes import formats
from unmixing.scenes.checks import check_declared, validate_scene
from unmixing.scenes.cleaning import cleaned, left_out
from unmixing.scenes.entry import SceneEntry, Simulation
from unmixing.scenes.formats.zhu import read_ground_truth
from unmixing.scenes.scene import Scene
from unmixing.scenes.simulation import simulate_scene
from unmixing.storage import check_file, compute_sha256

# Blocks of rows of a large image: half a gigabyte of 16-bit numbers.
LOOKED_AT = 32


def import_scene(name: str, entry: SceneEntry, files: Mapping[str, str | Path]) -> Scene:
    """Read or simulate a scene and validate it.

    Parameters
    ----------
    name : str
        Of the scene, for messages.
    entry : SceneEntry
        What the study says of the scene, the expected digests of its files included.
    files : Mapping[str, str or Path]
        Paths by role.

    Raises
    ------
    UserError
        If a file is not the expected one or the scene is not what a study needs.
    """
    paths = {role: Path(path) for role, path in files.items()}
    for role, path in paths.items():
        check_file(path, entry.files[role].sha256, entry.files[role].git_blob)
    scene = _validated(name, entry, paths, entry.options)
    digests = {role: compute_sha256(path) for role, path in paths.items()}
    return dataclasses.replace(scene, input_sha256=digests)


def look_at_scene(name: str, entry: SceneEntry, files: Mapping[str, str | Path]) -> Scene:
    """Read files of any kind as `import_scene` does, but of a large image only a sample.

    All labelled pixels are looked at, and some blocks of rows, which a note says.

    Raises
    ------
    UserError
        If the scene is not what a study needs.
    """
    paths = {role: Path(path) for role, path in files.items()}
    return _validated(name, entry, paths, {**entry.options, "most_blocks": LOOKED_AT})


def _validated(
    name: str, entry: SceneEntry, paths: dict[str, Path], options: Mapping[str, Any]
) -> Scene:
    try:
        scene = cleaned(_made(entry, paths, options))
        check_declared(scene, entry)
        validate_scene(scene)
    except UserError as error:
        raise UserError(f"scene {name}: {error}") from None
    _log(name, scene)
    given = entry.normalisation_range or scene.normalisation_range
    return dataclasses.replace(scene, normalisation_range=given)


def _made(entry: SceneEntry, paths: dict[str, Path], options: Mapping[str, Any]) -> Scene:
    """Read or simulate the scene of an entry, which has a format or a simulation with a shape."""
    if entry.simulation is not None and entry.shape is not None:
        return _simulated(entry.simulation, entry.shape, paths)
    if entry.format is not None:
        return formats.read(entry.format, paths, options)
    raise UserError("give it a format and files, or a simulation with a shape.")


def _simulated(
    simulation: Simulation, shape: tuple[int, int, int], paths: dict[str, Path]
) -> Scene:
    maps = None
    if "ground_truth" in paths:
        maps = _maps_in_order(paths["ground_truth"], list(simulation.endmembers))
    return simulate_scene(shape=shape, maps=maps, **dataclasses.asdict(simulation))


def _maps_in_order(path: Path, endmembers: list[str]) -> np.ndarray:
    """Read the maps of a ground truth, in the order of the simulated endmembers' names."""
    abundances, _, names = read_ground_truth(path)
    if sorted(names) != sorted(endmembers):
        raise UserError(
            f"{path} has the maps {', '.join(names)}, but the simulation names the endmembers "
            f"{', '.join(endmembers)}: name them as the maps."
        )
    return abundances[..., [names.index(name) for name in endmembers]]


def _log(name: str, scene: Scene) -> None:
    for note in scene.notes:
        logging.warning("%s: %s", name, note)
    logging.info("%s: %s, endmembers %s", name, scene.shape, ", ".join(scene.names))
    if without := left_out(scene):
        logging.warning("%s: left out: %s", name, without)
