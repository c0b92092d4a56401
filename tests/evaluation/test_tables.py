"""Tables keep the spelling of names, and give the rows asked for."""

import numpy as np
import pandas as pd
import pytest

from unmixing.evaluation.runs import collect_runs, coverage
from unmixing.evaluation.summary import summarize_runs
from unmixing.evaluation.tables import read_table, rows_of, write_table
from unmixing.storage import write_rows

from shared import runs_of


@pytest.mark.parametrize("name", ["2024", "007", "NA", "null", "nan", "1e3"])
def test_names_that_look_like_numbers_or_nothing_stay_names(tmp_path, name):
    row = {"scene": name, "condition": name, "model": name, "train_size": "10", "seed": 0}
    measured = {"n_train_pixels": 10, "status": "completed", "overallRMSE": 0.1, "aSAM": np.nan}
    write_rows([row | measured], tmp_path / "metrics.csv")
    runs = collect_runs([tmp_path / "metrics.csv"])
    assert coverage(runs, [[name, name, name, "10", 1]])["completed"].tolist() == [1]
    write_table(summarize_runs(runs), tmp_path / "summary.csv")
    summary = read_table(tmp_path / "summary.csv")
    assert summary[["scene", "condition", "model"]].iloc[0].tolist() == [name] * 3
    assert summary["metric"].tolist() == ["overallRMSE"]
    assert summary["std"].isna().all()


def test_rows_are_those_with_all_the_values():
    runs = pd.concat([runs_of({"a": [0.1, 0.2], "b": [0.3]}), runs_of({"a": [0.4]}, "coast")])
    assert rows_of(runs, scene="field", model="a")["overallRMSE"].tolist() == [0.1, 0.2]
    assert rows_of(runs, scene="coast")["overallRMSE"].tolist() == [0.4]
    assert rows_of(runs, scene="field", model="c").columns.tolist() == runs.columns.tolist()
    assert rows_of(pd.DataFrame(columns=["scene", "model"]), scene="field", model="a").empty
