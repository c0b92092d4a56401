"""What an unmixing study says, in the words of another: of its unit, its error and its data."""

import html
import re
import textwrap
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, ParamSpec

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from unmixing.answers.estimand import OF_RUNS
from unmixing.evaluation.tables import METRIC
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL, method_label

MARKUP = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>)", re.DOTALL)
Drawn = ParamSpec("Drawn")


def phrases(unit: str, error: str) -> dict[str, str]:
    """Return what is said otherwise; of two that begin alike, the longer stands first."""
    return {
        OF_RUNS: "mean over completed runs",
        "labels of the row per label of the column": f"{unit} of the row over those of the column",
        "Unmixing learning curves": "Learning curves",
        "on the same image": "on the same data",
        "validation pixels": "validation data",
        SIZE_LABEL: unit,
        SIZE_LABEL.capitalize(): f"{unit[:1].upper()}{unit[1:]}",
        METRIC_LABELS[METRIC]: error,
        "RMSE": error,
        "Labels on": "Under",
        "labels": unit,
        "pixels": unit,
        "scenes": "datasets",
        "scene": "dataset",
    }


class Wording:
    """Says things in the words of a study.

    Parameters
    ----------
    unit : what a training set is counted in, in the plural
    error : what is measured, in words
    names : of methods, datasets and conditions, in which nothing is reworded
    """

    def __init__(self, unit: str, error: str, names: Iterable[str]) -> None:
        self.unit, self.error, self.names = unit, error, list(names)

    @cached_property
    def _said(self) -> dict[str, str]:
        """What is looked for -> what is said instead: names, and what was said already, as is."""
        shown = [shape(name) for name in self.names for shape in (str, method_label, _spaced)]
        kept = [self.unit, self.error, *shown, *map(html.escape, shown)]
        return phrases(self.unit, self.error) | {name: name for name in kept if name}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        found = sorted(self._said, key=len, reverse=True)
        # A phrase may be broken into lines.
        words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in found)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)")

    def text(self, words: str) -> str:
        """Say a text."""
        return self._pattern.sub(lambda found: self._say(found[0]), words)

    def _say(self, found: str) -> str:
        if found in self._said:
            return self._said[found]
        return self._said.get(" ".join(found.split()), found)

    def table(self, table: pd.DataFrame, metrics: dict[str, str]) -> pd.DataFrame:
        """Say the sentences of a table, and name its metrics."""
        named = table.rename(columns=metrics)
        if "metric" in named:
            named["metric"] = named["metric"].map(metrics)
        said = {
            name: named[name].map(self.text, na_action="ignore")
            for name in named
            if name in ("estimand", "note") or "answer" in name
        }
        return named.assign(**said)

    def drawing(self, draw: Callable[Drawn, Figure]) -> Callable[Drawn, Figure]:
        """Return what draws the same figure with these words in it."""

        def drawn(*args: Drawn.args, **options: Drawn.kwargs) -> Figure:
            figure = draw(*args, **options)
            for text in figure.findobj(Text):
                text.set_text(self._broken(text.get_text()))
            return figure

        return drawn

    def _broken(self, words: str) -> str:
        """Say a text of several lines in lines no longer than before."""
        said = self.text(words)
        if said == words or "\n" not in words:
            return said
        return textwrap.fill(" ".join(said.split()), max(map(len, words.splitlines())))

    def everywhere(self, record: Any) -> Any:
        """Say every text of nested lists and dictionaries."""
        if isinstance(record, str):
            return self.text(record)
        if isinstance(record, dict):
            return {key: self.everywhere(value) for key, value in record.items()}
        return [self.everywhere(value) for value in record] if isinstance(record, list) else record

    def page(self, page: str) -> str:
        """Say what stands between the tags of a page."""
        parts = MARKUP.split(page)
        return "".join(part if MARKUP.fullmatch(part) else self.text(part) for part in parts)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
