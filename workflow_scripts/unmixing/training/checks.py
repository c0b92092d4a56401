"""Which networks and estimators a scene admits, and which outputs a network must have."""

from unmixing.architectures import architecture
from unmixing.errors import UserError
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
    check = check_network if settings.is_network else check_estimator
    try:
        check(settings.method, facts)
    except UserError as error:
        raise UserError(f"scene {scene}, model {model}: {error}") from None


def check_estimator(name: str, facts: SceneFacts) -> None:
    """Refuse an estimator that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has no endmembers where the estimator needs them, or too many.
    """
    kind = estimator(name)
    if kind.needs_endmembers and not facts.has_endmembers:
        raise UserError(
            f"estimator '{name}' needs endmembers, and the scene has none. "
            "Add an endmembers file or leave one of them out."
        )


def check_network(name: str, facts: SceneFacts) -> None:
    """Refuse an architecture that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has too few bands, or no endmembers where the architecture mixes them.
    """
    kind = architecture(name)
    if facts.bands < kind.minimum_bands:
        raise UserError(
            f"the scene has {facts.bands} bands and architecture '{name}' needs "
            f"{kind.minimum_bands} or more. Leave one of them out (only_scenes, only_models) or "
            "use another architecture."
        )
    if kind.target == "spectrum" and not facts.has_endmembers:
        raise UserError(
            f"architecture '{name}' mixes endmembers, and the scene has none. "
            "Add an endmembers file or leave one of them out."
        )


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
