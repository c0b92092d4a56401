"""Commands in an environment of their own: what it may be, and which edits make runs again."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.costs import read_costs
from unmixing.study.identity import list_model_settings, list_program_files
from unmixing.study.method_check import check_method_of_config
from unmixing.study.plan import describe
from unmixing.study.study import PerJob

from shared import find_stale, read_in

COMMAND = "Rscript run.R {input} {output}"
IMAGE = "docker://rocker/r-ver:4.4"


@pytest.fixture
def project(project):
    """Write programs and environments into the folder of the config."""
    for name in ("run.R", "r.yaml", "r.sif", "two words.sif", "r.txt"):
        (project / name).write_text("1")
    return project


def study_of(folder, environment, changes=None, **more):
    entry = {"command": COMMAND, "environment": environment} | (changes or {})
    return read_in(folder, **{"models": {"mine": entry, "ridge": {}}, "seeds": 2} | more)


@pytest.mark.parametrize(
    ("environment", "found"), [("r.yaml", "mine/r.yaml"), ("r.sif", "mine/r.sif"), (IMAGE, IMAGE)]
)
def test_a_file_lies_next_to_the_config_and_an_address_anywhere(project, environment, found):
    study = study_of(project, environment, seeds_per_job=2)
    assert study.environments == {"mine": found}
    assert study.estimators == ["ridge"] and study.elsewhere == {}
    assert study.per_job_by_model == {"mine": PerJob(1, 1), "ridge": PerJob(1, 2)}
    assert study.methods["mine"].source == f"{COMMAND}, in {environment}"
    files = [file.name for file in list_program_files(study, "mine")]
    assert files == ["run.R", *([environment] if environment != IMAGE else [])]


def test_an_edit_of_its_file_makes_its_runs_again(project):
    study = study_of(project, "r.yaml")
    assert find_stale(study, lambda: (project / "r.yaml").write_text("2")) == {"mine"}


def test_settings_without_an_environment_are_those_of_before(project):
    with_image, without = (study_of(project, given).models["mine"] for given in (IMAGE, None))
    assert list_model_settings(with_image)["environment"] == IMAGE
    assert "environment" not in list_model_settings(without)


@pytest.mark.parametrize(
    ("environment", "changes", "words"),
    [
        ("lost.yaml", {}, r"environment: there is no file lost\.yaml in mine"),
        ("r.txt", {}, r"'r\.txt' is neither a conda environment file \(\.yaml or \.yml\) nor"),
        ("unmixing-r", {}, "'unmixing-r' is neither a conda environment file"),
        ("two words.sif", {}, "the path has a space or a brace: rename it"),
        ("docker://two words", {}, "the address 'docker://two words' has a space"),
        ("r.yaml", {"command": "{python} run.py {input} {output}"}, "write python, and let the"),
        ("r.yaml", {"command": None, "estimator": "ridge"}, "an estimator takes no environment"),
        (
            "r.yaml",
            {"command": None, "predictions": "theirs"},
            "made elsewhere take no environment",
        ),
    ],
)
def test_a_mistake_is_refused(project, environment, changes, words):
    with pytest.raises(UserError, match=words):
        study_of(project, environment, changes)


def test_it_is_neither_mapped_nor_tried(project):
    with pytest.raises(UserError, match="mine has an environment, in which only runs of a study"):
        study_of(project, "r.yaml", predict={"scene": "field", "model": "mine"})
    study_of(project, "r.yaml")
    with pytest.raises(UserError, match="try it with few of them, as in `snakemake runs"):
        check_method_of_config(project / "study.yaml", "mine")


def test_a_plan_counts_its_runs(project):
    plan = describe(study_of(project, "r.yaml"), read_costs(), on_gpu=False)
    assert "run_command: 2 runs in 2 jobs" in plan and "fit_estimator: 2 runs in" in plan
    assert "models.mine: what a command takes is not known" in plan
