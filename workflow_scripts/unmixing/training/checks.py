"""Checks of whether a scene admits a method, and of the outputs of a network."""

from collections.abc import Mapping
from pathlib import Path

from learning_curves.errors import UserError, join_items, shorten_path
from unmixing.layers.architecture import Target
from unmixing.method import Method
from unmixing.scenes.scene import SceneFacts

Shape = tuple[int | None, ...]


def check_method(scene: str, model: str, method: Method, facts: SceneFacts) -> None:
    """Refuse a method that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has too few bands, no image, or no endmembers where the method needs them.
    """
    for sentence in find_method_problems({model: method}, facts):
        raise UserError(f"scene {scene}: {sentence}")


def find_method_problems(methods: Mapping[str, Method], facts: SceneFacts) -> list[str]:
    """Say which methods, by the names of their models, a scene does not admit."""
    narrow = {name: method.minimum_bands for name, method in methods.items()}
    return [
        *_too_few_bands({n: bands for n, bands in narrow.items() if bands > facts.bands}, facts),
        *_no_endmembers([n for n, method in methods.items() if method.needs_endmembers], facts),
        *_no_image([n for n, method in methods.items() if method.neighbourhood_size > 1], facts),
    ]


def check_network(file: Path, network: object, wanted: type, library: str) -> None:
    """Refuse what an architecture built if it is not a network of the library of its trainer.

    Raises
    ------
    UserError
        If it is of another type than `wanted`, that of all networks of the library.
    """
    if not isinstance(network, wanted):
        found = f"{type(network).__module__}.{type(network).__qualname__}"
        raise UserError(
            f"{shorten_path(file)}: its build returns {found}, not a network of {library}. "
            "An Architecture builds one of Keras, a TorchArchitecture a torch.nn.Module "
            "(docs/your_method.md)."
        )


def check_outputs(
    file: Path, target: Target, facts: SceneFacts, output: Shape, abundances: Shape
) -> None:
    """Refuse a network whose outputs do not fit its target and the scene.

    Parameters
    ----------
    output, abundances : Shape
        Shapes of the network's output and of its layer "abundances".

    Raises
    ------
    UserError
        If one of them has the wrong number of values per pixel.
    """
    trained_on = {"abundances": facts.n_endmembers, "spectrum": facts.bands}
    for shape, numbers, what in (
        (output, trained_on[target], f"its output (its target is '{target}')"),
        (abundances, facts.n_endmembers, "its layer 'abundances'"),
    ):
        if tuple(shape) != (None, numbers):
            raise UserError(
                f"{shorten_path(file)}: in the network that it builds, {what} has the shape "
                f"{shape} and must have {numbers} numbers per pixel."
            )


def _too_few_bands(minima: Mapping[str, int], facts: SceneFacts) -> list[str]:
    if not minima:
        return []
    needs = []
    for minimum in sorted(set(minima.values())):
        names = [name for name, bands in minima.items() if bands == minimum]
        needs.append(
            f"{join_items(names)} {'need' if len(names) > 1 else 'needs'} {minimum} or more"
        )
    return [
        f"the scene has {facts.bands} bands, and {'; '.join(needs)}. Leave models or the scene out "
        "(only_models, only_scenes), or use other architectures."
    ]


def _no_image(models: list[str], facts: SceneFacts) -> list[str]:
    if facts.is_image or not models:
        return []
    return [
        f"{join_items(models)} {'see' if len(models) > 1 else 'sees'} the neighbours of a pixel, "
        "and the scene is a table of spectra without an image. Leave models or the scene out "
        "(only_models, only_scenes), or set neighbourhood_size: 1 where a model takes it."
    ]


def _no_endmembers(models: list[str], facts: SceneFacts) -> list[str]:
    if facts.has_endmembers or not models:
        return []
    return [
        f"{join_items(models)} {'need' if len(models) > 1 else 'needs'} endmembers, and the scene "
        "has none. Add an endmembers file, or leave models or the scene out (only_models, "
        "only_scenes)."
    ]
