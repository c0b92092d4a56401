"""The options of readers are in the schema and in the docs, as the reader knows them."""

import re

import pytest

from learning_curves.errors import UserError
from unmixing.scenes.formats import options_of, reader
from unmixing.scenes.reading_options import ReadingOptions
from unmixing.study.reading import read_study
from unmixing.study.schema import schema

from shared import ROOT

FILES = {"cube": {"path": "~/cube.npy"}, "abundances": {"path": "~/labels.csv"}}
TRIED = {
    "keys": {"cube": "radiance"},
    "names": ["soil", "grass"],
    "size": [20, 30],
    "order": "row",
    "scale": 10000,
    "no_data": -1.5,
    "bad_bands": [[1, 3]],
    "degrade": 4,
    "counted_from": 1,
    "wavelengths": [0.4, 2.5, 224],
    "removed_channels": [[1, 3], [108, 112]],
    "bands_axis": 2,
    "mask_marks": "used",
    "crs": "EPSG:4326",
    "groups": "plot",
}


def with_options(**options):
    return {
        "study": "trial",
        "scenes": {"field": {"files": FILES, "options": options}},
        "models": {"ridge": {}},
        "train_sizes": [10],
    }


def in_schema():
    scene = schema()["properties"]["scenes"]["additionalProperties"]
    return scene["properties"]["options"]["properties"]


def test_the_schema_and_the_docs_describe_the_options_that_the_reader_takes():
    assert list(in_schema()) == options_of(reader("files")) == list(TRIED)
    for name, part in in_schema().items():
        assert part["description"].endswith("."), name
    page = (ROOT / "docs" / "scenes.md").read_text()
    table = page[page.index("## Options") : page.index("## No data")]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(TRIED)
    of_keys = (ROOT / "config" / "README.md").read_text()
    row = next(line for line in of_keys.splitlines() if line.startswith("| none |"))
    assert re.findall(r"`(\w+)`", row.split("|")[3]) == list(TRIED)


@pytest.mark.parametrize("name", TRIED)
def test_what_the_schema_accepts_the_reader_accepts(name):
    study = read_study(with_options(**{name: TRIED[name]}))
    assert study.scenes["field"].options == {name: TRIED[name]}
    ReadingOptions(**study.scenes["field"].options)


def test_an_option_that_is_left_out_stays_out():
    assert read_study(with_options(scale=2)).scenes["field"].options == {"scale": 2}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scale": "ten"}, "scenes.field.options.scale.*a number"),
        ({"names": "soil"}, "scenes.field.options.names.*a list"),
        ({"crs": 4326}, "scenes.field.options.crs.*text"),
    ],
)
def test_an_option_of_another_type_is_refused_when_the_config_is_read(options, words):
    with pytest.raises(UserError, match=words):
        read_study(with_options(**options))
