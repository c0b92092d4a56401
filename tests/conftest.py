"""What all tests share: the folders of real data, and Keras set up once."""

import logging
import os
from pathlib import Path

import pytest
import yaml

from shared import ROOT, simulated

os.environ.setdefault("MPLBACKEND", "Agg")
# Fixtures that start TensorFlow, a browser or Snakemake make tests slow.
SLOW_FIXTURES = {"keras", "browser", "finished"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that use slow fixtures; other slow tests are marked themselves."""
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def heard():
    """Hear warnings again after commands that silence them for all of their process."""
    yield
    logging.disable(logging.NOTSET)


def folder_named_by(variable: str, holds: str) -> Path:
    """Return the folder an environment variable names, or skip the test."""
    if variable not in os.environ:
        pytest.skip(f"{variable} does not name the folder with {holds}")
    return Path(os.environ[variable]).resolve()


@pytest.fixture(scope="session")
def golden() -> Path:
    """Find the outputs of the reference implementation that are in the repository."""
    return ROOT / "tests" / "golden"


@pytest.fixture(scope="session")
def large_golden() -> Path:
    """Find the outputs of the reference implementation that are too large for the repository."""
    return folder_named_by("UNMIXING_GOLDEN", "the large outputs of the reference")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Find the real scenes."""
    return folder_named_by("UNMIXING_DATA", "the real scenes")


@pytest.fixture(scope="session")
def scenes_of(real_data):
    """Read Samson and Jasper Ridge as a shipped study has them."""
    from unmixing.scenes.importing import import_scene
    from unmixing.study.reading import read_study

    def read(config: str):
        scenes = read_study(yaml.safe_load((ROOT / "config" / config).read_text())).scenes
        return {
            name: import_scene(
                name,
                scenes[name],
                {role: real_data / file.path for role, file in scenes[name].files.items()},
            )
            for name in ("samson", "jasper")
        }

    return read


@pytest.fixture(scope="session")
def keras():
    """Set Keras up: deterministic, on one CPU thread."""
    from unmixing.training.keras_setup import begin_run, prepare_keras

    prepare_keras("tensorflow", "cpu", threads=1, precision="float32")
    begin_run(0)
    import keras

    return keras


@pytest.fixture(scope="session")
def small_scene():
    """Simulate a scene that a network trains on in a second."""
    return simulated(seed=3)


@pytest.fixture(scope="session")
def split(small_scene):
    """Draw 60 labelled and 200 test pixels of the small scene."""
    from unmixing.splits.drawing import draw_split

    return draw_split(small_scene.valid, seed=0, train_size=60, val_size=0.2, test_size=200)
