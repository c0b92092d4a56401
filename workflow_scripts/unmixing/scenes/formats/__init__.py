"""Readers of scene files: one module a format, each with `ROLES` and `read`.

`ROLES` names the files of a scene, required ones first; `read(files, **options)` takes their
paths by role and returns a `Scene`. A new format is a new module here: the config names it.

Two constants are optional: `TILED` names roles that several rasters may have, each with a number
(`cube_1`, `cube_2`), and `OPTIONS` is a dataclass of the options, where they are many.
"""

import dataclasses
import inspect
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from learning_curves.errors import UserError
from unmixing import registry
from unmixing.scenes.scene import Scene
from unmixing.scenes.tiles import role_of

KIND = registry.Kind(sys.modules[__name__], "scene format", "ROLES", object)


def reader(name: str) -> ModuleType:
    """Return the module that reads the format of this name."""
    return KIND.load_module(name, "read")


def check_files(format_name: str, roles: list[str], options: dict[str, Any]) -> None:
    """Refuse files or options that a format does not take.

    Raises
    ------
    UserError
        Naming what is missing or unknown, and what the format takes.
    """
    module = reader(format_name)
    required = [role for role, needed in module.ROLES.items() if needed]
    tiled = getattr(module, "TILED", ())
    known_roles = {role_of(name) if role_of(name) in tiled else name for name in roles}
    missing, unknown = set(required) - known_roles, known_roles - set(module.ROLES)
    if missing or unknown:
        needed = f" (required: {', '.join(required)})" if required else ""
        raise UserError(
            f"format '{format_name}' takes the files {', '.join(module.ROLES)}{needed}, but got "
            f"{', '.join(roles) or 'none'}."
        )
    known = options_of(module)
    for option in options:
        if option not in known:
            raise UserError(
                f"format '{format_name}' has no option '{option}': "
                f"it knows {', '.join(known) or 'none'}."
            )


def options_of(module: ModuleType) -> list[str]:
    """Name the options of a format: those of its `OPTIONS`, or further parameters of `read`."""
    if hasattr(module, "OPTIONS"):
        return [option.name for option in dataclasses.fields(module.OPTIONS)]
    return list(inspect.signature(module.read).parameters)[1:]


def read(format_name: str, files: dict[str, Path], options: Mapping[str, Any]) -> Scene:
    """Read a scene; whatever a broken file makes a library raise becomes a sentence.

    Raises
    ------
    UserError
        If a file cannot be read in this format.
    """
    module = reader(format_name)
    try:
        return module.read(files, **options)
    except UserError:
        raise
    except Exception as error:
        names = ", ".join(str(path) for path in files.values())
        raise UserError(
            f"{names} cannot be read in format '{format_name}' ({type(error).__name__}: {error}). "
            "The file may be cut short: copy it again, or leave out `format`, and its kind is "
            "found out."
        ) from error
