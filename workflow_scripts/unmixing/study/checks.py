"""Checks of a study against its scenes: which cells are impossible, in words."""

from collections.abc import Iterable, Sequence

import numpy as np

from learning_curves.errors import UserError, join_items, merge_errors
from unmixing.scenes.scene import Scene, SceneFacts, outline
from unmixing.splits.checks import (
    check_order,
    find_test_size_problems,
    find_train_size_problems,
)
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels
from unmixing.splits.sizes import Size, as_count
from unmixing.study.problems import Problem
from unmixing.study.study import Study
from unmixing.training.checks import find_method_problems

Shape = tuple[int, int, int]
# Seeds whose groups are drawn when a config is read, which takes a second for large images.
MOST_DRAWN = 10


def check_cells(study: Study, scene: str, facts: SceneFacts) -> None:
    """Refuse cells of a study that are impossible on a scene.

    Raises
    ------
    UserError
        Naming every size and method that must go, and the remedy.
    """
    problems = _sizes(study, scene, facts.n_pixels) + _methods(study, scene, facts)
    if not facts.is_image:
        problems += _places(study, scene)
    if problems:
        raise merge_errors(problem.after for problem in problems)


def check_draws(study: Study, name: str, scene: Scene) -> None:
    """Refuse conditions that leave too few pixels of a scene for the sizes of a study.

    Raises
    ------
    UserError
        Naming every such condition, and the remedy.
    """
    problems = {
        condition: _draw_problem(study, scene, name, condition, _seeds_to_draw(study, of_condition))
        for condition, of_condition in study.conditions.items()
    }
    refused = [
        _of_condition(condition, name, problem).after
        for condition, problem in problems.items()
        if problem is not None
    ]
    if refused:
        raise merge_errors(refused)


def _seeds_to_draw(study: Study, condition: Condition) -> Sequence[int]:
    """Return the seeds that leave other numbers of pixels: one where labels come from anywhere."""
    strategy = condition.strategy
    if not (strategy.regions or strategy.in_groups):
        return study.seeds[:1]
    return study.seeds[: condition.n_regions]


def find_declared_problems(
    study: Study, scene: str, facts: SceneFacts | None, shape: Shape | None
) -> list[Problem]:
    """List the impossible cells that the config alone reveals, before the scene is read.

    Parameters
    ----------
    facts, shape : SceneFacts or None, Shape or None
        Of the scene, or None if unknown; all of its pixels are taken to be valid.
    """
    sizes = [] if facts is None else _sizes(study, scene, facts.n_pixels)
    methods = [] if facts is None else _methods(study, scene, facts)
    # Each condition would refuse an impossible size again.
    return sizes + methods + ([] if sizes else _regions(study, scene, shape))


def _sizes(study: Study, scene: str, n_pixels: int) -> list[Problem]:
    sizes, test_size = study.train_sizes[scene], study.test_size[scene]
    of_sizes = find_train_size_problems(n_pixels, sizes, study.val_size, test_size)
    counts: dict[int, Size] = {}
    for size in sizes:
        same = counts.setdefault(as_count(size, n_pixels), size)
        if same != size and as_count(size, n_pixels) > 0:
            of_sizes.append(
                f"train sizes {same} and {size} are the same number of its {n_pixels} valid "
                "pixels; leave one of them out."
            )
    keyed = {"test_size": find_test_size_problems(n_pixels, test_size), "train_sizes": of_sizes}
    return [
        _of_scene(key, scene, problem) for key, problems in keyed.items() for problem in problems
    ]


def _methods(study: Study, scene: str, facts: SceneFacts) -> list[Problem]:
    methods = {
        model: method
        for model, method in study.methods.items()
        if any(
            study.sizes(scene, condition, model) for condition in study.conditions_by_model[model]
        )
    }
    problems = find_method_problems(methods, facts)
    return [_of_scene("scenes", scene, problem) for problem in problems]


def _places(study: Study, scene: str) -> list[Problem]:
    """List the conditions that need to know where pixels are."""
    return [
        _of_condition(
            name,
            scene,
            f"split {condition.split} asks where pixels are, and the scene is a table of spectra "
            "without an image; leave the condition out (only_conditions).",
        )
        for name, condition in study.conditions.items()
        if condition.strategy.needs_image and study.sizes(scene, name, None)
    ]


def _regions(study: Study, scene: str, shape: Shape | None) -> list[Problem]:
    """List the conditions that leave too few pixels to label or to test."""
    problems = {
        name: _region_problem(study, scene, name, condition, shape)
        for name, condition in study.conditions.items()
    }
    return [
        _of_condition(name, scene, problem)
        for name, problem in problems.items()
        if problem is not None
    ]


def _region_problem(
    study: Study, scene: str, name: str, condition: Condition, shape: Shape | None
) -> str | None:
    test_size = study.test_size[scene]
    try:
        check_order(condition, test_size)
    except UserError as error:
        return str(error)
    cuts_groups = bool(condition.options.get("group_size"))
    if shape is None or not (condition.strategy.by_shape or cuts_groups):
        return None
    blank = outline(np.ones(shape[:2], bool))
    # All seeds of groups are drawn when the scene is imported.
    seeds = study.seeds[:MOST_DRAWN] if cuts_groups else study.seeds
    return _draw_problem(study, blank, scene, name, seeds)


def _draw_problem(
    study: Study, drawn_from: Scene, scene: str, name: str, seeds: Iterable[int]
) -> str | None:
    """Return why a condition leaves too few pixels to label or to test for a seed, or None."""
    sizes = study.sizes(scene, name, None)
    if not sizes:
        return None
    n_pixels, test_size = int(drawn_from.valid.sum()), study.test_size[scene]
    largest, condition = max(as_count(size, n_pixels) for size in sizes), study.conditions[name]
    for seed in seeds:
        try:
            eligible = draw_pixels(condition, drawn_from, seed, test_size).eligible
        except UserError as error:
            return str(error)
        if len(eligible) < largest:
            return (
                f"seed {seed} leaves {len(eligible)} pixels that may be labelled, and the largest "
                f"train size is {largest}: ask for fewer, or change "
                f"{join_items(['test_size', *condition.options], 'or')}."
            )
    return None


def _of_scene(key: str, scene: str, sentence: str) -> Problem:
    return Problem((key, scene), f"scene {scene}: {sentence}", name="")


def _of_condition(condition: str, scene: str, sentence: str) -> Problem:
    words = f"scene {scene}, condition {condition}: {sentence}"
    return Problem(("conditions", condition), words, name="")
