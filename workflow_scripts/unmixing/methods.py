"""Which networks and estimators a scene admits."""

from unmixing.architectures import architecture
from unmixing.errors import UserError
from unmixing.estimators import estimator


def check_method(settings: dict, bands: int, has_endmembers: bool) -> None:
    """Refuse a network or an estimator that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has too few bands, or no endmembers where the method needs them.
    """
    if "architecture" in settings:
        check_network(settings["architecture"], bands, has_endmembers)
    elif estimator(settings["estimator"]).needs_endmembers and not has_endmembers:
        raise UserError(
            f"estimator '{settings['estimator']}' needs endmembers, and the scene has none. "
            "Add an endmembers file or leave one of them out."
        )


def check_network(name: str, bands: int, has_endmembers: bool) -> None:
    """Refuse an architecture that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has too few bands, or no endmembers where the architecture mixes them.
    """
    kind = architecture(name)
    if bands < kind.minimum_bands:
        raise UserError(
            f"the scene has {bands} bands and architecture '{name}' needs {kind.minimum_bands} "
            "or more. Leave one of them out (only_scenes, only_models) or use another architecture."
        )
    if kind.target == "spectrum" and not has_endmembers:
        raise UserError(
            f"architecture '{name}' mixes endmembers, and the scene has none. "
            "Add an endmembers file or leave one of them out."
        )
