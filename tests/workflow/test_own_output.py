"""A new table with its figure takes one module, and two entries in the list of outputs."""

import pandas as pd
import pytest

from project import count_jobs, run_study

pytestmark = pytest.mark.slow

MODULE = '''"""How much the runs of a cell differ."""

import matplotlib.pyplot as plt

from learning_curves.columns import CELL


def spread_table(runs, vocabulary):
    """Return the largest error of each cell over its least."""
    errors = runs.groupby(CELL, sort=False)[vocabulary.error]
    return (errors.max() / errors.min()).rename("spread").reset_index()


def spread_figure(spread, vocabulary):
    """Plot the spread of every cell."""
    figure, axes = plt.subplots()
    axes.plot(spread["spread"])
    axes.set_ylabel(f"largest over least {vocabulary.error_name}")
    return figure
'''
ENTRIES = """
OUTPUTS += (
    Output(
        "measure_spread",
        "unmixing.spread:spread_table",
        ("runs",),
        (File("spread", "table", "runs", "summary"),),
        "Measuring how much runs differ",
    ),
    Output(
        "plot_spread",
        "unmixing.spread:spread_figure",
        ("spread",),
        (File("spread", "figure", "runs", "times"),),
        "Plotting how much runs differ",
    ),
)
"""


def test_a_table_and_its_figure_come_from_a_module_and_the_list(edited):
    package = edited / "workflow_scripts" / "unmixing"
    (package / "spread.py").write_text(MODULE)
    with open(package / "outputs.py", "a") as file:
        file.write(ENTRIES)
    done = count_jobs(run_study(edited, "answers", "report"))
    assert done["measure_spread"] == done["plot_spread"] == 1
    # Only the report is made again, because it shows both.
    assert set(done) <= {"measure_spread", "plot_spread", "write_report", "answers", "report"}
    spread = pd.read_csv(edited / "results/small/tables/spread.csv")
    assert list(spread) == ["scene", "condition", "model", "train_size", "spread"]
    # The network that trains too fast diverges, and has no error.
    assert (spread["spread"].dropna() >= 1).all() and spread["spread"].count() == 4
    figure = (edited / "results/small/figures/spread.svg").read_text()
    assert "largest over least RMSE" in figure
    page = (edited / "results/small/report.html").read_text()
    assert 'data-name="spread.csv"' in page and "spread.svg" in page
