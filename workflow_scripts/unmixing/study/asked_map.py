"""What a config asks to be mapped."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learning_curves.errors import UserError, unknown_name


@dataclass(frozen=True)
class AskedMap:
    """Maps of a scene and of other images, by one model trained with all labels of the scene.

    Attributes
    ----------
    scene, model : str
        Names.
    condition : str
        The condition whose measured error is quoted.
    images : Mapping[str, str]
        Name of a map -> path of its image, in the data folder.
    scale : float or None
        What the numbers of the images are divided by, or None.
    seed : int
        Of the training.
    is_kept : bool
        Whether a model that the study has kept is used, and none is trained.
    """

    scene: str
    model: str
    condition: str
    images: Mapping[str, str]
    scale: float | None
    seed: int
    is_kept: bool


def read_asked_map(
    entry: Mapping[str, Any],
    scenes: Collection[str],
    models: Collection[str],
    conditions: Collection[str],
) -> AskedMap:
    """Type and check the key `predict`.

    Parameters
    ----------
    entry : Mapping[str, Any]
        Every key of the schema.
    scenes, models, conditions : Collection[str]
        Names of those of the study.

    Raises
    ------
    UserError
        If it names what the study does not have, or two images would have one map.
    """
    condition = entry["condition"] or next(iter(conditions))
    for key, name, known in (
        ("scene", entry["scene"], scenes),
        ("model", entry["model"], models),
        ("condition", condition, conditions),
    ):
        if name not in known:
            raise unknown_name(f"{key} in predict", name, known)
    return AskedMap(
        scene=entry["scene"],
        model=entry["model"],
        condition=condition,
        images=_name_images(entry["images"], entry["scene"]),
        scale=entry["scale"],
        seed=entry["seed"],
        is_kept=entry["trained"] == "kept",
    )


def _name_images(paths: list[str], scene: str) -> dict[str, str]:
    """Name the map of each image as its file is named."""
    names: dict[str, str] = {}
    for path in paths:
        name = re.sub(r"[^A-Za-z0-9_-]", "_", Path(path).stem)
        if name in names or name == scene:
            other = names.get(name, f"the scene {scene}")
            raise UserError(
                f"predict.images: the maps of {path} and {other} would have one name: give the "
                "file another."
            )
        names[name] = path
    return names
