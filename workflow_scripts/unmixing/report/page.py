"""The report: one HTML page that opens without a network."""

import base64
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from unmixing.evaluation.tables import read_table

TEMPLATE = Path(__file__).with_name("page.html.j2")
MOST_ROWS = 1000
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
    figures: list[str | Path]
    tables: list[str | Path]


def render_page(study: str, lead: str, sections: list[Section], methods: dict[str, str]) -> str:
    """Render a study as one self-contained page.

    Parameters
    ----------
    study : its name
    lead : the sentence under the title
    methods : name -> source
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["table"] = _html_table
    environment.filters["address"] = _data_address
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        study=study, lead=lead, sections=sections, methods=methods, versions=versions()
    )


def versions() -> dict[str, str]:
    """Return the installed versions of the packages that results depend on."""
    installed = {}
    for name in PACKAGES:
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return installed


def _html_table(path: str | Path) -> dict[str, Any]:
    """Return a CSV file as HTML, its number of rows, and how many of them are shown."""
    table = read_table(path)
    shown = table.head(MOST_ROWS)
    return {
        "html": shown.to_html(index=False, border=0, float_format="{:.4g}".format, na_rep=""),
        "rows": len(table),
        "shown": len(shown),
    }


def _data_address(path: str | Path) -> str:
    encoded = base64.b64encode(Path(path).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
