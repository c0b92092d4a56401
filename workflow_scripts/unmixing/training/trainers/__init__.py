"""Trainers: each file holds a `TRAINER` for one kind of method.

A `TRAINER` is a `Trainer`; `one_by_one` makes one from a function that trains a single run. A
method names its trainer. A new kind is a new file here, or in a folder of the user's.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from unmixing import architectures, estimators, registry
from unmixing.method import Method
from unmixing.training.protocol import Job
from unmixing.training.settings import CommandSettings, Settings

KIND = registry.Kind[Any](sys.modules[__name__], "trainer", "TRAINER", object)
trainer, find_trainer_file = KIND.load, KIND.find_file


def make_job(settings: Settings, own: Path | None = None, **machine: Any) -> Job:
    """Return the job that trains runs of one model.

    Parameters
    ----------
    own : Path or None
        The user's folder of methods.
    **machine : Any
        The fields of `Job` that say how to train them.
    """
    return Job(load_method(settings, own), settings, find_method_file(settings, own), **machine)


def load_method(settings: Settings, own: Path | None = None) -> Method:
    """Load the method that settings name, with what they set: neighbourhood, training pixels.

    Parameters
    ----------
    own : Path or None
        The user's folder of methods.
    """
    if isinstance(settings, CommandSettings):
        within = f", in {settings.environment}" if settings.environment else ""
        return Method(
            trainer=settings.method,
            source=f"{settings.command}{within}",
            neighbourhood_size=settings.neighbourhood_size,
            sees=settings.sees,
            gpu=settings.gpu,
        )
    find = architectures.architecture if settings.is_network else estimators.estimator
    method: Method = find(settings.method, own)
    return replace(
        method,
        neighbourhood_size=settings.neighbourhood_size,
        needs_endmembers=method.needs_endmembers or settings.trains_on_library,
        label_free=method.label_free or not settings.trains_on_labels,
    )


def find_method_file(settings: Settings, own: Path | None = None) -> Path:
    """Return the file of the method that settings name; of a command, that of its trainer."""
    if isinstance(settings, CommandSettings):
        return find_trainer_file(settings.method)
    folder = architectures if settings.is_network else estimators
    return folder.find_file(settings.method, own)
