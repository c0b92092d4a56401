"""Which of a study's conditions, sizes and seeds a model is run with."""

from collections.abc import Mapping, Sequence
from typing import Any

from learning_curves.errors import UserError, listed
from unmixing.splits.sizes import Size
from unmixing.study.problems import Problems


def narrowed_conditions(
    model: str, wanted: list[str] | None, of_study: Sequence[str], problems: Problems
) -> tuple[str, ...]:
    """Return the conditions that a model is run under, in the order of the study.

    Parameters
    ----------
    of_study : Sequence[str]
        All that the config names, also those that it is narrowed from.
    problems : Problems
        That take conditions which the study does not have.
    """
    with problems.about("models", model, "conditions"):
        _refuse_others(wanted or [], of_study, "the conditions of the study")
    return tuple(name for name in of_study if wanted is None or name in wanted)


def narrowed_sizes(
    model: str,
    wanted: list[Size] | Mapping[str, list[Size]] | None,
    of_study: Mapping[str, tuple[Size, ...]],
    problems: Problems,
) -> dict[str, tuple[Size, ...]]:
    """Return the sizes of each scene that a model is run at, in the order of the study.

    A study that was narrowed itself may lack some of the sizes that an entry names.

    Parameters
    ----------
    wanted : list[Size] or Mapping[str, list[Size]] or None
        For all scenes, or by scene; None and scenes that are not named mean all.
    of_study : Mapping[str, tuple[Size, ...]]
        Scene -> sizes.
    problems : Problems
        That take sizes of which the study has none.
    """
    narrowed = {}
    for scene, sizes in of_study.items():
        of_scene = wanted.get(scene) if isinstance(wanted, Mapping) else wanted
        narrowed[scene] = tuple(size for size in sizes if of_scene is None or size in of_scene)
        with problems.about("models", model, "train_sizes"):
            _refuse_none(narrowed[scene], of_scene, sizes, f"the train sizes of scene {scene}")
    return narrowed


def narrowed_seeds(
    model: str, wanted: int | list[int] | None, of_study: tuple[int, ...], problems: Problems
) -> tuple[int, ...]:
    """Return the seeds that a model is run with, in the order of the study.

    Parameters
    ----------
    wanted : int or list[int] or None
        A list, or a count of the first; None means all.
    problems : Problems
        That take seeds of which the study has none.
    """
    if wanted is None or isinstance(wanted, int):
        return of_study[:wanted]
    narrowed = tuple(seed for seed in of_study if seed in wanted)
    with problems.about("models", model, "seeds"):
        _refuse_none(narrowed, wanted, of_study, "the seeds of the study")
    return narrowed


def _refuse_none(
    narrowed: Sequence[Any], wanted: Sequence[Any] | None, of_study: Sequence[Any], what: str
) -> None:
    if not narrowed and wanted and of_study:
        raise UserError(
            f"none of {listed(wanted)} is among {what} ({listed(of_study)}): name some of them, or "
            "leave the model out (only_models)."
        )


def _refuse_others(wanted: Sequence[Any], of_study: Sequence[Any], what: str) -> None:
    others = [value for value in wanted if value not in of_study]
    if others:
        raise UserError(
            f"{listed(others)} {'is' if len(others) == 1 else 'are'} not among {what} "
            f"({listed(of_study)}): a model narrows them."
        )
