"""`train_on` of a model: what it means for runs, digests and labels, and what is refused."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.identity import digest_identity
from unmixing.study.reading import complete, read_study
from unmixing.study.runs import runs

from shared import FIELD, STUDY

SCENES = {"field": FIELD, "meadow": FIELD}


def config_of(**models):
    return STUDY | {"scenes": SCENES, "models": models}


def study_of(**entry):
    return read_study(config_of(mine={"estimator": "ridge"} | entry))


@pytest.mark.parametrize(
    ("given", "meant", "label_free"),
    [
        ("labels", ("labels",), False),
        (["labels"], ("labels",), False),
        ("library_mixtures", ("library_mixtures",), True),
        (["library_mixtures", "labels"], ("labels", "library_mixtures"), False),
        ({"scene": "meadow"}, ("scene:meadow",), True),
        ([{"scene": "meadow"}, "labels"], ("labels", "scene:meadow"), False),
    ],
)
def test_sources_have_one_spelling(given, meant, label_free):
    study = study_of(train_on=given)
    assert study.models["mine"].train_on == meant
    assert study.methods["mine"].label_free == label_free
    config = config_of(mine={"estimator": "ridge", "train_on": given})
    assert read_study(complete(config)) == study


def test_a_model_is_not_run_on_the_scene_that_it_trains_on():
    found = {run.scene for run in runs(study_of(train_on=["labels", {"scene": "meadow"}]))}
    assert found == {"field"}


def test_rows_of_before_still_match_where_labels_train():
    plain, named = study_of(), study_of(train_on="labels")
    mixed = study_of(train_on=["labels", "library_mixtures"])
    where = ("field", "standard", "mine")
    assert digest_identity(plain, *where) == digest_identity(named, *where)
    other = digest_identity(mixed, *where)["settings_digest"]
    assert other != digest_identity(plain, *where)["settings_digest"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"train_on": {"scene": "meado"}}, "Did you mean 'meadow'"),
        ({"train_on": "library"}, "labels, library_mixtures or"),
        ({"estimator": "mesma", "train_on": "library_mixtures"}, "does not learn from any"),
        ({"estimator": "pca_ridge", "train_on": ["labels", "library_mixtures"]}, "whole image"),
        ({"scenes": ["meado"]}, "not among the scenes of the study"),
    ],
)
def test_what_cannot_be_trained_on_is_refused(entry, words):
    with pytest.raises(UserError, match=words):
        study_of(**entry)


def test_a_scene_that_is_trained_on_may_be_left_out_only_with_the_model():
    entry = {"estimator": "ridge", "train_on": {"scene": "meadow"}, "scenes": ["field"]}
    config = config_of(mine=entry, ridge={})
    with pytest.raises(UserError, match="scene meadow is left out; name it in only_scenes too"):
        read_study(config | {"only_scenes": ["field"]})
    assert {run.model for run in runs(read_study(config | {"only_scenes": ["meadow"]}))} == {
        "ridge"
    }


def test_mixtures_have_no_neighbours():
    with pytest.raises(UserError, match="sees 3 x 3 pixels"):
        read_study(config_of(unmixing_cube_based_cnn={"train_on": "library_mixtures"}))


def test_a_model_may_name_its_scenes():
    study = read_study(config_of(ridge={"scenes": ["meadow"]}, mean_abundance={}))
    assert {(run.scene, run.model) for run in runs(study)} == {
        ("field", "mean_abundance"),
        ("meadow", "mean_abundance"),
        ("meadow", "ridge"),
    }
    narrowed = study_of(scenes=["meadow"])
    assert {run.scene for run in runs(narrowed)} == {"meadow"}
