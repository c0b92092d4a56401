"""Maps told to a reader: what error to expect, how much lies outside, and what is doubtful."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from learning_curves.vocabulary import add_spaces
from unmixing.prediction.expected_error import ExpectedError
from unmixing.prediction.facts import MapFacts
from unmixing.vocabulary import METRIC, UNMIXING


def tell_error(
    expected: ExpectedError | None, model: str, scene: str, condition: str, n_labelled: int
) -> str:
    """Say what error a study expects of maps, and where it was measured.

    Parameters
    ----------
    condition : str
        How a sentence describes the condition of the measurement.
    n_labelled : int
        Labelled pixels that the maps have learned from.
    """
    method, where = UNMIXING.label_method(model), add_spaces(scene)
    if expected is None:
        return (
            f"The error of these maps is not known: the study has not measured {method} on {where} "
            f"under {condition}. The same command without the word predict measures it."
        )
    interval = "one run" if np.isnan(expected.low) else _tell_interval(expected)
    fewer = (
        f" These maps have learned from {f'{n_labelled:,}' if n_labelled else 'none'}."
        if n_labelled != expected.n_labelled
        else ""
    )
    return (
        f"Expect an {UNMIXING.errors[METRIC]} of {expected.mean:.3g} ({interval}): that of "
        f"{method} on test pixels of {where} under {condition}, with "
        f"{expected.n_labelled:,} labelled pixels.{fewer}"
    )


def _tell_interval(expected: ExpectedError) -> str:
    return (
        f"95 % interval of the mean {expected.low:.3g} to {expected.high:.3g}; {expected.n_runs} "
        f"single runs had {expected.least:.3g} to {expected.most:.3g}"
    )


def tell_maps(maps: Iterable[MapFacts]) -> Iterator[str]:
    """Say of each map how much of it is predicted and lies outside, and what is doubtful."""
    for one in maps:
        said = f"{one.name}: {one.n_predicted:,} of {one.n_pixels:,} pixels have a spectrum"
        if one.share_outside is not None:
            said += f", and {one.share_outside:.1%} of these are unlike all labelled ones"
        yield f"{said}."
        yield from (f"{one.name}: {note}." for note in one.notes)
        yield from (f"Doubt: {one.name}: {doubt}." for doubt in one.doubts)


def list_rows(
    maps: Iterable[MapFacts],
    expected: ExpectedError | None,
    axes: Mapping[str, str],
    condition: str,
    n_labelled: int,
) -> list[dict[str, Any]]:
    """Return a row for each map: its pixels, the share outside, and the expected error.

    Parameters
    ----------
    axes : Mapping[str, str]
        The scene and the model.
    n_labelled : int
        Labelled pixels that the maps have learned from.
    """
    error = expected or ExpectedError(0, 0, *[np.nan] * 5)
    return [
        {
            "map": one.name,
            **axes,
            "labelled_pixels": n_labelled,
            "pixels": one.n_pixels,
            "pixels_predicted": one.n_predicted,
            "share_outside": np.nan if one.share_outside is None else one.share_outside,
            "condition": condition,
            f"expected_{METRIC}": error.mean,
            "ci_low": error.low,
            "ci_high": error.high,
            "least": error.least,
            "most": error.most,
            "measured_runs": error.n_runs,
            "measured_labelled_pixels": error.n_labelled,
            "doubts": "; ".join(one.doubts),
        }
        for one in maps
    ]
