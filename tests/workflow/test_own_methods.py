"""A user's own method is one file and one line."""

import re

import pandas as pd

from project import ROOT, STUDY, change, planned, snakemake

PAGES = ("docs/your_method.md", "README.md")


def example(title):
    """Return the module of this title in the docs; the README shows the same or none."""
    fence = re.compile(rf"```python\n(\"\"\"{title}.*?)```", re.S)
    shown = {page: fence.findall((ROOT / page).read_text()) for page in PAGES}
    (code,) = shown["docs/your_method.md"]
    assert set(shown["README.md"]) <= {code}
    return code


def test_the_network_of_the_docs_is_one_file_and_one_line(edited):
    code = example("My network")
    folder = edited / "workflow_scripts/unmixing/architectures"
    (folder / "unmixing_mine.py").write_text(code)
    change(edited, models={**STUDY["models"], "unmixing_mine": {}})
    assert planned(edited)["train_network"] == 4
    path = "results/small/runs/field/standard/unmixing_mine/n20/seed0/metrics.csv"
    run = snakemake(edited, "--cores", "1", path)
    assert run.returncode == 0, run.stderr
    assert pd.read_csv(edited / path)["n_parameters"].item() == 80 * 64 + 64 + 64 * 2 + 2


def test_the_estimator_of_the_docs_is_one_file_and_one_line(edited):
    code = example("Lasso on spectra")
    (edited / "workflow_scripts/unmixing/estimators/my_lasso.py").write_text(code)
    change(edited, models={**STUDY["models"], "my_lasso": {}})
    plan = planned(edited)
    assert plan["fit_estimator"] == 4
    assert "train_network" not in plan
    path = "results/small/runs/field/standard/my_lasso/n20/seed0/metrics.csv"
    run = snakemake(edited, "--cores", "1", path)
    assert run.returncode == 0, run.stderr
    assert pd.read_csv(edited / path)["status"].item() == "completed"
    assert (edited / path).with_name("model.skops").exists()
