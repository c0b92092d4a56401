"""Which networks and estimators a scene admits."""

from unmixing.architectures import architecture
from unmixing.errors import UserError
from unmixing.estimators import estimator


def check_method(
    scene: str,
    model: str,
    settings: dict,
    bands: int,
    n_endmembers: int | None,
    has_endmembers: bool,
) -> None:
    """Refuse a network or an estimator that a scene does not admit.

    Parameters
    ----------
    scene, model : names, for the message
    settings : of the model, as `read_study` returns them
    bands : of the scene
    n_endmembers : of the abundances, or None where that is not known yet
    has_endmembers : whether the scene has their spectra

    Raises
    ------
    UserError
        If the scene has too few bands, no endmembers where the method needs them, or too many.
    """
    try:
        if "architecture" in settings:
            check_network(settings["architecture"], bands, has_endmembers)
        else:
            check_estimator(settings["estimator"], n_endmembers, has_endmembers)
    except UserError as error:
        raise UserError(f"scene {scene}, model {model}: {error}") from None


def check_estimator(name: str, n_endmembers: int | None, has_endmembers: bool) -> None:
    """Refuse an estimator that a scene does not admit.

    Raises
    ------
    UserError
        If the scene has no endmembers where the estimator needs them, or too many.
    """
    kind = estimator(name)
    if kind.needs_endmembers and not has_endmembers:
        raise UserError(
            f"estimator '{name}' needs endmembers, and the scene has none. "
            "Add an endmembers file or leave one of them out."
        )
    most = kind.maximum_endmembers
    if most is not None and n_endmembers is not None and n_endmembers > most:
        raise UserError(
            f"estimator '{name}' tries the combinations of up to {most} endmembers, and the scene "
            f"has {n_endmembers}. Leave one of them out (only_scenes, only_models)."
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
