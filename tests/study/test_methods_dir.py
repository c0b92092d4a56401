"""Methods in a user's own folder count as those of the package do."""

from pathlib import Path

import pytest

from learning_curves.errors import UserError
from unmixing import estimators
from unmixing.study.reading import read_study

from shared import STUDY, find_stale, read_in

NETWORK = """
from unmixing.architectures import Architecture

ARCHITECTURE = Architecture(
    build=lambda *shape: None, target="abundances", learning_rate=0.1, source="me"
)
"""
ESTIMATOR = """
from unmixing.estimators import Estimator

ESTIMATOR = Estimator(candidates=lambda endmembers: [], source="me", needs_endmembers=True)
"""
SEVERAL = """
from unmixing.estimators import Estimator

ESTIMATORS = {
    "first": Estimator(candidates=lambda endmembers: [1], source="the first"),
    "second": Estimator(candidates=lambda endmembers: [2], source="the second"),
}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder of methods next to where configs are written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "methods").mkdir()
    return tmp_path / "methods"


def study_of(models, **keys):
    """Read a study with its config in the working directory."""
    return read_in(Path(), models=models, **keys)


def test_methods_next_to_the_config_file_are_found(folder):
    (folder / "unmixing_mine.py").write_text(NETWORK)
    (folder / "my_own.py").write_text(ESTIMATOR)
    study = study_of(
        {"unmixing_mine": {}, "my_own": {}, "ridge": {}, "other": {"estimator": "my_own"}}
    )
    assert study.networks == ["unmixing_mine"]
    assert [study.methods[name].source for name in ("unmixing_mine", "my_own")] == ["me", "me"]
    assert study.methods["other"].needs_endmembers
    assert study.methods["ridge"] == estimators.estimator("ridge")


def test_a_path_in_the_config_names_the_folder(folder, tmp_path_factory):
    (folder / "my_own.py").write_text("not to be read")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "my_own.py").write_text(ESTIMATOR)
    assert study_of({"my_own": {}}, methods_dir=str(elsewhere)).methods["my_own"].source == "me"
    folder.rename("others")
    (folder.parent / "others" / "my_own.py").write_text(ESTIMATOR)
    assert study_of({"my_own": {}}, methods_dir="others").methods["my_own"].source == "me"
    with pytest.raises(UserError, match=r"line 1.*methods_dir: there is no folder not_there"):
        study_of({"ridge": {}}, methods_dir="not_there")


def test_a_file_may_hold_several_methods_and_import_those_next_to_it(folder):
    (folder / "blocks.py").write_text('SOURCE = "a block"')
    (folder / "many.py").write_text(
        SEVERAL.replace('"the first"', "SOURCE").replace(
            "import Estimator", "import Estimator\nfrom .blocks import SOURCE"
        )
    )
    study = study_of({"first": {}, "second": {}})
    assert study.methods["first"].source == "a block"
    assert study.methods["second"].source == "the second"
    with pytest.raises(UserError, match="Unknown estimator 'many'"):
        study_of({"ridge": {"estimator": "many"}})


def test_another_folder_with_the_same_names_is_distinguished(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for place, source in ((folder, "here"), (other, "there")):
        (place / "blocks.py").write_text(f"SOURCE = {source!r}")
        text = ESTIMATOR.replace('"me"', "SOURCE").replace(
            "from unm", "from .blocks import SOURCE\nfrom unm"
        )
        (place / "my_own.py").write_text(text)
    read = [study_of({"my_own": {}}, methods_dir=str(place)) for place in (folder, other, folder)]
    assert [study.methods["my_own"].source for study in read] == ["here", "there", "here"]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("unmixing_mine", "def build(:", r"methods/unmixing_mine\.py .* imported \(SyntaxError"),
        ("unmixing_mine", f"import not_there\n{NETWORK}", r" imported \(ModuleNotFound"),
        ("unmixing_mine", "NETWORK = 1", r"methods/unmixing_mine\.py defines no ARCHITECTURE"),
        (
            "unmixing_mine",
            "ARCHITECTURE = 1",
            r"unmixing_mine\.py: .* is of type int, and must be of type Architecture",
        ),
        (
            "unmixing_mine",
            NETWORK.replace("source=", "trainer='torhc', source="),
            "Unknown trainer 'torhc': the known ones are command, keras, scikit_learn",
        ),
        (
            "unmixing_mine",
            NETWORK.replace("source=", "sees='image', source="),
            "unmixing_mine has sees='image', which must be 'labels', 'spectra' or 'truth'",
        ),
        (
            "unmixing_mine",
            NETWORK.replace('"abundances"', '"abundance"'),
            "unmixing_mine has target='abundance', which must be 'abundances' or 'spectrum'",
        ),
        ("mine", NETWORK, "this is a network, .* rename its file and this entry to unmixing_mine"),
        ("mine", "CANDIDATES = []", r"methods/mine\.py defines no ESTIMATOR"),
        (
            "mine",
            ESTIMATOR.replace("source=", "sees='image', source="),
            "mine has sees='image', which must be 'labels', 'spectra' or 'truth'",
        ),
    ],
)
def test_a_broken_method_is_refused(folder, name, code, words):
    (folder / f"{name}.py").write_text(code)
    with pytest.raises(UserError, match=words):
        study_of({name: {}})


def test_a_config_in_no_file_finds_methods_in_the_working_directory(folder):
    (folder / "my_own.py").write_text(ESTIMATOR)
    assert read_study(STUDY | {"models": {"my_own": {}}}).methods["my_own"].source == "me"


def test_a_broken_file_stops_no_study_that_does_not_name_it(folder):
    (folder / "unmixing_mine.py").write_text("def build(:")
    assert study_of({"ridge": {}}).models


def test_unknown_names_are_refused_with_users_methods_suggested(folder):
    (folder / "my_lasso.py").write_text(ESTIMATOR)
    with pytest.raises(UserError, match=r"Did you mean 'my_lasso'\?"):
        study_of({"my_laso": {}})
    with pytest.raises(UserError, match="the known ones are .*my_lasso"):
        study_of({"ridge": {"estimator": "nothing_like_it"}})


def test_a_name_that_the_package_has_is_refused(folder):
    (folder / "ridge.py").write_text(ESTIMATOR)
    with pytest.raises(
        UserError, match=r"methods/ridge\.py and .*estimators/ridge\.py both define"
    ):
        study_of({"ridge": {}})


def test_an_edit_of_a_users_file_affects_only_its_methods(folder):
    (folder / "my_own.py").write_text(ESTIMATOR)
    (folder / "other.py").write_text(ESTIMATOR)
    study = study_of({"my_own": {}, "other": {}, "ridge": {}})
    edited = ESTIMATOR.replace("[]", "[1]")
    assert find_stale(study, lambda: (folder / "my_own.py").write_text(edited)) == {"my_own"}
