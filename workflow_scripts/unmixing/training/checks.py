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

    Parameters
    ----------
    scene, model : str
        Names, for the message.
    method : Method
        The method of the model.
    facts : SceneFacts
        Of the scene.

    Raises
    ------
    UserError
        If the scene has too few bands, or no endmembers where the method needs them.
    """
    for sentence in find_method_problems({model: method}, facts):
        raise UserError(f"scene {scene}: {sentence}")


def find_method_problems(methods: Mapping[str, Method], facts: SceneFacts) -> list[str]:
    """Say which methods, by the names of their models, a scene does not admit."""
    narrow = {n: m.minimum_bands for n, m in methods.items() if m.minimum_bands > facts.bands}
    problems = [_too_few_bands(narrow, facts.bands)] if narrow else []
    unmixing = [n for n, m in methods.items() if m.needs_endmembers]
    if unmixing and not facts.has_endmembers:
        problems.append(
            f"{_say_who(unmixing, 'need')} endmembers, and the scene has none. Add an endmembers "
            "file, or leave models or the scene out (only_models, only_scenes)."
        )
    looking_around = [n for n, m in methods.items() if m.neighbourhood_size > 1]
    if looking_around and not facts.is_image:
        problems.append(
            f"{_say_who(looking_around, 'see')} the neighbours of a pixel, and the scene is a "
            "table of spectra without an image. Leave models or the scene out (only_models, "
            "only_scenes), or set neighbourhood_size: 1 where a model takes it."
        )
    return problems


def check_network(file: Path, network: object, wanted: type, library: str) -> None:
    """Refuse what an architecture built if it is not a network of the library of its trainer.

    Parameters
    ----------
    file : Path
        Of the architecture.
    wanted : type
        Of all networks of the library.
    library : str
        Its name, for the message.

    Raises
    ------
    UserError
        If it is of another type.
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
    file : Path
        Of the architecture.
    target : str
        What the network learns to output.
    facts : SceneFacts
        Of the scene.
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


def _too_few_bands(minima: Mapping[str, int], found: int) -> str:
    needs = []
    for minimum in sorted(set(minima.values())):
        names = [name for name, bands in minima.items() if bands == minimum]
        needs.append(f"{_say_who(names, 'need')} {minimum} or more")
    return (
        f"the scene has {found} bands, and {'; '.join(needs)}. Leave models or the scene out "
        "(only_models, only_scenes), or use other architectures."
    )


def _say_who(models: list[str], do: str) -> str:
    return f"{join_items(models)} {do if len(models) > 1 else f'{do}s'}"
