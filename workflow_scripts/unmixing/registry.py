"""Plug-ins: one module a scene format or an architecture, found by its file's name."""

import importlib
import pkgutil
from types import ModuleType

from unmixing.errors import unknown_name


def names(package: ModuleType) -> list[str]:
    """List the modules of a package, which are the names a config may use."""
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def load(package: ModuleType, kind: str, name: str) -> ModuleType:
    """Import the module of a package that has this name.

    Raises
    ------
    UserError
        If there is none; the message lists those there are.
    """
    if name not in names(package):
        raise unknown_name(kind, name, names(package))
    return importlib.import_module(f"{package.__name__}.{name}")
