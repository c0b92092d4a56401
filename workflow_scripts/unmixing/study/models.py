"""The settings of models, from their entries in the config and the defaults."""

import dataclasses
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from learning_curves.errors import UserError, did_you_mean, join_items
from unmixing import architectures, estimators
from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.layers.architecture import Target
from unmixing.method import Method
from unmixing.splits.checks import check_neighbourhood_size
from unmixing.study.commands import (
    OF_ANY_METHOD,
    OF_COMMANDS,
    OF_PREDICTIONS,
    resolve_command,
    resolve_predictions,
)
from unmixing.study.problems import Problems
from unmixing.training.settings import (
    LABELS,
    LIBRARY_MIXTURES,
    OTHER_SCENE,
    EstimatorSettings,
    NetworkSettings,
    Settings,
)
from unmixing.training.trainers import find_trainer_file, load_method

Entry = Mapping[str, Any]
LENGTH_IN_EPOCHS = ("epochs", "patience")
DEFAULTS_OF_TRAINING = ("batch_size", "shuffle", "steps_per_execution")


def resolve_models(
    entries: Mapping[str, Entry], training: Entry, problems: Problems, own: Path | None = None
) -> dict[str, Settings]:
    """Resolve the settings of the usable models, estimators and networks.

    Parameters
    ----------
    entries : Mapping[str, Entry]
        Name -> every key of the schema, None where it is left out.
    training : Entry
        The study's defaults for networks.
    problems : Problems
        Collects models with an unknown method or contradictory settings.
    own : Path or None
        The user's folder of methods.
    """
    settings: dict[str, Settings] = {}
    for name, entry in entries.items():
        with problems.about("models", name):
            settings[name] = _resolve(name, entry, training, own)
    return settings


def refuse_two_lengths(entry: Entry) -> None:
    """Refuse a training whose length is given both in updates and in epochs.

    Raises
    ------
    UserError
        If an entry gives both.
    """
    given = [key for key in LENGTH_IN_EPOCHS if entry.get(key) is not None]
    if entry.get("updates") is not None and given:
        raise UserError(
            f"updates and {given[0]} exclude each other, because a training for updates "
            "counts no epochs and never stops early; leave one of them out."
        )


def _resolve(name: str, entry: Entry, training: Entry, own: Path | None) -> Settings:
    if entry["command"] or entry["predictions"]:
        settings = resolve_predictions(entry) if entry["predictions"] else resolve_command(entry)
        method = load_method(settings, own)
        sources = _training_pixels(entry, method, settings.neighbourhood_size)
        return dataclasses.replace(settings, train_on=sources)
    if entry["estimator"] or (entry["architecture"] is None and name in estimators.names(own)):
        return _resolve_estimator(name, entry, own)
    if not name.startswith("unmixing_"):
        if name in architectures.names(own):
            raise UserError(
                "this is a network, and names of networks begin with unmixing_: rename its file "
                f"and this entry to unmixing_{name}."
            )
        if own is not None and (own / f"{name}.py").is_file():
            # Says what the file lacks.
            estimators.find_file(name, own)
        methods = [*estimators.names(own), *architectures.names(own)]
        known = f" They are {', '.join(estimators.names(own))}."
        raise UserError(
            f"no estimator has this name.{did_you_mean(name, methods) or known} Name a network's "
            "entry unmixing_..., or give the entry an estimator, a command or predictions."
        )
    return _resolve_network(name, entry, training, own)


def _resolve_estimator(name: str, entry: Entry, own: Path | None) -> EstimatorSettings:
    taken = ("estimator", *OF_ANY_METHOD)
    given = [key for key, value in entry.items() if value is not None and key not in taken]
    if given:
        raise UserError(
            f"an estimator takes no {join_items(given, 'or')}: leave out what is for networks or "
            "commands."
        )
    method = entry["estimator"] or name
    kind = estimator(method, own)
    _check_choices(method, kind)
    find_trainer_file(kind.trainer, own)
    return EstimatorSettings(
        method, kind.neighbourhood_size, _training_pixels(entry, kind, kind.neighbourhood_size)
    )


def _resolve_network(name: str, entry: Entry, training: Entry, own: Path | None) -> NetworkSettings:
    refuse_two_lengths(entry)
    of_programs = dict.fromkeys((*OF_COMMANDS, *OF_PREDICTIONS))
    given = [key for key in of_programs if entry[key] is not None]
    if given:
        raise UserError(f"a network takes no {join_items(given, 'or')}: that is for commands.")
    method = entry["architecture"] or name
    kind = architecture(method, own)
    _check_choices(method, kind)
    find_trainer_file(kind.trainer, own)
    settings = NetworkSettings(
        architecture=method,
        learning_rate=_learning_rate(_first(entry["learning_rate"], kind.learning_rate)),
        neighbourhood_size=_first(entry["neighbourhood_size"], kind.neighbourhood_size),
        train_on=_training_pixels(
            entry, kind, _first(entry["neighbourhood_size"], kind.neighbourhood_size)
        ),
        **{key: _first(entry[key], training[key]) for key in DEFAULTS_OF_TRAINING},
        **_length(entry, training),
    )
    check_neighbourhood_size(settings.neighbourhood_size)
    if settings.neighbourhood_size < kind.minimum_neighbourhood_size:
        raise UserError(
            f"neighbourhood size {settings.neighbourhood_size} is too small for the layers of "
            f"'{method}': use {kind.minimum_neighbourhood_size} or more."
        )
    return settings


def _check_choices(method: str, kind: Method) -> None:
    """Refuse a field of a method that holds none of the words that it may hold."""
    choices = {"sees": get_args(Method.__annotations__["sees"]), "target": get_args(Target)}
    for field, words in choices.items():
        given = getattr(kind, field, words[0])
        if given not in words:
            raise UserError(
                f"{method} has {field}={given!r}, which must be "
                f"{join_items([repr(word) for word in words], 'or')}."
            )


def _training_pixels(entry: Entry, kind: Method, neighbourhood_size: int) -> tuple[str, ...]:
    """Return where the training pixels of a model come from, each once and in a fixed order.

    Raises
    ------
    UserError
        If the method cannot use pixels from there.
    """
    given = entry["train_on"]
    sources = {
        f"{OTHER_SCENE}{source['scene']}" if isinstance(source, Mapping) else source
        for source in (given if isinstance(given, list) else [given])
    }
    if sources == {LABELS}:
        return (LABELS,)
    if kind.label_free or kind.sees != "labels":
        raise UserError(
            "train_on gives further training pixels, and this method "
            f"{'does not learn from any' if kind.label_free else 'sees the whole image'}: leave "
            "train_on out."
        )
    if LIBRARY_MIXTURES in sources and neighbourhood_size > 1:
        raise UserError(
            f"train_on: library_mixtures have no neighbours, and the method sees "
            f"{neighbourhood_size} x {neighbourhood_size} pixels: leave them out, or use a method "
            "that sees one pixel."
        )
    return tuple(sorted(sources))


def _learning_rate(given: float | list[float]) -> float | tuple[float, ...]:
    """Return one learning rate, or several in rising order; a list of one is that number."""
    rates = sorted(float(rate) for rate in (given if isinstance(given, list) else [given]))
    for rate, next_rate in itertools.pairwise(rates):
        if rate == next_rate:
            raise UserError(f"learning_rate: {rate:g} is listed twice; list each once.")
    return tuple(rates) if len(rates) > 1 else rates[0]


def _length(entry: Entry, training: Entry) -> dict[str, Any]:
    """Return how long a network trains: in updates, or in epochs with a patience."""
    own = any(entry[key] is not None for key in LENGTH_IN_EPOCHS)
    updates = None if own else _first(entry["updates"], training["updates"])
    if updates is not None:
        return {"updates": updates, "epochs": None, "patience": None}
    return {"updates": None} | {key: _first(entry[key], training[key]) for key in LENGTH_IN_EPOCHS}


def _first(value: Any, default: Any) -> Any:
    return default if value is None else value
