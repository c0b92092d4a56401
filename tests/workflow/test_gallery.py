"""The gallery: a question, its picture and its config, which runs as the page shows it."""

import re

import pytest

from project import ROOT, copy_project, run_study

PAGE = (ROOT / "docs" / "gallery.md").read_text()
# The picture, which figure of the study it is, and the config.
SECTION = re.compile(
    r"^!\[.+?\]\(images/gallery/(\w+)\.svg\)$.*?`(figures/\w+)\.svg`.*?```yaml\n(.*?)```",
    re.MULTILINE | re.DOTALL,
)
SECTIONS = SECTION.findall(PAGE)
# Trainings that are long where few epochs show the same.
SHORTER = {"which_method": ["models={unmixing_pixel_based_cnn: {epochs: 2}}"]}
FOLDER = ROOT / "config" / "gallery"


def test_the_page_shows_every_config_as_it_is():
    shown = {name: config for name, _, config in SECTIONS}
    assert len(shown) == 8
    assert shown == {path.stem: path.read_text() for path in FOLDER.glob("*.yaml")}


def test_the_method_of_the_gallery_is_that_of_the_docs():
    method = (FOLDER / "methods" / "my_lasso.py").read_text()
    assert method in (ROOT / "docs" / "your_method.md").read_text()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("gallery"))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "figure"), [section[:2] for section in SECTIONS])
def test_a_config_makes_its_picture_with_two_seeds(project, name, figure):
    picture = f"results/{name}/{figure}.svg"
    few = ["seeds=2", "seeds_per_job=2", "sizes_per_job=5", *SHORTER.get(name, [])]
    run_study(project, picture, "--config", *few, config=f"config/gallery/{name}.yaml")
    assert (project / picture).stat().st_size > 0
