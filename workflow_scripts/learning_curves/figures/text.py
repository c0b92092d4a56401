"""Sentences in figures."""

import textwrap

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Of the smallest print.
CHARACTERS_AN_INCH = 18
# Of an empty panel.
CHARACTERS_A_LINE = 50
# Inches.
SENTENCE = (5.0, 1.6)


def say(axes: Axes, words: str) -> None:
    """Let an empty panel say why."""
    axes.set_axis_off()
    axes.text(
        0.5,
        0.5,
        textwrap.fill(words, CHARACTERS_A_LINE),
        ha="center",
        va="center",
        fontsize="small",
        transform=axes.transAxes,
    )


def sentence(words: str) -> Figure:
    """Make a figure of a sentence alone."""
    figure, axes = plt.subplots(figsize=SENTENCE, layout="constrained")
    say(axes, words)
    return figure


def wrapped(words: str, inches: float) -> str:
    """Break the smallest print into lines of a width."""
    return textwrap.fill(words, int(inches * CHARACTERS_AN_INCH))
