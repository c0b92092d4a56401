"""A user's own method is one file and one line."""

import re

import pandas as pd
import pytest

from project import ROOT, STUDY, change, planned, snakemake

pytestmark = pytest.mark.slow

PAGES = ("docs/your_method.md", "README.md")


def example(title):
    """Return the module of this title in the docs; the README shows the same or none."""
    fence = re.compile(rf"```python\n(\"\"\"{title}.*?)```", re.S)
    shown = {page: fence.findall((ROOT / page).read_text()) for page in PAGES}
    (code,) = shown["docs/your_method.md"]
    assert set(shown["README.md"]) <= {code}
    return code


def test_methods_of_the_docs_are_one_file_and_one_line_each(edited):
    package = edited / "workflow_scripts/unmixing"
    (package / "architectures/unmixing_mine.py").write_text(example("My network"))
    (package / "estimators/my_lasso.py").write_text(example("Lasso on spectra"))
    change(edited, models={**STUDY["models"], "unmixing_mine": {}, "my_lasso": {}})
    plan = planned(edited)
    assert plan["train_network"] == plan["fit_estimator"] == 4
    cells = [
        f"results/small/runs/field/standard/{model}/n20/seed0/metrics.csv"
        for model in ("unmixing_mine", "my_lasso")
    ]
    run = snakemake(edited, "--cores", "2", *cells)
    assert run.returncode == 0, run.stderr
    network, estimator = (pd.read_csv(edited / cell) for cell in cells)
    assert network["n_parameters"].item() == 80 * 64 + 64 + 64 * 2 + 2
    assert estimator["status"].item() == "completed"
    assert (edited / cells[1]).with_name("model.skops").exists()
