"""The page of a report is self-contained."""

import base64
import dataclasses
import gzip
import io
import json
import os
import platform
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from learning_curves.figures.saving import save_figure
from learning_curves.figures.text import NothingToShowError
from learning_curves.report import packing
from learning_curves.report.packing import pack_figures, pack_table, script_json
from learning_curves.report.page import Methods, Section, Study, render_page

from made_runs import WORDS

NOTHING_TO_EXPLORE = {
    **{name: [] for name in ("metrics", "methods", "places", "curves", "sliders")},
    "names": {},
    "start": None,
    "runs_left_out": False,
}


def study_of(*sections, name="trial", methods=None):
    return Study(name, "mean of all", list(sections), NOTHING_TO_EXPLORE, methods)


def unpacked(text):
    return gzip.decompress(base64.b64decode(text)).decode()


@pytest.fixture
def section(tmp_path):
    table, figure = tmp_path / "runs.csv", tmp_path / "curves.svg"
    rows = {"method": ["<b>bold</b>"] + ["ridge"] * 1200, "error": np.linspace(0, 1, 1201)}
    pd.DataFrame(rows).to_csv(table, index=False)
    figure.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return Section("Best methods", {"field": ["a < b"]}, [figure], [table])


@pytest.fixture
def page(section):
    return render_page([study_of(section, methods=Methods((), {"ridge": "Hoerl, 1970"}))], WORDS)


def test_a_page_needs_no_other_file(page):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(("data:", "#")) for address in addresses)


def test_a_page_holds_sentences_methods_and_versions(page):
    assert "a &lt; b" in page
    assert "An error is the mean of all." in page
    assert "ridge: Hoerl, 1970" in page
    assert f"numpy {np.__version__}" in page
    assert f"Python {platform.python_version()}" in page
    assert f"{os.cpu_count()} core" in page


def test_a_name_is_never_markup(tmp_path):
    name = "<img src=x onerror=alert(1)>"
    table = tmp_path / "runs.csv"
    pd.DataFrame({"method": [name], name: [1]}).to_csv(table, index=False)
    section = Section(name, {name: [name]}, [], [table])
    page = render_page(
        [study_of(section, name=name, methods=Methods((name,), {name: name}))], WORDS
    )
    assert "<img" not in page
    assert page.count("&lt;img") >= 9


def test_the_words_of_a_study_are_never_markup(section):
    words = dataclasses.replace(WORDS, sizes="<img> & sizes", group="<img>", data_set="<img>")
    page = render_page([study_of(section)], words)
    assert "<img" not in page
    assert "&lt;img&gt; &amp; sizes needed" in page


def test_a_figure_with_nothing_to_show_is_left_out_with_a_word_why(section):
    path = section.figures[0].with_name("ranks.svg")
    save_figure([path], _refuse)
    page = render_page([study_of(section._replace(figures=[path]))], WORDS)
    assert "No figure of ranks: One scene &lt; two." in page
    assert "<figure" not in page


def _refuse():
    raise NothingToShowError("One scene < two.")


def test_a_long_table_says_that_it_is_cut(page):
    assert "The first 1000 rows; all are in tables/runs.csv" in page
    (figure, table) = map(unpacked, re.findall(r'"application/gzip">([^<]*)<', page))
    assert figure.startswith("<svg")
    assert pd.read_csv(io.StringIO(table))["model"].tolist() == ["<b>bold</b>"] + ["ridge"] * 999


def test_a_packed_table_keeps_its_names_and_six_digits(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("model,train_size,error,count\nNA,1e-1,0.123456789,3\nb,007,,4\n")
    table = pack_table(path, WORDS)
    assert (table.rows, table.shown) == (2, 2)
    assert unpacked(table.packed) == "model,train_size,error,count\nNA,1e-1,0.123457,3\nb,007,,4\n"


def test_figures_too_large_for_the_page_lie_next_to_it(section, monkeypatch, tmp_path):
    large = tmp_path / "map.svg"
    large.write_text(np.random.default_rng(0).bytes(3000).hex())
    monkeypatch.setattr(packing, "MOST_BYTES", 2000)
    assert set(pack_figures([large, *section.figures])) == set(section.figures)
    both = section._replace(figures=[large, *section.figures])
    page = render_page([study_of(both)], WORDS)
    assert "map.svg, also as PNG): too large for this page" in page


def test_images_in_a_figure_are_packed_pixel_for_pixel(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (40, 30, 4), dtype=np.uint8)
    path = tmp_path / "map.svg"
    figure = plt.figure()
    figure.figimage(pixels)
    figure.savefig(path)
    plt.close(figure)
    packed = unpacked(pack_figures([path])[path])
    images = [re.search(r"base64,([^\"]*)", text)[1] for text in (path.read_text(), packed)]
    png, webp = [Image.open(io.BytesIO(base64.b64decode(image))) for image in images]
    assert (png.format, webp.format) == ("PNG", "WEBP")
    np.testing.assert_array_equal(np.asarray(png.convert("RGBA")), np.asarray(webp))


def test_a_png_is_packed_as_an_svg_with_all_its_pixels(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (40, 30, 3), dtype=np.uint8)
    path = tmp_path / "map.png"
    Image.fromarray(pixels).save(path)
    packed = unpacked(pack_figures([path])[path])
    assert packed.startswith("<svg")
    stored = base64.b64decode(re.search(r"base64,([^\"]*)", packed)[1])
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(stored)).convert("RGB")), pixels)


def test_data_in_a_script_cannot_end_it():
    data = {"</script><b>": ["<!--", 0.5, None]}
    text = script_json(data)
    assert "<" not in text
    assert json.loads(text) == data
    with pytest.raises(ValueError, match="Out of range float"):
        script_json([np.inf])
