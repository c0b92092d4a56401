"""Commands in a config: what they run, where, and which edits make their runs again."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.identity import list_program_files

from shared import find_stale, read_in

COMMAND = "Rscript run.R {input} {output}"


@pytest.fixture
def project(project):
    """Write programs into the folder of the config."""
    (project / "src" / "__pycache__").mkdir(parents=True)
    for name in ("run.R", "other.R", "src/a.R", "src/.hidden", "src/__pycache__/a.pyc"):
        (project / name).write_text("1")
    return project


def study_of(folder, **models):
    return read_in(folder, models=models)


def test_a_command_runs_next_to_its_config_file(project):
    study = study_of(
        project, mine={"command": COMMAND, "sees": "spectra", "timeout": 2, "gpu": True}
    )
    assert study.estimators == ["mine"]
    assert study.commands["mine"].folder.resolve() == project
    assert study.commands["mine"].timeout == 2
    method = study.methods["mine"]
    assert (method.trainer, method.sees, method.gpu) == ("command", "spectra", True)
    elsewhere = study_of(project, mine={"command": COMMAND, "folder": "mine/src"})
    assert elsewhere.commands["mine"].folder.resolve() == project / "src"
    assert list_program_files(elsewhere, "mine") == []


def test_files_that_the_command_names_and_depends_on_count(project):
    study = study_of(project, mine={"command": COMMAND, "depends": ["src/"]}, ridge={})
    files = [file.resolve() for file in list_program_files(study, "mine")]
    assert files == [project / "run.R", project / "src" / "a.R"]
    assert list_program_files(study, "ridge") == []


def test_an_edit_makes_the_runs_of_its_command_again_and_no_others(project):
    (project / "old.py").write_text("print 'a program in another Python'")
    study = study_of(
        project,
        mine={"command": COMMAND, "depends": ["src"]},
        other={"command": "Rscript other.R {input} {output}"},
        old={"command": "python2 old.py {input} {output}"},
        ridge={},
    )
    assert find_stale(study, lambda: (project / "src" / "a.R").write_text("2")) == {"mine"}
    edited = "print 'an edit'"
    assert find_stale(study, lambda: (project / "old.py").write_text(edited)) == {"old"}


def test_how_long_it_may_take_decides_no_result(project):
    settings = [
        study_of(project, mine={"command": COMMAND, "timeout": timeout}).models["mine"]
        for timeout in (None, 5)
    ]
    assert settings[0] == settings[1]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"command": "Rscript run.R {input}"}, r"names no \{output\}: \{input\} stands for"),
        ({"command": "Rscript run.R"}, r"names no \{input\} and no \{output\}: "),
        ({"command": COMMAND, "depends": ["lost.R"]}, r"there is no lost\.R in mine"),
        ({"command": COMMAND, "epochs": 5}, "a command takes no epochs"),
        ({"command": COMMAND, "estimator": "ridge"}, "a command takes no estimator"),
        ({"command": COMMAND, "folder": "nowhere"}, "no folder nowhere to run the command in"),
        ({"command": f"'{COMMAND}"}, "cannot be split into words"),
        ({"command": COMMAND, "neighbourhood_size": 4}, "neighbourhood size 4 has no centre pixel"),
        ({"command": COMMAND, "timeout": 0}, "timeout must be a number above 0"),
        ({"estimator": "ridge", "depends": ["run.R"]}, "an estimator takes no depends"),
        ({"architecture": "unmixing_pixel_based_cnn", "sees": "labels"}, "no estimator has this"),
    ],
)
def test_a_mistake_is_refused(project, entry, words):
    with pytest.raises(UserError, match=words):
        study_of(project, mine=entry)


def test_a_network_takes_nothing_of_commands(project):
    with pytest.raises(UserError, match="a network takes no timeout: that is for commands"):
        study_of(project, unmixing_pixel_based_cnn={"timeout": 3})
