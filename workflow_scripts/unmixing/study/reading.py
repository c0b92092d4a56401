"""From what a user writes to one canonical study, or a sentence that says what is wrong."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unmixing.errors import UserError, unknown_name
from unmixing.splits.sizes import Size
from unmixing.study.checks import check_cells, check_regions
from unmixing.study.conditions import read_conditions
from unmixing.study.models import refuse_two_lengths, resolved_model
from unmixing.study.published_tables import check_p_values, check_published
from unmixing.study.scene_entries import declared_facts, scene_entry
from unmixing.study.schema import check_schema, schema, with_defaults
from unmixing.study.spelling import canonical
from unmixing.study.study import Study

# Beside the package, in the checkout that it is installed from.
SHIPPED = Path(__file__).resolve().parents[3]
PUBLISHED_TABLES = ("published", "published_p_values")


def complete(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a config with one spelling of every value and all defaults, which may be read again.

    Parameters
    ----------
    config : as Snakemake merged it from files and the command line

    Raises
    ------
    UserError
        With the key that the schema does not allow.
    """
    spelt = canonical(config, schema())
    check_schema(spelt)
    refuse_two_lengths("training", spelt.get("training", {}))
    completed: dict[str, Any] = with_defaults(spelt, schema())
    for key in PUBLISHED_TABLES:
        completed[key] = _found(completed[key])
    return completed


def read_study(config: Mapping[str, Any]) -> Study:
    """Check a config and return the study it describes, canonical and complete.

    Equal studies come out equal, however they were spelt: numbers have one type and spelling,
    defaults are filled in, each model has all its settings.

    Parameters
    ----------
    config : as Snakemake merged it from files and the command line, or as `complete` returns it

    Raises
    ------
    UserError
        With the key that is wrong.
    """
    config = complete(config)
    scenes, models = list(config["scenes"]), list(config["models"])
    published_as = {
        name: entry["published_as"]
        for name, entry in config["models"].items()
        if entry["published_as"] is not None
    }
    _refuse_duplicates("published_as", published_as.values())
    if config["published"] is not None:
        check_published(config["published"], scenes, published_as)
    if config["published_p_values"] is not None:
        check_p_values(config["published_p_values"], scenes, published_as)
    settings = {
        name: resolved_model(name, entry, config["training"])
        for name, entry in config["models"].items()
    }
    conditions = read_conditions(config["conditions"], settings.values())
    chosen_conditions = _chosen("only_conditions", config["only_conditions"], list(conditions))
    chosen = _chosen("only_scenes", config["only_scenes"], scenes)
    study = Study(
        name=config["study"],
        data_dir=config["data_dir"],
        scenes={name: scene_entry(name, config["scenes"][name]) for name in chosen},
        conditions={name: conditions[name] for name in chosen_conditions},
        models={
            name: settings[name] for name in _chosen("only_models", config["only_models"], models)
        },
        train_sizes={
            scene: _rising(scene, sizes)
            for scene, sizes in _per_scene(config, "train_sizes", chosen).items()
        },
        test_size=_per_scene(config, "test_size", chosen),
        val_size=config["val_size"],
        seeds=_seeds(config["seeds"]),
        seeds_per_job=config["seeds_per_job"],
        device=config["device"],
        backend=config["backend"],
        precision=config["precision"],
        jobs_per_gpu=config["jobs_per_gpu"],
        save_data=config["save_data"],
        partial_tables=config["partial_tables"],
        published=config["published"],
        published_p_values=config["published_p_values"],
        published_runs=config["published_runs"],
        published_as=published_as,
        mapped_models=tuple(_chosen("mapped_models", config["mapped_models"], models)),
        target_errors=tuple(config["target_errors"]),
        equivalence_margin=config["equivalence_margin"],
    )
    for scene, entry in study.scenes.items():
        facts = declared_facts(entry)
        if facts is not None:
            check_cells(study, scene, facts)
        check_regions(study, scene, entry.shape)
    return study


def _found(table: str | None) -> str | None:
    """Return the path of a published table: one that is shipped is found from any folder."""
    if table is None or Path(table).exists() or not (SHIPPED / table).exists():
        return table
    return str(SHIPPED / table)


def _refuse_duplicates(what: str, values: Iterable[Any]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise UserError(f"{what}: {value} is listed twice; list each once.")
        seen.add(value)


def _seeds(seeds: int | list[int]) -> tuple[int, ...]:
    if isinstance(seeds, int):
        return tuple(range(seeds))
    _refuse_duplicates("seeds", seeds)
    return tuple(seeds)


def _rising(scene: str, sizes: list[Size]) -> tuple[Size, ...]:
    """Sort sizes, counts before fractions, so that the last is the largest."""
    _refuse_duplicates(f"train_sizes of scene {scene}", sizes)
    return tuple(sorted(sizes, key=lambda size: (size < 1, size)))


def _chosen(key: str, only: list[str] | None, names: list[str]) -> list[str]:
    """Return the names that a key narrows the study to, in the order of the study."""
    for name in only or []:
        if name not in names:
            raise unknown_name(f"name in {key}", name, names)
    return [name for name in names if only is None or name in only]


def _per_scene(config: Mapping[str, Any], key: str, chosen: list[str]) -> dict[str, Any]:
    """Return the value of each chosen scene: its own, or the one for all."""
    value = config[key]
    if not isinstance(value, dict):
        return dict.fromkeys(chosen, value)
    for scene in value:
        if scene not in config["scenes"]:
            raise unknown_name(f"scene in {key}", scene, config["scenes"])
    for scene in chosen:
        if scene not in value:
            raise UserError(f"{key}: scene {scene} has no entry; add it or give one for all.")
    return {scene: value[scene] for scene in chosen}
