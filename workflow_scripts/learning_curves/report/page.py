"""The report: one HTML page that works without a network."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import jinja2

from learning_curves.errors import join_items
from learning_curves.report.machine import describe_making
from learning_curves.report.naming import say_estimand
from learning_curves.report.packing import describe_figure, pack_figures, pack_table, script_json
from learning_curves.report.several import compare_answers, join_explored
from learning_curves.vocabulary import Vocabulary, capitalise

FOLDER = Path(__file__).parent
TEMPLATE = "page.html.j2"
STYLE = "page.css"
# Each uses those before it.
SCRIPTS = (
    "drawing.js",
    "scales.js",
    "relative.js",
    "lanes.js",
    "chart.js",
    "readings.js",
    "saving.js",
    "address.js",
    "explorer.js",
    "campaigns.js",
    "files.js",
)


class Section(NamedTuple):
    """A part of the page: its title, sentences by place, figures, tables, and data of controls.

    If it `leads`, its sentences stand below the answer that the page opens with, too.
    """

    title: str
    sentences: dict[str, list[str]]
    figures: list[Path]
    tables: list[Path]
    controls: Mapping[str, Any] = MappingProxyType({})
    leads: bool = False

    @property
    def finding(self) -> str:
        """What it says first, so that nobody must open it to know."""
        said = [(place, *sentences[:1]) for place, sentences in self.sentences.items() if sentences]
        if not said:
            return ""
        place, sentence = said[0]
        return f"{place}: {sentence}" if len(said) > 1 else sentence

    @property
    def details(self) -> dict[str, list[str]]:
        """Its sentences by place; of a single one, those after the finding."""
        if len(self.sentences) > 1:
            return self.sentences
        return {place: rest for place, (_, *rest) in self.sentences.items() if rest}


class Methods(NamedTuple):
    """Paragraphs on how runs were made, and the source of each method: name -> source."""

    paragraphs: tuple[str, ...]
    sources: dict[str, str]


class Study(NamedTuple):
    """A study on the page.

    Attributes
    ----------
    name : str
        Its name.
    estimand : str
        What its errors are means over.
    sections : list[Section]
        Its sections, in their order.
    explored : dict
        As `explorer_data` returns it.
    methods : Methods or None
        How its runs were made.
    folder : str
        Where its tables and figures lie, seen from the page, with a slash at its end.
    """

    name: str
    estimand: str
    sections: list[Section]
    explored: dict[str, Any]
    methods: Methods | None = None
    folder: str = ""


def render_page(studies: Sequence[Study], vocabulary: Vocabulary) -> str:
    """Render studies as one self-contained page.

    Parameters
    ----------
    studies : Sequence[Study]
        One study or several, between which a reader can switch.
    vocabulary : Vocabulary
        Their words.
    """
    paths = [path for one in studies for section in one.sections for path in section.figures]
    words_of_figures = {path: describe_figure(path) for path in paths}
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["table"] = partial(pack_table, vocabulary=vocabulary)
    environment.filters["json"] = script_json
    environment.filters["capitalise"] = capitalise
    explorer = join_explored([one.name for one in studies], [one.explored for one in studies])
    return environment.from_string(_text(TEMPLATE)).render(
        title=f"{vocabulary.title}: {join_items([one.name for one in studies])}",
        studies=studies,
        answer=first_sentence(explorer),
        estimand=say_estimand(studies[0].estimand),
        compared=compare_answers(explorer, vocabulary),
        figures=pack_figures(path for path, said in words_of_figures.items() if not said.reason),
        words_of_figures=words_of_figures,
        explorer=explorer,
        words=vocabulary,
        made=describe_making(),
        style=_text(STYLE),
        scripts=[_text(name) for name in SCRIPTS],
    )


def first_sentence(explorer: dict[str, Any]) -> str:
    """Return the answer that the page opens with."""
    for slider in explorer["sliders"][:1]:
        if explorer["start"] in slider["errors"]:
            return str(slider["sentences"][slider["errors"].index(explorer["start"])])
    return "No target error can be answered yet."


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
