"""Model entries that are commands: what they run, where, and which files decide their results."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from learning_curves.errors import UserError, join_items, shorten_path
from unmixing.splits.checks import check_neighbourhood_size
from unmixing.study.config_files import Places
from unmixing.training.settings import CommandSettings
from unmixing.training.trainers.command import INPUT, OUTPUT, PYTHON

Entry = Mapping[str, Any]
OF_ANY_METHOD = (
    *(
        "published_as",
        "train_on",
        "scenes",
        "conditions",
        "train_sizes",
        "seeds",
        "sizes_per_job",
        "seeds_per_job",
    ),
)
OF_COMMANDS = ("environment", "depends", "sees", "gpu", "timeout", "folder")
OF_PREDICTIONS = ("predictions", "made_by", "sees")
ENDINGS_OF_CONDA, ENDING_OF_AN_IMAGE = (".yaml", ".yml"), ".sif"


class HowToRun(NamedTuple):
    """How a command is run, which decides no result: its folder, and minutes that it may take."""

    folder: Path
    timeout: float | None


def find_folder(name: str, entry: Entry, places: Places) -> str:
    """Return the folder of a command: as given, or that of the config file with its entry."""
    if entry["folder"] is not None:
        return str(Path(entry["folder"]).expanduser())
    place = places.find(("models", name, "command"))
    return str(Path(place.source).parent if place and place.line else Path())


def find_environment(name: str, entry: Entry, places: Places) -> str:
    """Return the environment of a command: a file, given from that of the config, or an address."""
    if is_address(entry["environment"]):
        return str(entry["environment"])
    return _find_near_config(name, "environment", entry, places)


def is_address(environment: str) -> bool:
    """Return whether an environment is a container image of a registry."""
    return "://" in environment


def is_conda(environment: str) -> bool:
    """Return whether an environment is a conda environment file."""
    return not is_address(environment) and environment.endswith(ENDINGS_OF_CONDA)


def find_predictions(name: str, entry: Entry, places: Places) -> str:
    """Return the folder of predictions, which is given from that of the config file."""
    return _find_near_config(name, "predictions", entry, places)


def _find_near_config(name: str, key: str, entry: Entry, places: Places) -> str:
    """Return a path that is given from the folder of the config file with its key."""
    place = places.find(("models", name, key))
    folder = Path(place.source).parent if place and place.line else Path()
    return str(folder / Path(entry[key]).expanduser())


def resolve_predictions(entry: Entry) -> CommandSettings:
    """Return the settings of a program that is not run here.

    Raises
    ------
    UserError
        If the entry has keys of a method that is run.
    """
    taken = ("neighbourhood_size", *OF_PREDICTIONS, *OF_ANY_METHOD)
    given = [key for key, value in entry.items() if value is not None and key not in taken]
    if given:
        raise UserError(
            f"predictions that were made elsewhere take no {join_items(given, 'or')}: leave that "
            "out, or leave predictions out and let the method run here."
        )
    size = entry["neighbourhood_size"] or 1
    check_neighbourhood_size(size)
    by = f", by {entry['made_by']}" if entry["made_by"] else ""
    return CommandSettings(
        command=f"predicted elsewhere{by}; not reproduced here",
        files=(),
        sees=entry["sees"] or "labels",
        neighbourhood_size=size,
        gpu=False,
    )


def resolve_command(entry: Entry) -> CommandSettings:
    """Return the settings of a command.

    Raises
    ------
    UserError
        If the command names no input or output, depends on a file that is not there, or has an
        environment that cannot be used.
    """
    command, size = entry["command"], entry["neighbourhood_size"] or 1
    taken = ("command", "neighbourhood_size", *OF_COMMANDS, *OF_ANY_METHOD)
    given = [key for key, value in entry.items() if value is not None and key not in taken]
    if given:
        raise UserError(
            f"a command takes no {join_items(given, 'or')}: write such settings into its program "
            "or into the command itself."
        )
    missing = [place for place in (INPUT, OUTPUT) if place not in command]
    if missing:
        raise UserError(
            f"the command names no {join_items(missing, 'and no')}: {INPUT} stands for the file "
            f"that it reads, and {OUTPUT} for the file that it writes (docs/commands.md)."
        )
    check_neighbourhood_size(size)
    folder = Path(entry["folder"])
    if not folder.is_dir():
        raise UserError(f"there is no folder {shorten_path(folder)} to run the command in.")
    files = {*_named_files(command, folder), *_files_depended_on(entry["depends"] or [], folder)}
    return CommandSettings(
        command=command,
        files=tuple(sorted(files)),
        sees=entry["sees"] or "labels",
        neighbourhood_size=size,
        gpu=bool(entry["gpu"]),
        environment=entry["environment"] and _name_environment(entry["environment"], command),
    )


def _name_environment(environment: str, command: str) -> str:
    """Return the name of an environment: of a file without its folder, which decides nothing."""
    if PYTHON in command:
        raise UserError(
            f"the command names {PYTHON}, the workflow's own Python, which its environment does "
            "not have: write python, and let the environment bring it with h5py."
        )
    if is_address(environment):
        if " " in environment:
            raise UserError(f"environment: the address '{environment}' has a space.")
        return environment
    path = Path(environment)
    if not environment.endswith((*ENDINGS_OF_CONDA, ENDING_OF_AN_IMAGE)):
        raise UserError(
            f"environment: '{path.name}' is neither a conda environment file (.yaml or .yml) nor "
            "a container image (.sif, or an address such as docker://rocker/r-ver:4.4)."
        )
    if not path.is_file():
        raise UserError(
            f"environment: there is no file {path.name} in {shorten_path(path.parent)}."
        )
    # Snakemake takes braces for wildcards, and quotes no path of an image.
    if any(character in environment for character in "{} "):
        raise UserError(
            f"environment: Snakemake cannot use {shorten_path(path)}, because the path has a space "
            "or a brace: rename it."
        )
    return path.name


def _named_files(command: str, folder: Path) -> Iterator[str]:
    """Yield the files of the folder that the words of a command are."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UserError(f"the command cannot be split into words ({error}).") from None
    for word in words:
        file = folder / word
        if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            yield Path(word).as_posix()


def _files_depended_on(names: list[str], folder: Path) -> Iterator[str]:
    """Yield files, and those inside folders but for hidden and compiled ones."""
    for name in names:
        found = folder / Path(name).expanduser()
        if not found.exists():
            raise UserError(f"depends: there is no {name} in {shorten_path(folder)}.")
        inside = sorted(found.rglob("*")) if found.is_dir() else [found]
        for file in inside:
            hidden = any(
                part.startswith(".") or part == "__pycache__"
                for part in file.relative_to(found).parts
            )
            if file.is_file() and not hidden:
                yield (Path(name).expanduser() / file.relative_to(found)).as_posix()
