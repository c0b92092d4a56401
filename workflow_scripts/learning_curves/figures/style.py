"""How figures look: their theme, and the colours and markers of methods."""

import itertools
from typing import Any, Literal

import pandas as pd
import seaborn as sns

# Keyword arguments of a line.
Style = dict[str, Any]
MARKERS = "osD^vPX<>*hp"


def use_theme(axes: Literal["ticks", "white"]) -> None:
    """Set the theme of all figures; axes have ticks where numbers are read off, white on images.

    Text is drawn as it is spelt: names come from files, and a dollar in one begins no formula.
    """
    sns.set_theme(context="paper", style=axes, rc={"text.parse_math": False})


def method_styles(table: pd.DataFrame) -> dict[str, Style]:
    """Give each method its colour and marker, by the order of names, whatever is plotted."""
    methods = sorted(table["method"].unique())
    colours = sns.color_palette("colorblind", len(methods))
    return {
        method: {"color": colour, "marker": marker, "markersize": 5}
        for method, colour, marker in zip(methods, colours, itertools.cycle(MARKERS), strict=False)
    }
