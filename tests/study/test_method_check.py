"""`unmixing check-method` says what is wrong with a method before a study is run with it."""

import pytest
import yaml

from unmixing.__main__ import main

from shared import STUDY

PROGRAM = """
import sys, h5py, numpy as np
with h5py.File(sys.argv[1]) as given:
    x = given["training/spectra"][()]
    y = given["training/abundances"][()]
    test = given["test/spectra"][()]
weights = np.linalg.lstsq(x, y, rcond=1e-3)[0]
predicted = test @ weights
CHANGED
with h5py.File(sys.argv[2], "w") as returned:
    returned["abundances"] = predicted
"""

THEIRS = """
from unmixing.estimators import Estimator

def candidates(endmembers):
    CHANGED

ESTIMATOR = Estimator(candidates=candidates, source="theirs")
"""


def check(folder, capsys, changed="", model="mine"):
    (folder / "run.py").write_text(PROGRAM.replace("CHANGED", changed))
    command = "{python} run.py {input} {output}"
    models = {
        "mine": {"command": command},
        "ridge": {},
        "from_library": {"estimator": "ridge", "train_on": "library_mixtures"},
        "theirs": {},
    }
    (folder / "methods").mkdir()
    (folder / "methods" / "theirs.py").write_text(THEIRS.replace("CHANGED", changed or "pass"))
    study = STUDY | {"models": models}
    (folder / "study.yaml").write_text(yaml.safe_dump(study))
    main(["check-method", str(folder / "study.yaml"), model])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ("", "An edit of run.py makes its runs again"),
        ("", "no inference_time"),
        ("predicted *= 0.5", "in a pixel; errors are of these numbers as they are"),
        ("predicted += np.random.normal(0, 0.1, predicted.shape)", "Two runs with one seed differ"),
        ("predicted = predicted[::-1]", "no better than the mean of the labels"),
        ("predicted[0] = np.nan", "It diverges"),
    ],
)
def test_it_says_what_is_wrong(tmp_path, capsys, changed, words):
    assert words in check(tmp_path, capsys, changed)


def test_a_good_method_is_only_described(tmp_path, capsys):
    said = check(tmp_path, capsys, model="ridge").splitlines()
    assert len(said) == 3
    assert said[0].startswith("ridge predicts 150 x 3 abundances of the simulated scene in ")


def test_it_says_that_train_on_was_left_out(tmp_path, capsys):
    assert "without its train_on" in check(tmp_path, capsys, model="from_library")


@pytest.mark.parametrize(
    ("changed", "model", "words"),
    [
        ("sys.exit(2)", "mine", "Error: the command ended with status 2"),
        ("", "yours", "Error: Unknown model 'yours': the known ones are from_library, mine, "),
        ("return []", "theirs", r"theirs\.py: IndexError: .*; the lines above say where"),
        ("raise SystemExit(3)", "theirs", r"theirs\.py: SystemExit: 3; the lines above say where"),
    ],
)
def test_a_run_that_fails_ends_it_with_a_sentence(tmp_path, capsys, changed, model, words):
    with pytest.raises(SystemExit, match=words):
        check(tmp_path, capsys, changed, model)
