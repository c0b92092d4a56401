"""Mean errors laid out for a paper: methods by rows, data sets and sizes by columns."""

import re
from pathlib import Path

import numpy as np
import pandas as pd


def paper_table(summary: pd.DataFrame, metric: str, labels: dict[str, str]) -> pd.DataFrame:
    """Lay mean errors out as in the paper: methods by rows, data sets and sizes by columns.

    Parameters
    ----------
    labels : dict[str, str]
        Method -> what the table calls it, in the order of its rows.
    """
    part = summary[(summary["metric"] == metric) & summary["method"].isin(labels)]
    table = part.pivot_table(
        index="method", columns=["data_set", "size"], values="mean", sort=False
    ).sort_index(axis=1)
    return table.loc[[method for method in labels if method in table.index]].rename(index=labels)


def write_paper_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table with the best of each column in bold, in the format of the suffix.

    `.csv` (numbers only), `.md`, `.tex` (needs the package booktabs) or `.html`. Names are
    escaped in each of them.
    """
    suffix = Path(path).suffix
    if suffix == ".csv":
        text = table.to_csv()
    elif suffix == ".md":
        text = _in_bold(table).to_markdown() + "\n"
    else:
        escape = "latex" if suffix == ".tex" else "html"
        style = table.style.format("{:.4f}", na_rep="")
        for axis in ("index", "columns"):
            style = style.format_index(escape=escape, axis=axis)
            style = style.format_index_names(escape=escape, axis=axis)
        if suffix == ".tex":
            text = style.highlight_min(props="textbf:--rwrap;").to_latex(
                hrules=True, multicol_align="c"
            )
        else:
            text = style.highlight_min(props="font-weight: bold").to_html(
                doctype_html=True, table_uuid="paper"
            )
    Path(path).write_text(text, encoding="utf-8")


def _in_bold(table: pd.DataFrame) -> pd.DataFrame:
    best = table.eq(table.min())
    text = table.map(lambda value: "" if np.isnan(value) else f"{value:.4f}")
    text = text.where(~best, "**" + text + "**")
    text.columns = [f"{_markdown(data_set)} {size}" for data_set, size in table.columns]
    return text.rename(index=_markdown)


def _markdown(name: str) -> str:
    """Escape a name, so that Markdown shows its characters as they are."""
    return re.sub(r"([\\`*_\[\]<>|$~&])", r"\\\1", " ".join(name.split()))
