"""What is known of a map besides its numbers, and what is doubtful about it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from unmixing.prediction.map_files import MapFiles
from unmixing.prediction.parts import Part
from unmixing.scenes.audit import MOST_OUTSIDE
from unmixing.scenes.cube import find_brightness
from unmixing.scenes.endmember_spectra import UNITS_APART
from unmixing.scenes.scene import Scene
from unmixing.storage import atomic_write


@dataclass(frozen=True)
class MapFacts:
    """Facts about a map.

    Attributes
    ----------
    name : str
        Of the map, and of its files.
    n_pixels, n_predicted : int
        All pixels, and those with a spectrum.
    share_outside : float or None
        Share of the predicted pixels that are unlike all labelled ones; None where nothing can be
        compared with these.
    notes, doubts : tuple of str
        What was done to the image, and what may be wrong with its map, a sentence each.
    """

    name: str
    n_pixels: int
    n_predicted: int
    share_outside: float | None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class Counts:
    """What is counted while the parts of a map are written."""

    pixels: int = 0
    predicted: int = 0
    compared: int = 0
    outside: int = 0
    # Sum of the brightness of predicted pixels.
    light: float = 0.0

    def add(self, part: Part) -> None:
        """Count the pixels of a part."""
        predicted = int(np.isfinite(part.abundances).all(axis=-1).sum())
        self.pixels += part.outside.size
        self.predicted += predicted
        self.compared += int(np.isfinite(part.outside).sum())
        self.outside += int((part.outside == 1).sum())
        self.light += part.brightness * predicted if predicted else 0.0

    @property
    def share_outside(self) -> float | None:
        """Share of the compared pixels that are outside, or None without any."""
        return self.outside / self.compared if self.compared else None

    @property
    def brightness(self) -> float:
        """Mean of all numbers of the predicted spectra."""
        return self.light / self.predicted if self.predicted else np.nan


def write_parts(parts: Iterable[Part], files: MapFiles) -> Counts:
    """Write the parts of a map as they come, and count their pixels."""
    counts = Counts()
    for part in parts:
        files.write(part)
        counts.add(part)
    return counts


def describe_map(
    name: str, counts: Counts, scene: Scene, divided_by: float, notes: Iterable[str] = ()
) -> MapFacts:
    """Return the facts of a map, with its doubts.

    Parameters
    ----------
    scene : Scene
        That the method has learned from.
    divided_by : float
        What the numbers of the image were divided by.
    """
    return MapFacts(
        name,
        counts.pixels,
        counts.predicted,
        counts.share_outside,
        tuple(filter(None, notes)),
        tuple(_find_doubts(counts, scene, divided_by)),
    )


def _find_doubts(counts: Counts, scene: Scene, divided_by: float) -> Iterator[str]:
    if not counts.predicted:
        yield "no pixel has a spectrum in all bands, so that the map is empty"
        return
    share = counts.share_outside
    if share is not None and share > MOST_OUTSIDE:
        yield (
            f"{share:.0%} of its pixels are unlike every labelled pixel, and no measured error is "
            "of such pixels: see its band `outside`"
        )
    ratio = counts.brightness / find_brightness(scene.cube)
    if not 1 / UNITS_APART < ratio < UNITS_APART:
        times = f"{ratio:.3g}" if ratio >= 1 else f"1/{1 / ratio:.3g}" if ratio > 0 else "0"
        power = 10.0 ** np.round(np.log10(ratio)) if ratio > 0 else 1.0
        yield (
            f"its spectra are {times} times as bright as those of the scene: if their units are "
            f"others, set predict.scale to what its numbers are to be divided by"
            + (f" ({divided_by * power:g}, say)" if power != 1 else "")
        )


def write_facts(facts: MapFacts, path: str | Path) -> None:
    """Write the facts of a map as JSON."""
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(asdict(facts), indent=1) + "\n")


def read_facts(path: str | Path) -> MapFacts:
    """Read facts written by `write_facts`."""
    read = json.loads(Path(path).read_text())
    return MapFacts(**read | {key: tuple(read[key]) for key in ("notes", "doubts")})
