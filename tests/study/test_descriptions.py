"""README files describe the shipped studies as their configs are."""

import re

import pytest
import yaml

from unmixing.study.reading import read_study

from shared import ROOT, SHIPPED

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
ROWS = re.findall(r"^\| `(\w+)\.yaml` \| (.+) \|$", (ROOT / "config/README.md").read_text(), re.M)


def study_of(name):
    """Read a shipped config."""
    return read_study(yaml.safe_load((ROOT / f"config/{name}.yaml").read_text()))


def list_counts(study):
    """Return the counts of a study that hold for all or some of its models."""
    return {
        "conditions": {len(study.conditions)},
        "networks": {len(study.networks)},
        "estimators": {len(study.estimators)},
        "methods": {len(study.models)},
        "algorithms": {len(study.published_as)},
        "sizes": {len(sizes) for sizes in study.train_sizes.values()},
        "seeds": {len(seeds) for seeds in study.seeds_by_model.values()},
    }


def test_every_config_has_a_row():
    assert {name for name, _ in ROWS} == {path.stem for path in SHIPPED}


@pytest.mark.parametrize(("name", "words"), ROWS)
def test_a_row_counts_what_its_config_holds(name, words):
    counts = list_counts(study_of(name))
    said = re.findall(rf"(\w+) ({'|'.join(counts)})\b", words)
    for number, what in said:
        if number in NUMBERS or number.isdigit():
            count = NUMBERS.index(number) if number in NUMBERS else int(number)
            assert count in counts[what], (name, number, what)


def test_the_quick_study_is_described_to_its_seeds():
    study = study_of("config")
    words = dict(ROWS)["config"]
    seeds = {len(study.seeds_by_model[model]) for model in study.networks}
    assert " or ".join(NUMBERS[count] for count in sorted(seeds)) + " seeds" in words
    assert {study.conditions_by_model[model] for model in study.networks} == {
        (study.first_condition,)
    }
    assert "networks with two or three seeds under the first of them" in words
    sizes = [size for of_scene in study.train_sizes.values() for size in of_scene]
    trained = f"trains {NUMBERS[len(study.models)]} methods on {min(sizes)} to {max(sizes)} of its"
    assert trained in (ROOT / "README.md").read_text()
