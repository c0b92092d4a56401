"""Plug-ins: things that a config names, found in the files that define them.

Each kind has a folder in the package and a constant, such as ARCHITECTURE. A file that defines the
constant is a plug-in with the file's name. A file that defines its plural, as a dict literal, holds
several. Files in a folder of the user's count like those of the package. The names are read from
the syntax tree; a file is imported only when what it defines is used.
"""

import ast
import importlib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

from learning_curves.errors import UserError, shorten_path, unknown_name
from unmixing.definitions import find_mappings, list_bound_names, list_keys

# Package of the modules in a user's folder, so that `from . import other` finds its other files.
OWN = "own_plug_ins"
Defined = TypeVar("Defined")


@dataclass(frozen=True)
class Kind(Generic[Defined]):
    """A kind of plug-in. Each of its methods also looks into `own`, a folder of the user's.

    Attributes
    ----------
    package : ModuleType
        The package of those that ship.
    word : str
        What a message calls one.
    constant : str
        The constant that defines one.
    of_type : type
        What the constant holds.
    """

    package: ModuleType
    word: str
    constant: str
    of_type: type[Defined]

    def files(self, own: Path | None = None) -> dict[str, Path]:
        """Return the file of each, by the name that a config may use.

        Raises
        ------
        UserError
            If two files define one name.
        """
        found: dict[str, Path] = {}
        for file in self._files(own):
            for name in _defined(file, self.constant):
                if name in found:
                    raise UserError(
                        f"{shorten_path(file)} and {shorten_path(found[name])} both define "
                        f"'{name}': rename one."
                    )
                found[name] = file
        return found

    def names(self, own: Path | None = None) -> list[str]:
        """List the names that a config may use."""
        return sorted(self.files(own))

    def find_file(self, name: str, own: Path | None = None) -> Path:
        """Return the file of the one of this name.

        Raises
        ------
        UserError
            If there is none; the message lists those that exist.
        """
        found = self.files(own)
        if name not in found:
            for file in self._files(own):
                if file.stem == name and file not in found.values():
                    raise _lacks(file, self.constant)
            raise unknown_name(self.word, name, found)
        return found[name]

    def load(self, name: str, own: Path | None = None) -> Defined:
        """Return what the constant, or its plural, holds for this name.

        Raises
        ------
        UserError
            If there is no such plug-in, its file cannot be imported, or it is not of the type.
        """
        file = self.find_file(name, own)
        module = self._import(file, own)
        several = getattr(module, f"{self.constant}S", {})
        found = several[name] if name in several else getattr(module, self.constant)
        if not isinstance(found, self.of_type):
            raise UserError(
                f"{shorten_path(file)}: what it defines as '{name}' is of type "
                f"{type(found).__name__}, and must be of type {self.of_type.__name__}."
            )
        return found

    def load_module(self, name: str, *others: str) -> ModuleType:
        """Import the file of this name, which must define others besides the constant.

        Raises
        ------
        UserError
            If there is no such file, it cannot be imported, or it lacks something.
        """
        file = self.find_file(name)
        module = self._import(file, None)
        for other in others:
            if not hasattr(module, other):
                raise _lacks(file, other)
        return module

    def _files(self, own: Path | None) -> list[Path]:
        folders = [Path(self.package.__path__[0]), *([own] if own else [])]
        return [file for folder in folders for file in sorted(folder.glob("[!_.]*.py"))]

    def _import(self, file: Path, own: Path | None) -> ModuleType:
        try:
            if file.parent == own:
                return _import_own(file)
            return importlib.import_module(f"{self.package.__name__}.{file.stem}")
        except Exception as error:
            raise UserError(
                f"{shorten_path(file)} cannot be imported ({type(error).__name__}: {error}); fix "
                "that file."
            ) from error


def can_be_parsed(file: Path) -> bool:
    """Return whether a file holds Python code."""
    try:
        _defines(file, file.stat().st_mtime_ns)
    except (SyntaxError, ValueError):
        return False
    return True


def _lacks(file: Path, constant: str) -> UserError:
    return UserError(
        f"{shorten_path(file)} defines no {constant}; the others of its kind show how."
    )


def _defined(file: Path, constant: str) -> list[str]:
    """Return the names that a file defines; one that cannot be parsed may define its own name."""
    if not can_be_parsed(file):
        return [file.stem]
    single, several = _defines(file, file.stat().st_mtime_ns)
    return [*([file.stem] if constant in single else []), *several.get(f"{constant}S", [])]


@cache
def _defines(file: Path, changed: int) -> tuple[set[str], dict[str, list[str]]]:
    """Return the names that a file defines at its top, and the keys of mappings among them."""
    tree = ast.parse(file.read_bytes())
    single = set().union(*map(list_bound_names, tree.body))
    return single, {name: list_keys(mapping) for name, mapping in find_mappings(tree).items()}


def _import_own(file: Path) -> ModuleType:
    """Import a file of a user's folder, and forget the modules of any other folder."""
    package, folder = sys.modules.get(OWN), str(file.parent.resolve())
    if package is None or list(package.__path__) != [folder]:
        for name in [name for name in sys.modules if name.split(".")[0] == OWN]:
            del sys.modules[name]
        package = ModuleType(OWN)
        package.__path__ = [folder]
        sys.modules[OWN] = package
    importlib.invalidate_caches()
    return importlib.import_module(f"{OWN}.{file.stem}")
