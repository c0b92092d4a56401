"""From what a user writes to one canonical study, or a sentence that says what is wrong.

Knows the schema and what scenes, sizes and architectures admit; knows no path and no rule.
"""

import copy
import itertools
import math
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from unmixing import estimators, formats
from unmixing.architectures import architecture
from unmixing.errors import UserError, unknown_name
from unmixing.estimators import estimator
from unmixing.methods import check_method
from unmixing.patches import check_neighbourhood_size
from unmixing.published_table import check_p_values, check_published
from unmixing.splits import as_count, check_sizes

SCHEMA = Path(__file__).parents[2] / "config" / "schema.yaml"
LENGTH_IN_EPOCHS = ("epochs", "patience")
DEFAULTS_OF_TRAINING = ("batch_size", "shuffle", "steps_per_execution")


def read_study(config: dict) -> dict:
    """Check a config and return the study it describes, canonical and complete.

    Equal studies come out equal, however they were spelt: numbers have one type and spelling,
    defaults are filled in, each model entry holds all its settings.

    Parameters
    ----------
    config : as Snakemake merged it from files and the command line

    Returns
    -------
    dict
        The keys of the schema, with `train_sizes` and `test_size` as scene -> value, `seeds` as a
        list, only the chosen scenes and models, the models' settings resolved, and `published_as`,
        model -> published algorithm.

    Raises
    ------
    UserError
        With the key that is wrong.
    """
    schema = yaml.safe_load(SCHEMA.read_text())
    study = canonical(config, schema, schema["$defs"])
    _check_schema(study, schema)
    _refuse_two_lengths("training", study.get("training", {}))
    study = with_defaults(study, schema, schema["$defs"])
    _refuse_duplicates("seeds", study["seeds"])
    if isinstance(study["seeds"], int):
        study["seeds"] = list(range(study["seeds"]))
    study["published_as"] = {
        name: entry["published_as"]
        for name, entry in study["models"].items()
        if entry["published_as"] is not None
    }
    _refuse_duplicates("published_as", list(study["published_as"].values()))
    if study["published"] is not None:
        check_published(study["published"], list(study["scenes"]), study["published_as"])
    study["mapped_models"] = _mapped(study)
    if study["published_p_values"] is not None:
        check_p_values(study["published_p_values"], list(study["scenes"]), study["published_as"])
    study["models"] = {
        name: _resolved_model(name, entry, study["training"])
        for name, entry in study["models"].items()
    }
    for key in ("train_sizes", "test_size"):
        _refuse_unknown_scenes(study, key)
    for kind in ("scenes", "models"):
        study[kind] = _narrowed(study[kind], kind, study[f"only_{kind}"])
    study["train_sizes"] = _per_scene(study, "train_sizes")
    study["test_size"] = _per_scene(study, "test_size")
    for scene, sizes in study["train_sizes"].items():
        _refuse_duplicates(f"train_sizes of scene {scene}", sizes)
        # Rising, counts before fractions, so that the last is the largest.
        sizes.sort(key=lambda size: (size < 1, size))
    for scene, entry in study["scenes"].items():
        _check_scene(scene, entry)
        if entry["shape"] is not None:
            height, width, bands = entry["shape"]
            check_cells(study, scene, height * width, bands, entry["n_endmembers"], True)
    return study


def check_cells(
    study: dict,
    scene: str,
    n_pixels: int,
    bands: int,
    n_endmembers: int | None,
    has_endmembers: bool,
) -> None:
    """Refuse cells of a study that a scene does not admit.

    Parameters
    ----------
    study : as `read_study` returns it; only sizes and models are read
    n_pixels, bands, n_endmembers, has_endmembers : of the scene; n_pixels counts the valid ones

    Raises
    ------
    UserError
        Naming the cell and the remedy.
    """
    counts = {}
    for size in study["train_sizes"][scene]:
        try:
            check_sizes(n_pixels, size, study["val_size"], study["test_size"][scene])
        except UserError as error:
            raise UserError(f"scene {scene}: {error}") from None
        same = counts.setdefault(as_count(size, n_pixels), size)
        if same != size:
            raise UserError(
                f"scene {scene}: train sizes {same} and {size} are the same number of its "
                f"{n_pixels} valid pixels; leave one of them out."
            )
    for model, settings in study["models"].items():
        check_method(scene, model, settings, bands, n_endmembers, has_endmembers)


def canonical(value: Any, schema: dict | None = None, definitions: dict | None = None) -> Any:
    """Give every value one type and spelling, and every mapping one order.

    Text that is a YAML value becomes that value, because `--config` hands nested values over as
    text, unless the schema says that text is meant; a float that is a whole number becomes an
    integer, so that 100.0 is 100.
    """
    schema = _referred(schema or {}, definitions)
    if isinstance(value, dict):
        parts = {str(key): item for key, item in value.items()}
        return {
            name: canonical(parts[name], _part(schema, name), definitions) for name in sorted(parts)
        }
    if isinstance(value, list | tuple):
        return [canonical(item, schema.get("items"), definitions) for item in value]
    if value == "null" and "null" in schema.get("type", ()):
        return None
    if isinstance(value, str) and "string" not in schema.get("type", ()):
        parsed = _parsed(value)
        return value if isinstance(parsed, str) else canonical(parsed, schema, definitions)
    if isinstance(value, float) and not math.isfinite(value):
        raise UserError(f"{value} is not a number that a study can use; give a finite one.")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _part(schema: dict, name: str) -> dict:
    """Return the schema of a key of a mapping."""
    other = schema.get("additionalProperties", {})
    return schema.get("properties", {}).get(name, other if isinstance(other, dict) else {})


def _parsed(text: str) -> Any:
    """Read text as YAML, and as a number where YAML 1.1 wants a dot (1e-3)."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    if text.startswith(("[", "{")) or text in ("null", "true", "false"):
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError:
            return text
    return text


def with_defaults(value: Any, schema: dict, definitions: dict) -> Any:
    """Return a value with the defaults of its schema filled in, at every depth."""
    if not isinstance(value, dict):
        return copy.deepcopy(value)
    known = {
        name: _referred(part, definitions) for name, part in schema.get("properties", {}).items()
    }
    filled = {name: part["default"] for name, part in known.items() if "default" in part} | value
    return {
        name: with_defaults(item, _referred(_part(schema, name), definitions), definitions)
        for name, item in sorted(filled.items())
    }


def _referred(schema: dict, definitions: dict | None) -> dict:
    return definitions[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def _check_schema(study: dict, schema: dict) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    error = jsonschema.exceptions.best_match(validator.iter_errors(study))
    if error is None:
        return
    where = ".".join(str(part) for part in error.absolute_path) or "the config"
    if error.validator == "additionalProperties":
        unknown = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        raise unknown_name(f"key in {where}", unknown[0], error.schema.get("properties", {}))
    raise UserError(f"{where}: {error.message}.")


def _refuse_duplicates(what: str, values: Any) -> None:
    if isinstance(values, list) and len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise UserError(f"{what}: {twice} is listed twice; list each once.")


def _resolved_model(name: str, entry: dict, training: dict) -> dict:
    """Fill in a model's settings: an estimator's, or a network's with the study's defaults."""
    if entry["estimator"] or (entry["architecture"] is None and name in estimators.names()):
        return _resolved_estimator(name, entry)
    if not name.startswith("unmixing_"):
        raise UserError(
            f"models.{name}: no estimator has this name; they are {', '.join(estimators.names())}. "
            "Name a network's entry unmixing_..., or give the entry an estimator."
        )
    return _resolved_network(name, entry, training)


def _resolved_estimator(name: str, entry: dict) -> dict:
    own = ("estimator", "published_as")
    given = [key for key, value in entry.items() if value is not None and key not in own]
    if given:
        raise UserError(
            f"models.{name}: an estimator takes no {given[0]}; it is a setting of networks."
        )
    try:
        kind = estimator(entry["estimator"] or name)
    except UserError as error:
        raise UserError(f"models.{name}: {error}") from None
    return {
        "estimator": entry["estimator"] or name,
        "neighbourhood_size": kind.neighbourhood_size,
    }


def _refuse_two_lengths(where: str, entry: dict) -> None:
    """Refuse a training that is to last for updates and for epochs."""
    given = [key for key in LENGTH_IN_EPOCHS if entry.get(key) is not None]
    if entry.get("updates") is not None and given:
        raise UserError(
            f"{where}: updates and {given[0]} exclude each other, because a training for updates "
            "counts no epochs and never stops early; leave one of them out."
        )


def _length(entry: dict, training: dict) -> dict:
    """Return how long a network trains: for updates, or for epochs with a patience."""
    own = any(entry[key] is not None for key in LENGTH_IN_EPOCHS)
    updates = None if own else _first(entry["updates"], training["updates"])
    if updates is not None:
        return {"updates": updates, "epochs": None, "patience": None}
    return {"updates": None} | {key: _first(entry[key], training[key]) for key in LENGTH_IN_EPOCHS}


def _resolved_network(name: str, entry: dict, training: dict) -> dict:
    _refuse_two_lengths(f"models.{name}", entry)
    try:
        kind = architecture(entry["architecture"] or name)
        settings = {
            "architecture": entry["architecture"] or name,
            "learning_rate": float(_first(entry["learning_rate"], kind.learning_rate)),
            "neighbourhood_size": _first(entry["neighbourhood_size"], kind.neighbourhood_size),
            **{key: _first(entry[key], training[key]) for key in DEFAULTS_OF_TRAINING},
            **_length(entry, training),
        }
        check_neighbourhood_size(settings["neighbourhood_size"])
    except UserError as error:
        raise UserError(f"models.{name}: {error}") from None
    if settings["neighbourhood_size"] < kind.minimum_neighbourhood_size:
        raise UserError(
            f"models.{name}: neighbourhood size {settings['neighbourhood_size']} is too small for "
            f"the layers of '{settings['architecture']}': use {kind.minimum_neighbourhood_size} "
            "or more."
        )
    return settings


def _first(value: Any, default: Any) -> Any:
    return default if value is None else value


def _mapped(study: dict) -> list[str]:
    """Return the models to map."""
    for name in study["mapped_models"] or []:
        if name not in study["models"]:
            raise unknown_name("name in mapped_models", name, study["models"])
    return [
        name
        for name in study["models"]
        if study["mapped_models"] is None or name in study["mapped_models"]
    ]


def _narrowed(entries: dict, kind: str, only: list[str] | None) -> dict:
    for name in only or []:
        if name not in entries:
            raise unknown_name(f"name in only_{kind}", name, entries)
    return {name: entry for name, entry in entries.items() if only is None or name in only}


def _refuse_unknown_scenes(study: dict, key: str) -> None:
    for scene in study[key] if isinstance(study[key], dict) else []:
        if scene not in study["scenes"]:
            raise unknown_name(f"scene in {key}", scene, study["scenes"])


def _per_scene(study: dict, key: str) -> dict:
    value = study[key]
    if not isinstance(value, dict):
        return dict.fromkeys(study["scenes"], value)
    for scene in study["scenes"]:
        if scene not in value:
            raise UserError(f"{key}: scene {scene} has no entry; add it or give one for all.")
    return {scene: value[scene] for scene in study["scenes"]}


def _check_scene(name: str, entry: dict) -> None:
    if (entry["format"] is None) == (entry["simulation"] is None):
        raise UserError(
            f"scenes.{name}: give it a format and files, or a simulation, and not both."
        )
    if entry["simulation"] is None:
        try:
            formats.check_files(entry["format"], list(entry["files"]), entry["options"])
        except UserError as error:
            raise UserError(f"scenes.{name}: {error}") from None
    elif entry["shape"] is None:
        raise UserError(f"scenes.{name}: a simulation needs a shape, [height, width, bands].")
    elif set(entry["files"]) - {"ground_truth"}:
        raise UserError(
            f"scenes.{name}: a simulation takes one file, ground_truth, for its abundance maps."
        )
    fixed_range = entry["normalisation_range"]
    if fixed_range is not None and fixed_range[0] >= fixed_range[1]:
        raise UserError(
            f"scenes.{name}.normalisation_range: {fixed_range} must be a minimum and a larger "
            "maximum."
        )
    for role, file in entry["files"].items():
        if file["urls"] and file["sha256"] is None and file["git_blob"] is None:
            raise UserError(f"scenes.{name}.files.{role}: a download needs its sha256; add it.")


def cells(study: dict) -> list[dict]:
    """List the axes of every run of a study, in their fixed order."""
    return [
        {
            "scene": scene,
            "condition": condition,
            "model": model,
            "train_size": train_size,
            "seed": seed,
        }
        for scene, condition, model in itertools.product(
            study["scenes"], study["conditions"], study["models"]
        )
        for train_size, seed in itertools.product(study["train_sizes"][scene], study["seeds"])
    ]
