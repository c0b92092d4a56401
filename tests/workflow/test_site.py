"""The pages of the site that are made from the code say what the code says."""

import re

import config_page
import methods_page
import package_pages
import repository_links
import splits_page

from unmixing import architectures, estimators
from unmixing.study.costs import COST_MODEL
from unmixing.study.schema import schema

from shared import ROOT

SCHEMA = schema()
UNMIXING = ROOT / "workflow_scripts" / "unmixing"
LEARNING_CURVES = UNMIXING.with_name("learning_curves")


def keys(part, place=""):
    """Yield the path of every key that a schema names, at every depth."""
    entry = part.get("additionalProperties")
    if "properties" not in part and isinstance(entry, dict):
        part, place = entry, f"{place}NAME."
    for name, inner in part.get("properties", {}).items():
        yield f"{place}{name}"
        yield from keys(inner, f"{place}{name}.")


def test_every_key_of_a_config_has_a_heading():
    headings = re.findall(r"^#+ `(.+)`$", config_page.page(SCHEMA), re.M)
    assert headings == list(keys(SCHEMA))
    assert "models.NAME.learning_rate" in headings


def test_a_key_has_its_values_and_its_default():
    part = {
        "properties": {
            "rate": {
                "description": "Speed, see docs/running.md.",
                "type": ["number", "null"],
                "exclusiveMinimum": 0,
                "default": None,
            },
            "kind": {"description": "Sort.", "enum": ["one", "other"]},
        },
        "required": ["kind"],
    }
    page = config_page.page(part)
    assert (
        "Speed, see [running.md](../running.md).\n\nA number above 0 or null. Default: `null`."
        in page
    )
    assert "`one` or `other`. Required." in page


def test_every_method_has_its_source_and_its_cost():
    page = methods_page.page(COST_MODEL)
    names = [*architectures.names(), *estimators.names()]
    assert len(names) > 30
    for name in names:
        assert f"\n### {name}\n" in page
        assert f"| [`{name}`](#{name}) |" in page
    assert "not measured" not in page
    # Methods in one file have their own descriptions.
    assert "\n### vca_nnls\n\nVCA on spectra of length one, then non-negative" in page
    assert "of the multi-branch CNN (published as 1D+2D BRANCH).\n" in page
    row = next(line for line in page.splitlines() if "(#unmixing_cube_based_dcae)" in line)
    assert row.split(" | ")[1:5] == [
        "spectra of the labelled pixels, no label",
        "needed",
        "5 x 5",
        "9",
    ]


def test_a_method_without_a_measured_cost_says_so(tmp_path):
    table = COST_MODEL.read_text().splitlines()
    short = tmp_path / "costs.csv"
    short.write_text("\n".join(line for line in table if not line.startswith("ridge,")))
    assert "| [`ridge`](#ridge) | labels |  | 1 x 1 |  | not measured |" in methods_page.page(short)


def test_every_split_has_its_keys_and_their_defaults():
    page = splits_page.page()
    files = list(UNMIXING.glob("splits/strategies/[a-z]*.py"))
    assert len(files) > 3
    assert all(f"| [`{file.stem}`](#{file.stem}) |" in page for file in files)
    assert "- `plot_size`: Side of the plot in pixels. Default: 40." in page
    assert "Default: the largest patch radius of the study." in page


def test_every_module_of_the_package_has_a_place():
    pages = package_pages.pages(UNMIXING) | package_pages.pages(LEARNING_CURVES)
    told = set(re.findall(r"^::: (\S+)$", "\n".join(pages.values()), re.M))
    packaged = [*UNMIXING.rglob("*.py"), *LEARNING_CURVES.rglob("*.py")]
    files = [file for file in packaged if not file.name.startswith("__")]
    assert told == {
        ".".join(file.relative_to(UNMIXING.parent).with_suffix("").parts) for file in files
    }
    nav = (ROOT / "mkdocs.yml").read_text()
    assert all(page in nav for page in pages)


def test_links_between_files_lead_to_pages():
    links = {
        ("index.md", "docs/scenes.md#options"): "scenes.md#options",
        ("results/paper.md", "../method.md#mended"): "../method.md#mended",
        ("results/paper.md", "runs/"): "runs/README.md",
        ("results/runs/README.md", "../../../benchmarks/README.md"): "../../benchmarks.md",
        ("config.md", "../docs/results/noise.md"): "results/noise.md",
        ("published.md", "../../docs/method.md"): "method.md",
        ("your_method.md", "../CONTRIBUTING.md"): "contributing.md",
        ("your_method.md", "../config/schema.yaml"): "reference/config.md",
        (
            "your_method.md",
            "../workflow_scripts/unmixing/study/cost_model.csv",
        ): "reference/methods.md",
        (
            "your_method.md",
            "../workflow_scripts/unmixing/layers/gates.py",
        ): "reference/unmixing/layers.md",
        ("conditions.md", "../workflow_scripts/unmixing/splits/strategies/"): "reference/splits.md",
        ("start.md", "https://example.org/a"): "https://example.org/a",
        ("start.md", "#here"): "#here",
    }
    for (page, link), expected in links.items():
        found = repository_links.link_to_site(f"See [it]({link}).", page, ROOT)
        assert found == f"See [it]({expected})."
