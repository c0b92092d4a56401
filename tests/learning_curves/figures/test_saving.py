"""A figure is written as the same bytes each time, can be opened, or says why it is not there."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from learning_curves.errors import UserError
from learning_curves.figures.saving import save_figure
from learning_curves.figures.style import use_theme
from learning_curves.figures.text import NothingToShowError
from learning_curves.report.packing import describe_figure


def a_line(label="a line", size=(6, 4)):
    figure, axes = plt.subplots(figsize=size)
    axes.plot([1, 2], [3, 4], label=label)
    axes.legend()
    return figure


def test_a_figure_is_written_in_every_format_and_closed(tmp_path):
    written = []
    for attempt in ("first", "second"):
        paths = [tmp_path / attempt / f"figure{suffix}" for suffix in (".svg", ".png")]
        save_figure(paths, a_line)
        assert not plt.get_fignums()
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    assert b"a line" in written[0][0]


def broken():
    plt.subplots()
    raise ValueError("no panel for $x_{")


def refused():
    raise UserError("there is nothing to draw.")


def unwritable():
    use_theme("white")
    plt.rcParams["text.parse_math"] = True
    return a_line(label="$x_{$")


@pytest.mark.parametrize(
    ("draw", "words"),
    [(broken, "ValueError: no panel"), (refused, "there is nothing"), (unwritable, "ValueError")],
)
def test_a_figure_that_cannot_be_drawn_or_written_says_so(tmp_path, caplog, draw, words):
    paths = [tmp_path / "figure.svg", tmp_path / "figure.png"]
    save_figure(paths, draw)
    said = " ".join(re.findall(r">([^<>]+)</text>", paths[0].read_text()))
    assert "This figure cannot be made" in said
    assert words in said
    assert paths[1].stat().st_size > 1000
    assert "Traceback" in caplog.text
    assert not plt.get_fignums()
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def nothing():
    plt.subplots()
    raise NothingToShowError("A scene is one block, so there are < 2 & no test.")


def test_a_figure_with_nothing_to_show_says_why(tmp_path, caplog):
    path = tmp_path / "figure.svg"
    save_figure([path], nothing)
    assert describe_figure(path) == ("", "A scene is one block, so there are < 2 & no test.")
    assert "Traceback" not in caplog.text and not plt.get_fignums()


def test_a_figure_says_what_it_shows(tmp_path):
    def labelled():
        figure = a_line()
        figure.set_label('Errors < 1 & "rising"')
        return figure

    paths = path, image = tmp_path / "some_curves.svg", tmp_path / "some_curves.png"
    save_figure(paths, labelled)
    assert describe_figure(path) == describe_figure(image) == ('Errors < 1 & "rising"', "")
    save_figure([path], a_line)
    assert describe_figure(path) == ("some curves", "")


def test_an_svg_turns_its_greys_around_in_dark_mode(tmp_path):
    def coloured():
        use_theme("ticks")
        figure, axes = plt.subplots()
        axes.plot([1, 2], [3, 4], color="#0173b2")
        axes.text(1, 3, "on a colour", color="white")
        return figure

    path = tmp_path / "figure.svg"
    save_figure([path], coloured)
    rules = re.search(
        r"@media \(prefers-color-scheme: dark\) {(.*?)}\s*</style>", path.read_text(), re.S
    )[1]
    assert ':not(text)[style*="fill: #ffffff"] { fill: #15181c !important }' in rules
    assert '[style*="fill: #262626"] { fill: #dcdddd !important }' in rules
    assert "0173b2" not in rules


@pytest.mark.parametrize("size", [(6, 400), (900, 2), (120, 120)])
def test_a_large_figure_has_fewer_dots_an_inch(tmp_path, size):
    path = tmp_path / "figure.png"
    save_figure([path], a_line, size=size)
    height, width = plt.imread(path).shape[:2]
    assert max(height, width) <= 30_001
    assert height * width <= 60_100_000
    np.testing.assert_allclose(height / width, size[1] / size[0], rtol=0.01)
