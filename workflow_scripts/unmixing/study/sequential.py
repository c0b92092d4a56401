"""Configs of sequential studies: a study narrowed to the sizes and seeds chosen so far."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from learning_curves.answers.next_runs import BATCH, FIRST_SIZES, Design
from learning_curves.columns import AXES, read_table
from learning_curves.errors import UserError
from learning_curves.writing import atomic_write
from unmixing.study import paths
from unmixing.study.reading import read_study
from unmixing.study.runs import runs
from unmixing.study.study import Study
from unmixing.vocabulary import UNMIXING


def config_path(study: str) -> Path:
    """Return the path of a sequential study's config."""
    return paths.results_folder(study) / "answer.yaml"


def only_scene(study: Study) -> str:
    """Return the scene of a study.

    Raises
    ------
    UserError
        If there are several.
    """
    if len(study.scenes) > 1:
        names = ", ".join(study.scenes)
        raise UserError(
            f"An answer is of one scene, and the study has {names}: narrow it, as in "
            f"--config 'only_scenes=[{next(iter(study.scenes))}]'."
        )
    return next(iter(study.scenes))


def list_grids(study: Study, scene: str) -> dict[str, list[int]]:
    """List the sizes that each model of the first condition may be run at, rising.

    Raises
    ------
    UserError
        If no model is run under that condition, a model has too few sizes or fractions, or more
        seeds would add no regions that labels come from.
    """
    sizes = {
        model: list(study.sizes(scene, study.first_condition, model))
        for model in study.models
        if study.first_condition in study.conditions_by_model[model]
    }
    if not sizes:
        raise UserError(
            f"conditions: an answer is of the first one, {study.first_condition}, and no model is "
            "run under it: put another first, or narrow them, as in --config "
            f"'only_conditions=[{list(study.conditions)[-1]}]'."
        )
    first = study.conditions[study.first_condition]
    if first.n_regions is not None:
        raise UserError(
            f"conditions: an answer adds seeds to the first one, {study.first_condition}, and "
            f"there are {first.n_regions} {first.regions}, however many seeds there are: "
            "put another condition first."
        )
    for model, grid in sizes.items():
        if any(size < 1 for size in grid):
            raise UserError(
                "train_sizes: an answer in labelled pixels needs counts, not fractions."
            )
        if len(grid) < FIRST_SIZES:
            raise UserError(
                f"train_sizes: model {model} has {len(grid)}, and a curve needs {FIRST_SIZES} or "
                "more to choose from; they cost nothing before they are run."
            )
    return {model: [int(size) for size in grid] for model, grid in sizes.items()}


def clear_for_answer(study: str) -> None:
    """Delete the runs table of an earlier answer; refuse to delete that of another study.

    An answer begins with few runs and writes the table again: if it is killed, no table is left
    with more runs than its config has.

    Raises
    ------
    UserError
        If the table holds runs that no earlier answer asked for.
    """
    table, config = paths.results_folder(study) / paths.RUNS_TABLE, config_path(study)
    if not table.exists():
        return
    answered = set()
    if config.exists():
        of_answer = read_study(yaml.safe_load(config.read_text(encoding="utf-8")))
        answered = {tuple(map(str, run)) for run in runs(of_answer)}
    there = read_table(table, UNMIXING)[AXES].astype(str).itertuples(index=False, name=None)
    if not answered.issuperset(there):
        raise UserError(
            f"{table} has runs of a study that was not an answer, and an answer would rewrite "
            f"it without them: give it a folder of its own, as in --config study={study}_answer."
        )
    table.unlink()


def narrow_config(
    config: Mapping[str, Any], study: Study, designs: Mapping[str, Design], target: float
) -> dict[str, Any]:
    """Narrow a complete config to designs on one scene under the first condition.

    Parameters
    ----------
    config : Mapping[str, Any]
        With every key.
    designs : Mapping[str, Design]
        Model -> sizes and seeds.
    """
    scene = only_scene(study)
    # Blocks of sizes would shift with each added size, and repeat runs.
    per_job = {"sizes_per_job": 1, "seeds_per_job": BATCH}
    narrowed = {
        model: config["models"][model]
        | {"train_sizes": list(design.sizes), "seeds": design.repetitions}
        | per_job
        for model, design in designs.items()
    }
    return dict(config) | {
        "only_scenes": [scene],
        "only_conditions": [study.first_condition],
        "only_models": list(designs),
        # Models without a design stay, because their patches affect the gap of a condition.
        "models": config["models"] | narrowed,
        "train_sizes": sorted({size for design in designs.values() for size in design.sizes}),
        "test_size": study.test_size[scene],
        "seeds": max(design.repetitions for design in designs.values()),
        **per_job,
        "target_errors": [target],
        "partial_tables": False,
        # Published tables may name models and scenes that are left out here.
        "published": None,
        "published_p_values": None,
    }


def write_config(config: Mapping[str, Any], path: Path) -> None:
    """Write a config, whole or not at all."""
    text = yaml.safe_dump(dict(config), sort_keys=False, allow_unicode=True)
    with atomic_write(path) as temporary:
        temporary.write_text(f"# Written by answer_study.py: sizes and seeds so far.\n{text}")
