"""Readers of the inputs of outputs, by name: tables of the study, and everything else."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from learning_curves.columns import PUBLISHED, read_table
from unmixing.report.reporting_form import Described
from unmixing.vocabulary import UNMIXING

# The files or settings of a job, by name.
Job = Mapping[str, Any]


def read_input(name: str, files: Job, settings: Job) -> Any:
    """Read an input of an output.

    Parameters
    ----------
    name : str
        As in the list of outputs.
    files : Job
        Paths of the job.
    settings : Job
        Parameters of the job.
    """
    if name in READERS:
        return READERS[name](files, settings)
    return read_table(files[name], UNMIXING)


def read_published(files: Job, settings: Job) -> pd.DataFrame:
    """Read published numbers, with the study's name of each method."""
    methods = {name: method for method, name in settings["published_as"].items()}
    tables = [read_table(path, UNMIXING) for path in _paths(files["published"])]
    named = [table.assign(method=table["algorithm"].map(methods)) for table in tables]
    return pd.concat([pd.DataFrame(columns=PUBLISHED), *named])


def read_endmembers(files: Job, settings: Job) -> dict[str, list[str]]:
    """Read the names of endmembers, by scene."""
    from unmixing.scenes.scene import read_names

    scenes = zip(settings["scenes"], _paths(files["endmembers"]), strict=True)
    return {scene: read_names(path) for scene, path in scenes}


def describe_scenes(files: Job, settings: Job) -> dict[str, Described]:
    """Read what the reporting form says of scenes, by scene, without their pixels."""
    from unmixing.storage import read_hdf5

    described = {}
    for scene, path in zip(settings["scenes"], _paths(files["endmembers"]), strict=True):
        with read_hdf5(path) as file:
            place = file.attrs.get("transform")
            described[scene] = Described(
                shape=file["cube"].shape,
                names=[str(name) for name in file.attrs["names"]],
                units=str(file.attrs["units"]),
                source=str(file.attrs["source"]),
                wavelengths=file["wavelengths"][()] if "wavelengths" in file else None,
                corner=None if place is None else (float(place[2]), float(place[5])),
                crs=str(file.attrs.get("crs", "")),
            )
    return described


def _read_histories(files: Job, settings: Job) -> pd.DataFrame:
    from unmixing.evaluation.runs import collect_runs

    return collect_runs(_paths(files["histories"]))


def _read_scene(files: Job, settings: Job) -> Any:
    from unmixing.scenes.scene import read_scene

    return read_scene(files["scene"])


def _read_mapped_runs(files: Job, settings: Job) -> Any:
    return _read_runs(files["scene"], files["predictions"], files["splits"])


def _read_largest_runs(files: Job, settings: Job) -> Any:
    runs = zip(_paths(files["predictions"]), _paths(files["splits"]), strict=True)
    return {
        model: _read_runs(files["scene"], *run)[0]
        for model, run in zip(settings["drawn_models"], runs, strict=True)
    }


def _read_runs(scene: str, predictions: str | Iterable[str], splits: str | Iterable[str]) -> Any:
    from unmixing.figures.predicted_pixels import read_runs_to_draw
    from unmixing.scenes.scene_hash import read_scene_hash

    return read_runs_to_draw(_paths(predictions), _paths(splits), read_scene_hash(scene))


def _paths(files: str | Iterable[str]) -> list[str]:
    return [files] if isinstance(files, str) else list(files)


READERS: dict[str, Callable[[Job, Job], Any]] = {
    "published": read_published,
    "endmembers": read_endmembers,
    "histories": _read_histories,
    "scene": _read_scene,
    "mapped_runs": _read_mapped_runs,
    "largest_runs": _read_largest_runs,
}
