"""Which pixels a mask leaves out: its ones mark pixels that are used, or those that are not."""

import re
from typing import Literal

import numpy as np

from unmixing.scenes.cube import Cube, spectra_at
from unmixing.scenes.evidence import CLEAREST_ELSEWHERE, Evidence, telling_pixels, unexplained

Marks = Literal["used", "left_out"]
MARKS: tuple[Marks, ...] = ("used", "left_out")
OTHER: dict[Marks, Marks] = {"used": "left_out", "left_out": "used"}
# Words of names that say what a mask marks; "mask" alone is used for either.
SAID: dict[str, Marks] = {
    **dict.fromkeys(("valid", "good", "used", "clear"), "used"),
    **dict.fromkeys(("invalid", "bad", "cloud", "clouds", "nodata", "shadow"), "left_out"),
}


def pixels_left_out(
    mask: np.ndarray, name: str, cube: Cube, abundances: np.ndarray, marks: Marks | None
) -> tuple[np.ndarray, list[str]]:
    """Say which pixels a mask leaves out.

    Labels tell the sense of a mask: clouds and edges are not mixtures of what is labelled.

    Parameters
    ----------
    mask : ndarray
        (height, width), numbers; not zero is marked.
    name : str
        Of the mask in its file.
    cube : Cube
        (height, width, bands).
    abundances : ndarray
        (height, width, p), NaN where a pixel is not labelled.
    marks : Marks or None
        What the user says that marked pixels are.

    Returns
    -------
    left_out : ndarray
        (height, width) bool.
    notes : list of str
        A sentence on the sense, with a doubt where labels or counts speak against it.
    """
    marked = np.nan_to_num(mask) != 0
    told = _told_by_labels(marked, cube, abundances)
    named = next((SAID[word] for word in re.split(r"[^a-z]+", name.lower()) if word in SAID), None)
    sense = marks or named or told or "used"
    left_out = marked if sense == "left_out" else ~marked
    words = "left out" if sense == "left_out" else "used"
    notes = [f"{left_out.sum():,} pixels are left out by {name}, where 1 is read as {words}"]
    other = f"if that is the wrong way round, add options: {{mask_marks: {OTHER[sense]}}}"
    if told not in (None, sense):
        notes.append(f"labels fit the pixels that {name} leaves out better than the rest: {other}")
    elif not left_out.any():
        values = ", ".join(f"{value:g}" for value in np.unique(mask)[:5])
        notes.append(
            f"{name} holds {values}, and 0 alone stands for pixels that it does not mark: make it "
            "0 and 1"
        )
    elif marks is None and 2 * left_out.sum() > left_out.size:
        notes.append(f"{name} leaves out more than half of the pixels: {other}")
    return left_out, notes


def _told_by_labels(marked: np.ndarray, cube: Cube, abundances: np.ndarray) -> Marks | None:
    """Tell the sense of a mask by which of its pixels labels clearly explain better, or None."""
    left, sizes = [], []
    for part in (marked, ~marked):
        labels = np.where(part[..., None], abundances, np.nan)
        pixels, chosen = telling_pixels(cube, labels)
        sizes.append(len(pixels))
        left.append(unexplained(spectra_at(cube, pixels), chosen))
    p = abundances.shape[-1]
    marked_left, others_left = left
    readings: tuple[tuple[Marks, float, float], ...] = (
        ("left_out", marked_left, others_left),
        ("used", others_left, marked_left),
    )
    for sense, worse, better in readings:
        if Evidence(worse, better, min(sizes), p, CLEAREST_ELSEWHERE).is_clear:
            return sense
    return None
