"""Plug-ins: one module a scene format or an architecture, found by its file's name."""

import importlib
import pkgutil
from types import ModuleType

from learning_curves.errors import UserError, unknown_name


def names(package: ModuleType) -> list[str]:
    """List the modules of a package, which are the names a config may use."""
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def load(package: ModuleType, kind: str, name: str, *attributes: str) -> ModuleType:
    """Import the module of a package that has this name.

    Parameters
    ----------
    attributes : that it must define

    Raises
    ------
    UserError
        If there is no such module (the message lists those there are), it cannot be imported, or
        it lacks an attribute.
    """
    if name not in names(package):
        raise unknown_name(kind, name, names(package))
    where = f"{package.__name__}.{name}".replace(".", "/") + ".py"
    try:
        module = importlib.import_module(f"{package.__name__}.{name}")
    except Exception as error:
        raise UserError(
            f"{where} cannot be imported ({type(error).__name__}: {error}); mend that file."
        ) from error
    for attribute in attributes:
        if not hasattr(module, attribute):
            raise UserError(f"{where} defines no {attribute}; the others of its folder show how.")
    return module
