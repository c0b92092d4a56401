"""What a split strategy is: its keys, its words and its draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

WHOLE = {"type": "integer", "minimum": 1}


class Drawn(NamedTuple):
    """What a split is drawn from.

    Attributes
    ----------
    eligible : ndarray
        (n,) int32, row-major indices of the pixels that may be labelled, in random order.
    test : ndarray or None
        (n_test,) int32, row-major indices of the test pixels; None tests all eligible pixels that
        are not labelled.
    region : str
        Where the eligible pixels lie, in words that differ between regions; empty if they lie
        anywhere.
    group : ndarray or None
        (pixels,) of all pixels of the image, the number of the group that each belongs to, -1 for
        none; None if pixels are drawn one by one.
    """

    eligible: np.ndarray
    test: np.ndarray | None
    region: str
    group: np.ndarray | None = None


@dataclass(frozen=True)
class Key:
    """A key that conditions of a strategy take.

    Attributes
    ----------
    description : str
        What it means, in sentences.
    default : Any
        Its value if it is left out; None takes the largest patch radius of the study.
    values : Mapping[str, Any]
        What it takes, in JSON Schema, with its `type`.
    words : str
        What follows the words of the strategy where the value is not the default, with names of
        keys in braces; empty for nothing.
    """

    description: str
    default: Any
    values: Mapping[str, Any] = field(default_factory=lambda: WHOLE)
    words: str = ""


@dataclass(frozen=True)
class Strategy:
    """A way to divide pixels into those that may be labelled and those that are tested.

    Attributes
    ----------
    draw : callable
        (scene, n_test, seed, **keys of the strategy) -> `Drawn`. `n_test` is the number of test
        pixels; None asks for all that can be tested. Fewer may be drawn. The same arguments give
        the same draw, whatever the train size.
    words : str
        Which pixels are labelled, with names of keys in braces where their values belong.
    keys : Mapping[str, Key]
        By name; a name that several strategies share means the same in all of them.
    regions : str
        What the regions of labels are called; empty if labels come from anywhere.
    in_groups : bool
        Whether it labels and tests whole groups of pixels, and draws say which.
    n_regions : int, str or None
        Number of regions, however many seeds, or the key that says it; None if more seeds draw more
        regions.
    needs_image : bool
        Whether it needs the positions of pixels, which a table of spectra lacks.
    by_shape : bool
        Whether the shape of a scene determines how many pixels are drawn, so a config can be
        checked before its scenes are read. The draw then uses nothing but `scene.valid`.
    tests_the_rest : bool
        Whether, without a test size, it tests all pixels that are not labelled.
    """

    draw: Callable[..., Drawn]
    words: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    regions: str = ""
    in_groups: bool = False
    n_regions: int | str | None = None
    needs_image: bool = True
    by_shape: bool = False
    tests_the_rest: bool = False
