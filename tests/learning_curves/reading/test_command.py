"""A table of any learning problem is answered by one command."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from learning_curves.__main__ import main, name_studies
from learning_curves.answers.against_best import against_best
from learning_curves.answers.curve_tables import curve_tables
from learning_curves.errors import UserError

from made_runs import WORDS, simulate_runs

ROOT = Path(__file__).resolve().parents[3]
DIGITS = ROOT / "docs" / "examples" / "digits.csv"
# Slow frameworks that answers to a table must not load.
FRAMEWORKS = ("tensorflow", "keras", "snakemake")


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """Answer the example in a process that cannot load a framework."""
    folder = tmp_path_factory.mktemp("digits")
    code = (
        "import sys; from learning_curves.__main__ import main\n"
        f"sys.modules.update(dict.fromkeys({FRAMEWORKS}))\n"
        f"main(['answer', {str(DIGITS)!r}, '--targets', '0.05', '0.02'])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run, folder / "digits-answers"


def table_of(folder, name):
    return pd.read_csv(folder / "tables" / f"{name}.csv", dtype={"size_name": str})


@pytest.mark.slow
def test_it_prints_the_first_answers(digits):
    run, folder = digits
    assert run.stderr == ""
    assert "360 runs. Methods: classifier; sizes: n_train" in run.stdout
    assert "Support vector machine brings the error rate down to 0.05 with about" in run.stdout
    assert str(folder.relative_to(folder.parent) / "report.html") in run.stdout


@pytest.mark.slow
def test_the_example_in_the_docs_is_what_is_printed(digits):
    printed = [line for line in digits[0].stdout.splitlines() if line]
    page = (ROOT / "docs" / "any_study.md").read_text()
    assert [line for line in printed if line not in page] == []


@pytest.mark.slow
def test_the_answers_are_those_that_a_study_gives(digits):
    """The answers equal those for the same numbers in a table made by hand."""
    table = pd.read_csv(DIGITS)
    runs = pd.DataFrame(
        {
            "data_set": "digits",
            "condition": "standard",
            "method": table["classifier"],
            "size_name": table["n_train"].astype(str),
            "repetition": table["seed"],
            "size": table["n_train"],
            "status": "completed",
            "overallRMSE": table["error_rate"],
        }
    )
    numbers = ["data_set", "method", "target_error", "needed", "low", "high", "assured"]
    expected = curve_tables(runs, "overallRMSE", [0.05, 0.02], WORDS).answers
    answers = table_of(digits[1], "sample_sizes")
    pd.testing.assert_frame_equal(answers[numbers], expected[numbers], check_dtype=False)
    assert set(answers["metric"]) == {"error_rate"}
    best = against_best(runs, ["overallRMSE"], 0.1).drop(columns="metric")
    ours = table_of(digits[1], "against_best").drop(columns=["metric", "n_regions"])
    pd.testing.assert_frame_equal(ours, best, check_dtype=False)


@pytest.mark.slow
def test_nothing_speaks_of_unmixing(digits):
    _, folder = digits
    page = (folder / "report.html").read_text()
    for words in ("labelled pixels", "abundance", "unmixing", "Tulczyjew", "patches"):
        assert words not in page
    for figure in (folder / "figures").glob("*.svg"):
        assert "labelled" not in figure.read_text()
    sentences = table_of(folder, "sample_sizes")[["answer", "assured_answer", "estimand"]]
    assert not sentences.stack().str.contains("pixels|RMSE").any()


@pytest.mark.slow
def test_every_table_and_figure_is_there(digits):
    _, folder = digits
    tables = {path.stem for path in (folder / "tables").iterdir()}
    assert tables >= {
        *("sample_sizes", "fewest_needed", "data_efficiency", "against_best", "comparisons"),
        *("learning_curve_fits", "fitted_curves", "curve_shapes", "coverage", "summary", "runs"),
    }
    figures = {path.name for path in (folder / "figures").iterdir()}
    assert figures >= {"learning_curves.svg", "learning_curves.png", "fitted_curves_digits.svg"}


def test_studies_are_named_by_what_differs():
    assert name_studies([Path("a/runs.csv")]) == ["runs"]
    assert name_studies([Path("a/tables/runs.csv"), Path("b/tables/runs.csv")]) == ["a", "b"]
    assert name_studies([Path("a/one.csv"), Path("a/two.csv")]) == ["one", "two"]
    with pytest.raises(UserError, match="twice"):
        name_studies([Path("a/runs.csv"), Path("a/runs.csv")])


@pytest.mark.slow
def test_several_studies_share_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, n_methods in (("2023", 2), ("2024", 3)):
        runs = simulate_runs(n_methods, 6, (100, 200, 400), ["field"], gap=1)
        (tmp_path / name).mkdir()
        kept = runs[["method", "size", "repetition", "overallRMSE"]]
        kept.rename(columns={"overallRMSE": "rmse"}).to_csv(f"{name}/runs.csv", index=False)
    main(["report", "2023/runs.csv", "2024/runs.csv", "--targets", "0.005", "--output", "both"])
    said = capsys.readouterr().out
    assert "2023: 36 runs." in said and "2024: 54 runs." in said
    for name in ("2023", "2024"):
        assert f"{name}:\n- M0 brings the rmse down to 0.005 with about" in said
        assert (tmp_path / "both" / name / "tables" / "sample_sizes.csv").is_file()
    page = (tmp_path / "both" / "report.html").read_text()
    assert "The studies side by side" in page
    assert "On 2023, m0 brings the rmse down to 0.005 with about" in page
    table = page.partition("needed for rmse 0.005</caption>")[2].partition("</table>")[0]
    assert re.findall('<th scope="col">([^<]*)<', table) == ["Method", "2023", "2024"]
    cells = re.findall("<td>([^<]*)</td>", table)
    # The third method is in the second study alone.
    assert [cell == "" for cell in cells] == [False] * 4 + [True, False]


@pytest.mark.slow
def test_studies_of_different_errors_are_refused(tmp_path):
    for name in ("rmse", "mae"):
        runs = simulate_runs(2, 3, (100, 200), ["field"]).rename(columns={"overallRMSE": name})
        runs[["method", "size", "repetition", name]].to_csv(tmp_path / f"{name}.csv", index=False)
    tables = [str(tmp_path / f"{name}.csv") for name in ("rmse", "mae")]
    with pytest.raises(SystemExit, match="the same errors, but rmse has rmse, and mae has mae"):
        main(["report", *tables, "--output", str(tmp_path / "both")])


@pytest.mark.slow
def test_datasets_conditions_and_several_errors(tmp_path, monkeypatch, capsys):
    """Whatever they are called; the paths of figures take any name."""
    monkeypatch.chdir(tmp_path)
    parts = [
        simulate_runs(2, 4, (100, 400), ["a/b", "a b"]).assign(condition=condition)
        for condition in ("clean", "noisy")
    ]
    runs = pd.concat(parts)[["data_set", "condition", "method", "size", "repetition", "rmsAAD"]]
    runs["cost"] = 10 * runs["rmsAAD"]
    names = ["problem", "setting", "learner", "images", "repeat", "angle", "cost"]
    runs.set_axis(names, axis="columns").to_csv("mine.csv", index=False)
    command = ["answer", "mine.csv", "--size", "images", "--error", "angle", "cost"]
    main([*command, "--unit", "images", "--output", "out"])
    said = capsys.readouterr().out
    assert "a/b, clean:" in said and "images" in said and "training samples" not in said
    effects = table_of(tmp_path / "out", "condition_effects")
    assert set(effects["metric"]) == {"angle", "cost"}
    figures = {path.name for path in (tmp_path / "out" / "figures").glob("*.svg")}
    assert {"fitted_curves_a_b.svg", "fitted_curves_a_b_.svg", "condition_curves.svg"} <= figures
    assert {"critical_difference.svg"} <= figures
    page = (tmp_path / "out" / "report.html").read_text()
    assert re.search(r"Under noisy, \w+ with 400 images errs [\d.]+ times as much as under", page)


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        ("a,10,0,1\na,10,1,2\n", [], "only one size (10 training samples)"),
        ("a,10,0,\na,20,0,\n", [], "No run has an error"),
        ("a,10,0,0\na,20,0,0\n", [], "Every error is zero"),
        ("a,10,0,1\na,20,0,1\n", ["--targets", "0"], "above zero"),
        ("a,10,0,1\na,20,0,1\n", ["--targets", "inf"], "above zero"),
        ("a,10,0,1\na,20,0,1\n", ["--margin", "10"], "between 0 and 1"),
        ("a,10,0,1\na,20,0,1\n", ["--output", "mine.csv"], "not a folder that can be written to"),
        ("a,10,0,1\na,20,0,1\n", ["--error", "errors"], "Did you mean 'error'?"),
        ("a,10,0,one\na,20,0,1\n", [], "is not a number"),
    ],
)
def test_mistakes_end_in_a_sentence_and_leave_nothing(tmp_path, monkeypatch, rows, options, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text(f"method,size,seed,error\n{rows}")
    with pytest.raises(SystemExit) as ended:
        main(["answer", "mine.csv", *options])
    said = str(ended.value)
    assert words in said and said.startswith("Error: ") and "\n" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_accuracies_are_refused_unless_they_are_said_to_be_errors(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    sizes, seeds = np.repeat([10, 20, 40], 5), np.tile(range(5), 3)
    table = pd.DataFrame({"method": "a", "n": sizes, "seed": seeds, "score": sizes + seeds})
    table.to_csv("mine.csv", index=False)
    with pytest.raises(SystemExit, match="Write 100 - score"):
        main(["answer", "mine.csv", "--error", "score"])
    table.rename(columns={"score": "error"}).to_csv("mine.csv", index=False)
    with pytest.raises(SystemExit, match="rises with the size in 1 of 1 curves"):
        main(["answer", "mine.csv"])
    main(["answer", "mine.csv", "--is-error", "--targets", "12"])
    assert "brings the error down to 12" in capsys.readouterr().out
