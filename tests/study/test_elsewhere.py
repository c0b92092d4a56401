"""Models that were run elsewhere: their folder, and which of their predictions are missing."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.costs import read_costs
from unmixing.study.elsewhere import check_predictions
from unmixing.study.method_check import check_method_of_config
from unmixing.study.plan import describe
from unmixing.study.runs import runs

from shared import read_in

THEIRS = {"predictions": "theirs"}


def study_of(folder, entry=THEIRS, **changes):
    return read_in(folder, **{"models": {"mine": entry, "ridge": {}}, "seeds": 2} | changes)


def test_its_folder_lies_next_to_the_config_file(project):
    study = study_of(project)
    assert study.elsewhere["mine"].resolve() == project / "theirs"
    assert study.estimators == ["ridge"] and study.commands == {}
    assert study_of(project, {"predictions": str(project)}).elsewhere["mine"] == project


def test_who_made_the_predictions_is_said(project):
    study = study_of(project, THEIRS | {"made_by": "a network in MATLAB"})
    assert study.methods["mine"].source == (
        "predicted elsewhere, by a network in MATLAB; not reproduced here"
    )


def test_missing_predictions_are_named(project):
    study = study_of(project, seeds=5)
    folder = project / "theirs/field/standard/mine/n100"
    folder.mkdir(parents=True)
    (folder / "seed1.h5").touch()
    words = (
        "models.mine: 4 of 5 predictions are not in mine/theirs: "
        "field/standard/mine/n100/seed0.h5, field/standard/mine/n100/seed2.h5, "
        "field/standard/mine/n100/seed3.h5 and 1 more"
    )
    with pytest.raises(UserError, match=words):
        check_predictions(study, "mine")
    lacking = [run for run in runs(study) if run.model == "mine" and run.seed != 1]
    check_predictions(study, "mine", lacking)


def test_a_plan_counts_them_and_no_hours(project):
    plan = describe(study_of(project), read_costs(), on_gpu=False)
    assert "take_predictions: 2 runs in 2 jobs, 0.0 hours" in plan
    assert "models.mine" not in plan


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (THEIRS | {"timeout": 5}, "made elsewhere take no timeout"),
        (THEIRS | {"command": "run {input} {output}"}, "take no command"),
        (THEIRS | {"neighbourhood_size": 2}, "has no centre pixel"),
        ({"estimator": "ridge", "made_by": "me"}, "an estimator takes no made_by"),
    ],
)
def test_a_mistake_is_refused(project, entry, words):
    with pytest.raises(UserError, match=words):
        study_of(project, entry)


def test_it_is_neither_mapped_nor_tried_here(project):
    with pytest.raises(UserError, match="mine was run elsewhere and predicts nothing here"):
        study_of(project, predict={"scene": "field", "model": "mine"})
    study_of(project)
    with pytest.raises(UserError, match="no program can be tried here"):
        check_method_of_config(project / "study.yaml", "mine")
