"""Saved methods, opened safely: a file cannot run anything that is not known here."""

import importlib
import textwrap
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import skops.io
from sklearn.base import BaseEstimator

from learning_curves.errors import UserError

if TYPE_CHECKING:
    import keras

# Packages whose classes an estimator may contain.
PACKAGES = ("unmixing.regressors", "unmixing.estimators", "sklearn")
# What scikit-learn's classes keep of NumPy, in addition to what skops trusts by itself.
OF_NUMPY = ("numpy.dtype",)


def read_estimator(path: str | Path) -> BaseEstimator:
    """Read a fitted estimator, the `model.skops` of a run.

    Returns
    -------
    BaseEstimator
        Its `predict` takes (n, k * k * bands) flat neighbourhoods, scaled by the range of the run
        if its method takes scaled spectra.

    Raises
    ------
    UserError
        If the file cannot be read, or names anything but classes of this project or scikit-learn,
        and their arrays.
    """
    content = _content(path)
    try:
        named = skops.io.get_untrusted_types(data=content)
        foreign = [name for name in named if not _is_known(name)]
        if not foreign:
            return skops.io.loads(content, trusted=named)
    except Exception as error:
        raise _unreadable(path, "estimator", error) from error
    raise UserError(
        f"{path} is not opened: it names {', '.join(foreign)}, which this project and scikit-learn "
        "do not define as a class, and which may run anything. If you trust who made it, "
        "`skops.io.load` takes such names as `trusted`."
    )


def read_network(path: str | Path) -> "keras.Model":
    """Read a trained network, the `model.keras` of a run, in Keras's safe mode.

    Returns
    -------
    keras.Model
        It takes normalised patches (n, k, k, bands, 1), and is not compiled.

    Raises
    ------
    UserError
        If the file cannot be read, or holds code of its own.
    """
    # Keras has other formats, which safe mode does not cover.
    if Path(path).suffix != ".keras" or not zipfile.is_zipfile(path):
        _content(path)
        raise _unreadable(path, "network", "it is not an archive named .keras")
    import keras

    # What saved networks name in addition to Keras's own layers.
    importlib.import_module("unmixing.layers.gates")
    try:
        return keras.saving.load_model(Path(path), compile=False, safe_mode=True)
    except Exception as error:
        raise _unreadable(path, "network", error) from error


def _content(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None


def _unreadable(path: str | Path, what: str, why: object) -> UserError:
    # Keras prints the whole network.
    said = textwrap.shorten(str(why), 300, placeholder=" ...")
    return UserError(
        f"{path} cannot be read as a saved {what} ({said}): it is cut short, of another "
        "version, or holds what is not opened because it may run anything."
    )


def _is_known(name: str) -> bool:
    """Say whether a dotted name is a class in the module of these packages that defines it.

    Functions are refused, and so is what a module only imports: many modules import `os`.
    """
    module, _, attribute = name.rpartition(".")
    if name in OF_NUMPY:
        return True
    if not any(f"{module}.".startswith(f"{package}.") for package in PACKAGES):
        return False
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):
        return False
    return isinstance(found, type) and found.__module__ == module
