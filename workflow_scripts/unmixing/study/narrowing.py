"""The scenes, conditions, sizes and seeds that a model is run with, and a condition's sizes."""

from collections.abc import Mapping, Sequence
from typing import Any

from learning_curves.errors import UserError, join_items
from unmixing.splits.sizes import Size
from unmixing.study.problems import Problems


def narrow_conditions(
    model: str, wanted: list[str] | None, of_study: Sequence[str], problems: Problems
) -> tuple[str, ...]:
    """Return the conditions that a model is run under, in the order of the study.

    Parameters
    ----------
    of_study : Sequence[str]
        All conditions of the config, before it is narrowed.
    problems : Problems
        Collects conditions that the study does not have.
    """
    with problems.about("models", model, "conditions"):
        _refuse_others(wanted or [], of_study, "the conditions of the study")
    return tuple(name for name in of_study if wanted is None or name in wanted)


def narrow_scenes(
    model: str, wanted: list[str] | None, of_study: Sequence[str], problems: Problems
) -> Sequence[str]:
    """Return the scenes that a model is run on.

    Parameters
    ----------
    of_study : Sequence[str]
        All scenes of the config, before it is narrowed.
    problems : Problems
        Collects scenes that the study does not have.
    """
    with problems.about("models", model, "scenes"):
        _refuse_others(wanted or [], of_study, "the scenes of the study")
    return of_study if wanted is None else wanted


def narrow_sizes(
    key: tuple[str, ...],
    wanted: list[Size] | Mapping[str, list[Size]] | None,
    of_study: Mapping[str, tuple[Size, ...]],
    problems: Problems,
) -> dict[str, tuple[Size, ...]]:
    """Return the sizes of each scene that a model or condition has, in the order of the study.

    A narrowed study may lack some of the sizes that an entry names.

    Parameters
    ----------
    key : tuple[str, ...]
        Where the sizes are given.
    wanted : list[Size] or Mapping[str, list[Size]] or None
        One list for all scenes, or scene -> list; None and scenes without a list mean all sizes.
    of_study : Mapping[str, tuple[Size, ...]]
        Scene -> sizes.
    problems : Problems
        Collects lists of sizes of which the study has none.
    """
    narrowed = {}
    for scene, sizes in of_study.items():
        of_scene = wanted.get(scene) if isinstance(wanted, Mapping) else wanted
        narrowed[scene] = tuple(size for size in sizes if of_scene is None or size in of_scene)
        with problems.about(*key):
            _refuse_none(narrowed[scene], of_scene, sizes, f"the train sizes of scene {scene}")
    return narrowed


def narrow_seeds(
    model: str, wanted: int | list[int] | None, of_study: tuple[int, ...], problems: Problems
) -> tuple[int, ...]:
    """Return the seeds that a model is run with, in the order of the study.

    Parameters
    ----------
    wanted : int or list[int] or None
        A list, or the number of first seeds; None means all.
    problems : Problems
        Collects lists of seeds of which the study has none.
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
            f"none of {join_items(wanted)} is among {what} ({join_items(of_study)}): name some of "
            "them, or leave the model out (only_models)."
        )


def _refuse_others(wanted: Sequence[Any], of_study: Sequence[Any], what: str) -> None:
    others = [value for value in wanted if value not in of_study]
    if others:
        raise UserError(
            f"{join_items(others)} {'is' if len(others) == 1 else 'are'} not among {what} "
            f"({join_items(of_study)}): a model narrows them."
        )
