"""The report: one HTML page that works without a network."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import jinja2

from learning_curves.report.machine import describe_making
from learning_curves.report.packing import describe_figure, pack_figures, pack_table, script_json
from learning_curves.vocabulary import Vocabulary

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


class Overview(NamedTuple):
    """The first lines of the page: the estimand, and how many runs there are."""

    estimand: str
    coverage: str


class Methods(NamedTuple):
    """Paragraphs on how runs were made, and the source of each method: name -> source."""

    paragraphs: tuple[str, ...]
    sources: dict[str, str]


def render_page(
    study: str,
    overview: Overview,
    sections: list[Section],
    explorer: dict[str, Any],
    vocabulary: Vocabulary,
    methods: Methods | None = None,
) -> str:
    """Render a study as one self-contained page.

    Parameters
    ----------
    study : str
        Name of the study.
    explorer : dict
        As `explorer_data` returns it.
    """
    paths = [path for section in sections for path in section.figures]
    words_of_figures = {path: describe_figure(path) for path in paths}
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["table"] = partial(pack_table, vocabulary=vocabulary)
    environment.filters["json"] = script_json
    return environment.from_string(_text(TEMPLATE)).render(
        study=study,
        overview=overview,
        answer=first_sentence(explorer),
        leads=[
            sentence
            for section in sections
            if section.leads
            for sentences in section.sentences.values()
            for sentence in sentences
        ],
        sections=sections,
        figures=pack_figures(path for path, said in words_of_figures.items() if not said.reason),
        words_of_figures=words_of_figures,
        methods=methods,
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
