"""The page of a report stands alone."""

import re

import numpy as np
import pandas as pd
import pytest

from unmixing.report.page import Section, render_page


@pytest.fixture
def page(tmp_path):
    table, figure = tmp_path / "runs.csv", tmp_path / "curves.svg"
    rows = {"model": ["<b>bold</b>"] + ["ridge"] * 1200, "error": np.linspace(0, 1, 1201)}
    pd.DataFrame(rows).to_csv(table, index=False)
    figure.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    section = Section("Best methods", {"field": ["a < b"]}, [figure], [table])
    return render_page("trial", "2 of 2 runs.", [section], {"ridge": "Hoerl, 1970"})


def test_a_page_needs_nothing_beside_itself(page):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(("data:", "#")) for address in addresses)


def test_a_page_holds_sentences_methods_and_versions(page):
    assert "a &lt; b" in page
    assert "&lt;b&gt;bold" in page and "<b>bold" not in page
    assert "ridge: Hoerl, 1970" in page
    assert f"numpy {np.__version__}" in page


def test_a_name_is_no_markup_wherever_it_stands(tmp_path):
    name = "<img src=x onerror=alert(1)>"
    table = tmp_path / "runs.csv"
    pd.DataFrame({"model": [name], name: [1]}).to_csv(table, index=False)
    section = Section(name, {name: [name]}, [], [table])
    page = render_page(name, name, [section], {name: name})
    assert "<img" not in page
    assert page.count("&lt;img") >= 9


def test_a_long_table_says_that_it_is_cut(page):
    assert "The first 1000 rows; all are in tables/runs.csv" in page
    assert page.count("<tr") == 1001
