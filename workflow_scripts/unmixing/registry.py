"""Plug-ins: one module a scene format, an architecture or a split, found by its file's name."""

import importlib
import importlib.util
import pkgutil
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from learning_curves.errors import UserError, unknown_name

# In the working folder: a user's own plug-ins, in folders named as those of this package.
OWN = Path("methods")


def own_folder(package: ModuleType) -> Path:
    """Return where a user's own modules of a package lie."""
    return OWN / package.__name__.rpartition(".")[2]


def names(package: ModuleType) -> list[str]:
    """List the modules of a package, which are the names a config may use."""
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def files(package: ModuleType, own: Path | None = None) -> dict[str, Path]:
    """Return the file of every plug-in, by its name.

    Parameters
    ----------
    own : pathlib.Path or None
        Folder of a user's own modules, which need not be there.

    Raises
    ------
    UserError
        If one of the user's has the name of one of the package.
    """
    found = {name: Path(package.__path__[0]) / f"{name}.py" for name in names(package)}
    for path in sorted(own.glob("[!_.]*.py")) if own else []:
        if path.stem in found:
            raise UserError(f"{path} has the name of one that is there already: rename it.")
        found[path.stem] = path.resolve()
    return found


def load(
    package: ModuleType, kind: str, name: str, *attributes: str, own: Path | None = None
) -> ModuleType:
    """Import the module of a package that has this name, or a user's own.

    Parameters
    ----------
    attributes : str
        What it must define.
    own : pathlib.Path or None
        Folder of a user's own modules.

    Raises
    ------
    UserError
        If there is no such module (the message lists those there are), it cannot be imported, or
        it lacks an attribute.
    """
    found = files(package, own)
    if name not in found:
        raise unknown_name(kind, name, found)
    is_own = name not in names(package)
    full_name = f"{package.__name__}.{name}"
    where = str(found[name]) if is_own else f"{full_name.replace('.', '/')}.py"
    try:
        module = _of_file(full_name, found[name]) if is_own else importlib.import_module(full_name)
    except Exception as error:
        raise UserError(
            f"{where} cannot be imported ({type(error).__name__}: {error}); mend that file."
        ) from error
    for attribute in attributes:
        if not hasattr(module, attribute):
            raise UserError(f"{where} defines no {attribute}; the others of its folder show how.")
    return module


@cache
def _of_file(name: str, path: Path) -> ModuleType:
    """Import a file that lies in no package, as a module of this name."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while it is imported.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
