"""A user's own method or split takes one file in the user's folder, and one line of a config."""

import importlib.metadata
import re

import h5py
import pandas as pd

from project import ROOT, STUDY, change, count_jobs, count_planned, fail_study, run_study

# Whether the project's own environment has PyTorch, which its users add.
TORCH = bool(list(importlib.metadata.distributions(name="torch")))
PAGES = ("docs/your_method.md", "README.md")
SPLIT = "results/small/splits/field/board/n20/seed{}.h5"
FILES = {
    "unmixing_mine": "My network",
    **({"unmixing_perceptron": "A perceptron in PyTorch"} if TORCH else {}),
    "my_lasso": "Lasso on spectra",
    "my_softmax": "Softmax regression",
}


def example(title):
    """Return the module of this title in the docs; if the README shows it, it is the same."""
    fence = re.compile(rf"```python\n(\"\"\"{title}.*?)```", re.S)
    shown = {page: fence.findall((ROOT / page).read_text()) for page in PAGES}
    (code,) = shown["docs/your_method.md"]
    assert set(shown["README.md"]) <= {code}
    return code


def test_the_methods_of_the_docs_are_one_file_and_one_line(edited):
    folder = edited / "config" / "methods"
    folder.mkdir()
    for name, title in FILES.items():
        (folder / f"{name}.py").write_text(example(title))
    change(edited, models={**STUDY["models"], **{name: {} for name in FILES}})
    paths = {
        name: f"results/small/runs/field/standard/{name}/n20/seed0/metrics.csv" for name in FILES
    }
    done = count_jobs(run_study(edited, *paths.values()))
    assert (done["train_network"], done["fit_estimator"]) == (1 + TORCH, 2)
    metrics = {name: pd.read_csv(edited / path).iloc[0] for name, path in paths.items()}
    assert metrics["unmixing_mine"]["n_parameters"] == 80 * 64 + 64 + 64 * 2 + 2
    assert metrics["my_softmax"]["n_parameters"] == 80 * 2
    assert all(of_method["status"] == "completed" for of_method in metrics.values())
    saved = {
        name: next((edited / path).parent.glob("model.*")).name for name, path in paths.items()
    }
    assert saved == {
        "unmixing_mine": "model.keras",
        **({"unmixing_perceptron": "model.pt"} if TORCH else {}),
        "my_lasso": "model.skops",
        "my_softmax": "model.npy",
    }
    with open(folder / "my_softmax.py", "a") as file:
        file.write("\nEDITED = True\n")
    plan = count_planned(edited, *paths.values())
    assert plan == {"fit_estimator": 1, "evaluate_run": 1}


def test_an_edit_of_a_commands_program_makes_its_runs_again_and_no_others(edited):
    """It lies next to the config, prints into the log, and is kept with its history and model."""
    nearest = (ROOT / "docs/examples/commands/nearest.py").read_text()
    returned = 'returned["history/loss"] = returned["history/val_loss"] = [0.5]\n    print("said")'
    for name in ("mine", "other"):
        program = nearest.replace('returned["training_time"] = 0.0', returned)
        (edited / "config" / f"{name}.py").write_text(program)
    models = {
        name: {"command": f"{{python}} {name}.py {{input}} {{output}}"}
        for name in ("mine", "other")
    }
    change(edited, models=models | {"ridge": {}}, train_sizes=[20], seeds=[0])
    run_study(edited, "tables")
    rows = pd.read_csv(edited / "results/small/tables/runs.csv").set_index("model")
    assert (rows["status"] == "completed").all()
    assert rows.loc["mine", "overallRMSE"] == rows.loc["other", "overallRMSE"]
    folder = edited / "results/small/runs/field/standard/mine/n20/seed0"
    assert pd.read_csv(folder / "training_metrics.csv")["val_loss"].tolist() == [0.5]
    log = edited / "results/small/logs/fit_estimator/field/standard/mine/n20/seed0.log"
    assert "said" in log.read_text()
    assert count_planned(edited, "tables") == {}
    with open(edited / "config" / "mine.py", "a") as file:
        file.write("EDITED = True\n")
    plan = count_planned(edited, "runs")
    assert plan["fit_estimator"] == plan["evaluate_run"] == 1
    (edited / "config" / "mine.py").write_text("import sys\nsys.exit('no bands')\n")
    said = fail_study(edited, "runs")
    assert "Error: the command ended with status 1" in said and "  no bands" in said


def test_the_split_of_the_docs_is_one_file_and_one_line(edited):
    page = (ROOT / "docs" / "conditions.md").read_text()
    strategy = edited / "config" / "methods" / "checkerboard.py"
    strategy.parent.mkdir()
    strategy.write_text(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1])
    change(edited, conditions={"standard": {}, "board": {"split": "checkerboard"}})
    paths = [SPLIT.format(seed) for seed in (0, 1)]
    run_study(edited, *paths)
    regions = [h5py.File(edited / path).attrs["region"] for path in paths]
    assert regions == ["white squares", "black squares"]
    before = count_planned(edited)["prepare_split"]
    strategy.write_text(strategy.read_text().replace("seed) % 2", "seed + 1) % 2"))
    assert count_planned(edited)["prepare_split"] == before + len(paths)
