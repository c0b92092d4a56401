"""The style of figures: their theme, and the colours and markers of methods."""

import itertools
from typing import Any, Literal

import pandas as pd
import seaborn as sns

# Keyword arguments of a line.
Style = dict[str, Any]
MARKERS = "osD^vPX<>*hp"
# The colour of text in the themes.
INK = ".15"
# With fewer repetitions a band would cover the panel; single runs say more.
ENOUGH_FOR_A_BAND = 5


def use_theme(axes: Literal["ticks", "white"]) -> None:
    """Set the theme of all figures: "ticks" for axes with numbers, "white" for images.

    Text is drawn literally, because names come from files, and a dollar must not start a formula.
    """
    sns.set_theme(context="paper", style=axes, rc={"text.parse_math": False})


def method_styles(table: pd.DataFrame) -> dict[str, Style]:
    """Give each method a colour and marker by the order of names."""
    methods = sorted(table["method"].unique())
    colours = sns.color_palette("colorblind", len(methods))
    return {
        method: {"color": colour, "marker": marker, "markersize": 5}
        for method, colour, marker in zip(methods, colours, itertools.cycle(MARKERS), strict=False)
    }
