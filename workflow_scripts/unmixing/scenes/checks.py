"""Whether a scene is the one declared, and one that a study can be trusted on."""

import numpy as np

from learning_curves.errors import UserError, join_items
from unmixing.scenes.alignment import SHIFTED, compare_arrangements, groups_of
from unmixing.scenes.endmember_order import best_order
from unmixing.scenes.entry import SceneEntry
from unmixing.scenes.scene import Scene

# Published ground truths sum to one within 1e-11 and hold no negative value; these
# tolerances admit float32 rounding and solvers that stop early, and nothing more.
SUM_TOLERANCE = 1e-3
NEGATIVE_TOLERANCE = 1e-4
# An arrangement that leaves less than this many times as much as the best one may be right too.
NEARLY = 2.0


def validate_scene(scene: Scene) -> None:
    """Refuse a scene that no study could be trusted on.

    Raises
    ------
    UserError
        If shapes disagree, no pixel is finite, the cube is constant, or the abundances are
        negative, do not sum to one, clearly lie otherwise on the cube, or are clearly in another
        order than the endmembers.
    """
    _check_shapes(scene)
    valid = scene.valid
    if not valid.any():
        raise _without_pixels(scene)
    abundances = scene.abundances[valid]
    smallest, largest = scene.valid_range
    if smallest == largest:
        raise UserError(f"the cube is constant ({smallest:g} everywhere): check how it is read.")
    for what, spectra in {"endmembers": scene.endmembers, "library": scene.library}.items():
        if spectra is not None and not np.isfinite(spectra).all():
            raise UserError(
                f"the {what} hold a NaN or an infinity: correct them or leave them out."
            )
    if abundances.min() < -NEGATIVE_TOLERANCE:
        raise UserError(
            f"the abundances are negative (down to {abundances.min():.4g}): "
            "unmixing labels are fractions of a pixel; clip and renormalise them first."
        )
    _check_sums(scene)
    if scene.is_image:
        _check_alignment(scene)
    if scene.endmembers is not None:
        _check_order(scene, scene.endmembers)


def check_declared(scene: Scene, entry: SceneEntry) -> None:
    """Refuse a scene of another size than its entry declares.

    Raises
    ------
    UserError
        With both sizes.
    """
    if entry.shape is not None and scene.shape != entry.shape:
        raise UserError(
            f"its shape is {list(scene.shape)}, but the config declares {list(entry.shape)}: "
            "correct the config, or how the file is read."
        )
    if entry.n_endmembers not in (None, scene.n_endmembers):
        raise UserError(
            f"it has {scene.n_endmembers} endmembers, but the config declares "
            f"{entry.n_endmembers}: correct one of them."
        )


def _without_pixels(scene: Scene) -> UserError:
    if not scene.measured.any():
        return UserError(
            "no pixel of the cube has a spectrum: each holds a NaN, an infinity or no data in a "
            "band. Check how the cube is read, and leave bad bands out (the option bad_bands)."
        )
    if not np.isfinite(scene.abundances).all(axis=-1).any():
        return UserError("no pixel is labelled: check the abundances and how they are read.")
    return UserError("no labelled pixel has a spectrum: check where the labels lie on the cube.")


def _check_shapes(scene: Scene) -> None:
    if scene.cube.ndim != 3 or scene.abundances.ndim != 3:
        raise UserError(
            f"the cube has shape {scene.cube.shape} and the abundances {scene.abundances.shape}: "
            "both must be (height, width, ...)."
        )
    if scene.cube.shape[:2] != scene.abundances.shape[:2]:
        turned = scene.cube.shape[:2] == scene.abundances.shape[1::-1]
        raise UserError(
            f"the cube has {scene.cube.shape[:2]} pixels but the abundances have "
            f"{scene.abundances.shape[:2]}: they must cover the same area."
            f"{' Transpose one of the two, or turn it by 90 degrees.' if turned else ''}"
        )
    if scene.n_endmembers < 2:
        raise UserError("the abundances have one endmember: unmixing needs two or more.")
    if len(scene.names) != scene.n_endmembers:
        raise UserError(f"{len(scene.names)} names were given for {scene.n_endmembers} endmembers.")
    expected = (scene.shape[2], scene.n_endmembers)
    if scene.endmembers is not None and scene.endmembers.shape != expected:
        raise UserError(
            f"the endmembers have shape {scene.endmembers.shape}, but {expected} "
            "(bands, endmembers) fits the cube and the abundances."
        )
    if scene.library is not None:
        in_library = (scene.shape[2], len(scene.library_classes))
        if scene.library.shape != in_library:
            raise UserError(
                f"the library has shape {scene.library.shape}, but {in_library} (bands, spectra) "
                "fits the cube and the classes of its spectra."
            )
    if scene.wavelengths is not None and scene.wavelengths.shape != (scene.shape[2],):
        raise UserError(
            f"{scene.wavelengths.size} wavelengths were given for {scene.shape[2]} bands."
        )
    for name, layer in scene.layers.items():
        if layer.values.shape != scene.shape[:2]:
            raise UserError(
                f"the layer {name} has {layer.values.shape} pixels but the cube has "
                f"{scene.shape[:2]}: they must cover the same area."
            )


def _check_sums(scene: Scene) -> None:
    """Refuse abundances that do not sum to one; a wrong one is not found by dividing by the sum."""
    sums = scene.abundances.sum(-1, dtype=np.float64)
    wrong = scene.valid & (np.abs(sums - 1) > SUM_TOLERANCE)
    if not wrong.any():
        return
    apart = np.where(wrong, np.abs(sums - 1), 0)
    row, column = np.unravel_index(apart.argmax(), apart.shape)
    raise UserError(
        f"the abundances of {wrong.sum():,} of {scene.valid.sum():,} pixels do not sum to one "
        f"(the worst: row {row}, column {column}, {sums[row, column]:.4g}): leave out what is not "
        "a fraction of a pixel, such as a quality or an error, and correct or leave out the pixels "
        "that are wrong."
    )


def _check_alignment(scene: Scene) -> None:
    """Refuse maps that clearly do not lie on the cube as they are: shapes cannot tell."""
    fitting = [
        comparison
        for comparison in compare_arrangements(scene.cube, scene.abundances, groups_of(scene))
        if comparison.evidence.is_clear
    ]
    if not fitting:
        return
    best = fitting[0]
    others = [
        other.name
        for other in fitting[1:]
        if not other.name.startswith(SHIFTED)
        and other.evidence.otherwise < NEARLY * best.evidence.otherwise
    ]
    remedy = (
        f"Labels are too few or too close together to say which of these is right, for "
        f"{join_items(others)} fit nearly as well: look how rows and columns were written."
        if others
        else f"Rearrange the maps (in NumPy: {best.remedy}), the rows and columns of a table, or "
        "the cube; or read one of them in another way."
    )
    raise UserError(
        f"the abundance maps fit the cube {best.name}, and not as they lie: the best linear "
        f"mixtures leave {best.evidence.otherwise:.3f} instead of {best.evidence.as_given:.3f} of "
        f"the spectra. {remedy}"
    )


def _check_order(scene: Scene, endmembers: np.ndarray) -> None:
    """Refuse endmembers that are clearly stored in another order than the maps."""
    best = best_order(scene.cube, scene.abundances, endmembers)
    if best.is_clear:
        maps, stored = best.moved(scene.names)
        raise UserError(
            f"the endmembers are in another order than the maps: the maps of {maps} are those of "
            f"the endmembers stored as {stored}, which leave {best.directions.otherwise:.3f} "
            f"instead of {best.directions.as_given:.3f} of the spectra. Put the endmembers in the "
            "order of the maps, and see that the names are in that order too."
        )
