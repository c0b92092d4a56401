"""Config files are checked before they are read, and keys are found in their lines."""

import json

import pytest
import yaml

from learning_curves.errors import UserError
from unmixing.study.config_files import NOWHERE, Place, check_file, find_places
from unmixing.study.reading import read_study

from shared import SHIPPED

STUDY = """\
study: small
scenes:
  field:
    shape: [20, 20, 90]
    simulation: {endmembers: {soil: soil, vegetation: canopy}}
models:
  ridge: {}
train_sizes:
- 50
- 100
test_size: 100
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def places(*texts, typed=None):
    """Return the places of keys in files that are merged in order."""
    merged = {}
    for number, text in enumerate(texts):
        with open(f"{number}.yaml", "w") as file:
            file.write(text)
        merged |= yaml.safe_load(text)
    files = [f"{number}.yaml" for number in range(len(texts))]
    return find_places(files, typed or {}, merged | (typed or {}))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name)
def test_shipped_files_are_correct(path):
    check_file(path)
    found = find_places([path], {}, yaml.safe_load(path.read_text()))
    assert not found.problems
    assert found.of_key


def test_keys_and_items_are_found_in_their_lines(folder):
    found = places(STUDY)
    assert found.find(("models", "ridge")) == Place("0.yaml", 7)
    assert found.find(("train_sizes", 1)) == Place("0.yaml", 10)
    assert found.find(("scenes", "field", "simulation", "endmembers", "soil")).line == 5
    # A missing key gets the place of the mapping that should hold it.
    assert found.find(("models", "ridge", "lr")) == Place("0.yaml", 7)
    assert found.find(("seeds",)) is None


def test_a_file_elsewhere_has_its_whole_path(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "study.yaml"
    other.write_text(STUDY)
    assert find_places([other], {}, yaml.safe_load(STUDY)).find(("study",)).source == str(other)


def test_the_last_file_and_the_command_line_win(folder):
    found = places(STUDY, "models:\n  svr: {}\ntrain_sizes: [70]\n", typed={"test_size": "0.5"})
    assert found.find(("models", "ridge")) == Place("0.yaml", 7)
    assert found.find(("models", "svr")) == Place("1.yaml", 2)
    # The list of the first file is replaced, so its second item has no place.
    assert found.find(("train_sizes", 1)) == Place("1.yaml", 3)
    assert found.find(("test_size",)) == Place("--config")


def test_a_key_given_twice_is_found_at_any_depth(folder):
    found = places("study: small\nscenes:\n  a: {shape: 1, shape: 2}\n  a: {}\nstudy: x\n")
    problems = dict(found.problems)
    assert "lines 3 and 3" in problems["scenes", "a", "shape"]
    assert "lines 3 and 4" in problems["scenes", "a"]
    assert "lines 1 and 5" in problems[("study",)]


def test_anchors_and_merged_keys_are_allowed(folder):
    text = "models:\n  ridge: &one {epochs: 3}\n  svr: {<<: *one, epochs: 4}\n  lmm: *one\n"
    found = places(text)
    assert not found.problems
    assert found.find(("models", "lmm")) == Place("0.yaml", 4)


@pytest.mark.parametrize(
    ("written", "read"), [("010", 8), ("-017", -15), ("1:30", 90), ("10", None), ("00", None)]
)
def test_numbers_that_yaml_misreads_are_refused(folder, written, read):
    found = places(f"seeds: {written}\n")
    said = [f": {written} means {read} to YAML: write {read}, or what you mean."]
    assert [words for _, words in found.problems] == (said if read is not None else [])


def test_a_file_of_another_workflow_is_ignored(folder):
    with open("outer.yaml", "w") as file:
        file.write("ours: {seeds: 3}\nseeds: 4\nseeds: 5\n")
    assert find_places(["outer.yaml"], {}, {"seeds": 4}) == NOWHERE


def test_json_with_tabs_is_read_and_its_lines_are_not_known(folder):
    config = yaml.safe_load(STUDY)
    with open("study.json", "w") as file:
        json.dump(config, file, indent="\t")
    check_file("study.json")
    found = find_places(["study.json"], {}, config)
    assert read_study(config, found) == read_study(config)


@pytest.mark.parametrize(
    "spoil", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")]
)
def test_files_of_windows_editors_are_read(folder, spoil):
    (folder / "study.yaml").write_bytes(spoil(STUDY).encode())
    check_file("study.yaml")
    found = find_places(["study.yaml"], {}, yaml.safe_load(STUDY))
    assert found.find(("models", "ridge")) == Place("study.yaml", 7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &a [*a]\n", "Circular"),
        ("[" * 3000, "study.yaml cannot be read|study.yaml, line 1"),
        ("a: 1\n---\na: 2\n", "line 2: .*another document"),
        ("? [a, b]\n: 1\n", "line 1: .*unhashable"),
        ("a: !!python/object:os.system x\n", "line 1: .*constructor"),
        ("a: \x07\n", "study.yaml cannot be read as YAML"),
        ("study: small\n seeds: 2\n", "line 2: this is not YAML"),
        ("\ta: 1\n", "line 1: a tab"),
    ],
)
def test_a_file_that_is_not_a_config_is_refused(folder, text, words):
    (folder / "study.yaml").write_text(text)
    with pytest.raises(UserError, match=words) as refusal:
        check_file("study.yaml")
    assert len(str(refusal.value).splitlines()) == 1


def test_a_missing_file_is_suggested_by_its_likely_name(folder):
    (folder / "paper.yaml").write_text(STUDY)
    with pytest.raises(UserError, match=r"no config file papr\.yaml\. Did you mean 'paper\.yaml'"):
        check_file("papr.yaml")


def test_an_unreadable_file_is_refused(folder):
    with pytest.raises(UserError, match="The config file . cannot be read: Is a directory"):
        check_file(".")
