"""What a split strategy is: its keys, its words, and its draw. It knows none of them."""

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
        Numpy.ndarray (n,) int32, row-major indices of the pixels that may be labelled, in random
        order.
    test : ndarray or None
        Numpy.ndarray or None (n_test,) int32, row-major indices of the test pixels; None tests all
        eligible pixels that are not labelled.
    region : str
        Where those that may be labelled lie, in words that no other region has; empty where that
        is anywhere.
    """

    eligible: np.ndarray
    test: np.ndarray | None
    region: str


@dataclass(frozen=True)
class Key:
    """A key that conditions of a strategy take.

    Attributes
    ----------
    description : str
        What it means, in a sentence.
    default : Any
        Object Its value where it is left out; None takes the largest patch radius of the study.
    values : Mapping[str, Any]
        Mapping What it takes, in JSON Schema, with its `type`.
    """

    description: str
    default: Any
    values: Mapping[str, Any] = field(default_factory=lambda: WHOLE)


@dataclass(frozen=True)
class Strategy:
    """A way to divide pixels into those that may be labelled and those that are tested.

    Attributes
    ----------
    draw : callable
        From (scene, n_test, seed) and the keys of the strategy to `Drawn`. `n_test` is the number
        of test pixels, of which fewer may be drawn, and None asks for all that can be tested. The
        same arguments draw the same, whatever the train size.
    words : str
        Which pixels are labelled, with names of keys in braces where their values belong.
    keys : Mapping[str, Key]
        Mapping of str to Key By name; a name that several strategies have means the same in all of
        them.
    regions : str
        What the regions that labels come from are called; empty where they come from anywhere.
    n_regions : int or None
        How many regions there are, however many seeds; None where more seeds draw more of them.
    needs_image : bool
        Whether it asks where pixels are, which a table of spectra does not tell.
    by_shape : bool
        Whether the shape of a scene tells how many pixels are drawn, so that a config is checked
        before its scenes are read. The draw then looks at no more than `scene.valid`.
    tests_the_rest : bool
        Whether, without a test size, it tests all pixels that are not labelled.
    """

    draw: Callable[..., Drawn]
    words: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    regions: str = ""
    n_regions: int | None = None
    needs_image: bool = True
    by_shape: bool = False
    tests_the_rest: bool = False
