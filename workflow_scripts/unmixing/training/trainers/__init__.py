"""Trainers: a file a kind, which holds a `TRAINER`; and the methods that they train.

A `TRAINER` is a `Trainer`; `one_by_one` makes one of a function that trains a single run. A method
names its trainer. A new kind is a new file here, or in a folder of the user's.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from unmixing import architectures, estimators, registry
from unmixing.method import Method
from unmixing.training.protocol import Job, Trainer
from unmixing.training.settings import Settings

CONSTANT = "TRAINER"


def job_of(settings: Settings, own: Path | None = None, **machine: Any) -> Job:
    """Return the job of runs of one model.

    Parameters
    ----------
    own : Path or None
        The user's folder of methods.
    **machine : Any
        The fields of `Job` that say how they are trained.
    """
    return Job(method_of(settings, own), settings, method_file(settings, own), **machine)


def trainer(name: str, own: Path | None = None) -> Trainer:
    """Return the trainer of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.plug_in(sys.modules[__name__], "trainer", name, CONSTANT, object, own)


def trainer_file(name: str, own: Path | None = None) -> Path:
    """Return the file of the trainer of this name."""
    return registry.file_of(sys.modules[__name__], "trainer", name, CONSTANT, own)


def method_of(settings: Settings, own: Path | None = None) -> Method:
    """Return the method that settings name, with the neighbourhood that they set.

    Parameters
    ----------
    own : Path or None
        The user's folder of methods.
    """
    find = architectures.architecture if settings.is_network else estimators.estimator
    method: Method = find(settings.method, own)
    return replace(method, neighbourhood_size=settings.neighbourhood_size)


def method_file(settings: Settings, own: Path | None = None) -> Path:
    """Return the file of the method that settings name."""
    folder = architectures if settings.is_network else estimators
    return folder.file_of(settings.method, own)
