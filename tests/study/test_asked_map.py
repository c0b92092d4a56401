"""The key `predict` names what the study has, and maps that have names of their own."""

import pytest

from learning_curves.errors import UserError
from unmixing.study.reading import complete, read_study

from shared import STUDY


def asked(**given):
    return read_study(STUDY | {"predict": given}).asked_map


def test_defaults_are_filled_in():
    found = asked(scene="field", model="ridge", images=["a/b c.hdr", "~/x.tif"], scale="100")
    assert found.condition == "standard" and found.seed == 0 and found.scale == 100
    assert not found.is_kept
    assert asked(scene="field", model="ridge", trained="kept").is_kept
    assert found.images == {"b_c": "a/b c.hdr", "x": "~/x.tif"}
    assert read_study(STUDY).asked_map is None
    config = STUDY | {"predict": {"scene": "field", "model": "ridge"}}
    assert read_study(complete(config)) == read_study(config)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scene": "feild", "model": "ridge"}, "Unknown scene in predict 'feild'.*'field'"),
        ({"scene": "field", "model": "svr"}, "Unknown model in predict 'svr'"),
        ({"scene": "field", "model": "ridge", "condition": "x"}, "Unknown condition in predict"),
        ({"scene": "field"}, "predict.*model"),
        ({"scene": "field", "model": "ridge", "image": []}, "image"),
        (
            {"scene": "field", "model": "ridge", "images": ["a/x.tif", "b/x.hdr"]},
            "the maps of b/x.hdr and a/x.tif would have one name",
        ),
        (
            {"scene": "field", "model": "ridge", "images": ["field.tif"]},
            "the maps of field.tif and the scene field would have one name",
        ),
    ],
)
def test_what_the_study_does_not_have_is_refused(given, said):
    with pytest.raises(UserError, match=said):
        asked(**given)
