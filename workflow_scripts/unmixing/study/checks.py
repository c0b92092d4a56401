"""Which cells of a study a scene does not admit, said in words."""

import numpy as np

from learning_curves.errors import UserError, listed, together
from unmixing.scenes.scene import SceneFacts, outline
from unmixing.splits.checks import (
    check_order,
    problems_of_test_size,
    problems_of_train_sizes,
)
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels
from unmixing.splits.sizes import Size, as_count
from unmixing.study.problems import Problem
from unmixing.study.study import Study
from unmixing.training.checks import method_problems

Shape = tuple[int, int, int]


def check_cells(study: Study, scene: str, facts: SceneFacts) -> None:
    """Refuse cells of a study that a scene does not admit.

    Raises
    ------
    UserError
        Naming every size and method that must go, and the remedy.
    """
    problems = _sizes(study, scene, facts.n_pixels) + _methods(study, scene, facts)
    if not facts.is_image:
        problems += _places(study, scene)
    if problems:
        raise together(problem.after for problem in problems)


def declared_problems(
    study: Study, scene: str, facts: SceneFacts | None, shape: Shape | None
) -> list[Problem]:
    """Say which cells a scene does not admit, as far as the config tells before it is read.

    Parameters
    ----------
    facts, shape : SceneFacts or None, Shape or None
        Of the scene, all of whose pixels are taken to be valid, or None if not known.
    """
    sizes = [] if facts is None else _sizes(study, scene, facts.n_pixels)
    methods = [] if facts is None else _methods(study, scene, facts)
    # A size that no split has would be refused once more for each condition.
    return sizes + methods + ([] if sizes else _regions(study, scene, shape))


def _sizes(study: Study, scene: str, n_pixels: int) -> list[Problem]:
    sizes, test_size = study.train_sizes[scene], study.test_size[scene]
    of_sizes = problems_of_train_sizes(n_pixels, sizes, study.val_size, test_size)
    counts: dict[int, Size] = {}
    for size in sizes:
        same = counts.setdefault(as_count(size, n_pixels), size)
        if same != size and as_count(size, n_pixels) > 0:
            of_sizes.append(
                f"train sizes {same} and {size} are the same number of its {n_pixels} valid "
                "pixels; leave one of them out."
            )
    keyed = {"test_size": problems_of_test_size(n_pixels, test_size), "train_sizes": of_sizes}
    return [
        _of_scene(key, scene, problem) for key, problems in keyed.items() for problem in problems
    ]


def _methods(study: Study, scene: str, facts: SceneFacts) -> list[Problem]:
    problems = method_problems(study.methods, facts)
    return [_of_scene("scenes", scene, problem) for problem in problems]


def _places(study: Study, scene: str) -> list[Problem]:
    """Say which conditions ask where pixels are."""
    return [
        _of_condition(
            name,
            scene,
            f"split {condition.split} asks where pixels are, and the scene is a table of spectra "
            "without an image; leave the condition out (only_conditions).",
        )
        for name, condition in study.conditions.items()
        if condition.strategy.needs_image
    ]


def _regions(study: Study, scene: str, shape: Shape | None) -> list[Problem]:
    """Say which conditions leave too few pixels to label or to test, a sentence each."""
    problems = {
        name: _region_problem(study, scene, condition, shape)
        for name, condition in study.conditions.items()
    }
    return [
        _of_condition(name, scene, problem)
        for name, problem in problems.items()
        if problem is not None
    ]


def _region_problem(
    study: Study, scene: str, condition: Condition, shape: Shape | None
) -> str | None:
    test_size = study.test_size[scene]
    try:
        check_order(condition, test_size)
    except UserError as error:
        return str(error)
    if shape is None or not condition.strategy.by_shape:
        return None
    blank = outline(np.ones(shape[:2], bool))
    n_pixels = shape[0] * shape[1]
    largest = max(as_count(size, n_pixels) for size in study.train_sizes[scene])
    for seed in study.seeds:
        try:
            eligible = draw_pixels(condition, blank, seed, test_size).eligible
        except UserError as error:
            return str(error)
        if len(eligible) < largest:
            return (
                f"seed {seed} leaves {len(eligible)} pixels that may be labelled, and the largest "
                f"train size is {largest}: ask for fewer, or change "
                f"{listed(['test_size', *condition.options], 'or')}."
            )
    return None


def _of_scene(key: str, scene: str, sentence: str) -> Problem:
    return Problem((key, scene), f"scene {scene}: {sentence}", name="")


def _of_condition(condition: str, scene: str, sentence: str) -> Problem:
    words = f"scene {scene}, condition {condition}: {sentence}"
    return Problem(("conditions", condition), words, name="")
