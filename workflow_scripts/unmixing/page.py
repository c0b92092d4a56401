"""The report: one HTML page that opens without a network."""

import base64
from pathlib import Path

import jinja2
import pandas as pd

TEMPLATE = Path(__file__).with_name("page.html.j2")


def render_page(study: str, tables: list[str | Path], figures: list[str | Path]) -> str:
    """Render the tables and figures of a study as one self-contained page.

    Parameters
    ----------
    study : its name
    tables : paths of CSV files
    figures : paths of SVG files
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(TEMPLATE.read_text()).render(
        study=study,
        tables={Path(path).stem: _html_table(path) for path in tables},
        figures={Path(path).stem: _data_address(path) for path in figures},
    )


def _html_table(path: str | Path) -> str:
    table = pd.read_csv(path, dtype={"train_size": str})
    return table.to_html(index=False, border=0, float_format="{:.4g}".format, na_rep="")


def _data_address(path: str | Path) -> str:
    encoded = base64.b64encode(Path(path).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
