"""Sentences in figures."""

import textwrap

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# For the smallest print.
CHARACTERS_AN_INCH = 18
# For a sentence in an empty panel.
CHARACTERS_A_LINE = 50
# Inches.
SENTENCE = (5.0, 1.6)


class NothingToShowError(Exception):
    """A figure would be empty; the message says why."""


def say(axes: Axes, words: str) -> None:
    """Write a sentence into an empty panel."""
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


def plot_sentence(words: str) -> Figure:
    """Make a figure that only has a sentence."""
    figure, axes = plt.subplots(figsize=SENTENCE, layout="constrained")
    say(axes, words)
    return figure


def wrap_text(words: str, inches: float) -> str:
    """Wrap text in the smallest print to a width in inches."""
    return textwrap.fill(words, int(inches * CHARACTERS_AN_INCH))
