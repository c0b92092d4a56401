"""The report: one HTML page that opens without a network."""

from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from unmixing.report.packing import pack_figures, pack_table, script_json

FOLDER = Path(__file__).parent
TEMPLATE = "page.html.j2"
STYLES = ("uplot/uPlot.min.css", "page.css")
SCRIPTS = ("uplot/uPlot.iife.min.js", "drawing.js", "chart.js", "explorer.js", "files.js")
LICENCE = "uplot/LICENSE"
PACKAGES = (
    "snakemake",
    "tensorflow-cpu",
    "tensorflow",
    "keras",
    "numpy",
    "scipy",
    "pandas",
    "scikit-learn",
    "statsmodels",
    "scikit-posthocs",
    "matplotlib",
)


class Section(NamedTuple):
    """A part of the page: its title, what it says (place -> sentences), figures and tables."""

    title: str
    sentences: dict[str, list[str]]
    figures: list[Path]
    tables: list[Path]


def render_page(
    study: str,
    estimand: str,
    coverage: str,
    sections: list[Section],
    methods: dict[str, str],
    explorer: dict[str, Any] | None = None,
) -> str:
    """Render a study as one self-contained page.

    Parameters
    ----------
    study : its name
    estimand : the sentence on what errors and answers are of
    coverage : the sentence on how many runs there are
    methods : name -> source
    explorer : as `explorer_data` returns it; None leaves the figure to explore out
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["table"] = pack_table
    environment.filters["json"] = script_json
    return environment.from_string(_text(TEMPLATE)).render(
        study=study,
        estimand=estimand,
        coverage=coverage,
        answer=first_sentence(explorer) if explorer else "",
        sections=sections,
        figures=pack_figures(path for section in sections for path in section.figures),
        methods=methods,
        explorer=explorer,
        versions=versions(),
        styles=[_text(name) for name in STYLES],
        scripts=[_text(name) for name in SCRIPTS],
        licence=_text(LICENCE),
    )


def first_sentence(explorer: dict[str, Any]) -> str:
    """Return the answer that the page opens with."""
    for slider in explorer["sliders"][:1]:
        if explorer["start"] in slider["errors"]:
            return str(slider["sentences"][slider["errors"].index(explorer["start"])])
    return "No target error can be answered yet."


def versions() -> dict[str, str]:
    """Return the installed versions of the packages that results depend on."""
    installed = {}
    for name in PACKAGES:
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return installed


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
