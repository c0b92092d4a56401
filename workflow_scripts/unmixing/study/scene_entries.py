"""Scene entries of a config, typed and checked."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from learning_curves.errors import UserError
from unmixing.scenes import formats
from unmixing.scenes.entry import SceneEntry, SceneFile, Simulation
from unmixing.scenes.scene import SceneFacts

ANY_FILES = "files"


def scene_entry(name: str, entry: Mapping[str, Any]) -> SceneEntry:
    """Type and check the entry of a scene.

    Parameters
    ----------
    entry : Mapping[str, Any]
        Every key of the schema.

    Raises
    ------
    UserError
        If it is neither files nor a simulation, or its files cannot be read or downloaded.
    """
    typed = SceneEntry(
        format=_format(entry),
        files={role: _file(file) for role, file in entry["files"].items()},
        options=dict(entry["options"]),
        simulation=None if entry["simulation"] is None else Simulation(**entry["simulation"]),
        shape=_tuple(entry["shape"]),
        n_endmembers=entry["n_endmembers"],
        normalisation_range=_tuple(entry["normalisation_range"]),
    )
    _check(f"scenes.{name}", typed)
    return typed


def declared_facts(entry: SceneEntry) -> SceneFacts | None:
    """Return what an entry declares about its scene, or None without a shape."""
    if entry.shape is None:
        return None
    height, width, bands = entry.shape
    return SceneFacts(height * width, bands, entry.n_endmembers, has_endmembers=True)


def list_content(entry: SceneEntry) -> dict[str, Any]:
    """List what the content of a scene depends on, as plain values.

    The addresses of files and the declared facts that are only checked do not count.
    """
    checks = [] if entry.simulation else ["shape", "n_endmembers"]
    plain = {key: value for key, value in asdict(entry).items() if key not in checks}
    digests = {role: _list_digests(file) for role, file in entry.files.items()}
    return plain | {"files": digests}


def _list_digests(file: SceneFile) -> dict[str, Any]:
    of_file: dict[str, Any] = {"sha256": file.sha256, "git_blob": file.git_blob}
    if file.companions:
        of_file["companions"] = [_list_digests(companion) for companion in file.companions]
    return of_file


def _format(entry: Mapping[str, Any]) -> str | None:
    """Return the format of a scene; files without one may be of any kind."""
    if entry["format"] is None and entry["simulation"] is None and entry["files"]:
        return ANY_FILES
    return entry["format"]


def _file(file: Mapping[str, Any]) -> SceneFile:
    companions = tuple(_file(companion) for companion in file.get("companions", ()))
    urls = tuple(file.get("urls", ()))
    return SceneFile(file["path"], file.get("sha256"), file.get("git_blob"), urls, companions)


def _tuple(values: list[Any] | None) -> Any:
    return None if values is None else tuple(values)


def _check(where: str, entry: SceneEntry) -> None:
    if (entry.format is None) == (entry.simulation is None):
        raise UserError(f"{where}: give it files or a simulation, and not both.")
    if entry.format is not None:
        try:
            formats.check_files(entry.format, list(entry.files), entry.options)
        except UserError as error:
            raise UserError(f"{where}: {error}") from None
    elif entry.shape is None:
        raise UserError(f"{where}: a simulation needs a shape, [height, width, bands].")
    elif set(entry.files) - {"ground_truth"}:
        raise UserError(
            f"{where}: a simulation takes one file, ground_truth, for its abundance maps."
        )
    fixed_range = entry.normalisation_range
    if fixed_range is not None and fixed_range[0] >= fixed_range[1]:
        raise UserError(
            f"{where}.normalisation_range: {list(fixed_range)} must be a minimum and a larger "
            "maximum."
        )
    for role, file in entry.files.items():
        for one in (file, *file.companions):
            if one.urls and one.sha256 is None and one.git_blob is None:
                raise UserError(
                    f"{where}.files.{role}: a download needs its sha256; add that of {one.path}."
                )
