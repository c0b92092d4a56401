"""Model entries that are commands: what they run, where, and which files decide their results."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from learning_curves.errors import UserError, join_items, shorten_path
from unmixing.splits.checks import check_neighbourhood_size
from unmixing.study.config_files import Places
from unmixing.training.settings import CommandSettings
from unmixing.training.trainers.command import INPUT, OUTPUT

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
OF_COMMANDS = ("depends", "sees", "gpu", "timeout", "folder")
OF_PREDICTIONS = ("predictions", "made_by", "sees")


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


def find_predictions(name: str, entry: Entry, places: Places) -> str:
    """Return the folder of predictions, which is given from that of the config file."""
    place = places.find(("models", name, "predictions"))
    folder = Path(place.source).parent if place and place.line else Path()
    return str(folder / Path(entry["predictions"]).expanduser())


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
        If the command names no input or output, or depends on a file that is not there.
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
    )


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
