"""A config comes out canonical, or with a sentence that names the key."""

import dataclasses
import re

import pytest
import yaml

from learning_curves.errors import UserError
from unmixing.scenes.scene import SceneFacts
from unmixing.study.checks import check_cells
from unmixing.study.config_files import NOWHERE, find_places
from unmixing.study.costs import Cost, estimate_seconds
from unmixing.study.reading import complete, read_study
from unmixing.study.runs import runs
from unmixing.study.schema import schema
from unmixing.study.spelling import canonical

from shared import FIELD, SHIPPED
from shared import STUDY as SMALL

CNN = "unmixing_pixel_based_cnn"
STUDY = SMALL | {"models": {CNN: {}}, "train_sizes": [100, 0.5], "seeds": 2}
FEW_BANDS = {"field": FIELD | {"shape": [20, 20, 64]}}


def read(**changes):
    """Read the study with some keys replaced."""
    return read_study(STUDY | changes)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name)
def test_shipped_studies_are_valid(path):
    assert runs(read_study(yaml.safe_load(path.read_text())))


def test_null_on_the_command_line_means_none():
    assert read(published="null", only_models="null").published is None


def test_every_key_of_the_schema_is_described_and_has_a_default():
    whole = schema()

    def keys(part, path=""):
        if "$ref" in part:
            part = whole["$defs"][part["$ref"].rsplit("/", 1)[1]]
        for name, key in part.get("properties", {}).items():
            if "$ref" in key:
                key = whole["$defs"][key["$ref"].rsplit("/", 1)[1]]
            yield f"{path}.{name}", key, name in part.get("required", [])
            yield from keys(key, f"{path}.{name}")
        if isinstance(part.get("additionalProperties"), dict):
            yield from keys(part["additionalProperties"], f"{path}.*")

    described = list(keys(whole))
    assert len(described) > 40
    for path, key, required in described:
        assert key.get("description"), path
        # What a reader is not told it finds out, so options are never filled in.
        is_option = path.startswith(".scenes.*.options.")
        assert required or ("default" in key) != is_option, path


def test_defaults_are_those_of_the_reference():
    model = read_study(STUDY).models[CNN]
    assert dataclasses.asdict(model) == {
        "architecture": "unmixing_pixel_based_cnn",
        "train_on": ("labels",),
        "learning_rate": 0.01,
        "neighbourhood_size": 1,
        "batch_size": 256,
        "epochs": 100,
        "patience": 15,
        "updates": None,
        "shuffle": True,
        "steps_per_execution": 32,
    }


@pytest.mark.parametrize(
    ("training", "entry", "length"),
    [
        ({"epochs": 9}, {"updates": 50}, (50, None, None)),
        ({"epochs": 9}, {}, (None, 9, 15)),
        ({"updates": 50}, {}, (50, None, None)),
        ({"updates": 50}, {"updates": 70}, (70, None, None)),
        ({"updates": 50}, {"epochs": 9}, (None, 9, 15)),
        ({"updates": 50}, {"patience": 3}, (None, 100, 3)),
    ],
)
def test_a_network_trains_for_updates_or_for_epochs(training, entry, length):
    model = read(training=training, models={CNN: entry}).models[CNN]
    assert (model.updates, model.epochs, model.patience) == length


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (0.02, 0.02),
        ("2e-2", 0.02),
        ([0.02], 0.02),
        ("[2e-2]", 0.02),
        ([0.01, 0.001], (0.001, 0.01)),
        ([1, 0.001, "1e-2"], (0.001, 0.01, 1.0)),
    ],
)
def test_a_learning_rate_is_a_number_or_several_in_rising_order(given, meant):
    model = read(models={CNN: {"learning_rate": given}}).models[CNN]
    assert model.learning_rate == meant


@pytest.mark.parametrize("entry", [{"updates": 30, "batch_size": 50}, {"epochs": 7}])
def test_candidates_cost_a_training_each(entry):
    cost = Cost(0.0, 1e-6, 1.0, 0.0, 2000.0, 100.0, 100, 512, 8.0)

    def seconds(learning_rate):
        given = entry | {"learning_rate": learning_rate}
        study = read(models={CNN: given})
        settings = study.models[CNN]
        return estimate_seconds(cost, settings, bands=90, pixels=100, tested=100)

    assert seconds([0.01]) == seconds(0.01)
    assert seconds([0.001, 0.01, 0.1]) == pytest.approx(3 * seconds(0.01))


def test_equal_studies_come_out_equal_however_they_are_spelt():
    spelt = {
        "seeds": ["0", "1"],
        "test_size": "100.0",
        "train_sizes": [100.0, 0.50],
        "models": {CNN: {"learning_rate": "1e-2"}},
        "scenes": dict(reversed(STUDY["scenes"].items())),
        "study": "small",
    }
    ours, other = read_study(spelt), read_study(STUDY)
    assert ours == other
    assert repr(ours) == repr(other)


def test_text_of_a_value_becomes_that_value():
    assert canonical(["1e-3", "0.10", "100.0", "null", "[0, 1]", "field"]) == [
        0.001,
        0.1,
        100,
        None,
        [0, 1],
        "field",
    ]


def test_text_stays_text_where_text_is_meant():
    study = read(study="2024")
    assert study.name == "2024"


def test_a_study_can_be_narrowed():
    models = {CNN: {}, "unmixing_cube_based_cnn": {}}
    narrowed = read(models=models, only_models=["unmixing_cube_based_cnn"])
    assert {run.model for run in runs(narrowed)} == {"unmixing_cube_based_cnn"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"training": {"epoch": 3}}, r"Unknown key in training 'epoch'"),
        ({"models": {CNN: {"lr": 1}}}, r"models\.unmixing_pixel_based_cnn 'lr'"),
        (
            {"models": {CNN: {"updates": 9, "epochs": 3}}},
            r"models\.unmixing_pixel_based_cnn: updates and epochs exclude each other",
        ),
        ({"training": {"updates": 9, "patience": 3}}, r"training: updates and patience exclude"),
        (
            {"models": {CNN: {"learning_rate": 0}}},
            r"models\.unmixing_pixel_based_cnn\.learning_rate must be a number above 0, .* not 0\.",
        ),
        (
            {"models": {CNN: {"learning_rate": [0.01, -0.5]}}},
            r"item 2 of models\.unmixing_pixel_based_cnn\.learning_rate must .* above 0, not -0\.5",
        ),
        (
            {"models": {CNN: {"learning_rate": []}}},
            r"models\.unmixing_pixel_based_cnn\.learning_rate is empty",
        ),
        (
            {"models": {CNN: {"learning_rate": [0.01, 0.1, "1e-2"]}}},
            r"models\.unmixing_pixel_based_cnn: learning_rate: 0\.01 is listed twice",
        ),
        ({"models": {"ridge": {"updates": 9}}}, r"models.ridge: an estimator takes no updates"),
        ({"models": {"unmixing_pixel_cnn": {}}}, r"Unknown architecture 'unmixing_pixel_cnn'"),
        ({"models": {"my_cnn": {}}}, r"models.my_cnn: no estimator has this name"),
        ({"only_models": ["cnn"]}, r"Unknown name in only_models 'cnn'"),
        ({"train_sizes": [100, 100.0]}, r"100 is listed twice"),
        ({"train_sizes": [40, 0.1]}, r"train sizes 40 and 0\.1 are the same"),
        ({"train_sizes": [0]}, r"item 1 of train_sizes must be a count .* not 0"),
        ({"train_sizes": [0.001]}, r"scene field: train size 0\.001 is less than one"),
        ({"train_sizes": {"other": [10]}}, r"Unknown scene in train_sizes 'other'"),
        ({"train_sizes": {}}, r"train_sizes: scene field has no entry"),
        ({"mapped_models": ["unmixing_typo"]}, r"Unknown name in mapped_models 'unmixing_typo'"),
        ({"val_size": float("nan")}, r"nan is not a number that a study can use"),
        ({"seeds": [2**32]}, r"seeds"),
        ({"only_models": []}, r"only_models"),
        (
            {"models": {name: {"published_as": "SVR"} for name in ("svr", "svr_tuned")}},
            r"published_as: SVR is listed twice",
        ),
        (
            {"models": {"unmixing_cube_based_dcae": {"neighbourhood_size": 3}}},
            r"neighbourhood size 3 is too small",
        ),
        ({"scenes": {"field": FIELD | {"shape": None}}}, r"a simulation needs a shape"),
        ({"scenes": {"field": FIELD | {"format": "zhu"}}}, r"give it files or a simulation"),
        ({"scenes": {"a": {"format": "matlab"}}}, r"Unknown scene format 'matlab'"),
        (
            {"scenes": {"a": {"format": "zhu", "files": {"cube": {"path": "a.mat"}}}}},
            r"format 'zhu' takes the files cube, ground_truth",
        ),
        ({"val_size": 1.5}, r"val_size"),
        ({"train_sizes": 100}, r"not 100: give a list, \[100\]\."),
        ({"train_sizes": "100, 200"}, r"give a list, \[100, 200\]\."),
        ({"train_sizes": 1.0}, "as a fraction it is all pixels"),
        ({"train_sizes": [1.0]}, "item 1 of train_sizes .* as a fraction it is all pixels"),
        ({"train_sizes": [50, "25 %"]}, r"item 2 of train_sizes .*: write 0\.25\."),
        ({"train_sizes": [1.5]}, r"must be a count of 2 or more .*, not 1\.5\."),
        ({"train_sizes": {"field": "10%"}}, r"train_sizes\.field .*: give a list, \[0\.1\]\."),
        ({"test_size": 1}, "as a fraction it is all pixels"),
        ({"test_size": "1,000"}, r": write 1000\."),
        ({"test_size": "None"}, r": write null\."),
        ({"test_size": [100]}, r": write 100\."),
        ({"seeds": 20260101}, r"give a list, \[20260101\]"),
        ({"seeds": "-5"}, "seeds must be a count .* not -5"),
        ({"study": 2024}, "must be text, not 2024: put it in quotes in a config file, or begin"),
        ({"study": True}, "yes, no, on and off are true and false to YAML"),
        ({"study": "small\n"}, "is not a name"),
        ({"models": {True: {"estimator": "ridge"}}}, "models: YAML reads a name as true"),
        ({"models": {7: {"estimator": "ridge"}}}, "models: YAML reads the name 7 as a number"),
        ({"models": {None: {}}}, "models: a name is empty"),
        ({"models": ["ridge", "svr"]}, r"write \{ridge: \{\}, svr: \{\}\}"),
        ({"models": {"ridge": None}}, r"write \{\} for the defaults"),
        ({"models": {"pixel_based_cnn": {}}}, "Did you mean 'unmixing_pixel_based_cnn'"),
        ({"only_models": "ridge"}, r"give a list, \[ridge\]"),
        ({"only_models": [2024]}, "item 1 of only_models must be text, not 2024"),
        ({"training": {"epochs": float("inf")}}, r"training\.epochs: inf is not a number"),
        ({"learning_rate": 0.1}, r"it is a key of models\.NAME"),
        ({"models": {"ridge": {"train_sizes": {"nowhere": [20]}}}}, "scene .*'nowhere'"),
        (
            {
                "conditions": {"standard": {}, "noisy": {"snr": 20}},
                "only_conditions": ["noisy"],
                "models": {"ridge": {"conditions": ["standard"]}},
            },
            "models: none that is chosen is run under a chosen condition",
        ),
    ],
)
def test_a_mistake_is_a_sentence_that_names_it(changes, words):
    with pytest.raises(UserError, match=words):
        read(**changes)


def lines_of(config, places=NOWHERE):
    """Return the lines of a refused config's message, one per cause."""
    with pytest.raises(UserError) as refusal:
        read_study(config, places)
    first, *others = str(refusal.value).splitlines()
    assert first == f"{len(others)} things are wrong:"
    return others


def test_all_keys_that_the_schema_does_not_allow_are_named_at_once():
    training = {"epochs": 0, "patience": 0}
    wrong = {"sedes": 1, "test_size": "10%", "models": {CNN: {"epoch": 3}}, "training": training}
    said = "\n".join(lines_of(STUDY | wrong))
    assert "'sedes'. Did you mean 'seeds'?" in said
    assert "'epoch'. Did you mean 'epochs'?" in said
    assert "write 0.1." in said
    # One line for two keys with one mistake.
    assert "training.epochs and training.patience must be a whole number of 1 or more" in said
    assert len(said.splitlines()) == 4


def test_a_misspelt_key_is_not_said_to_be_missing_as_well():
    config = {key: value for key, value in STUDY.items() if key != "train_sizes"}
    with pytest.raises(UserError) as refusal:
        read_study(config | {"train_size": [100]})
    assert str(refusal.value) == (
        "Unknown key in the config 'train_size'. Did you mean 'train_sizes'?"
    )


def test_everything_that_cannot_be_run_is_named_at_once():
    even = {"architecture": "unmixing_cube_based_cnn", "neighbourhood_size": 4}
    models = {"rigde": {}, "unmixing_a": even, "unmixing_b": even}
    wrong = {
        "scenes": FEW_BANDS,
        "models": models | {CNN: {}, "unmixing_pixel_based_dcae": {}},
        "train_sizes": [5, 100, 300, 350, 500],
        "only_scenes": ["field", "feild"],
        "conditions": {"standard": {}, "a": {"split": "plot", "gap": 1}, "b": {"gap": 1}},
        "seeds": [1, 1],
    }
    said = lines_of(STUDY | wrong)
    for words in (
        "models.rigde: no estimator has this name. Did you mean 'ridge'?",
        "models.unmixing_a and models.unmixing_b: neighbourhood size 4 has no centre pixel",
        "unmixing_pixel_based_cnn needs 66 or more; unmixing_pixel_based_dcae needs 78 or more",
        "train size 5 with val_size 0.1 leaves no validation pixel: use a train size of 10",
        "train size 350 overlaps the fixed test set",
        "train size 500 is larger than the scene's 400",
        "Unknown name in only_scenes 'feild': the known ones are field. Did you mean 'field'?",
        "conditions.b: gap is a key of split blocks",
        "seeds: 1 is listed twice",
    ):
        assert sum(words in line for line in said) == 1, (words, said)
    assert len(said) == 9


def test_a_refusal_names_lines_in_their_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = yaml.safe_dump(STUDY | {"sedes": 1, "device": "tpu"}, sort_keys=False)
    (tmp_path / "study.yaml").write_text(text)
    config = yaml.safe_load(text)
    lines = text.splitlines()
    said = lines_of(config, find_places(["study.yaml"], {}, config))
    assert said == [
        f"- study.yaml, line {lines.index('sedes: 1') + 1}: Unknown key in the config 'sedes'. "
        "Did you mean 'seeds'?",
        f"- study.yaml, line {lines.index('device: tpu') + 1}: device must be one of auto, cpu or "
        "gpu, not \"tpu\". Did you mean 'gpu'?",
    ]


def test_suggestions_are_accepted():
    """A config that follows a suggestion is accepted."""
    for wrong, right in ((100, [100]), ("50, 100", [50, 100]), ("25%", [0.25])):
        with pytest.raises(UserError, match=re.escape(str(right))):
            read(train_sizes=wrong)
        assert read(train_sizes=right)


def test_a_completed_config_is_the_same_study_where_training_lasts_for_updates():
    config = STUDY | {"training": {"updates": 9}, "models": {CNN: {"epochs": 3}}}
    assert read_study(complete(config)) == read_study(config)
    assert complete(complete(config)) == complete(config)


def test_all_methods_without_endmembers_are_refused_at_once():
    models = {name: {} for name in ("unmixing_cube_based_dcae", "fcls", "ridge", "nnls")}
    study = read(models=models)
    words = "fcls, nnls and unmixing_cube_based_dcae need endmembers, and the scene has none"
    with pytest.raises(UserError, match=words):
        check_cells(study, "field", SceneFacts(400, 90, 3, has_endmembers=False))


def test_all_problems_of_an_imported_scene_are_named_at_once():
    models = {name: {} for name in ("unmixing_pixel_based_dcae", "unmixing_pixel_based_cnn")}
    study = read(models=models, train_sizes=[100, 200, 300])
    with pytest.raises(UserError) as refusal:
        check_cells(study, "field", SceneFacts(250, 64, 3, has_endmembers=False))
    said = str(refusal.value)
    assert said.startswith("4 things are wrong:\n- scene field: train size 200 overlaps")
    for words in ("300 is larger", "64 bands, and unmixing_pixel_based_cnn needs"):
        assert words in said
    assert "unmixing_pixel_based_dcae needs endmembers" in said


def test_seeds_together_needs_jax_and_jobs_with_several_seeds():
    with pytest.raises(UserError, match="seeds_together is true and backend is 'tensorflow'"):
        read(seeds_together=True)
    with pytest.raises(UserError, match="set seeds_per_job to 2, the seeds that there are"):
        read(seeds_together=True, backend="jax", seeds_per_job=3)
    assert read(seeds_together=True, backend="jax", seeds_per_job=2).seeds_together


def test_a_table_of_spectra_admits_only_what_needs_no_image():
    study = read(
        models={"ridge": {}, "svr": {}, "unmixing_cube_based_cnn": {}},
        conditions={"standard": {}, "halves": {"split": "halves"}},
        train_sizes=[50],
    )
    facts = SceneFacts(2000, 80, 3, has_endmembers=False, is_image=False)
    with pytest.raises(UserError) as refusal:
        check_cells(study, "field", facts)
    for words in (
        "svr and unmixing_cube_based_cnn see the neighbours",
        "condition halves: split halves",
    ):
        assert words in str(refusal.value)


def test_what_is_not_run_on_a_table_of_spectra_asks_nothing_of_it():
    study = read(
        models={"ridge": {}, "unmixing_cube_based_cnn": {"scenes": ["other"]}},
        scenes=dict.fromkeys(("field", "other"), STUDY["scenes"]["field"]),
        conditions={
            "standard": {},
            "halves": {"split": "halves", "train_sizes": {"field": [], "other": [50]}},
        },
        train_sizes=[50],
    )
    facts = SceneFacts(2000, 80, 3, has_endmembers=False, is_image=False)
    check_cells(study, "field", facts)
    with pytest.raises(UserError, match="condition halves: split halves"):
        check_cells(study, "other", facts)


def test_a_name_of_digits_on_the_command_line_needs_a_letter():
    from snakemake.cli import parse_config

    in_quotes, with_letter = (
        parse_config([f"study={name}"])["study"] for name in ('"2024_01_15"', "s2024_01_15")
    )
    assert in_quotes == 20240115 and with_letter == "s2024_01_15"
