"""Which networks and estimators a scene admits, and which outputs a network must have."""

from collections.abc import Mapping

from learning_curves.errors import UserError, listed
from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.scenes.scene import SceneFacts
from unmixing.training.settings import Settings

Shape = tuple[int | None, ...]


def check_method(scene: str, model: str, settings: Settings, facts: SceneFacts) -> None:
    """Refuse a network or an estimator that a scene does not admit.

    Parameters
    ----------
    scene, model : names, for the message
    settings : of the model
    facts : of the scene

    Raises
    ------
    UserError
        If the scene has too few bands, or no endmembers where the method needs them.
    """
    for sentence in method_problems({model: settings}, facts):
        raise UserError(f"scene {scene}: {sentence}")


def method_problems(models: Mapping[str, Settings], facts: SceneFacts) -> list[str]:
    """Say which networks and estimators a scene does not admit, a sentence a cause."""
    narrow = {name: _minimum_bands(settings) for name, settings in models.items()}
    return [
        *_too_few_bands({n: bands for n, bands in narrow.items() if bands > facts.bands}, facts),
        *_no_endmembers([n for n, settings in models.items() if _mixes(settings)], facts),
        *_no_image([n for n, settings in models.items() if settings.neighbourhood_size > 1], facts),
    ]


def check_outputs(name: str, facts: SceneFacts, output: Shape, abundances: Shape) -> None:
    """Refuse a network that does not end in what it is trained on and predicts.

    Parameters
    ----------
    name : of the architecture
    facts : of the scene
    output, abundances : shapes of the network's output and of its layer "abundances"

    Raises
    ------
    UserError
        If one of them has other numbers a pixel than the scene.
    """
    target = architecture(name).target
    trained_on = {"abundances": facts.n_endmembers, "spectrum": facts.bands}
    for shape, numbers, what in (
        (output, trained_on[target], f"its output, of which the target is '{target}'"),
        (abundances, facts.n_endmembers, "its layer 'abundances'"),
    ):
        if tuple(shape) != (None, numbers):
            raise UserError(
                f"architecture '{name}': {what}, has the shape {shape} and must have {numbers} "
                f"numbers a pixel: mend workflow_scripts/unmixing/architectures/{name}.py."
            )


def _minimum_bands(settings: Settings) -> int:
    return architecture(settings.method).minimum_bands if settings.is_network else 1


def _mixes(settings: Settings) -> bool:
    """Whether a method needs the endmembers of the scene."""
    if settings.is_network:
        return architecture(settings.method).target == "spectrum"
    return estimator(settings.method).needs_endmembers


def _too_few_bands(minima: Mapping[str, int], facts: SceneFacts) -> list[str]:
    if not minima:
        return []
    needs = []
    for minimum in sorted(set(minima.values())):
        names = [name for name, bands in minima.items() if bands == minimum]
        needs.append(f"{listed(names)} {'need' if len(names) > 1 else 'needs'} {minimum} or more")
    return [
        f"the scene has {facts.bands} bands, and {'; '.join(needs)}. Leave models or the scene out "
        "(only_models, only_scenes), or use other architectures."
    ]


def _no_image(models: list[str], facts: SceneFacts) -> list[str]:
    if facts.is_image or not models:
        return []
    return [
        f"{listed(models)} {'see' if len(models) > 1 else 'sees'} the neighbours of a pixel, and "
        "the scene is a table of spectra without an image. Leave models or the scene out "
        "(only_models, only_scenes), or set neighbourhood_size: 1 where a model takes it."
    ]


def _no_endmembers(models: list[str], facts: SceneFacts) -> list[str]:
    if facts.has_endmembers or not models:
        return []
    return [
        f"{listed(models)} {'need' if len(models) > 1 else 'needs'} endmembers, and the scene has "
        "none. Add an endmembers file, or leave models or the scene out (only_models, only_scenes)."
    ]
