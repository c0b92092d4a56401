"""Mean errors are laid out as in the paper, in every format."""

import html
import re

import pandas as pd
import pytest

from unmixing.published.paper_table import paper_table, write_paper_table


def summary_of(**means):
    rows = [("real_field", method, 60, "overallRMSE", mean) for method, mean in means.items()]
    columns = ["data_set", "method", "size", "metric", "mean"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("suffix", "marked"),
    [(".csv", "0.25"), (".md", "**0.2500**"), (".tex", "\\textbf{0.2500}"), (".html", "bold")],
)
def test_the_table_of_the_paper_marks_the_best(tmp_path, suffix, marked):
    table = paper_table(summary_of(a=0.3, b=0.25), "overallRMSE", {"b": "B", "a": "A"})
    assert table.index.tolist() == ["B", "A"]
    path = tmp_path / f"paper{suffix}"
    write_paper_table(table, path)
    assert marked in path.read_text()


def test_names_with_underscores_are_latex(tmp_path):
    table = paper_table(summary_of(nnls_fitted=0.3), "overallRMSE", {"nnls_fitted": "nnls_fitted"})
    write_paper_table(table, tmp_path / "paper.tex")
    text = (tmp_path / "paper.tex").read_text()
    assert "real\\_field" in text
    assert re.findall(r"(?<!\\)_", text) == []


NAME = "<script>|*a*$b$_c_`&amp;"


def test_a_name_is_not_html(tmp_path):
    write_paper_table(
        paper_table(summary_of(a=0.3), "overallRMSE", {"a": NAME}), tmp_path / "paper.html"
    )
    text = (tmp_path / "paper.html").read_text()
    assert "<script>" not in text
    assert "&lt;script&gt;|*a*$b$_c_`&amp;amp;" in text


def test_a_name_is_not_markdown(tmp_path):
    write_paper_table(
        paper_table(summary_of(a=0.3), "overallRMSE", {"a": NAME}), tmp_path / "paper.md"
    )
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    page = markdown.enable("table").render((tmp_path / "paper.md").read_text())
    assert html.escape(NAME, quote=False) in page
    assert page.count("<td") == 2
    assert not re.search("<(script|em|code)", page)
