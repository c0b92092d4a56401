"""A strategy is one file: keys, words and draw come from it, wherever it lies."""

import re

import numpy as np
import pytest
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.scene import Layer, changed, outline
from unmixing.splits import strategies
from unmixing.splits.conditioned_drawing import draw_pixels, draw_under
from unmixing.study.identity import digest_identity
from unmixing.study.reading import complete, read_study
from unmixing.study.schema import schema

from shared import ROOT

PAGE = (ROOT / "docs" / "conditions.md").read_text()
CHECKERBOARD = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
# Labels in the plot of a seed, a layer of the scene, and tests in all others.
FIELDS = """
import numpy as np
from unmixing.splits.regions import Sides, draw_apart
from unmixing.splits.strategy import Key, Strategy

LAYER = Key("Name of the layer of fields.", default="fields", values={"type": "string"})


def draw(scene, n_test, seed, layer):
    fields = scene.layers[layer]
    number = seed % len(fields.names)
    inside = fields.values == number
    sides = Sides(inside, ~inside, fields.names[number])
    return draw_apart(scene.valid, sides, 0, n_test, seed)


STRATEGY = Strategy(draw=draw, words="pixels of one of {layer}", keys={"layer": LAYER})
"""
# Of Samson in docs/results/runs/protocol.csv.
DIGESTS = {
    "standard": "1dd901e245fd6009",
    "blocks": "fd5ea00c2ffe77b2",
    "halves": "fa32d97e85fedaa1",
    "plot": "90244fb3dc102783",
    "k_means": "14ff0d4fd57fd370",
}
STUDY = {
    "study": "s",
    "scenes": {
        "field": {
            "shape": [60, 60, 40],
            "simulation": {"endmembers": {"road": "asphalt", "soil": "soil"}},
        }
    },
    "models": {"ridge": {}},
    "train_sizes": [30, 300],
    "test_size": 500,
}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Work in a folder with a user's own strategies."""
    monkeypatch.chdir(tmp_path)
    # Reading a study names the folder for the whole process: forget it afterwards.
    monkeypatch.setenv(strategies.OWN, "")
    (tmp_path / "methods").mkdir()

    def write(name, text):
        (tmp_path / "methods" / f"{name}.py").write_text(text)

    return write


def study_of(**conditions):
    return read_study(STUDY | {"conditions": conditions, "methods_dir": "methods"})


def test_a_file_is_all_that_a_strategy_needs(own):
    own("checkerboard", CHECKERBOARD)
    study = study_of(
        standard={},
        board={"split": "checkerboard", "square_size": "6"},
        usual={"split": "checkerboard"},
    )
    board, usual = study.conditions["board"], study.conditions["usual"]
    assert board.options == {"square_size": 6, "gap": 0} and board.regions == "colours"
    assert board.description.startswith("pixels of every other 6 x 6 square")
    assert usual.options["square_size"] == 10
    drawn = draw_pixels(board, outline(np.ones((60, 60), bool)), 1, 500)
    assert drawn.region == "black squares"
    for pixels, colour in ((drawn.eligible, 1), (drawn.test, 0)):
        rows, columns = np.divmod(pixels, 60)
        assert ((rows // 6 + columns // 6) % 2 == colour).all()
    meaning = schema()["properties"]["conditions"]["additionalProperties"]["properties"]
    assert "checkerboard: pixels of every other 10 x 10 square" in meaning["split"]["description"]
    assert "Null means 10. Of split checkerboard." in meaning["square_size"]["description"]
    usual = {"conditions": {"a": {"split": "checkerboard"}}, "methods_dir": "methods"}
    assert read_study(complete(STUDY | usual))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"split": "checkerbord"}, "Did you mean 'checkerboard'"),
        ({"split": "checkerboard", "square_size": 0}, "a whole number of 1 or more or null"),
        ({"split": "plot", "square_size": 5}, "a key of split checkerboard, and the split is plot"),
        ({"split": "checkerboard", "square_size": 60}, "leaves 0 pixels|no pixel to test"),
        ({"split": "checkerboard", "gap": 9}, "change test_size, square_size or gap"),
    ],
)
def test_its_conditions_are_checked_like_the_shipped_ones(own, condition, words):
    own("checkerboard", CHECKERBOARD)
    with pytest.raises(UserError, match=words):
        study_of(board=condition)


def test_each_strategy_has_its_own_code_digest(own):
    own("checkerboard", CHECKERBOARD)
    study = study_of(standard={}, board={"split": "checkerboard"}, blocks={"split": "blocks"})
    codes = {
        name: digest_identity(study, "field", name, "ridge")["code_digest"]
        for name in study.conditions
    }
    assert len(set(codes.values())) == 3


def test_a_strategy_may_look_at_layers(own, small_scene):
    own("fields", FIELDS)
    study = study_of(field={"split": "fields"})
    values = np.arange(24 * 20).reshape(24, 20) // 160
    scene = changed(small_scene, layers={"fields": Layer(values, ("north", "middle", "south"))})
    split = draw_under(study.conditions["field"], scene, 1, 40, 0.1, 100)
    assert split.region == "middle"
    assert (values.ravel()[split.train] == 1).all() and (values.ravel()[split.test] != 1).all()


def test_a_file_that_is_not_python_stops_only_studies_that_name_it(own):
    own("broken", "draw = (")
    assert study_of(standard={}).conditions
    with pytest.raises(UserError, match=r"methods/broken\.py cannot be imported \(SyntaxError"):
        study_of(odd={"split": "broken"})


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("plot", CHECKERBOARD, "both define 'plot': rename one"),
        (
            "other",
            CHECKERBOARD.replace("square_size", "plot_size"),
            "splits other and plot mean different things by the key plot_size",
        ),
        (
            "taken",
            CHECKERBOARD.replace("square_size", "snr"),
            "split taken: every condition has a key snr already",
        ),
    ],
)
def test_a_file_that_is_not_a_strategy_is_refused(own, name, text, words):
    own(name, text)
    with pytest.raises(UserError, match=words):
        study_of(standard={})


def test_digests_of_conditions_are_those_of_kept_rows():
    """Kept rows are joined with new ones by these digests."""
    study = read_study(yaml.safe_load((ROOT / "config" / "protocol.yaml").read_text()))
    model = next(iter(study.models))
    digests = {
        name: digest_identity(study, "samson", name, model)["condition_digest"]
        for name in study.conditions
    }
    assert digests == DIGESTS


@pytest.mark.parametrize("name", strategies.names())
def test_a_strategy_that_ships_draws_disjoint_valid_pixels(name):
    valid = np.random.default_rng(0).uniform(size=(50, 70)) > 0.1
    kind = strategies.strategy(name)
    chosen = {"gap": 2, "group_size": 10}
    options = {key: chosen.get(key, meaning.default) for key, meaning in kind.keys.items()}
    one, again, other = (kind.draw(outline(valid), 150, seed, **options) for seed in (3, 3, 4))
    for pixels in (one.eligible, one.test):
        assert pixels.dtype == np.int32 and len(set(pixels)) == len(pixels)
        assert valid.ravel()[pixels].all()
    assert len(one.test) == 150 and not set(one.test) & set(one.eligible)
    np.testing.assert_array_equal(one.eligible, again.eligible)
    assert set(one.test) != set(other.test)
    assert (one.region != other.region) == bool(kind.regions)
