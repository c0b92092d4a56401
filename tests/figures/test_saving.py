"""A figure is written as the same bytes each time."""

import matplotlib.pyplot as plt

from unmixing.figures.saving import save_figure


def test_a_figure_is_written_in_every_format_and_closed(tmp_path):
    written = []
    for attempt in ("first", "second"):
        figure, axes = plt.subplots()
        axes.plot([1, 2], [3, 4], label="a line")
        axes.legend()
        paths = [tmp_path / attempt / f"figure{suffix}" for suffix in (".svg", ".png")]
        save_figure(figure, paths)
        assert not plt.fignum_exists(figure.number)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    assert b"a line" in written[0][0]
